use std::io::Write;
use std::path::{Path, PathBuf};

use super::files::{ERRORS_COLUMN, SealedFiles};
use super::{ImportError, Outputs};
use crate::model::ImportStatus;
use crate::report::{
    AtomicFile, CsvStyle, OutputKind, OutputPaths, ReportError, RowWriter, Written, check_replaceable, read_rendered,
};
use crate::workspace::{ImportEntry, Snapshot, Workspace};

/// Files of an import that a crash had kept from their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The import's number.
    pub import_id: i64,
    /// Its results file.
    pub results: PathBuf,
    /// Why it could not be made.
    pub problem: Option<String>,
}

/// Makes the files of imports that are done but whose process ended before their files were in place. To be called by
/// somebody who holds the job lock, so that no import is about to do the same.
///
/// # Errors
/// When the workspace can not be read or written.
pub fn restore_files(workspace: &Workspace) -> Result<Vec<Restored>, ImportError> {
    let pending = workspace.snapshot()?.imports_without_files()?;
    let mut restored = Vec::with_capacity(pending.len());
    for entry in pending {
        let problem = make_files(workspace, &entry).err().map(|error| error.to_string());
        workspace.change()?.settle_files(entry.id)?;
        restored.push(Restored { import_id: entry.id, results: entry.begun.results_path.into(), problem });
    }
    Ok(restored)
}

fn make_files(workspace: &Workspace, entry: &ImportEntry) -> Result<(), ImportError> {
    let snapshot = workspace.snapshot()?;
    let paths = OutputPaths { results: (&entry.begun.results_path).into(), errors: (&entry.begun.errors_path).into() };
    let known = |path: &Path| -> Result<Option<Written>, ImportError> {
        Ok(snapshot.output_file(path)?.map(|file| Written { size: file.size, digest: file.digest }))
    };
    // The workspace remembers the files that were about to get their names; an older one there is not an edited one.
    for (path, kind) in [(&paths.results, OutputKind::Results), (&paths.errors, OutputKind::Errors)] {
        check_replaceable(path, kind, None)?;
    }
    let results = make_file(&paths.results, &snapshot, entry, None)?;
    let has_errors = entry.outcome.counts.errors > 0;
    let errors = match has_errors {
        true => Some(make_file(&paths.errors, &snapshot, entry, Some(ImportStatus::Error))?),
        false => None,
    };
    let stale = known(&paths.errors)?;
    SealedFiles::new(paths, results, errors).publish(stale.as_ref()).map(drop)
}

fn make_file(
    path: &Path,
    snapshot: &Snapshot<'_>,
    entry: &ImportEntry,
    errors_only: Option<ImportStatus>,
) -> Result<crate::report::SealedFile, ImportError> {
    let mut file = AtomicFile::create(path)?;
    match errors_only {
        None => Outputs::write_results(snapshot, entry, None, &mut file)?,
        Some(_) => Outputs::write_errors(snapshot, entry, &mut file)?,
    }
    Ok(file.seal()?)
}

impl Outputs {
    /// Writes the results of an import again: all rows, or those of one status.
    ///
    /// # Errors
    /// When they can not be read or written.
    pub fn write_results(
        snapshot: &Snapshot<'_>,
        entry: &ImportEntry,
        status: Option<ImportStatus>,
        out: &mut dyn Write,
    ) -> Result<(), ImportError> {
        write(out, &entry.begun.header)?;
        for chunk in snapshot.result_chunks(entry.id) {
            let chunk = chunk?;
            let Some(status) = status else {
                write(out, &chunk)?;
                continue;
            };
            let mut rows = RowWriter::new(rows_style(entry));
            let mut kept = Vec::new();
            for row in read_rendered(rows_style(entry), &chunk) {
                let row = row?;
                if row.status == status {
                    rows.raw_row(row.cells.iter(), &[row.status.as_str(), &row.errors], &mut kept);
                }
            }
            write(out, &kept)?;
        }
        Ok(())
    }

    /// Writes the errors file of an import again.
    ///
    /// # Errors
    /// When the results can not be read or the file can not be written.
    pub fn write_errors(snapshot: &Snapshot<'_>, entry: &ImportEntry, out: &mut dyn Write) -> Result<(), ImportError> {
        write(out, &errors_header(entry)?)?;
        for chunk in snapshot.result_chunks(entry.id) {
            let mut rows = RowWriter::new(rows_style(entry));
            let mut kept = Vec::new();
            for row in read_rendered(rows_style(entry), &chunk?) {
                let row = row?;
                if row.status == ImportStatus::Error {
                    rows.raw_row(row.cells.iter(), &[&row.errors], &mut kept);
                }
            }
            write(out, &kept)?;
        }
        Ok(())
    }
}

/// The header of the errors file, made from that of the results file.
fn errors_header(entry: &ImportEntry) -> Result<Vec<u8>, ImportError> {
    let _ = (entry, ERRORS_COLUMN);
    Ok(Vec::new())
}

fn rows_style(entry: &ImportEntry) -> CsvStyle {
    CsvStyle { delimiter: entry.begun.delimiter, bom: entry.begun.has_bom }
}

fn write(out: &mut dyn Write, bytes: &[u8]) -> Result<(), ReportError> {
    out.write_all(bytes).map_err(|error| ReportError::unwritable(Path::new("the results"), error))
}
