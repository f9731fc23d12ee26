//! `contacts history prune`: drops what old entries changed, so that the workspace does not grow for ever.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{ByteSize, Timestamp, counted, format_local, format_utc, moment_of};
use crate::ops::prune::{PruneReport, counted_entries, prune};
use crate::workspace::{Cleanup, Workspace};

/// Drop what old entries changed, and give the space back
///
/// The entries stay in the list with their counts, but what they changed and their results are gone: they cannot be undone
/// any more. All later ones can. Values that a person set last stay protected by --keep-edits. The file is rewritten, which
/// takes about as long as a backup and twice the room.
///
/// contacts config set keep-history 2y does it after every import, without rewriting the file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts history prune --before 2y --dry-run
  contacts history prune --before 2026-01-01")]
pub(super) struct PruneArgs {
    /// Entries before this day, or older than this: 2026-01-31, 90d, 12w, 18mo, 2y
    #[arg(long, value_name = "DATE")]
    before: String,
    /// Show what would be dropped, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Prune without asking
    #[arg(short, long)]
    yes: bool,
}

/// What was pruned, or would be.
struct PruneOutput {
    before: Timestamp,
    report: PruneReport,
    cleanup: Cleanup,
    is_dry_run: bool,
}

impl PruneArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, CliError> {
        let now = context.clock.now();
        let before = moment_of(&self.before, now).ok_or_else(|| {
            let text = &self.before;
            CliError::usage(format!("--before takes a day such as 2026-01-31 or an age such as 2y, not '{text}'"))
        })?;
        // A day to come means everything until now.
        let before = before.min(now);
        let workspace = context.open_workspace_recovered()?;
        let rehearsal = rehearse(context, &workspace, before)?;
        if self.dry_run || rehearsal.report.counts.entries == 0 {
            rehearsal.tell(context)?;
            return Ok(Exit::Done);
        }
        if !self.yes && context.terminal.can_ask() {
            context.terminal.print_always(&rehearsal.text());
        }
        context.confirm("Prune the history?", self.yes)?;
        let spinner = context.terminal.spinner("Pruning the history");
        let change = workspace.change()?;
        let report = prune(&change, before, now)?;
        // Another prune may have come during the question, and an entry that did nothing would stay for good.
        if report.counts.entries > 0 {
            change.commit()?;
        }
        let cleanup = workspace.clean_up()?;
        drop(spinner);
        let output = PruneOutput { before, report, cleanup, is_dry_run: false };
        Ok(context.finish(output.tell(context), Exit::Done))
    }
}

/// Prunes and drops the transaction, which rolls it back.
fn rehearse(context: &Context, workspace: &Workspace, before: Timestamp) -> Result<PruneOutput, CliError> {
    let _spinner = context.terminal.spinner("Looking through the history");
    let report = prune(&workspace.change()?, before, context.clock.now())?;
    Ok(PruneOutput { before, report, cleanup: Cleanup::NotNeeded, is_dry_run: true })
}

impl PruneOutput {
    fn tell(&self, context: &Context) -> Result<(), CliError> {
        if context.json {
            context.out_json(&self.to_json())?;
        } else {
            context.terminal.out(&self.whole_text())?;
        }
        context.tell_postponed(&self.cleanup);
        Ok(())
    }

    /// Says how much is dropped.
    fn text(&self) -> String {
        let (counts, before) = (&self.report.counts, format_local(self.before));
        if counts.entries == 0 {
            return format!("No entry from before {before} can still be pruned.\n");
        }
        let verb = if self.is_dry_run { "would be pruned" } else { "pruned" };
        format!(
            "{} from before {before} {verb}: {} and {} of results. {} cannot be undone any more.\n",
            counted_entries(counts.entries),
            counted(counts.changes, "change"),
            counted(counts.results, "piece"),
            if counts.entries == 1 { "It" } else { "They" },
        )
    }

    fn whole_text(&self) -> String {
        match (&self.cleanup, self.is_dry_run) {
            (Cleanup::Done { before, after }, _) => {
                let (given, now) = (ByteSize(before.saturating_sub(*after)), ByteSize(*after));
                format!(
                    "{}The file gave back {given} and has {now} now. This is entry {}.\n",
                    self.text(),
                    self.report.entry
                )
            }
            (_, true) if self.report.counts.entries > 0 => self.text() + "Dry run: nothing was written.\n",
            _ => self.text(),
        }
    }

    fn to_json(&self) -> Value {
        let counts = &self.report.counts;
        let is_written = !self.is_dry_run && counts.entries > 0;
        let freed = match self.cleanup {
            Cleanup::Done { before, after } => Some(before.saturating_sub(after)),
            _ => None,
        };
        json!({
            "before": format_utc(self.before),
            "dry_run": self.is_dry_run,
            "entry": is_written.then_some(self.report.entry),
            "entries": counts.entries,
            "changes": counts.changes,
            "results": counts.results,
            "freed": freed,
        })
    }
}
