//! `contacts forget`: takes everything of a person out of the workspace, for good.

mod output;

use clap::Args;

use crate::cli::completion::candidates;
use crate::cli::contact_args::contact_table;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{Age, ContactId, Listing, Selection, Timestamp, counted, format_thousands};
use crate::ops::forget::{self, People, Reimport, out_of_reach};
use crate::ops::selection::SelectionRequest;
use crate::workspace::{Cleanup, Snapshot, TagIds, Workspace, WorkspaceError};
use output::Receipt;

/// Maximum number of people shown before the question.
const MAX_SHOWN: usize = 10;

/// Forget people for good: contact, values, history and stored results
///
/// Everything of a person is taken out of the workspace, with all contacts that merges absorbed into it: values, tags,
/// what the history knows of them, and their rows in stored results. The file is rewritten, so that no byte stays in it.
/// The history keeps the fact, without data. It cannot be undone; undo of other entries works around the gap.
///
/// Lists, results and errors files, and copies of the workspace are listed, because they are out of reach.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts forget wei.tan@example.org --never-again
  contacts forget --older-than 2y --where 'Country = MY' --dry-run")]
pub(in crate::cli) struct ForgetArgs {
    /// Contact IDs, phone numbers, e-mail addresses or FIELD=VALUE
    ///
    /// Also of contacts that were deleted.
    #[arg(required_unless_present_any = ["older_than", "conditions"], value_name = "WHO")]
    who: Vec<String>,
    /// All contacts last changed before this age, such as 2y
    ///
    /// An import that brings them unchanged changes nothing. Ages are days, weeks, months or years: 90d, 12w, 18mo, 2y.
    #[arg(long, value_name = "AGE", conflicts_with = "who")]
    older_than: Option<Age>,
    /// All contacts of which it holds: 'Country = MY'
    ///
    /// Repeatable: all must hold; with --older-than both must.
    #[arg(long = "where", value_name = "FIELD OP VALUE", conflicts_with = "who", hide_short_help = true,
        add = candidates::fields_before_operators())]
    conditions: Vec<String>,
    /// Keep them out: no import brings them again
    ///
    /// Their phone numbers, addresses and own identifiers are suppressed as keyed hashes.
    #[arg(long)]
    never_again: bool,
    /// Show what would be forgotten, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Forget without asking
    #[arg(short, long)]
    yes: bool,
}

impl ForgetArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        let people = self.people(context, &workspace)?;
        let is_nobody = people.ids().is_empty();
        if is_nobody && !context.json {
            context.terminal.out("Nobody is selected: nothing is forgotten.")?;
            return Ok(Exit::Done);
        }
        let is_dry_run = self.dry_run || is_nobody;
        if !is_dry_run {
            self.confirm(context, &people)?;
        }
        let spinner = context.terminal.spinner("Forgetting");
        let change = workspace.change()?;
        let reimport = if self.never_again { Reimport::Suppressed } else { Reimport::Allowed };
        let report = forget::forget(&change, &people, reimport, context.clock.now())?;
        let cleanup = if is_dry_run {
            drop(change);
            Cleanup::NotNeeded
        } else {
            change.commit()?;
            workspace.clean_up()?
        };
        drop(spinner);
        // After the cleanup, which removes what killed commands left beside the workspace.
        let out_of_reach = out_of_reach(&workspace.snapshot()?, workspace.path())?;
        let receipt = Receipt { people: &people, report, cleanup, out_of_reach, is_dry_run };
        Ok(context.finish(receipt.tell(context), Exit::Done))
    }

    /// Returns the people that are named.
    fn people(&self, context: &Context, workspace: &Workspace) -> Result<People, CliError> {
        let snapshot = workspace.snapshot()?;
        let tags = snapshot.tags()?;
        if self.who.is_empty() {
            return Ok(forget::people(&snapshot, &self.selected(context, &snapshot, &tags)?, &tags)?);
        }
        let ids = self.who.iter().map(|who| context.identify_by(&snapshot, who, &tags, forget::identify_ever));
        let ids: Vec<ContactId> = ids.collect::<Result<_, _>>()?;
        Ok(forget::people(&snapshot, &ids, &tags)?)
    }

    /// Returns the contacts that age and conditions select.
    fn selected(&self, context: &Context, snapshot: &Snapshot<'_>, tags: &TagIds) -> Result<Vec<ContactId>, CliError> {
        let now = context.clock.now();
        let request = SelectionRequest { conditions: self.conditions.clone(), ..SelectionRequest::default() };
        let selection = Selection {
            unchanged_since: self.older_than.map(|age| beginning_of(age, now)).transpose()?,
            ..request.read(snapshot, now)?
        };
        let listing = Listing { selection, sort: Vec::new(), limit: None };
        let mut ids = Vec::new();
        snapshot.each_contact(&listing, tags, &mut |record| {
            ids.push(record.contact.id);
            Ok::<_, WorkspaceError>(())
        })?;
        Ok(ids)
    }

    /// Shows the people, and asks.
    fn confirm(&self, context: &Context, people: &People) -> Result<(), CliError> {
        if !self.yes && context.terminal.can_ask() {
            let mut shown = String::new();
            if !people.records.is_empty() {
                let first = &people.records[..people.records.len().min(MAX_SHOWN)];
                shown = contact_table(context, first).to_string();
                let more = people.records.len() - first.len();
                if more > 0 {
                    shown += &format!("and {} more\n", format_thousands(more as u64));
                }
            }
            if !people.former.is_empty() {
                shown += &format!("With {}\n", output::former(people));
            }
            context.terminal.print_always(&(shown + "This cannot be undone: nothing of them is kept.\n"));
        }
        let question = match people.ids().len() {
            1 => "Forget this contact for good?".to_owned(),
            count => format!("Forget these {} for good?", counted(count as u64, "contact")),
        };
        context.confirm(&question, self.yes)
    }
}

/// Returns the moment that lies an age back. An age beyond the calendar is refused: no condition would be left of it, and
/// everybody would be forgotten.
fn beginning_of(age: Age, now: Timestamp) -> Result<Timestamp, CliError> {
    let beyond = || CliError::usage(format!("--older-than {age}: the calendar does not go back that far"));
    age.before(now).ok_or_else(beyond)
}
