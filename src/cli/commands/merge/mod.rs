//! `contacts merge`: makes one contact of several, as an entry of the history.

mod output;

use clap::Args;

use crate::cli::command_line::CommandLine;
use crate::cli::contact_args::contact_table;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::suppressed::warnings_of_merge;
use crate::matching::{ContactMerge, SurvivorRule};
use crate::model::Fields;
use crate::ops::contacts::format_ids;
use crate::ops::merge::MergeCandidates;
use output::MergeOutput;

/// Merge several contacts into one
///
/// One contact stays. Its empty fields are filled from the others, tags are joined, and the Contact IDs of the others
/// lead to it from then on. In a terminal it asks for each field in which the contacts differ; with --keep the values
/// of the contact that stays go first. It can be undone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts merge 4 9
  contacts merge 4 9 12 --keep most-complete --dry-run")]
pub(in crate::cli) struct MergeArgs {
    /// The contacts, two or more: Contact IDs, phone numbers, e-mail addresses or FIELD=VALUE
    #[arg(required = true, value_name = "WHO")]
    who: Vec<String>,
    /// Contact that stays: oldest, newest, most-complete or an ID
    #[arg(long, value_name = "RULE")]
    keep: Option<SurvivorRule>,
    /// Show the merged contact, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Merge without asking; needs --keep
    #[arg(short, long, requires = "keep")]
    yes: bool,
}

impl MergeArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        let snapshot = workspace.snapshot()?;
        let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
        let records = context.contacts(&snapshot, &self.who, &tags)?;
        // Released before the questions: a read transaction that stays open keeps SQLite from resetting the log.
        drop(snapshot);
        let candidates = MergeCandidates::new(records)?;
        let join = self.decide(context, &candidates, &fields)?;
        let warnings = warnings_of_merge(context, &workspace.snapshot()?, &join)?;
        context.tell_warnings(&warnings);
        let mut merged = MergeOutput { join, fields: &fields, tags: &tags, warnings, entry: None };
        if self.dry_run {
            merged.tell(context)?;
            return Ok(Exit::Done);
        }
        if !self.yes && context.terminal.can_ask() {
            context.terminal.print_always(&merged.table(context).to_string());
        }
        context.confirm("Merge them so?", self.yes)?;
        let change = workspace.change()?;
        // Checked inside the transaction: another command may have changed a contact while the questions stood.
        merged.entry = candidates.write(&change, &merged.join, context.clock.now())?;
        change.commit()?;
        Ok(context.finish(merged.tell(context), Exit::Done))
    }

    /// Decides the merge by the rule, or by asking field by field.
    fn decide(
        &self,
        context: &Context,
        candidates: &MergeCandidates,
        fields: &Fields,
    ) -> Result<ContactMerge, CliError> {
        if let Some(rule) = self.keep {
            return Ok(candidates.by_rule(rule)?);
        }
        if !context.terminal.can_ask() {
            let merge = CommandLine::repeated(context, &["--keep", "oldest", "--yes"]);
            return Err(CliError::refused(
                "confirmation-needed",
                "nobody can be asked which contact stays and whose values go first: --keep takes oldest, newest, \
                 most-complete or an ID",
            )
            .with_hint(format!("for example: {merge}")));
        }
        context.terminal.print_always(&contact_table(context, candidates.records()).to_string());
        ask(context, candidates.by_rule(SurvivorRule::Oldest)?, fields)
    }
}

/// Asks for each field in which the contacts differ.
fn ask(context: &Context, mut join: ContactMerge, fields: &Fields) -> Result<ContactMerge, CliError> {
    for choice in join.fields() {
        if choice.values.len() < 2 {
            continue;
        }
        let items: Vec<String> =
            choice.values.iter().map(|(value, owners)| format!("{value} ({})", format_ids(owners))).collect();
        let chosen = context.terminal.choose(fields.name(choice.field), &items, 0, None)?;
        let owner = chosen.and_then(|at| choice.values.get(at)).and_then(|(_, owners)| owners.first());
        if let Some(owner) = owner {
            join.choose(choice.field, *owner);
        }
    }
    Ok(join)
}
