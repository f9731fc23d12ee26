//! The results and errors files of an import, from their plan to their names.

use std::path::{Path, PathBuf};

use super::ImportError;
use super::errors_file::{ErrorsFile, StagedErrorsFile, error_text, shrink_buffer};
use crate::model::{FileDigest, PlannedRow, unguard_formula, unguard_formula_bytes};
use crate::report::{
    AtomicFile, CsvStyle, ExistingFile, OutputKind, OutputPaths, RowWriter, StagedFile, check_replaceable, lock_folder,
};
use crate::source::{Batch, Row, Source};
use crate::workspace::{Snapshot, WriteTransaction};

/// How the results and errors files of an import look and where they go.
#[derive(Debug, Clone)]
pub struct OutputPlan {
    /// Their absolute paths.
    pub paths: OutputPaths,
    /// The list of which they tell: whose it is, theirs they are.
    source: PathBuf,
    /// Delimiter and byte order mark.
    pub style: CsvStyle,
    /// What shows later that this user of this machine began the import; `None` where that cannot be shown.
    pub seal: Option<String>,
    /// The headers of the source's columns that are written, as the source has them.
    pub(super) columns: Vec<String>,
    /// Indexes of columns that are left out, because an earlier import wrote them.
    left_out: Vec<usize>,
}

impl OutputPlan {
    /// Where the files of a source go: beside it, or into a folder.
    ///
    /// # Errors
    /// When the folder cannot be found, or takes no files of such names.
    pub fn plan(source: &Source, own_columns: &[usize], folder: Option<&Path>) -> Result<Self, ImportError> {
        let facts = source.facts();
        let paths = match folder {
            Some(folder) => OutputPaths::in_dir(source.path(), folder)?,
            None => OutputPaths::next_to(source.path())?,
        };
        let kept = source.columns().iter().filter(|column| !own_columns.contains(&(column.position - 1)));
        let unguarded = |raw| if own_columns.is_empty() { raw } else { unguard_formula(raw) };
        let columns: Vec<String> = kept.map(|column| unguarded(&column.raw).to_owned()).collect();
        let bom = facts.has_bom || !facts.encoding.is_utf8();
        Ok(Self {
            paths,
            source: source.path().to_owned(),
            style: CsvStyle { delimiter: facts.delimiter, bom, columns: columns.len() },
            seal: None,
            columns,
            left_out: own_columns.to_vec(),
        })
    }

    /// The cells of a row that are written. Those of a file of ours lose the guard of a formula, which they get again.
    pub(super) fn cells<'r>(&'r self, row: Row<'r>) -> impl Iterator<Item = &'r [u8]> + Clone {
        let is_guarded = !self.left_out.is_empty();
        let kept = row.cells().enumerate().filter(|(at, _)| !self.left_out.contains(at));
        kept.map(move |(_, cell)| if is_guarded { unguard_formula_bytes(cell) } else { cell })
    }

    /// Begins one of the files.
    pub(super) fn begin(&self, path: &Path) -> Result<AtomicFile, ImportError> {
        Ok(AtomicFile::create_output(path)?.for_owner_of(&self.source)?)
    }

    /// Makes sure that nothing of the user's would be overwritten. To be asked before the import begins. Returns what
    /// stands there, to be asked again before it is replaced.
    ///
    /// # Errors
    /// Names the file that is in the way.
    pub fn check(&self, snapshot: &Snapshot<'_>) -> Result<Replaced, ImportError> {
        let replaced = Replaced {
            results: ReplacedFile::at(&self.paths.results, snapshot)?,
            errors: ReplacedFile::at(&self.paths.errors, snapshot)?,
        };
        replaced.results.check(&self.paths.results, OutputKind::Results)?;
        replaced.errors.check(&self.paths.errors, OutputKind::Errors)?;
        Ok(replaced)
    }
}

/// What stands where the outputs go, and will be replaced.
#[derive(Debug, Default)]
pub struct Replaced {
    results: ReplacedFile,
    pub(super) errors: ReplacedFile,
}

