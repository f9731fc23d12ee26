//! The library's door: an import from a file to a committed transaction, with the lock, the recovery of files, the guards
//! and the undo that belong to it, so that no front end can forget them.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::settings::Settings;
use super::{OpsError, created_fields, trust};
use crate::files::UserKey;
use crate::import::{Guards, Import, ImportRequest, Outcome, OutputPlan, Review, RunContext, recover_output_files};
use crate::mapping::{MappingRequest, PresetChoice, check_required, compile};
use crate::model::{
    Cancel, Clock, Identifier, ImportTag, NoObserver, Note, OverwritePolicy, Purpose, SystemClock, Timestamp,
};
use crate::source::{Source, SourceOptions};
use crate::values::Region;
use crate::workspace::{JobLock, LockHolder, UndoReport, Workspace};

/// Stops nothing: a program that wants to stop an import uses [`Import`] with a flag of its own.
static NEVER: LazyLock<Cancel> = LazyLock::new(Cancel::default);

/// What an import is to do. Columns whose headers are names of contact fields are mapped to them.
#[derive(Debug, Clone)]
pub struct ImportSpec {
    purpose: Purpose,
    identifier: Option<Identifier>,
    map: Vec<String>,
    tags: Vec<String>,
    region: Option<Region>,
    output_dir: Option<PathBuf>,
    key: Option<UserKey>,
}

impl ImportSpec {
    /// An import of this purpose, without an identifier.
    pub fn new(purpose: Purpose) -> Self {
        Self { purpose, identifier: None, map: Vec::new(), tags: Vec::new(), region: None, output_dir: None, key: None }
    }

    /// Matches rows with contacts by this field (spec section 3).
    #[must_use]
    pub fn identify_by(mut self, identifier: Identifier) -> Self {
        self.identifier = Some(identifier);
        self
    }

    /// Maps a column, named by its header or as `#3`, to a contact field.
    #[must_use]
    pub fn map(mut self, column: &str, field: &str) -> Self {
        self.map.push(format!("{column}={field}"));
        self
    }

    /// Gives every contact this tag.
    #[must_use]
    pub fn tag(mut self, tag: &str) -> Self {
        self.tags.push(tag.to_owned());
        self
    }

    /// Reads national phone numbers of rows without a Country as numbers of this one; else the workspace's setting counts.
    #[must_use]
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Writes the results and errors files into this folder instead of the one of the list.
    #[must_use]
    pub fn output_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.output_dir = Some(folder.into());
        self
    }

    /// Signs the names of the output files with the user's key. An import that was killed after its commit owes its files;
    /// the next one of the same key writes them first. Without a key they are written when they are asked for.
    #[must_use]
    pub fn sign_files(mut self, key: UserKey) -> Self {
        self.key = Some(key);
        self
    }

    fn mapping_request(&self) -> MappingRequest {
        MappingRequest {
            purpose: self.purpose,
            identifier: self.identifier,
            map: self.map.clone(),
            skip: Vec::new(),
            set: Vec::new(),
            saved: None,
            preset: PresetChoice::default(),
            keep: OverwritePolicy::None,
        }
    }
}

/// An import whose list was read and mapped: to be reviewed, and committed or dropped.
pub struct PreparedImport<'w> {
    workspace: &'w Workspace,
    import: Import<'static>,
    output_dir: Option<PathBuf>,
    key: Option<UserKey>,
}

impl Workspace {
    /// Opens a workspace, or creates one where there is none.
    ///
    /// # Errors
    /// [`OpsError::Workspace`]: it cannot be read or created, or it is none.
    pub fn open_or_create(path: &Path) -> Result<Self, OpsError> {
        Ok(if path.exists() { Self::open(path)? } else { Self::create(path, SystemClock.now())? })
    }

