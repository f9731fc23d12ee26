//! The library's door: an import from a file to a committed transaction, with the lock, the recovery of files, the guards
//! and the undo that belong to it, so that no front end can forget them.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use super::run::{FrontEnd, ImportLock, ImportRun};
use crate::import::{Guards, Import, Outcome, Review, RunContext};
use crate::mapping::LeftOut;
use crate::model::{Cancel, Clock, Counts, JobSettings, NoObserver, Note, Recipe, SystemClock};
use crate::ops::history::HistoryError;
use crate::ops::setup::{ColumnResolution, ExpectedHeaders, ImportSpec, NewFields, WorkspaceDefaults, open_source};
use crate::ops::{OpsError, added_options, created_fields, saved_mappings, suppressions, trust};
use crate::workspace::{LockHolder, LockTimeout, UndoReport, Workspace, WriteTransaction};

/// Stops nothing: a program that wants to stop an import uses [`Import`] with a flag of its own.
static NEVER: LazyLock<Cancel> = LazyLock::new(Cancel::default);

/// An import whose list was read and mapped: to be reviewed, and committed or dropped.
pub struct PreparedImport<'w> {
    workspace: &'w Workspace,
    import: Import<'static>,
    left_out: Vec<LeftOut>,
    decided: Decided,
    guards: Guards,
    output_dir: Option<PathBuf>,
    key: Option<PathBuf>,
}

/// What belongs into the transaction of the import.
struct Decided {
    new_fields: NewFields,
    /// Name under which the mapping is saved, with what is saved.
    saved: Option<(String, Recipe, JobSettings)>,
}

impl Workspace {
    /// Opens a workspace, or creates one where there is none.
    ///
    /// # Errors
    /// [`OpsError::Workspace`]: it cannot be read or created, or it is none.
    pub fn open_or_create(path: &Path) -> Result<Self, OpsError> {
        Ok(if path.exists() { Self::open(path)? } else { Self::create(path, SystemClock.now())? })
    }

    /// Reads a list and maps its columns. Nothing is written. Guards and the folder for output files that a job file names
    /// count where the caller says nothing else.
    ///
    /// # Errors
    /// When the list cannot be read, when the name for the mapping is taken, when a column or field is not there, when the purpose needs a field that no column
    /// brings, or when purpose and identifier do not go together.
    pub fn import(&self, list: impl AsRef<Path>, spec: ImportSpec) -> Result<PreparedImport<'_>, OpsError> {
        spec.check_identifiers()?;
        spec.check_source()?;
        if let Some(name) = &spec.choices.save {
            saved_mappings::check_free(self, name, false)?;
        }
        let defaults = WorkspaceDefaults::of(self)?;
        let limits = defaults.settings.limits;
        let expected = ExpectedHeaders::of(&defaults.fields, &spec);
        let reading = &spec.recipe.reading;
        let mut source = open_source(list.as_ref().into(), reading, limits, &expected, (&NoObserver, &NEVER))?;
        let mut new_fields = NewFields::new(&defaults);
        let spec = new_fields.plan_requested(&mut source, spec, &NEVER)?;
        let columns = ColumnResolution::look(&mut source, &spec, new_fields.fields(), &NEVER)?;
        let left_out = columns.left_out(source.columns().len());
        let mapping = columns.resolve(&source, &spec, new_fields.fields())?;
        new_fields.drop_unmapped(&mapping.compiled.mapping);
        let work = RunContext { observer: &NoObserver, cancel: &NEVER, clock: &SystemClock, is_interactive: false };
        let ImportSpec { choices, job, notes, .. } = spec;
        let created = (&defaults.settings, new_fields.new_fields(choices.save.is_some()));
        let prepared = mapping.prescan(source, None, created, notes, work)?;
        let saved = choices.save.map(|name| (name, prepared.settled_recipe(), job.clone()));
        Ok(PreparedImport {
            workspace: self,
            import: prepared.import,
            left_out,
            decided: Decided { new_fields, saved },
            guards: job.guards,
            output_dir: job.output_dir.map(PathBuf::from),
            key: None,
        })
    }

    /// Undoes an entry of the history, or, where that undid another one, does that one again.
    ///
    /// # Errors
    /// [`HistoryError::UndoRefused`] if it cannot be undone, or the workspace cannot be written. Nothing has changed then.
    pub fn undo(&self, entry: i64) -> Result<UndoReport, OpsError> {
        let undone = self.change()?.undo(entry, SystemClock.now())?;
        let (change, report) = undone.map_err(|refusal| HistoryError::UndoRefused { entry, refusal })?;
        if report.is_redo {
            added_options::restore(&change, report.entry)?;
        } else {
            created_fields::remove_unused(&change, report.entry, report.id)?;
            added_options::remove_unused(&change, report.entry)?;
        }
        change.commit()?;
        Ok(report)
    }
}