/// What stands where one output goes.
#[derive(Debug, Default)]
pub(super) struct ReplacedFile {
    /// What the workspace wrote there last, as far as it remembers.
    pub(super) remembered: Option<FileDigest>,
    standing: ExistingFile,
}

impl ReplacedFile {
    fn at(path: &Path, snapshot: &Snapshot<'_>) -> Result<Self, ImportError> {
        Ok(Self { standing: ExistingFile::at(path), remembered: snapshot.output_file(path)? })
    }

    fn check(&self, path: &Path, kind: OutputKind) -> Result<(), ImportError> {
        Ok(check_replaceable(path, kind, self.remembered.as_ref())?)
    }

    /// Checks once more where something else stands there by now: an import into another workspace may have written it,
    /// and a person edited it. A file that is as it was is not read a second time.
    /// Returns what stands there.
    pub(super) fn check_again(&self, path: &Path, kind: OutputKind) -> Result<ExistingFile, ImportError> {
        let standing = ExistingFile::at(path);
        if standing != self.standing {
            self.check(path, kind)?;
        }
        Ok(standing)
    }
}

/// The two files while they are written.
pub(super) struct OutputWriter<'a> {
    outputs: &'a OutputPlan,
    rows: RowWriter,
    results: AtomicFile,
    errors: ErrorsFile<'a>,
    rendered: Vec<u8>,
}

impl<'a> OutputWriter<'a> {
    pub(super) fn create(outputs: &'a OutputPlan) -> Result<Self, ImportError> {
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

    /// Writes the rows of a batch and returns them as they stand in the results file.
    pub(super) fn write(&mut self, batch: &Batch, planned: &[PlannedRow]) -> Result<&[u8], ImportError> {
        shrink_buffer(&mut self.rendered);
        self.errors.write(batch, planned)?;
        for (index, row) in planned.iter().enumerate() {
            let errors = error_text(&row.issues);
            let cells = self.outputs.cells(batch.row(index));
            self.rows.row(cells, &[row.status().as_str(), &errors], &mut self.rendered);
        }
        self.results.append(&self.rendered)?;
        Ok(&self.rendered)
    }

    /// Brings both files to the disk under temporary names; what can fail for lack of room fails here.
    pub(super) fn seal(self) -> Result<StagedOutputs, ImportError> {
        Ok(StagedOutputs {
            paths: self.outputs.paths.clone(),
            results: self.results.finish_staging()?,
            errors: self.errors.seal()?,
        })
    }
}

/// The header line of a results or errors file.
pub(super) fn header(columns: &[String], style: CsvStyle, kind: OutputKind) -> Vec<u8> {
    let mut line = Vec::new();
    RowWriter::new(style).header(columns.iter().map(String::as_str), kind.generated_columns(), &mut line);
    line
}

/// The two files on the disk, still without their names.
pub(super) struct StagedOutputs {
    paths: OutputPaths,
    results: StagedFile,
    errors: StagedErrorsFile,
}

impl StagedOutputs {
    pub(super) fn new(paths: OutputPaths, results: StagedFile, errors: Option<StagedFile>) -> Self {
        let errors = StagedErrorsFile::new(paths.errors.clone(), errors);
        Self { paths, results, errors }
    }

    /// Lets the workspace remember the files, in the import's own transaction.
    pub(super) fn record_digests(&self, change: &WriteTransaction<'_>) -> Result<(), ImportError> {
        change.record_output(&self.paths.results, Some(self.results.written()))?;
        self.errors.record_digest(change)
    }

    /// Gives the files their names, or leaves them both out where one may not be replaced any more; a stale errors file of
    /// ours is removed. Returns the errors file, if there is one.
    pub(super) fn persist(self, replaced: &Replaced) -> Result<Option<PathBuf>, ImportError> {
        let _lock = self.paths.results.parent().and_then(lock_folder);
        let results = replaced.results.check_again(&self.paths.results, OutputKind::Results)?;
        let errors = replaced.errors.check_again(&self.paths.errors, OutputKind::Errors)?;
        self.results.publish_over(&results)?;
        self.errors.persist(&errors, replaced.errors.remembered.as_ref())
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
