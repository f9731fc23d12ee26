//! The first use of the default workspace, which is not made before the command has what it needs (spec section 9): what can
//! be checked without a workspace is checked against an empty one in memory.

use std::path::Path;

use super::context::Context;
use super::error::CliError;
use super::prepare;
use super::workspace_location::WorkspaceLocation;
use crate::model::{NoObserver, ParseSettings, Recipe};
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::{ColumnResolution, ExpectedHeaders, NewFields, SetupError, WorkspaceDefaults, open_source};
use crate::ops::{ImportSpec, OpsError};
use crate::source::{Source, SourceError, SourceInput};
use crate::workspace::Workspace;

impl Context {
    /// Returns an empty workspace in memory where the default one is still to be made; `None` where a workspace was named or
    /// is there.
    pub(super) fn unmade_workspace(&self) -> Result<Option<Workspace>, CliError> {
        let place = WorkspaceLocation::find(self.workspace.as_deref())?;
        if !place.may_be_created() || place.path().exists() {
            return Ok(None);
        }
        Ok(Some(Workspace::in_memory(self.clock.now())?))
    }

    /// Opens the workspace for a command that goes on with the session of a source. Where no workspace is there is no session
    /// to go on with, and none is made.
    pub(super) fn workspace_of_session(&self, source: &Path) -> Result<Workspace, CliError> {
        if let Some(empty) = self.unmade_workspace()? {
            SessionHandle::open(source, &empty)?.open_manifest()?;
        }
        self.open_workspace_recovered()
    }

    /// Checks that a list can be opened. What a terminal asks about it is no failure there.
    pub(super) fn check_list(
        &self,
        empty: &Workspace,
        list: SourceInput<'_>,
        (reading, saved): (&ParseSettings, Option<&Recipe>),
    ) -> Result<(), CliError> {
        let defaults = WorkspaceDefaults::of(empty)?;
        let expected = ExpectedHeaders::of_saved(&defaults.fields, saved);
        self.open_unless_asked(list, reading, &defaults, &expected).map(drop)
    }

    /// Checks that a list can be opened and that the options go with it. Where columns are asked for, they are not checked.
    pub(super) fn check_import(
        &self,
        empty: &Workspace,
        list: SourceInput<'_>,
        (spec, asks): (&ImportSpec, bool),
    ) -> Result<(), CliError> {
        let defaults = WorkspaceDefaults::of(empty)?;
        let expected = ExpectedHeaders::of(&defaults.fields, spec);
        let opened = self.open_unless_asked(list, &spec.recipe.reading, &defaults, &expected)?;
        let Some(mut source) = opened.filter(|_| !asks) else { return Ok(()) };
        let mut plan = NewFields::new(&defaults);
        let planned = plan.plan_requested(&mut source, spec.clone(), &self.cancel);
        let spec = planned.map_err(|failure| prepare::about_columns(&source, failure.into()))?;
        let columns = ColumnResolution::look(&mut source, &spec, plan.fields(), &self.cancel);
        if columns.is_ok_and(|columns| columns.resolve(&source, &spec, plan.fields()).is_ok()) {
            return Ok(());
        }
        // Once more, with the notes that the advice refers to.
        self.tell_notes(&source.facts().notes);
        prepare::map(self, &mut source, &spec, plan.fields()).map(drop)
    }

    /// Opens a list; `None` where a terminal asks before it can be opened.
    fn open_unless_asked(
        &self,
        list: SourceInput<'_>,
        reading: &ParseSettings,
        defaults: &WorkspaceDefaults,
        expected: &ExpectedHeaders<'_>,
    ) -> Result<Option<Source>, CliError> {
        let work = (&NoObserver as _, &self.cancel);
        match open_source(list, reading, defaults.settings.limits, expected, work) {
            Ok(source) => Ok(Some(source)),
            Err(
                OpsError::Source(SourceError::EncodingUnsure { .. }) | OpsError::Setup(SetupError::HeaderBelow { .. }),
            ) if self.terminal.can_ask() => Ok(None),
            Err(failure) => Err(failure.into()),
        }
    }
}
