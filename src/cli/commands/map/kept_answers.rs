//! The answers that stay when the user stops: they become the session of the source, with which the import goes on.

use super::MapQuestions;
use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::MappedSource;
use crate::model::{ParseSettings, Recipe};
use crate::ops::OpsError;
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::NewFields;
use crate::source::Source;
use crate::workspace::Workspace;
use std::path::Path;

/// The answers of a new import whose purpose was typed, as a session that is written only if the user stops.
pub(in crate::cli) struct KeptAnswers<'a> {
    context: &'a Context,
    /// `None` if nothing is kept: nothing is asked, or another prepared import has the place.
    session: Option<SessionHandle<'a>>,
    /// The user has answered something.
    has_answers: bool,
}

impl<'a> KeptAnswers<'a> {
    /// Keeps nothing.
    pub(in crate::cli) fn none(context: &'a Context) -> Self {
        Self { context, session: None, has_answers: false }
    }

    /// Begins with the recipe that was typed. Nothing is kept where an import is prepared already.
    pub(in crate::cli) fn begin(
        context: &'a Context,
        source_path: &'a Path,
        workspace: &'a Workspace,
        (source, recipe): (&Source, &Recipe),
    ) -> Result<Self, CliError> {
        let session = SessionHandle::open_if_owned(source_path, workspace)?;
        let Some(mut session) = session.filter(|session| !session.is_open()) else {
            return Ok(Self::none(context));
        };
        session.defer_writes();
        session.begin(context.clock.as_ref(), source, recipe.clone(), [])?;
        Ok(Self { context, session: Some(session), has_answers: false })
    }

    /// Notes that the user has answered something, so that there is something to keep.
    pub(in crate::cli) fn note_answer(&mut self) {
        self.has_answers = true;
    }

    /// Records what was decided about columns so far.
    pub(in crate::cli) fn record_columns(&mut self, questions: &MapQuestions<'_>) -> Result<(), CliError> {
        let Some(session) = &mut self.session else { return Ok(()) };
        let columns = questions.answered_columns()?;
        self.has_answers |= !columns.is_empty();
        Ok(session.update(|manifest| manifest.recipe.columns = columns)?)
    }

    /// Records the mapping, except for fields that are created with the import: their columns are asked for again.
    pub(in crate::cli) fn record_mapping(&mut self, mapped: &MappedSource, plan: &NewFields) -> Result<(), CliError> {
        let Some(session) = &mut self.session else { return Ok(()) };
        let (now, mapping) = (self.context.clock.now(), (mapped.mapping.recipe.clone(), mapped.left_out.clone()));
        session.update(|manifest| manifest.map(mapping, now))?;
        Ok(forget_planned(session, plan)?)
    }

    /// Records how cells are read.
    pub(in crate::cli) fn record_reading(&mut self, reading: &ParseSettings) -> Result<(), CliError> {
        let Some(session) = &mut self.session else { return Ok(()) };
        Ok(session.update(|manifest| manifest.recipe.reading = reading.clone())?)
    }

    /// Returns the failure of an import; after Ctrl-C the answers are written, and it says how to go on.
    pub(in crate::cli) fn keep(&mut self, failure: CliError) -> CliError {
        match &mut self.session {
            Some(session) if self.has_answers && failure.is_interruption() => {
                keep(self.context, session, None, failure)
            }
            _ => failure,
        }
    }
}

/// Takes a mapping back as far as it needs fields that do not exist: its other columns stay as defaults.
fn forget_planned(session: &mut SessionHandle<'_>, plan: &NewFields) -> Result<(), OpsError> {
    if plan.is_empty() {
        return Ok(());
    }
    session.update(|manifest| {
        manifest.recipe.columns = plan.without_planned(&manifest.recipe.columns);
        manifest.mapped_at = None;
    })
}

/// Writes the answers of a session that was interrupted, and adds how to go on with them to the failure. No field is made:
/// an interrupted import changes nothing.
pub(in crate::cli) fn keep(
    context: &Context,
    session: &mut SessionHandle<'_>,
    plan: Option<&NewFields>,
    failure: CliError,
) -> CliError {
    if session.manifest().is_none() {
        return failure;
    }
    let forgotten = plan.map_or(Ok(()), |plan| forget_planned(session, plan));
    let kept = forgotten.and_then(|()| session.flush()).map_err(CliError::from);
    with_way_on(context, session.source_path(), kept, failure, "the answers so far are kept")
}

/// Adds the command that goes on to a failure; warns instead if the answers could not be kept.
pub(in crate::cli) fn with_way_on(
    context: &Context,
    source: &Path,
    kept: Result<(), CliError>,
    failure: CliError,
    what: &str,
) -> CliError {
    match kept {
        // A failure has one hint, and its own is closer to the cause.
        Ok(()) if failure.has_hint() => failure,
        Ok(()) => failure.with_hint(format!("{what}; to go on: {}", CommandLine::new(context, "import", source))),
        Err(unkept) => {
            context.terminal.warn(&format!("the answers could not be kept: {unkept}"));
            failure
        }
    }
}
