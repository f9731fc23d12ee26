//! `contacts merge`: makes one contact of several, as an entry of the history.

mod output;

use clap::Args;

use crate::cli::contact_args::{check_unchanged, contact_table, format_ids};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::matching::{ContactMerge, SurvivorRule};
use crate::model::{ContactId, Fields};
use crate::workspace::{ContactRecord, EntryKind, WorkspaceError, WriteTransaction};
use output::MergeOutput;

/// Maximum number of contacts in one merge; more are hardly one person.
pub(super) const MAX_CONTACTS: usize = 50;

/// Make one contact of several
///
/// One contact stays. Its empty fields are filled from the others, tags are joined, and the Contact IDs of the others
/// lead to it from then on. In a terminal it asks for each field in which the contacts differ; with --keep the values
/// of the contact that stays go first. It can be taken back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts merge 4 9
  contacts merge 4 9 12 --keep most-complete --dry-run")]
pub(in crate::cli) struct MergeArgs {
    /// The Contact IDs, two or more
    #[arg(required = true, value_name = "ID")]
    ids: Vec<i64>,
    /// Which contact stays: oldest, newest, most-complete or an ID
    #[arg(long, value_name = "RULE")]
    keep: Option<SurvivorRule>,
    /// Show what would become of the contacts, but write nothing
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
        let records = context.contacts(&snapshot, &self.ids, &tags)?;
        // Released before the questions: a read transaction that stays open keeps SQLite from resetting the log.
        drop(snapshot);
        check_number(&records)?;
        let join = self.decide(context, &records, &fields)?;
        let mut merged = MergeOutput { join, fields: &fields, tags: &tags, entry: None };
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
        check_unchanged(&change, &records)?;
        merged.entry = write(context, &change, &merged.join)?;
        change.commit()?;
        Ok(context.finish(merged.tell(context), Exit::Done))
    }

    /// Decides the merge by the rule, or by asking field by field.
    fn decide(&self, context: &Context, records: &[ContactRecord], fields: &Fields) -> Result<ContactMerge, CliError> {
        let contacts = records.iter().map(|record| (record.contact.clone(), record.created_at)).collect();
        if let Some(rule) = self.keep {
            check_rule(rule, records)?;
            return Ok(ContactMerge::new(contacts, rule));
        }
        if !context.terminal.can_ask() {
            return Err(CliError::usage("nobody can be asked which contact stays and whose values go first")
                .with_hint("say it with --keep oldest, newest, most-complete or an ID"));
        }
        context.terminal.print_always(&contact_table(context, records).to_string());
        ask(context, ContactMerge::new(contacts, SurvivorRule::Oldest), fields)
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

fn check_number(records: &[ContactRecord]) -> Result<(), CliError> {
    match records.len() {
        0 | 1 => Err(CliError::usage("a contact cannot be merged with itself").with_hint("name two contacts or more")),
        many if many > MAX_CONTACTS => {
            Err(CliError::usage(format!("at most {MAX_CONTACTS} contacts can be merged at once")))
        }
        _ => Ok(()),
    }
}

fn check_rule(rule: SurvivorRule, records: &[ContactRecord]) -> Result<(), CliError> {
    match rule {
        SurvivorRule::Contact(id) if records.iter().all(|record| record.contact.id != id) => {
            Err(CliError::usage(format!("contact {id} cannot stay: it is not among those that are merged")))
        }
        _ => Ok(()),
    }
}

/// Writes the merge as part of a transaction. Returns the number of the entry in the history.
fn write(context: &Context, change: &WriteTransaction<'_>, join: &ContactMerge) -> Result<Option<i64>, WorkspaceError> {
    let Some(update) = join.update() else { return Ok(None) };
    let (kept, absorbed, now): (ContactId, _, _) = (update.contact, join.absorbed(), context.clock.now());
    let summary = format!("{} into {kept}", format_ids(&absorbed));
    let entry = change.begin_entry(EntryKind::Merge, &summary, now)?;
    change.update_contact(entry, update, &mut change.tags()?, now)?;
    change.absorb_contacts(entry, kept, &absorbed)?;
    Ok(Some(entry))
}
