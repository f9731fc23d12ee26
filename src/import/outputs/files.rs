//! Writes the results and errors files of an import, from the plan of their paths to their final names.

use std::path::{Path, PathBuf};

use super::errors_file::{ErrorsFile, StagedErrorsFile, error_text, shrink_buffer};
use crate::import::ImportError;
use crate::model::{Action, OutputKind, PlannedRow, unguard_formula, unguard_formula_bytes};
use crate::report::{
    AtomicFile, CsvStyle, ExistingFile, OutputPaths, RowWriter, StagedFile, add_to_written_list, check_replaceable,
    lock_folder, written_digests,
};
use crate::source::{Batch, Row, Source};
use crate::workspace::{Snapshot, WriteTransaction};

/// Text in the `Errors` cell of a row whose person is suppressed (spec section 8). `contacts suppress check` tells which
/// value it is; a results file may go to people who need not know.
pub(in crate::import) const SUPPRESSED: &str = "suppressed";

/// Paths and format of the results and errors files of an import.
#[derive(Debug, Clone)]
pub struct OutputPlan {
    /// Absolute paths of the two files.
    pub paths: OutputPaths,
    /// Path of the source; its owner will own the files.
    source: PathBuf,
    /// Delimiter, byte order mark and number of columns.
    pub style: CsvStyle,
    /// Proof that this user on this machine began the import; `None` where there is no key for one.
    pub seal: Option<String>,
    /// List of the files that this user's imports wrote, by which they are recognised; `None` keeps none.
    pub written_list: Option<PathBuf>,
    /// Raw headers of the source's columns that are written.
    pub(in crate::import) columns: Vec<String>,
    /// Indexes of columns that are left out because an earlier import generated them.
    left_out: Vec<usize>,
}

impl OutputPlan {
    /// Plans the files of a source: next to it, or in `folder`.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be found or does not take files of such names.
    pub fn plan(source: &Source, own_columns: &[usize], folder: Option<&Path>) -> Result<Self, ImportError> {
        let facts = source.facts();
        let paths = match folder {
            Some(folder) => OutputPaths::in_dir(source.path(), folder)?,
            None => OutputPaths::next_to(source.path())?,
        };
        let kept = source.columns().iter().filter(|column| !own_columns.contains(&(column.position - 1)));
        // A header may have the guard too: left on, the first import's --map options would not fit its errors file.
        let unguarded = |raw| if own_columns.is_empty() { raw } else { unguard_formula(raw) };
        let columns: Vec<String> = kept.map(|column| unguarded(&column.raw).to_owned()).collect();
        // The files are UTF-8: without the mark, Excel would read them in the system's code page, as it did the source.
        let bom = facts.has_bom || !facts.encoding.is_utf8();
        Ok(Self {
            paths,
            source: source.path().to_owned(),
            style: CsvStyle { delimiter: facts.delimiter, bom, columns: columns.len() },
            seal: None,
            written_list: None,
            columns,
            left_out: own_columns.to_vec(),
        })
    }

    /// Returns the cells of a row to write. Those of a generated file lose the formula guard; the writer adds it again.
    pub(super) fn cells<'r>(&'r self, row: Row<'r>) -> impl Iterator<Item = &'r [u8]> + Clone {
        let is_guarded = !self.left_out.is_empty();
        let kept = row.cells().enumerate().filter(|(at, _)| !self.left_out.contains(at));
        kept.map(move |(_, cell)| if is_guarded { unguard_formula_bytes(cell) } else { cell })
    }

    /// Creates one of the files under a temporary name.
    pub(super) fn begin(&self, path: &Path) -> Result<AtomicFile, ImportError> {
        Ok(AtomicFile::create_output(path)?.for_owner_of(&self.source)?)
    }

