//! `contacts forget`: takes everything of a person out of the workspace, for good.

mod output;

use clap::Args;

use crate::cli::contact_args::contact_table;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{ContactId, counted};
use crate::ops::forget::{self, People, out_of_reach};
use crate::workspace::{Cleanup, Workspace};
use output::Receipt;

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
  contacts forget 2 --dry-run
  contacts forget wei.tan@example.org")]
pub(in crate::cli) struct ForgetArgs {
    /// Contact IDs, phone numbers, e-mail addresses or FIELD=VALUE; also of contacts that were deleted
    #[arg(required = true, value_name = "WHO")]
    who: Vec<String>,
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
        if !self.dry_run {
            self.confirm(context, &people)?;
        }
        let spinner = context.terminal.spinner("Forgetting");
        let change = workspace.change()?;
        let report = forget::forget(&change, &people, context.clock.now())?;
        let cleanup = if self.dry_run {
            drop(change);
            Cleanup::NotNeeded
        } else {
            change.commit()?;
            workspace.clean_up()?
        };
        drop(spinner);
        // After the cleanup, which removes what killed commands left beside the workspace.
        let out_of_reach = out_of_reach(&workspace.snapshot()?, workspace.path())?;
        let receipt = Receipt { people: &people, report, cleanup, out_of_reach, is_dry_run: self.dry_run };
        Ok(context.finish(receipt.tell(context), Exit::Done))
    }

    /// Returns the people that are named.
    fn people(&self, context: &Context, workspace: &Workspace) -> Result<People, CliError> {
        let snapshot = workspace.snapshot()?;
        let tags = snapshot.tags()?;
        let ids = self.who.iter().map(|who| context.identify_by(&snapshot, who, &tags, forget::identify_ever));
        let ids: Vec<ContactId> = ids.collect::<Result<_, _>>()?;
        Ok(forget::people(&snapshot, &ids, &tags)?)
    }

    /// Shows the people, and asks.
    fn confirm(&self, context: &Context, people: &People) -> Result<(), CliError> {
        if !self.yes && context.terminal.can_ask() {
            let mut shown = String::new();
            if !people.records.is_empty() {
                shown = contact_table(context, &people.records).to_string();
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
