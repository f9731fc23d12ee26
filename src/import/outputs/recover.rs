//! Writes stored results again: for `results`, and for imports whose output files a crash left unwritten.

use std::path::PathBuf;

use super::files::{Replaced, StagedOutputs, header};
use crate::files::release_name;
use crate::import::ImportError;
use crate::model::{OutputKind, RowStatus};
use crate::report::{
    AtomicFile, CsvStyle, OutputPaths, ResultRow, RowWriter, StagedFile, is_output_name, read_result_rows,
    remove_orphaned_temp,
};
use crate::workspace::{ImportEntry, NewImport, Snapshot, Workspace};

/// Output files of an import that a crash left unwritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveredFiles {
    /// History number of the import.
    pub import_id: i64,
    /// Path of its results file.
    pub results: PathBuf,
    /// Reason the files could not be made, if so.
    pub problem: Option<String>,
}

/// Rows of an import to write again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultRows {
    /// All rows, as in the results file.
    All,
    /// Rows of the results file with this status.
    Of(RowStatus),
    /// Rows in error, as in the errors file.
    Errors,
}

/// Makes the files of imports that were committed but whose process ended before the files had their names. The caller
/// must hold the job lock, so that no running import does the same.
///
/// A received workspace writes no file: only imports that `is_own` attributes to this user count, and only names that
/// this tool gives.
///
/// # Errors
/// Returns an error if the workspace cannot be read or written.
pub fn recover_output_files(
    workspace: &Workspace,
    is_own: impl Fn(&NewImport) -> bool,
) -> Result<Vec<RecoveredFiles>, ImportError> {
    let pending = workspace.snapshot()?.imports_without_files()?;
    let mut restored = Vec::with_capacity(pending.len());
    for entry in pending {
        let problem = match obstacle(&entry.begun, &is_own) {
            Some(obstacle) => Some(obstacle.to_owned()),
            None => make_files(workspace, &entry).err().map(|error| error.to_string()),
        };
        // Settled also after a failure: it is reported once, and `results` still writes the rows again.
        workspace.change()?.settle_files(entry.id)?;
        restored.push(RecoveredFiles { import_id: entry.id, results: entry.begun.results_path.into(), problem });
    }
    Ok(restored)
}

/// Returns why the files of an import are not made, if so.
fn obstacle(import: &NewImport, is_own: impl Fn(&NewImport) -> bool) -> Option<&'static str> {
    // The workspace has paths as text, in which bytes that are no UTF-8 were replaced.
    let is_exact = |path: &String| !path.contains(char::REPLACEMENT_CHARACTER);
    if !is_own(import) || !has_output_names(import) {
        Some("it was not begun by you on this machine")
    } else if ![&import.results_path, &import.errors_path].into_iter().all(is_exact) {
        Some("their path is not UTF-8, so it is not known exactly")
    } else {
        None
    }
}

fn has_output_names(import: &NewImport) -> bool {
    [&import.results_path, &import.errors_path].iter().all(|path| is_output_name(path.as_ref()))
}

/// Writes the rows of an import as they stood in its output files.
///
/// # Errors
/// Returns an error if the results cannot be read or `write` fails.
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

/// Calls `visit` with each row in error of an import.
///
/// # Errors
/// Returns an error if the results cannot be read.
pub fn visit_error_rows(
    snapshot: &Snapshot<'_>,
    entry: &ImportEntry,
    visit: &mut dyn FnMut(&ResultRow),
) -> Result<(), ImportError> {
    let style = csv_style(&entry.begun);
    for chunk in snapshot.result_chunks(entry.id) {
        for row in read_result_rows(style, &chunk?) {
            let row = row?;
            if row.status == RowStatus::Error {
                visit(&row);
            }
        }
    }
    Ok(())
}

fn csv_style(begun: &NewImport) -> CsvStyle {
    CsvStyle { delimiter: begun.delimiter, bom: begun.has_bom, columns: begun.columns.len() }
}

/// Renders the rows of one status for one kind of file.
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
        // A crash just before the rename leaves an empty file where the name was reserved (on a disk without links), and
        // the staged file, which is known by its digest.
        release_name(path);
        if let Some(written) = snapshot.output_file(path)? {
            remove_orphaned_temp(path, &written);
        }
    }
    // The source may no longer exist, so the owner of the workspace gets the files.
    let begin = |path| AtomicFile::create_output(path)?.for_owner_of(workspace.path());
    let results = make_file(begin(&paths.results)?, &snapshot, entry, ResultRows::All)?;
    let errors = match entry.outcome.counts.errors {
        0 => None,
        _ => Some(make_file(begin(&paths.errors)?, &snapshot, entry, ResultRows::Errors)?),
    };
    // The digests in the workspace are those of the staged files, not of older ones at these paths, so none counts as
    // known.
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
