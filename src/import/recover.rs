use std::path::PathBuf;

use super::ImportError;
use super::files::{Replaced, StagedOutputs, header};
use crate::model::RowStatus;
use crate::report::{
    AtomicFile, CsvStyle, OutputKind, OutputPaths, ResultRow, RowWriter, StagedFile, is_output_name, read_result_rows,
    remove_leftover,
};
use crate::workspace::{ImportEntry, NewImport, Snapshot, Workspace};

/// Files of an import that a crash had kept from their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveredFiles {
    /// The import's number.
    pub import_id: i64,
    /// Its results file.
    pub results: PathBuf,
    /// Why it could not be made.
    pub problem: Option<String>,
}

/// Which rows of an import to write again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultRows {
    /// The whole results file.
    All,
    /// The rows of the results file that have this status.
    Of(RowStatus),
    /// The errors file.
    Errors,
}

/// Makes the files of imports that are done but whose process ended before their files were in place. To be called by
/// somebody who holds the job lock, so that no import is about to do the same.
///
/// A workspace that somebody else made writes no file: only those imports count that `is_own` says this user began, and
/// only names that this tool gives.
///
/// # Errors
/// When the workspace cannot be read or written.
pub fn recover_output_files(
    workspace: &Workspace,
    is_own: impl Fn(&NewImport) -> bool,
) -> Result<Vec<RecoveredFiles>, ImportError> {
    let pending = workspace.snapshot()?.imports_without_files()?;
    let mut restored = Vec::with_capacity(pending.len());
    for entry in pending {
        let problem = if is_own(&entry.begun) && has_output_names(&entry.begun) {
            make_files(workspace, &entry).err().map(|error| error.to_string())
        } else {
            Some("it was not begun by you on this machine".to_owned())
        };
        workspace.change()?.settle_files(entry.id)?;
        restored.push(RecoveredFiles { import_id: entry.id, results: entry.begun.results_path.into(), problem });
    }
    Ok(restored)
}

fn has_output_names(import: &NewImport) -> bool {
    [&import.results_path, &import.errors_path].iter().all(|path| is_output_name(path.as_ref()))
}

/// Writes the rows of an import again, as they stood in its files.
///
/// # Errors
/// When they cannot be read, or when `write` fails.
pub fn write_results<E: From<ImportError>>(
    snapshot: &Snapshot<'_>,
    entry: &ImportEntry,
    rows: ResultRows,
    write: &mut dyn FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    let style = csv_style(&entry.begun);
    let kind = if rows == ResultRows::Errors { OutputKind::Errors } else { OutputKind::Results };
    write(&header(&entry.begun.columns, style, kind))?;
    for chunk in snapshot.result_chunks(entry.id) {
        let chunk = chunk.map_err(ImportError::from)?;
        match rows {
            ResultRows::All => write(&chunk)?,
            ResultRows::Of(status) => write(&select(&chunk, style, status, kind)?)?,
            ResultRows::Errors => write(&select(&chunk, style, RowStatus::Error, kind)?)?,
        }
    }
    Ok(())
}

/// Hands over the rows of an import that were in error, as long as they are wanted.
///
/// # Errors
/// When they cannot be read.
pub fn visit_error_rows(
    snapshot: &Snapshot<'_>,
    entry: &ImportEntry,
    more: &mut dyn FnMut(&ResultRow) -> bool,
) -> Result<(), ImportError> {
    let style = csv_style(&entry.begun);
    for chunk in snapshot.result_chunks(entry.id) {
        for row in read_result_rows(style, &chunk?) {
            let row = row?;
            if row.status == RowStatus::Error && !more(&row) {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn csv_style(begun: &NewImport) -> CsvStyle {
    CsvStyle { delimiter: begun.delimiter, bom: begun.has_bom, columns: begun.columns.len() }
}

/// The rows of one status, rendered for one kind of file.
fn select(chunk: &[u8], style: CsvStyle, status: RowStatus, kind: OutputKind) -> Result<Vec<u8>, ImportError> {
    let mut selected = Vec::new();
    for row in read_result_rows(style, chunk) {
        let row = row?;
        if row.status != status {
            continue;
        }
        let extra: &[&str] = match kind {
            OutputKind::Results => &[row.status.as_str(), &row.errors],
            OutputKind::Errors => &[&row.errors],
        };
        RowWriter::new(style).row(row.cells(), extra, &mut selected);
    }
    Ok(selected)
}

fn make_files(workspace: &Workspace, entry: &ImportEntry) -> Result<(), ImportError> {
    let snapshot = workspace.snapshot()?;
    let paths = OutputPaths { results: (&entry.begun.results_path).into(), errors: (&entry.begun.errors_path).into() };
    for path in [&paths.results, &paths.errors] {
        if let Some(written) = snapshot.output_file(path)? {
            remove_leftover(path, &written);
        }
    }
    // The source may be gone, so they are for the owner of the workspace.
    let begin = |path| AtomicFile::create_output(path)?.for_owner_of(workspace.path());
    let results = make_file(begin(&paths.results)?, &snapshot, entry, ResultRows::All)?;
    let errors = match entry.outcome.counts.errors {
        0 => None,
        _ => Some(make_file(begin(&paths.errors)?, &snapshot, entry, ResultRows::Errors)?),
    };
    // The workspace remembers the files that were about to get their names, not the older ones that stand there.
    StagedOutputs::new(paths, results, errors).persist(&Replaced::default()).map(drop)
}

fn make_file(
    mut file: AtomicFile,
    snapshot: &Snapshot<'_>,
    entry: &ImportEntry,
    rows: ResultRows,
) -> Result<StagedFile, ImportError> {
    write_results(snapshot, entry, rows, &mut |bytes| file.append(bytes).map_err(ImportError::from))?;
    Ok(file.finish_staging()?)
}