impl PreparedImport<'_> {
    /// Writes the results and errors files into this folder instead of the one of the list.
    #[must_use]
    pub fn write_files_to(mut self, folder: impl Into<PathBuf>) -> Self {
        self.output_dir = Some(folder.into());
        self
    }

    /// Signs the names of the output files with the user's key at this path, which is made if there is none. An import that
    /// was killed after its commit owes its files; the next one with the same key writes them first. Without a key they are
    /// written when they are asked for.
    #[must_use]
    pub fn sign_files(mut self, key: impl Into<PathBuf>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// What was found in the list as a whole, and what was done about it.
    pub fn notes(&self) -> &[Note] {
        self.import.notes()
    }

    /// The columns that are not imported, each with its reason.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Reads, validates and decides every row; writes nothing.
    ///
    /// # Errors
    /// When the list or the workspace cannot be read.
    pub fn review(&mut self) -> Result<Review, OpsError> {
        suppressions::share(self.workspace, self.key.as_deref(), &mut self.import)?;
        let snapshot = self.workspace.snapshot()?;
        Ok(self.import.review(&snapshot)?)
    }

    /// Imports the list in one transaction, under the lock, and writes the results and errors files.
    ///
    /// # Errors
    /// [`OpsError::ImportRunning`] if another import holds the workspace, [`OpsError::Import`] if a guard is exceeded or the
    /// list has changed. Nothing has changed then.
    pub fn commit(mut self, guards: &Guards) -> Result<Outcome, OpsError> {
        let (workspace, started_at) = (self.workspace, SystemClock.now());
        let source = self.import.source().path().display().to_string();
        let holder = LockHolder { pid: std::process::id(), source, started_at, after: None, progress: None };
        let identity = workspace.snapshot()?.identity()?.id;
        let key = self.key.as_deref();
        let is_own = trust::own_imports(trust::user_key(key)?, identity);
        let at_once = LockTimeout::AtMost(Duration::ZERO);
        let lock = ImportLock::take(workspace, &holder, at_once, &NEVER, |_| (), key.map(|_| is_own))?;
        let output_dir = self.output_dir.as_deref();
        let run = ImportRun {
            workspace,
            guards: &guards.or(self.guards),
            output_dir,
            key,
            written_list: None,
            started_at,
            reviewed: None,
            is_told_to_import: false,
        };
        run.commit(&lock, &mut self.import, &self.decided)
    }
}

/// A program that has decided: nothing is asked, the planned fields are created, and the mapping is saved.
impl FrontEnd for Decided {
    type Error = OpsError;

    fn outcome_changed(&self, _reviewed: &Counts, _now: &Counts) {}

    fn workspace_changed(&self) {}

    fn approve(&self, _import: &mut Import<'_>, _review: &Review) -> Result<(), OpsError> {
        Ok(())
    }

    fn write_in_transaction(&self, change: &WriteTransaction<'_>) -> Result<(), OpsError> {
        self.new_fields.write(change)?;
        match &self.saved {
            Some((name, recipe, job)) => saved_mappings::save(change, name, (recipe, job), SystemClock.now()),
            None => Ok(()),
        }
    }
}