    /// Checks that no file of the user's would be overwritten. Call it before the import begins. Returns the state of
    /// the files there, to be checked again before they are replaced.
    ///
    /// # Errors
    /// Returns an error that names the file in the way.
    pub fn check(&self, snapshot: &Snapshot<'_>) -> Result<Replaced, ImportError> {
        let replaced = Replaced {
            results: self.replaced_at(&self.paths.results, snapshot)?,
            errors: self.replaced_at(&self.paths.errors, snapshot)?,
        };
        replaced.results.check(&self.paths.results, OutputKind::Results)?;
        replaced.errors.check(&self.paths.errors, OutputKind::Errors)?;
        Ok(replaced)
    }

    fn replaced_at(&self, path: &Path, snapshot: &Snapshot<'_>) -> Result<ReplacedFile, ImportError> {
        let standing = ExistingFile::at(path);
        let written_list = self.written_list.clone();
        let mut remembered: Vec<String> =
            written_list.as_deref().map(|list| written_digests(list, path)).unwrap_or_default();
        remembered.extend(snapshot.output_file(path)?.map(|written| written.digest));
        Ok(ReplacedFile { remembered, standing, written_list })
    }
}

/// Files that the outputs will replace.
#[derive(Debug, Default)]
pub struct Replaced {
    results: ReplacedFile,
    pub(in crate::import) errors: ReplacedFile,
}

/// State of the file at the path of one output.
#[derive(Debug, Default)]
pub(in crate::import) struct ReplacedFile {
    /// Digests of files that the workspace or the user's list recorded for this path.
    pub(super) remembered: Vec<String>,
    standing: ExistingFile,
    written_list: Option<PathBuf>,
}

impl ReplacedFile {
    fn check(&self, path: &Path, kind: OutputKind) -> Result<(), ImportError> {
        Ok(check_replaceable(path, kind, &self.remembered)?)
    }

    /// Gives a new file its name in place of the one that was checked there, and adds it to the user's list.
    pub(super) fn publish(&self, file: StagedFile, path: &Path, standing: &ExistingFile) -> Result<(), ImportError> {
        let written = file.written().clone();
        file.publish_over(standing)?;
        if let Some(list) = &self.written_list {
            // Without it, the file is still known by the digest that it carries and by the workspace.
            let _ = add_to_written_list(list, path, &written);
        }
        Ok(())
    }

    /// Checks again if the file changed since: an import into another workspace may have written it, and a person may
    /// have edited that. An unchanged file is not read a second time. Returns the state of the file now there.
    pub(super) fn check_again(&self, path: &Path, kind: OutputKind) -> Result<ExistingFile, ImportError> {
        let standing = ExistingFile::at(path);
        if standing != self.standing {
            self.check(path, kind)?;
        }
        Ok(standing)
    }
}

/// Writer of both files.
pub(in crate::import) struct OutputWriter<'a> {
    outputs: &'a OutputPlan,
    rows: RowWriter,
    results: AtomicFile,
    errors: ErrorsFile<'a>,
    rendered: Vec<u8>,
}

impl<'a> OutputWriter<'a> {
    pub(in crate::import) fn create(outputs: &'a OutputPlan) -> Result<Self, ImportError> {
        let mut files = Self {
            outputs,
            rows: RowWriter::new(outputs.style),
            results: outputs.begin(&outputs.paths.results)?,
            errors: ErrorsFile::new(outputs),
            rendered: Vec::new(),
        };
        files.results.append(&header(&outputs.columns, outputs.style, OutputKind::Results))?;
        Ok(files)
    }

    /// Writes the rows of a batch and returns them as rendered for the results file.
    pub(in crate::import) fn write(&mut self, batch: &Batch, planned: &[PlannedRow]) -> Result<&[u8], ImportError> {
        shrink_buffer(&mut self.rendered);
        self.errors.write(batch, planned)?;
        for (index, row) in planned.iter().enumerate() {
            let errors = match row.action {
                Action::Suppress => SUPPRESSED.to_owned(),
                _ => error_text(&row.issues),
            };
            let cells = self.outputs.cells(batch.row(index));
            self.rows.row(cells, &[row.status().as_str(), &errors], &mut self.rendered);
        }
        self.results.append(&self.rendered)?;
        Ok(&self.rendered)
    }