    /// Reads a list and maps its columns. Nothing is written.
    ///
    /// # Errors
    /// When the list cannot be read, when a column or field is not there, or when the purpose needs a field that no column
    /// brings.
    pub fn import(&self, list: impl AsRef<Path>, spec: ImportSpec) -> Result<PreparedImport<'_>, OpsError> {
        let snapshot = self.snapshot()?;
        let (fields, settings) = (snapshot.fields()?, Settings::read(&snapshot.settings()?)?);
        drop(snapshot);
        let options = SourceOptions { limits: settings.limits, ..SourceOptions::default() };
        let source = Source::open(list.as_ref(), &options, &NoObserver, &NEVER)?;
        let compiled = compile(source.columns(), &fields, &spec.mapping_request())?;
        check_required(&compiled, source.columns(), &fields, spec.purpose, spec.identifier)?;
        let request = ImportRequest {
            purpose: spec.purpose,
            identifier: spec.identifier,
            mapping: compiled.mapping,
            tags: spec.tags,
            import_tag: ImportTag::default(),
            clear_marker: None,
            region: spec.region.or(settings.region),
            bare_phones: None,
            tag_separator: None,
            date_format: None,
            session: None,
            new_fields: Vec::new(),
        };
        let context = RunContext { observer: &NoObserver, cancel: &NEVER, clock: &SystemClock, is_interactive: false };
        let import = Import::prepare(source, request, Vec::new(), context)?;
        Ok(PreparedImport { workspace: self, import, output_dir: spec.output_dir, key: spec.key })
    }

    /// Undoes an entry of the history, or, where that undid another one, does that one again.
    ///
    /// # Errors
    /// [`OpsError::UndoRefused`] if it cannot be undone, or the workspace cannot be written. Nothing has changed then.
    pub fn undo(&self, entry: i64) -> Result<UndoReport, OpsError> {
        let change = self.change()?;
        let undone = change.undo(entry, SystemClock.now())?;
        let report = undone.map_err(|refusal| OpsError::UndoRefused { entry, refusal })?;
        if !report.is_redo {
            created_fields::remove_unused(&change, report.entry, report.id)?;
        }
        change.commit()?;
        Ok(report)
    }

    /// Writes the files of imports of this user whose process ended before their files were in place.
    fn recover_files_of(&self, key: &UserKey) -> Result<(), OpsError> {
        let is_own = trust::own_imports(Some(key.clone()), self.snapshot()?.identity()?.id);
        recover_output_files(self, is_own)?;
        Ok(())
    }
}

impl PreparedImport<'_> {
    /// What was found in the list as a whole, and what was done about it.
    pub fn notes(&self) -> &[Note] {
        self.import.notes()
    }

    /// Reads, validates and decides every row; writes nothing.
    ///
    /// # Errors
    /// When the list or the workspace cannot be read.
    pub fn review(&mut self) -> Result<Review, OpsError> {
        let snapshot = self.workspace.snapshot()?;
        Ok(self.import.review(&snapshot)?)
    }

    /// Imports the list in one transaction, under the lock, and writes the results and errors files.
    ///
    /// # Errors
    /// [`OpsError::ImportRunning`] if another import holds the workspace, [`OpsError::Import`] if a guard is exceeded or the
    /// list has changed. Nothing has changed then.
    pub fn commit(mut self, guards: &Guards) -> Result<Outcome, OpsError> {
        let started_at = SystemClock.now();
        let _lock = self.lock(started_at)?;
        self.key.as_ref().map_or(Ok(()), |key| self.workspace.recover_files_of(key))?;
        let own_columns = &self.import.request().mapping.own_columns;
        let mut outputs = OutputPlan::plan(self.import.source(), own_columns, self.output_dir.as_deref())?;
        let change = self.workspace.change()?;
        let identity = change.identity()?.id;
        outputs.seal = self.key.as_ref().map(|key| trust::seal_files(key, &identity, &outputs.paths));
        Ok(self.import.apply(self.workspace, change, &outputs, guards, started_at)?)
    }

    fn lock(&self, started_at: Timestamp) -> Result<JobLock, OpsError> {
        let source = self.import.source().path().display().to_string();
        let holder = LockHolder { pid: std::process::id(), source, started_at, progress: None };
        JobLock::try_take(self.workspace.path(), &holder)?.map_err(|holder| OpsError::ImportRunning { holder })
    }
}
