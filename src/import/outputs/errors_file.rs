//! Writes the errors file of an import or a review, from its first row to its final name.

use std::path::PathBuf;

use super::OutputPlan;
use super::files::{ReplacedFile, header};
use crate::import::ImportError;
use crate::model::{Issue, IssueCode, OutputKind, PlannedRow, RowStatus};
use crate::report::{AtomicFile, ExistingFile, RowWriter, StagedFile, lock_folder, remove_stale_errors};
use crate::source::Batch;
use crate::workspace::WriteTransaction;

/// Writer of the errors file; creates it with the first row in error.
pub(in crate::import) struct ErrorsFile<'a> {
    outputs: &'a OutputPlan,
    rows: RowWriter,
    file: Option<AtomicFile>,
    rendered: Vec<u8>,
}

impl<'a> ErrorsFile<'a> {
    pub(in crate::import) fn new(outputs: &'a OutputPlan) -> Self {
        Self { outputs, rows: RowWriter::new(outputs.style), file: None, rendered: Vec::new() }
    }

    /// Writes the rows of a batch that are in error.
    pub(in crate::import) fn write(&mut self, batch: &Batch, planned: &[PlannedRow]) -> Result<(), ImportError> {
        self.rendered.clear();
        for (index, row) in planned.iter().enumerate() {
            if row.status() == RowStatus::Error {
                let cells = self.outputs.cells(batch.row(index));
                self.rows.row(cells, &[&error_text(&row.issues)], &mut self.rendered);
            }
        }
        if self.rendered.is_empty() {
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(create_errors_file(self.outputs)?),
        };
        file.append(&self.rendered)?;
        shrink_buffer(&mut self.rendered);
        Ok(())
    }

    /// Syncs the file to disk under a temporary name, if there is one.
    pub(in crate::import) fn seal(self) -> Result<StagedErrorsFile, ImportError> {
        let file = self.file.map(AtomicFile::finish_staging).transpose()?;
        Ok(StagedErrorsFile::new(self.outputs.paths.errors.clone(), file))
    }
}

fn create_errors_file(outputs: &OutputPlan) -> Result<AtomicFile, ImportError> {
    let mut file = outputs.begin(&outputs.paths.errors)?;
    file.append(&header(&outputs.columns, outputs.style, OutputKind::Errors))?;
    Ok(file)
}

/// Errors file on disk without its final name, or none.
pub(in crate::import) struct StagedErrorsFile {
    path: PathBuf,
    file: Option<StagedFile>,
}

impl StagedErrorsFile {
    pub(super) fn new(path: PathBuf, file: Option<StagedFile>) -> Self {
        Self { path, file }
    }

    /// Returns true if there is a file, because rows are in error.
    pub(in crate::import) fn has_rows(&self) -> bool {
        self.file.is_some()
    }

    /// Records the file's digest in the workspace.
    pub(super) fn record_digest(&self, change: &WriteTransaction<'_>) -> Result<(), ImportError> {
        Ok(change.record_output(&self.path, self.file.as_ref().map(StagedFile::written))?)
    }

    /// Records the digest of a review's file, in a transaction of its own.
    pub(in crate::import) fn record_review_digest(&self, change: WriteTransaction<'_>) -> Result<(), ImportError> {
        Ok(change.record_review_errors_file(&self.path, self.file.as_ref().map(StagedFile::written))?)
    }

    /// Gives a review's file its name, as [`super::files::StagedOutputs::persist`] does for an import.
    pub(in crate::import) fn persist_of_review(self, replaced: &ReplacedFile) -> Result<Option<PathBuf>, ImportError> {
        // Held until the rename: an import into another workspace may write to the same folder.
        let _lock = self.path.parent().and_then(lock_folder);
        let standing = replaced.check_again(&self.path, OutputKind::Errors)?;
        self.persist(&standing, replaced)
    }

    /// Gives the file its name, or removes a stale one that this tool wrote. Returns its path, if there is one.
    pub(super) fn persist(
        self,
        standing: &ExistingFile,
        replaced: &ReplacedFile,
    ) -> Result<Option<PathBuf>, ImportError> {
        let Some(file) = self.file else {
            remove_stale_errors(&self.path, &replaced.remembered)?;
            return Ok(None);
        };
        replaced.publish(file, &self.path, standing)?;
        Ok(Some(self.path))
    }
}

/// Capacity in bytes that the buffer for rendered rows keeps between batches.
const MAX_RETAINED_BYTES: usize = 8 * 1024 * 1024;

/// Clears the buffer and frees what a single huge row made it take: the results file renders the same row into another
/// one.
pub(super) fn shrink_buffer(rendered: &mut Vec<u8>) {
    rendered.clear();
    rendered.shrink_to(MAX_RETAINED_BYTES);
}

/// Formats a row's errors as one cell: `Phone Number: country code missing; Email: …`; of a row that is written, what of
/// it is not.
pub(super) fn error_text(issues: &[Issue]) -> String {
    let mut text = String::new();
    for issue in issues.iter().filter(|issue| issue.is_error() || issue.code == IssueCode::EditKept) {
        if !text.is_empty() {
            text.push_str("; ");
        }
        if let Some(column) = &issue.column {
            text.push_str(column);
            text.push_str(": ");
        }
        text.push_str(&issue.message);
    }
    text
}
