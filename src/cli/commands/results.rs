//! `contacts results`: writes the rows of an import with their status again.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::create_file::{self, NewFile};
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::json_stream::JsonStream;
use crate::cli::options::entry_id;
use crate::import::{RESULTS_KEPT_DAYS, ResultRows, write_results};
use crate::model::{RowStatus, format_local};
use crate::ops::history::find_import;
use crate::ui::PageFlow;
use crate::workspace::{ImportEntry, Snapshot};

/// Endings of tables; the rows keep the delimiter of their source.
const ENDINGS: [&str; 4] = ["csv", "tsv", "tab", "txt"];

/// Write the results of an import again, up to 7 days after it
///
/// Without --output the rows go to stdout. They come from the workspace, so the files beside the source are not needed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts results 2
  contacts results 2 --status updated -o updated.csv")]
pub(in crate::cli) struct ResultsArgs {
    /// The ID of the import, as contacts history shows it
    #[arg(value_parser = entry_id, add = candidates::imports())]
    id: i64,
    /// Only rows with this status
    #[arg(long, value_name = "STATUS", ignore_case = true, conflicts_with = "errors")]
    status: Option<Status>,
    /// Only rows with errors, as in the errors file
    #[arg(long)]
    errors: bool,
    /// New file to write: .csv, .tsv, .tab or .txt; - is stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Status {
    Imported,
    Updated,
    Skipped,
    Error,
}

impl From<Status> for RowStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Imported => Self::Imported,
            Status::Updated => Self::Updated,
            Status::Skipped => Self::Skipped,
            Status::Error => Self::Error,
        }
    }
}

impl ResultsArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let output = self.output.as_deref().filter(|path| *path != Path::new("-"));
        output.map_or(Ok(()), |path| create_file::check_ending(path, &ENDINGS))?;
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let entry = find_import(&snapshot, self.id)?;
        if entry.begun.results_until <= context.clock.now() || !snapshot.has_results(self.id)? {
            drop(snapshot);
            // The promise is that results are gone after seven days, so they are removed when asked for, not only by
            // the next import.
            workspace.change()?.delete_expired_results_and_commit(context.clock.now())?;
            return Err(expired(&entry));
        }
        let rows = match (self.errors, self.status) {
            (true, _) => ResultRows::Errors,
            (false, Some(status)) => ResultRows::Of(status.into()),
            (false, None) => ResultRows::All,
        };
        match output {
            Some(path) => to_file(context, &snapshot, &entry, rows, path)?,
            None => to_stdout(context, &snapshot, &entry, rows)?,
        }
        Ok(Exit::Done)
    }
}

fn expired(entry: &ImportEntry) -> CliError {
    if let Some(by) = entry.pruned_by {
        let message = format!("the results of import {} were pruned by entry {by}", entry.id);
        return CliError::not_found("results-pruned", message);
    }
    let until = format_local(entry.begun.results_until);
    let message = format!("the results of import {} were kept for {RESULTS_KEPT_DAYS} days, until {until}", entry.id);
    CliError::not_found("results-expired", message)
        .with_hint(format!("its counts are still there: contacts history {}", entry.id))
}

fn to_file(
    context: &Context,
    snapshot: &Snapshot<'_>,
    entry: &ImportEntry,
    rows: ResultRows,
    path: &Path,
) -> Result<(), CliError> {
    let mut file = NewFile::create(path)?;
    write_results(snapshot, entry, rows, &mut |bytes| file.append(bytes))?;
    file.publish()?;
    if context.json {
        context.out_json(&json!({ "import_id": entry.id, "file": path.display().to_string() }))
    } else {
        context.terminal.note(&format!("Wrote {}", context.shown_path(path)));
        Ok(())
    }
}

/// Streams the results chunk by chunk, page by page in a terminal. Each chunk is text and ends with a row.
fn to_stdout(
    context: &Context,
    snapshot: &Snapshot<'_>,
    entry: &ImportEntry,
    rows: ResultRows,
) -> Result<(), CliError> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut pager = context.terminal.pager();
    if !context.json && pager.has_pages() {
        let mut is_enough = false;
        return write_results(snapshot, entry, rows, &mut |bytes| {
            is_enough = is_enough || pager.lines(&text(bytes))? == PageFlow::Stop;
            Ok(())
        });
    }
    if !context.json {
        return write_results(snapshot, entry, rows, &mut |bytes| Ok(context.terminal.out_data(&text(bytes))?));
    }
    let mut stream = JsonStream::new(context);
    stream.text("csv")?;
    write_results(snapshot, entry, rows, &mut |bytes| stream.piece(&text(bytes)))?;
    stream.finish(&json!({ "import_id": entry.id }))
}
