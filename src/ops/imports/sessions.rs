//! The session of a source as use cases need it: its manifest, checked against workspace, clock and history.

use std::path::Path;

use crate::model::{
    Cancel, Clock, CreatedField, FieldDefinition, FieldId, FieldKind, LeftOutReason, Observer, ParseSettings, Recipe,
    WorkspaceIdentity,
};
use crate::ops::setup::source_options;
use crate::ops::{OpsError, created_fields};
use crate::session::{
    self, FileVersion, ImportRef, Manifest, SessionError, SourceFingerprint, Stage, UploadedFor, WorkspaceRef,
};
use crate::source::{Limits, Source};
use crate::workspace::{Snapshot, Workspace, WriteTransaction};

/// The session of a source, as the open workspace sees it.
pub struct SessionHandle<'a> {
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
    ///
    /// # Errors
    /// The manifest cannot be read, is damaged, or is that of another workspace.
    pub fn open(source: &'a Path, workspace: &'a Workspace) -> Result<Self, OpsError> {
        let identity = workspace.snapshot()?.identity()?;
        let seen = session::read(source, &identity).map_err(|error| error.relative_to_workspace(workspace.path()))?;
        Ok(Self::new(source, workspace, identity, seen))
    }

    /// Like [`SessionHandle::open`], for commands that need no session: returns `None` for a session of another
    /// workspace or user and leaves it alone.
    ///
    /// # Errors
    /// The manifest cannot be read or is damaged.
    pub fn open_if_owned(source: &'a Path, workspace: &'a Workspace) -> Result<Option<Self>, OpsError> {
        let identity = workspace.snapshot()?.identity()?;
        match session::read(source, &identity) {
            Ok(seen) => Ok(Some(Self::new(source, workspace, identity, seen))),
            Err(SessionError::OtherWorkspace { .. } | SessionError::OtherUser { .. }) => Ok(None),
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
    ///
    /// # Errors
    /// As [`SessionHandle::open`].
    pub fn refresh(&mut self) -> Result<(), OpsError> {
        if !self.is_held_back {
            let seen = session::read(self.source, &self.identity);
            (self.manifest, self.on_disk) = seen.map_err(|error| error.relative_to_workspace(self.workspace.path()))?;
        }
        Ok(())
    }

    /// Writes nothing until [`SessionHandle::flush`]: a user who leaves before finds the session as it was.
    pub fn defer_writes(&mut self) {
        self.is_held_back = true;
    }

    /// Writes the deferred changes; later changes are written at once.
    ///
    /// # Errors
    /// The manifest cannot be written, or another command has changed it.
    pub fn flush(&mut self) -> Result<(), OpsError> {
        if std::mem::take(&mut self.is_held_back) { self.update(|_| ()) } else { Ok(()) }
    }

    /// Writes the deferred changes together with others to the workspace, such as the fields that the manifest names: all
    /// or nothing.
    ///
    /// # Errors
    /// As [`SessionHandle::flush`], the error of `write`, or the workspace cannot be written.
    pub fn flush_with<E: From<OpsError>>(
        &mut self,
        write: impl FnOnce(&WriteTransaction<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let change = self.workspace.change().map_err(OpsError::from)?;
        write(&change)?;
        // The manifest first: if it cannot be written, the transaction is dropped and leaves no field behind.
        self.flush()?;
        Ok(change.commit().map_err(OpsError::from)?)
    }

    /// Returns the path of the source.
    pub fn source_path(&self) -> &Path {
        self.source
    }

    /// Returns the manifest, if there is one.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    /// Returns the manifest of a session that can be continued: it exists, its upload is done, it is not over and has not
    /// expired.
    ///
    /// # Errors
    /// [`SessionError::Missing`], [`SessionError::Finished`], [`SessionError::Cancelled`], [`SessionError::NotUploaded`],
    /// [`SessionError::Expired`].
    pub fn active_manifest(&self, clock: &dyn Clock) -> Result<&Manifest, OpsError> {
        let manifest = self.open_manifest()?;
        let rules = manifest.rules(self.source);
        rules.check_uploaded()?;
        rules.check_not_expired(clock.now(), clock.uptime().as_ref())?;
        Ok(manifest)
    }

    /// Like [`SessionHandle::active_manifest`], and requires that the columns are mapped.
    ///
    /// # Errors
    /// As [`SessionHandle::active_manifest`], and [`SessionError::NotMapped`].
    pub fn mapped(&self, clock: &dyn Clock) -> Result<&Manifest, OpsError> {
        let manifest = self.active_manifest(clock)?;
        manifest.rules(self.source).check_mapped()?;
        Ok(manifest)
    }

    /// Like [`SessionHandle::mapped`], and requires a review of the present mapping.
    ///
    /// # Errors
    /// As [`SessionHandle::mapped`], and [`SessionError::NotReviewed`], [`SessionError::MappingChanged`].
    pub fn reviewed(&self, clock: &dyn Clock) -> Result<&session::ReviewRecord, OpsError> {
        let rules = self.mapped(clock)?.rules(self.source);
        let review = rules.check_reviewed()?;
        rules.check_mapping_unchanged()?;
        Ok(review)
    }

    /// Returns the review of a mapped session, `None` if it was not reviewed yet. Fails if the mapping has changed
    /// since.
    ///
    /// # Errors
    /// As [`SessionHandle::mapped`], and [`SessionError::MappingChanged`].
    pub fn review_if_any(&self, clock: &dyn Clock) -> Result<Option<&session::ReviewRecord>, OpsError> {
        let manifest = self.mapped(clock)?;
        manifest.rules(self.source).check_mapping_unchanged()?;
        Ok(manifest.review.as_ref())
    }

    /// Opens the source, which must be the one that was uploaded.
    ///
    /// # Errors
    /// As [`SessionHandle::active_manifest`], [`SessionError::SourceChanged`], or the source cannot be read.
    pub fn open_source(
        &self,
        limits: Limits,
        (observer, cancel, clock): (&dyn Observer, &Cancel, &dyn Clock),
    ) -> Result<Source, OpsError> {
        let reading = &self.active_manifest(clock)?.recipe.reading;
        self.open_source_as(reading, limits, (observer, cancel, clock))
    }

    /// Opens the source, which must be the one that was uploaded, by other reading options than the session's.
    ///
    /// # Errors
    /// As [`SessionHandle::open_source`].
    pub fn open_source_as(
        &self,
        reading: &ParseSettings,
        limits: Limits,
        (observer, cancel, clock): (&dyn Observer, &Cancel, &dyn Clock),
    ) -> Result<Source, OpsError> {
        let manifest = self.active_manifest(clock)?;
        let rules = manifest.rules(self.source);
        // Its header was confirmed when it was uploaded.
        let opened = Source::open(self.source, &source_options(reading, limits)?, observer, cancel);
        if opened.is_err() {
            rules.check_file()?; // A file that was replaced by a worse one was replaced, first of all.
        }
        let source = opened?;
        rules.check_source(source.facts().size, &source.facts().digest)?;
        Ok(source)
    }

    /// Returns the manifest of a session that exists and is not finished; it may have expired.
    ///
    /// # Errors
    /// [`SessionError::Missing`], [`SessionError::Finished`], [`SessionError::Cancelled`].
    pub fn open_manifest(&self) -> Result<&Manifest, OpsError> {
        let missing = || SessionError::Missing { source_path: self.source.to_owned() };
        let manifest = self.manifest.as_ref().ok_or_else(missing)?;
        // The history is asked first: an import may have been committed by a process that ended before it wrote the
        // manifest.
        self.check_not_imported(manifest)?;
        manifest.rules(self.source).check_open()?;
        Ok(manifest)
    }

    /// Passes over a session that is over and that a new one may follow: it was cancelled, or its list has changed since it
    /// was imported. Returns how it ended.
    ///
    /// # Errors
    /// The workspace cannot be read.
    pub fn pass_over_ended(&mut self) -> Result<Option<SessionError>, OpsError> {
        let Some(manifest) = &self.manifest else { return Ok(None) };
        let ended = match self.open_manifest() {
            Err(OpsError::Session(ended @ SessionError::Cancelled { .. })) => ended,
            Err(OpsError::Session(ended @ SessionError::Finished { .. })) => {
                if manifest.rules(self.source).check_file().is_ok() {
                    return Ok(None);
                }
                ended
            }
            Err(failure @ OpsError::Workspace(_)) => return Err(failure),
            _ => return Ok(None),
        };
        // The file stays until the new session replaces it.
        self.manifest = None;
        Ok(Some(ended))
    }

    /// Returns true if there is a session that can be continued.
    pub fn is_open(&self) -> bool {
        self.open_manifest().is_ok()
    }

    /// Returns the answers to an upload whose questions were left before the last one.
    pub fn unfinished_upload(&self) -> Option<&Recipe> {
        let manifest = self.open_manifest().ok().filter(|manifest| manifest.stage() == Stage::Begun)?;
        Some(&manifest.recipe)
    }

    /// Returns true if there is a session that can be continued, past its upload.
    pub fn is_uploaded(&self) -> bool {
        self.is_open() && self.unfinished_upload().is_none()
    }

    /// Returns those of the definitions of planned fields for which the workspace has no field by now.
    ///
    /// # Errors
    /// The workspace cannot be read.
    pub fn without_existing(&self, mut planned: Vec<FieldDefinition>) -> Result<Vec<FieldDefinition>, OpsError> {
        let fields = self.workspace.snapshot()?.fields()?;
        planned.retain(|field| fields.by_name(&field.name).is_none());
        Ok(planned)
    }

    /// Begins a new session, which replaces whatever session was there. Fields that an unfinished one had created belong to
    /// the new one, besides `new_fields`.
    ///
    /// # Errors
    /// As [`SessionHandle::flush`].
    pub fn begin(
        &mut self,
        clock: &dyn Clock,
        source: &Source,
        recipe: Recipe,
        new_fields: impl IntoIterator<Item = FieldId>,
    ) -> Result<(), OpsError> {
        let mut manifest = self.new_manifest(clock, source, recipe)?;
        manifest.new_fields = self.unclaimed_fields();
        manifest.new_fields.extend(new_fields);
        self.write(manifest)
    }

    /// Keeps the answers to an upload whose questions are left. An upload that was done keeps its place: it is worth more.
    ///
    /// # Errors
    /// As [`SessionHandle::flush`].
    pub fn keep_upload(&mut self, clock: &dyn Clock, source: &Source, recipe: Recipe) -> Result<(), OpsError> {
        if self.is_uploaded() {
            return Ok(());
        }
        let mut manifest = self.new_manifest(clock, source, recipe)?;
        manifest.is_unfinished = true;
        self.write(manifest)
    }

    /// Ends the session without an import. Returns the names of the fields that it had created and that are deleted,
    /// because nothing uses them.
    ///
    /// # Errors
    /// As [`SessionHandle::flush_with`].
    pub fn cancel(&mut self, clock: &dyn Clock) -> Result<Vec<String>, OpsError> {
        let unclaimed = self.unclaimed_fields();
        let definitions = self.definitions(&unclaimed)?;
        self.defer_writes();
        self.update(|manifest| {
            manifest.cancelled_at = Some(clock.now());
            // The command that maps the list again has to create them.
            manifest.planned_fields.extend(definitions);
        })?;
        self.flush_without(&unclaimed)
    }

    /// Records the mapping of a source, which other reading options may have opened with other columns, and why it leaves
    /// some out.
    ///
    /// # Errors
    /// As [`SessionHandle::flush`].
    pub fn map(
        &mut self,
        clock: &dyn Clock,
        source: &Source,
        mapping: (Recipe, Vec<LeftOutReason>),
        new_fields: impl IntoIterator<Item = FieldId>,
    ) -> Result<(), OpsError> {
        self.update(|manifest| {
            manifest.source = source_fingerprint(source);
            manifest.map(mapping, clock.now());
            manifest.new_fields.extend(new_fields);
        })
    }

    /// Applies a change to the manifest and writes it.
    ///
    /// # Errors
    /// As [`SessionHandle::flush`].
    pub fn update(&mut self, change: impl FnOnce(&mut Manifest)) -> Result<(), OpsError> {
        let Some(mut manifest) = self.manifest.clone() else { return Ok(()) };
        change(&mut manifest);
        self.write(manifest)
    }

    /// Records an import that was done in one run; it replaces the session that was there. Returns the names of the fields
    /// that an unfinished one had created and that are deleted, because nothing uses them.
    ///
    /// # Errors
    /// As [`SessionHandle::flush_with`].
    pub fn mark_imported(
        &mut self,
        clock: &dyn Clock,
        source: &Source,
        recipe: Recipe,
        import_id: i64,
    ) -> Result<Vec<String>, OpsError> {
        let unclaimed = self.unclaimed_fields();
        let mut manifest = self.new_manifest(clock, source, recipe)?;
        manifest.mapped_at = Some(manifest.uploaded_at);
        manifest.import = Some(ImportRef { id: import_id, at: clock.now() });
        self.defer_writes();
        self.write(manifest)?;
        self.flush_without(&unclaimed)
    }

    /// Writes the deferred changes and deletes those of the fields that nothing uses. Returns their names.
    fn flush_without(&mut self, unclaimed: &[FieldId]) -> Result<Vec<String>, OpsError> {
        let mut deleted = Vec::new();
        if unclaimed.is_empty() {
            self.flush()?;
        } else {
            self.flush_with(|change| {
                deleted = created_fields::delete_unused(change, unclaimed)?;
                Ok::<_, OpsError>(())
            })?;
        }
        Ok(deleted)
    }

    /// Returns the fields that an unfinished session has created: no import has them.
    fn unclaimed_fields(&self) -> Vec<FieldId> {
        self.open_manifest().map(|manifest| manifest.new_fields.clone()).unwrap_or_default()
    }

    fn definitions(&self, ids: &[FieldId]) -> Result<Vec<FieldDefinition>, OpsError> {
        let fields = self.workspace.snapshot()?.fields()?;
        Ok(ids.iter().filter_map(|id| fields.get(*id)).map(FieldDefinition::from).collect())
    }

    fn new_manifest(&self, clock: &dyn Clock, source: &Source, recipe: Recipe) -> Result<Manifest, OpsError> {
        Ok(Manifest {
            id: self.workspace.snapshot()?.random_id()?,
            workspace: WorkspaceRef { id: self.identity.id.clone(), path: self.workspace.path().display().to_string() },
            source: source_fingerprint(source),
            recipe,
            uploaded_at: clock.now(),
            is_unfinished: false,
            mapped_at: None,
            review: None,
            import: None,
            cancelled_at: None,
            new_fields: Vec::new(),
            answered_doubts: Vec::new(),
            left_out: Vec::new(),
            planned_fields: Vec::new(),
        })
    }

    /// Checks that the history has no import of this session, whatever the manifest says.
    fn check_not_imported(&self, manifest: &Manifest) -> Result<(), OpsError> {
        let snapshot = self.workspace.snapshot()?;
        let Some((id, at)) = snapshot.import_of_session(&manifest.id)? else { return Ok(()) };
        let import = ImportRef { id, at };
        let mut uploaded_for = UploadedFor::of(manifest);
        // An undo may have removed them.
        uploaded_for.planned_fields.extend(fields_created_by(&snapshot, id)?);
        Err(SessionError::Finished { source_path: self.source.to_owned(), import, uploaded_for }.into())
    }

    fn write(&mut self, manifest: Manifest) -> Result<(), OpsError> {
        if !self.is_held_back {
            // The version that was read goes along: if another command has written the manifest since, the write is
            // refused.
            self.on_disk = session::write(self.source, &manifest, &self.identity, &self.on_disk)?;
        }
        self.manifest = Some(manifest);
        Ok(())
    }
}

/// Returns the fields that an import created.
fn fields_created_by(snapshot: &Snapshot<'_>, import: i64) -> Result<Vec<FieldDefinition>, OpsError> {
    let created = snapshot.import(import)?.map(|entry| entry.outcome.created_fields);
    let definition =
        |CreatedField { name, kind, .. }| Some(FieldDefinition { kind: FieldKind::from_name(&kind)?, name });
    Ok(created.into_iter().flatten().filter_map(definition).collect())
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