    /// Syncs both files to disk under temporary names, so that a full disk fails here, before the commit.
    pub(in crate::import) fn seal(self) -> Result<StagedOutputs, ImportError> {
        Ok(StagedOutputs {
            paths: self.outputs.paths.clone(),
            results: self.results.finish_staging()?,
            errors: self.errors.seal()?,
        })
    }
}

/// Renders the header line of a results or errors file.
pub(super) fn header(columns: &[String], style: CsvStyle, kind: OutputKind) -> Vec<u8> {
    let mut line = Vec::new();
    RowWriter::new(style).header(columns.iter().map(String::as_str), kind.generated_columns(), &mut line);
    line
}

/// Both files on disk, without their final names.
pub(in crate::import) struct StagedOutputs {
    paths: OutputPaths,
    results: StagedFile,
    errors: StagedErrorsFile,
}

impl StagedOutputs {
    pub(super) fn new(paths: OutputPaths, results: StagedFile, errors: Option<StagedFile>) -> Self {
        let errors = StagedErrorsFile::new(paths.errors.clone(), errors);
        Self { paths, results, errors }
    }

    /// Records the digests of the files in the import's own transaction.
    pub(in crate::import) fn record_digests(&self, change: &WriteTransaction<'_>) -> Result<(), ImportError> {
        change.record_output(&self.paths.results, Some(self.results.written()))?;
        self.errors.record_digest(change)
    }

    /// Gives the files their names, or neither if one of them may no longer be replaced; removes a stale errors file
    /// that this tool wrote. Returns the path of the errors file, if there is one.
    pub(in crate::import) fn persist(self, replaced: &Replaced) -> Result<Option<PathBuf>, ImportError> {
        // Held for both renames: the results of one import must not end up next to the errors of another.
        let _lock = self.paths.results.parent().and_then(lock_folder);
        let results = replaced.results.check_again(&self.paths.results, OutputKind::Results)?;
        let errors = replaced.errors.check_again(&self.paths.errors, OutputKind::Errors)?;
        // Both checks come before the first rename.
        replaced.results.publish(self.results, &self.paths.results, &results)?;
        self.errors.persist(&errors, &replaced.errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};
    use std::io::Write;

    fn sealed(path: &Path, text: &str) -> StagedFile {
        let mut file = AtomicFile::create_output(path).unwrap();
        file.append(text.as_bytes()).unwrap();
        file.finish_staging().unwrap()
    }

    #[test]
    fn what_was_edited_since_the_import_began_keeps_both_files_from_their_names() {
        let dir = tempfile::tempdir().unwrap();
        let paths = OutputPaths { results: dir.path().join("x.results.csv"), errors: dir.path().join("x.errors.csv") };
        sealed(&paths.results, "Name,Import Status,Errors\n").publish().unwrap();
        sealed(&paths.errors, "Name,Error\n").publish().unwrap();
        let files = || {
            let results = sealed(&paths.results, "Name,Import Status,Errors\nNew,,\n");
            StagedOutputs::new(paths.clone(), results, Some(sealed(&paths.errors, "Name,Error\nNew,\n")))
        };
        let under_way = files();
        let edit = |text: &str| File::options().append(true).open(&paths.errors).unwrap().write_all(text.as_bytes());
        edit("Mine,\n").unwrap();
        let Err(ImportError::Report(error)) = under_way.persist(&Replaced::default()) else { panic!("it was edited") };
        assert_eq!(error.code(), "output-changed");
        assert_eq!(fs::read_to_string(&paths.results).unwrap(), "Name,Import Status,Errors\n");
        assert_eq!(fs::read_to_string(&paths.errors).unwrap(), "Name,Error\nMine,\n");
        fs::remove_file(&paths.errors).unwrap();
        files().persist(&Replaced::default()).unwrap();
        assert_eq!(fs::read_to_string(&paths.errors).unwrap(), "Name,Error\nNew,\n");
    }
}
