use std::path::{Path, PathBuf};

use super::ImportError;
use crate::model::{ImportStatus, Issue, PlannedRow, Written, unguard_formula, unguard_formula_bytes};
use crate::report::{
    AtomicFile, CsvStyle, OutputKind, OutputPaths, RowWriter, SealedFile, check_replaceable, remove_stale_errors,
};
use crate::source::{Batch, Source};
use crate::workspace::{Change, Snapshot};

/// How the results and errors files of an import look and where they go.
#[derive(Debug, Clone)]
pub struct Outputs {
    /// Their absolute paths.
    pub paths: OutputPaths,
    /// Delimiter and byte order mark.
    pub style: CsvStyle,
    /// The headers of the source's columns that are written, as the source has them.
    pub(super) columns: Vec<String>,
    /// Indexes of columns that are left out, because an earlier import wrote them.
    left_out: Vec<usize>,
}

impl Outputs {
    /// Where the files of a source go: beside it, or into a folder.
    ///
    /// # Errors
    /// When the folder can not be found.
    pub fn plan(source: &Source, own_columns: &[usize], folder: Option<&Path>) -> Result<Self, ImportError> {
        let facts = source.facts();
        let paths = match folder {
            Some(folder) => OutputPaths::in_dir(source.path(), folder)?,
            None => OutputPaths::beside(source.path())?,
        };
        let kept = source.columns().iter().filter(|column| !own_columns.contains(&(column.position - 1)));
        let columns: Vec<String> = kept.map(|column| unguard_formula(&column.raw).to_owned()).collect();
        let bom = facts.has_bom || !facts.encoding.is_utf8();
        Ok(Self {
            paths,
            style: CsvStyle { delimiter: facts.delimiter, bom, columns: columns.len() },
            columns,
            left_out: own_columns.to_vec(),
        })
    }

    /// Makes sure that nothing of the user's would be overwritten. To be asked before the import begins.
    ///
    /// # Errors
    /// Names the file that is in the way.
    pub fn check(&self, snapshot: &Snapshot<'_>) -> Result<(), ImportError> {
        let results = snapshot.output_file(&self.paths.results)?;
        check_replaceable(&self.paths.results, OutputKind::Results, results.as_ref())?;
        let errors = snapshot.output_file(&self.paths.errors)?;
        check_replaceable(&self.paths.errors, OutputKind::Errors, errors.as_ref())?;
        Ok(())
    }
}

/// The two files while they are written.
pub(super) struct OutputFiles<'a> {
    outputs: &'a Outputs,
    rows: RowWriter,
    results: AtomicFile,
    errors: Option<AtomicFile>,
    rendered: Vec<u8>,
    line: Vec<u8>,
}

impl<'a> OutputFiles<'a> {
    pub(super) fn create(outputs: &'a Outputs) -> Result<Self, ImportError> {
        let mut files = Self {
            outputs,
            rows: RowWriter::new(outputs.style),
            results: AtomicFile::create(&outputs.paths.results)?,
            errors: None,
            rendered: Vec::new(),
            line: Vec::new(),
        };
        files.results.append(&header(&outputs.columns, outputs.style, OutputKind::Results))?;
        Ok(files)
    }

    /// Writes the rows of a batch and returns them as they stand in the results file.
    pub(super) fn write(&mut self, batch: &Batch, planned: &[PlannedRow]) -> Result<&[u8], ImportError> {
        self.rendered.clear();
        for (index, row) in planned.iter().enumerate() {
            let cells = batch.row(index).cells().enumerate().filter(|(at, _)| !self.outputs.left_out.contains(at));
            let cells = cells.map(|(_, cell)| unguard_formula_bytes(cell));
            let errors = error_text(&row.issues);
            if row.status() == ImportStatus::Error {
                self.line.clear();
                self.rows.row(cells.clone(), &[&errors], &mut self.line);
                write_error(&mut self.errors, self.outputs, &self.line)?;
            }
            self.rows.row(cells, &[row.status().as_str(), &errors], &mut self.rendered);
        }
        self.results.append(&self.rendered)?;
        Ok(&self.rendered)
    }

    /// Brings both files to the disk under temporary names; what can fail for lack of room fails here.
    pub(super) fn seal(self) -> Result<SealedFiles, ImportError> {
        Ok(SealedFiles {
            paths: self.outputs.paths.clone(),
            results: self.results.seal()?,
            errors: self.errors.map(AtomicFile::seal).transpose()?,
        })
    }
}

fn write_error(errors: &mut Option<AtomicFile>, outputs: &Outputs, line: &[u8]) -> Result<(), ImportError> {
    if let Some(file) = errors {
        return Ok(file.append(line)?);
    }
    let mut file = AtomicFile::create(&outputs.paths.errors)?;
    file.append(&header(&outputs.columns, outputs.style, OutputKind::Errors))?;
    file.append(line)?;
    *errors = Some(file);
    Ok(())
}

/// The header line of a results or errors file.
pub(super) fn header(columns: &[String], style: CsvStyle, kind: OutputKind) -> Vec<u8> {
    let mut line = Vec::new();
    RowWriter::new(style).header(columns.iter().map(String::as_str), kind.own_columns(), &mut line);
    line
}

/// The two files on the disk, still without their names.
pub(super) struct SealedFiles {
    paths: OutputPaths,
    results: SealedFile,
    errors: Option<SealedFile>,
}

impl SealedFiles {
    pub(super) fn new(paths: OutputPaths, results: SealedFile, errors: Option<SealedFile>) -> Self {
        Self { paths, results, errors }
    }

    /// Lets the workspace remember the files, in the import's own transaction.
    pub(super) fn remember(&self, change: &Change<'_>) -> Result<(), ImportError> {
        change.remember_output(&self.paths.results, Some(self.results.written()))?;
        let errors = self.errors.as_ref().map(SealedFile::written);
        Ok(change.remember_output(&self.paths.errors, errors)?)
    }

    /// Gives the files their names; a stale errors file of ours is removed. Returns the errors file, if there is one.
    pub(super) fn publish(self, stale_errors: Option<&Written>) -> Result<Option<PathBuf>, ImportError> {
        self.results.publish()?;
        if let Some(errors) = self.errors {
            errors.publish()?;
            return Ok(Some(self.paths.errors));
        }
        remove_stale_errors(&self.paths.errors, stale_errors)?;
        Ok(None)
    }
}

/// A row's errors as one cell: `Phone Number: country code missing; Email: …`.
fn error_text(issues: &[Issue]) -> String {
    let mut text = String::new();
    for issue in issues.iter().filter(|issue| issue.is_error()) {
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
