//! The answers that stay when the user stops: they become the session of the source, with which the next command goes on.

use super::MapQuestions;
use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::MappedSource;
use crate::model::{ParseSettings, Recipe};
use crate::ops::OpsError;
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::NewFields;
use crate::session::Stage;
use crate::source::Source;
use crate::workspace::Workspace;
use std::path::Path;

/// Code of the failure of an import for whose new fields another command has taken a name.
const FIELDS_CHANGED: &str = "field-exists";

/// The command whose questions the user left, and which goes on with the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum LeftCommand {
    Upload,
    Map,
    Import,
}

impl LeftCommand {
    fn name(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Map => "map",
            Self::Import => "import",
        }
    }
}

/// The answers about columns and values, as a session that is written only if the user stops: of a new import whose purpose
/// was typed, or of a list that is uploaded and not mapped yet.
pub(in crate::cli) struct KeptAnswers<'a> {
    context: &'a Context,
    command: LeftCommand,
    /// `None` if nothing is kept: nothing is asked, or what is prepared already has the place.
    session: Option<SessionHandle<'a>>,
    /// The user has answered something.
    has_answers: bool,
}

impl<'a> KeptAnswers<'a> {
    /// Keeps nothing.
    pub(in crate::cli) fn none(context: &'a Context) -> Self {
        Self { context, command: LeftCommand::Import, session: None, has_answers: false }
    }

    /// Goes on with the session of a list that is uploaded. Nothing is kept where it is mapped already: an old mapping that
    /// is whole is worth more than half of a new one.
    pub(in crate::cli) fn of_uploaded(
        context: &'a Context,
        source_path: &'a Path,
        workspace: &'a Workspace,
    ) -> Result<Self, CliError> {
        let mut session = SessionHandle::open(source_path, workspace)?;
        session.defer_writes();
        let is_unmapped = session.manifest().is_some_and(|manifest| manifest.stage() == Stage::Uploaded);
        Ok(Self { context, command: LeftCommand::Map, session: is_unmapped.then_some(session), has_answers: false })
    }

    /// Begins with the recipe that was typed. Nothing is kept where an import is prepared already.
    pub(in crate::cli) fn begin(
        context: &'a Context,
        source_path: &'a Path,
        workspace: &'a Workspace,
        (source, recipe): (&Source, &Recipe),
    ) -> Result<Self, CliError> {
        let session = SessionHandle::open_if_owned(source_path, workspace)?;
        let Some(mut session) = session.filter(|session| !session.is_uploaded()) else {
            return Ok(Self::none(context));
        };
        session.defer_writes();
        session.begin(context.clock.as_ref(), source, recipe.clone(), [])?;
        Ok(Self { context, command: LeftCommand::Import, session: Some(session), has_answers: false })
    }

    /// Notes that the user has answered something, so that there is something to keep.
    pub(in crate::cli) fn note_answer(&mut self) {
        self.has_answers = true;
    }

    /// Records what was decided about columns so far.
    pub(in crate::cli) fn record_columns(&mut self, questions: &MapQuestions<'_>) -> Result<(), CliError> {
        let Some(session) = &mut self.session else { return Ok(()) };
        let (columns, planned) = questions.answered_columns()?;
        let planned = session.without_existing(planned)?;
        self.has_answers |= !columns.is_empty();
        Ok(session.update(|manifest| manifest.map_in_part(columns, planned))?)
    }

    /// Records the mapping. Where it creates fields it is not done before they are.
    pub(in crate::cli) fn record_mapping(&mut self, mapped: &MappedSource, plan: &NewFields) -> Result<(), CliError> {
        let Some(session) = &mut self.session else { return Ok(()) };
        let (now, mapping) = (self.context.clock.now(), (mapped.mapping.recipe.clone(), mapped.left_out.clone()));
        session.update(|manifest| manifest.map(mapping, now))?;
        Ok(keep_planned(session, plan)?)
    }

    /// Records how cells are read.
    pub(in crate::cli) fn record_reading(&mut self, reading: &ParseSettings) -> Result<(), CliError> {
        let Some(session) = &mut self.session else { return Ok(()) };
        Ok(session.update(|manifest| manifest.recipe.reading = reading.clone())?)
    }

    /// Returns the failure of an import; after Ctrl-C the answers are written, and it says how to go on.
    pub(in crate::cli) fn keep(&mut self, failure: CliError) -> CliError {
        match &mut self.session {
            Some(session) if self.has_answers && (failure.is_interruption() || failure.code() == FIELDS_CHANGED) => {
                // A mapping that was left is not done: the other questions come when it is mapped again.
                let is_mapping = self.command == LeftCommand::Map;
                let kept = if is_mapping { session.update(|manifest| manifest.mapped_at = None) } else { Ok(()) };
                let kept = kept.and_then(|()| session.flush()).map_err(CliError::from);
                with_answers_kept(self.context, (self.command, session.source_path()), kept, failure)
            }
            _ => failure,
        }
    }
}

/// Takes a mapping back that needs fields which do not exist: it is done again with its columns and these fields.
fn keep_planned(session: &mut SessionHandle<'_>, plan: &NewFields) -> Result<(), OpsError> {
    if plan.is_empty() {
        return Ok(());
    }
    let planned = session.without_existing(plan.definitions())?;
    session.update(|manifest| {
        let columns = std::mem::take(&mut manifest.recipe.columns);
        manifest.map_in_part(columns, planned);
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
    if !session.is_open() {
        return failure;
    }
    let planned = plan.map_or(Ok(()), |plan| keep_planned(session, plan));
    let kept = planned.and_then(|()| session.flush()).map_err(CliError::from);
    with_answers_kept(context, (LeftCommand::Import, session.source_path()), kept, failure)
}

/// Adds to an interruption how to go on with the answers so far; warns instead if they could not be kept.
pub(in crate::cli) fn with_answers_kept(
    context: &Context,
    left: (LeftCommand, &Path),
    kept: Result<(), CliError>,
    failure: CliError,
) -> CliError {
    with_way_on(context, left, kept, failure, "the answers so far are kept")
}

/// Adds the command that goes on to a failure; warns instead if the answers could not be kept.
pub(in crate::cli) fn with_way_on(
    context: &Context,
    (command, source): (LeftCommand, &Path),
    kept: Result<(), CliError>,
    failure: CliError,
    what: &str,
) -> CliError {
    match kept {
        // A failure has one hint, and its own is closer to the cause.
        Ok(()) if failure.has_hint() && failure.code() != FIELDS_CHANGED => failure,
        Ok(()) => failure.with_hint(format!("{what}; to go on: {}", CommandLine::new(context, command.name(), source))),
        Err(unkept) => {
            context.terminal.warn(&format!("the answers could not be kept: {unkept}"));
            failure
        }
    }
}
