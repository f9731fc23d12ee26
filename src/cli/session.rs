use std::path::Path;

use super::context::Context;
use super::error::CliError;
use super::prepare;
use crate::model::{Observer, Recipe, WorkspaceIdentity};
use crate::session::{self, FileVersion, ImportRef, Manifest, SessionError, SourceFingerprint, WorkspaceRef};
use crate::source::{Limits, Source};
use crate::workspace::Workspace;

/// The session beside a source, as the open workspace may see it.
pub(super) struct SessionHandle<'a> {
    source: &'a Path,
    workspace: &'a Workspace,
    identity: WorkspaceIdentity,
    manifest: Option<Manifest>,
    on_disk: FileVersion,
    /// Whether what changes is kept in memory until [`SessionHandle::flush`].
    is_held_back: bool,
}

impl<'a> SessionHandle<'a> {
    /// Reads the manifest, if there is one.
    pub(super) fn open(source: &'a Path, workspace: &'a Workspace) -> Result<Self, CliError> {
        let identity = workspace.snapshot()?.identity()?;
        let seen = session::read(source, &identity).map_err(|error| error.relative_to_workspace(workspace.path()))?;
        Ok(Self::new(source, workspace, identity, seen))
    }

    /// As [`SessionHandle::open`], for who needs no session: one of another workspace is nothing to this one, and is left to
    /// it.
    pub(super) fn open_if_owned(source: &'a Path, workspace: &'a Workspace) -> Result<Option<Self>, CliError> {
        let identity = workspace.snapshot()?.identity()?;
        match session::read(source, &identity) {
            Ok(seen) => Ok(Some(Self::new(source, workspace, identity, seen))),
            Err(SessionError::OtherWorkspace { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn new(
        source: &'a Path,
        workspace: &'a Workspace,
        identity: WorkspaceIdentity,
        (manifest, on_disk): (Option<Manifest>, FileVersion),
    ) -> Self {
        Self { source, workspace, identity, manifest, on_disk, is_held_back: false }
    }

    /// Reads the manifest again: another command may have ended the session. What is held back stays.
    pub(super) fn refresh(&mut self) -> Result<(), CliError> {
        if !self.is_held_back {
            let seen = session::read(self.source, &self.identity);
            (self.manifest, self.on_disk) = seen.map_err(|error| error.relative_to_workspace(self.workspace.path()))?;
        }
        Ok(())
    }

    /// Writes nothing until [`SessionHandle::flush`]: whoever leaves before finds the session as it was.
    pub(super) fn defer_writes(&mut self) {
        self.is_held_back = true;
    }

    /// Writes what was held back, and from now on whatever changes.
    pub(super) fn flush(&mut self) -> Result<(), CliError> {
        if std::mem::take(&mut self.is_held_back) { self.update(|_| ()) } else { Ok(()) }
    }

    /// What the manifest says; nothing where there is none.
    pub(super) fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// The manifest of a session that may go on: it is there, not over and not expired.
    pub(super) fn active_manifest(&self, context: &Context) -> Result<&Manifest, CliError> {
        let manifest = self.open_manifest()?;
        let rules = manifest.rules(self.source);
        rules.check_not_expired(context.clock.now(), context.clock.uptime().as_ref())?;
        Ok(manifest)
    }

    /// As [`SessionHandle::active_manifest`], and its columns are mapped.
    pub(super) fn mapped(&self, context: &Context) -> Result<&Manifest, CliError> {
        let manifest = self.active_manifest(context)?;
        manifest.rules(self.source).check_mapped()?;
        Ok(manifest)
    }

    /// As [`SessionHandle::mapped`], and it was reviewed as it is mapped.
    pub(super) fn reviewed(&self, context: &Context) -> Result<&session::ReviewRecord, CliError> {
        let rules = self.mapped(context)?.rules(self.source);
        let review = rules.check_reviewed()?;
        rules.check_mapping_unchanged()?;
        Ok(review)
    }

    /// The review of a session whose columns are mapped, as they were then; `None` where it was not reviewed yet.
    pub(super) fn review_if_any(&self, context: &Context) -> Result<Option<&session::ReviewRecord>, CliError> {
        let manifest = self.mapped(context)?;
        manifest.rules(self.source).check_mapping_unchanged()?;
        Ok(manifest.review.as_ref())
    }

    /// Opens the source, which must be the one that was uploaded.
    pub(super) fn open_source(
        &self,
        context: &Context,
        limits: Limits,
        observer: &dyn Observer,
    ) -> Result<Source, CliError> {
        let manifest = self.active_manifest(context)?;
        let rules = manifest.rules(self.source);
        let opened = prepare::open_without_notes(context, self.source, &manifest.recipe.reading, limits, observer);
        if opened.is_err() {
            rules.check_file()?; // A file that was replaced by a worse one was replaced, first of all.
        }
        let source = opened?;
        rules.check_source(source.facts().size, &source.facts().digest)?;
        Ok(source)
    }

    /// The manifest of a session that is there and not over; it may have expired.
    pub(super) fn open_manifest(&self) -> Result<&Manifest, CliError> {
        let missing = || SessionError::Missing { source_path: self.source.to_owned() };
        let manifest = self.manifest.as_ref().ok_or_else(missing)?;
        self.check_not_imported(manifest)?;
        manifest.rules(self.source).check_open()?;
        Ok(manifest)
    }

    /// Whether there is a session that may go on.
    pub(super) fn is_open(&self) -> bool {
        self.open_manifest().is_ok()
    }

    /// Begins a new session in the place of whatever was there.
    pub(super) fn begin(&mut self, context: &Context, source: &Source, recipe: Recipe) -> Result<(), CliError> {
        let manifest = self.new_manifest(context, source, recipe)?;
        self.write(manifest)
    }

    /// Writes what changed.
    pub(super) fn update(&mut self, change: impl FnOnce(&mut Manifest)) -> Result<(), CliError> {
        let Some(mut manifest) = self.manifest.clone() else { return Ok(()) };
        change(&mut manifest);
        self.write(manifest)
    }

    /// An import in one run was done: it takes the place of the session that was there.
    pub(super) fn mark_imported(
        &mut self,
        context: &Context,
        source: &Source,
        recipe: Recipe,
        import_id: i64,
    ) -> Result<(), CliError> {
        let mut manifest = self.new_manifest(context, source, recipe)?;
        manifest.mapped_at = Some(manifest.uploaded_at);
        manifest.import = Some(ImportRef { id: import_id, at: context.clock.now() });
        self.write(manifest)
    }

    fn new_manifest(&self, context: &Context, source: &Source, recipe: Recipe) -> Result<Manifest, CliError> {
        Ok(Manifest {
            id: self.workspace.snapshot()?.random_id()?,
            workspace: WorkspaceRef { id: self.identity.id.clone(), path: self.workspace.path().display().to_string() },
            source: source_fingerprint(source),
            recipe,
            uploaded_at: context.clock.now(),
            mapped_at: None,
            review: None,
            import: None,
            cancelled_at: None,
            new_fields: Vec::new(),
        })
    }

    /// The history knows an import of this session even if its process ended before the manifest did.
    fn check_not_imported(&self, manifest: &Manifest) -> Result<(), CliError> {
        match self.workspace.snapshot()?.import_of_session(&manifest.id)? {
            Some((id, at)) => {
                let import = ImportRef { id, at };
                Err(SessionError::Finished { source_path: self.source.to_owned(), import }.into())
            }
            None => Ok(()),
        }
    }

    fn write(&mut self, manifest: Manifest) -> Result<(), CliError> {
        if !self.is_held_back {
            self.on_disk = session::write(self.source, &manifest, &self.identity, &self.on_disk)?;
        }
        self.manifest = Some(manifest);
        Ok(())
    }
}

fn source_fingerprint(source: &Source) -> SourceFingerprint {
    let facts = source.facts();
    SourceFingerprint {
        name: source.path().file_name().unwrap_or_default().to_string_lossy().into_owned(),
        size: facts.size,
        digest: facts.digest.clone(),
        encoding: facts.encoding.to_string(),
        delimiter: char::from(facts.delimiter),
        rows: facts.rows,
        blank_rows: facts.blank_rows,
        columns: source.columns().iter().map(|column| column.name.clone()).collect(),
    }
}
