//! The session of a source as commands use it: its manifest, checked against workspace, clock and history.

use std::path::Path;

use super::context::Context;
use super::error::CliError;
use super::prepare;
use crate::model::{Observer, Recipe, WorkspaceIdentity};
use crate::session::{self, FileVersion, ImportRef, Manifest, SessionError, SourceFingerprint, WorkspaceRef};
use crate::source::{Limits, Source};
use crate::workspace::Workspace;

/// The session of a source, as the open workspace sees it.
pub(super) struct SessionHandle<'a> {
    source: &'a Path,
    workspace: &'a Workspace,
    identity: WorkspaceIdentity,
    manifest: Option<Manifest>,
    on_disk: FileVersion,
    /// True if changes stay in memory until [`SessionHandle::flush`].
    is_held_back: bool,
}

impl<'a> SessionHandle<'a> {
    /// Reads the manifest, if there is one.
    pub(super) fn open(source: &'a Path, workspace: &'a Workspace) -> Result<Self, CliError> {
        let identity = workspace.snapshot()?.identity()?;
        let seen = session::read(source, &identity).map_err(|error| error.relative_to_workspace(workspace.path()))?;
        Ok(Self::new(source, workspace, identity, seen))
    }

    /// Like [`SessionHandle::open`], for commands that need no session: returns `None` for a session of another
    /// workspace and leaves it alone.
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

    /// Reads the manifest again, because another command may have ended the session. Deferred changes are kept.
    pub(super) fn refresh(&mut self) -> Result<(), CliError> {
        if !self.is_held_back {
            let seen = session::read(self.source, &self.identity);
            (self.manifest, self.on_disk) = seen.map_err(|error| error.relative_to_workspace(self.workspace.path()))?;
        }
        Ok(())
    }

    /// Writes nothing until [`SessionHandle::flush`]: a user who leaves before finds the session as it was.
    pub(super) fn defer_writes(&mut self) {
        self.is_held_back = true;
    }

    /// Writes the deferred changes; later changes are written at once.
    pub(super) fn flush(&mut self) -> Result<(), CliError> {
        if std::mem::take(&mut self.is_held_back) { self.update(|_| ()) } else { Ok(()) }
    }

    /// Returns the manifest, if there is one.
    pub(super) fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// Returns the manifest of a session that can be continued: it exists, is not finished and has not expired.
    pub(super) fn active_manifest(&self, context: &Context) -> Result<&Manifest, CliError> {
        let manifest = self.open_manifest()?;
        let rules = manifest.rules(self.source);
        rules.check_not_expired(context.clock.now(), context.clock.uptime().as_ref())?;
        Ok(manifest)
    }

    /// Like [`SessionHandle::active_manifest`], and requires that the columns are mapped.
    pub(super) fn mapped(&self, context: &Context) -> Result<&Manifest, CliError> {
        let manifest = self.active_manifest(context)?;
        manifest.rules(self.source).check_mapped()?;
        Ok(manifest)
    }

    /// Like [`SessionHandle::mapped`], and requires a review of the present mapping.
    pub(super) fn reviewed(&self, context: &Context) -> Result<&session::ReviewRecord, CliError> {
        let rules = self.mapped(context)?.rules(self.source);
        let review = rules.check_reviewed()?;
        rules.check_mapping_unchanged()?;
        Ok(review)
    }

    /// Returns the review of a mapped session, `None` if it was not reviewed yet. Fails if the mapping has changed
    /// since.
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

    /// Returns the manifest of a session that exists and is not finished; it may have expired.
    pub(super) fn open_manifest(&self) -> Result<&Manifest, CliError> {
        let missing = || SessionError::Missing { source_path: self.source.to_owned() };
        let manifest = self.manifest.as_ref().ok_or_else(missing)?;
        // The history is asked first: an import may have been committed by a process that ended before it wrote the
        // manifest.
        self.check_not_imported(manifest)?;
        manifest.rules(self.source).check_open()?;
        Ok(manifest)
    }

    /// Returns true if there is a session that can be continued.
    pub(super) fn is_open(&self) -> bool {
        self.open_manifest().is_ok()
    }

    /// Begins a new session, which replaces whatever session was there.
    pub(super) fn begin(&mut self, context: &Context, source: &Source, recipe: Recipe) -> Result<(), CliError> {
        let manifest = self.new_manifest(context, source, recipe)?;
        self.write(manifest)
    }

    /// Applies a change to the manifest and writes it.
    pub(super) fn update(&mut self, change: impl FnOnce(&mut Manifest)) -> Result<(), CliError> {
        let Some(mut manifest) = self.manifest.clone() else { return Ok(()) };
        change(&mut manifest);
        self.write(manifest)
    }

    /// Records an import that was done in one run; it replaces the session that was there.
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

    /// Checks that the history has no import of this session, whatever the manifest says.
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
            // The version that was read goes along: if another command has written the manifest since, the write is
            // refused.
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
