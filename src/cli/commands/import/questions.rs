//! The questions of an import in a terminal: those of the upload and those of the mapping, in one row.

use super::args::StepArgs;
use crate::cli::commands::map::{MapQuestions, MapStep};
use crate::cli::commands::steps::{self, Arrival, StepEnd};
use crate::cli::commands::upload::{UploadQuestions, UploadStep};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::{self, MappedSource};
use crate::ops::ImportSpec;
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::NewFields;
use crate::source::Source;
use crate::workspace::Workspace;

/// A step of the import before its review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Upload(UploadStep),
    /// Begins the session that the mapping belongs to; asks nothing.
    Begin,
    Map(MapStep),
}

/// Asks what is missing: all of it, or about the mapping if the source is uploaded. Nothing is written but to the
/// session, whose writes are deferred; of an interruption it has the answers so far.
pub(super) fn ask(
    context: &Context,
    args: &StepArgs,
    workspace: &Workspace,
    session: &mut SessionHandle<'_>,
) -> Result<(Source, MappedSource, NewFields), CliError> {
    let is_uploaded = match session.active_manifest(context.clock.as_ref()) {
        Ok(_) => true,
        // What was typed begins a new session; else the error tells why there is nothing to go on with.
        Err(_) if args.are_typed || session.manifest().is_none() || session.unfinished_upload().is_some() => false,
        Err(failure) => return Err(failure.into()),
    };
    let before = session.unfinished_upload();
    let upload =
        if is_uploaded { None } else { Some(UploadQuestions::open(context, &args.upload, workspace, before)?) };
    let questions = ImportQuestions { context, workspace, session, upload, args, map: None, plan: None };
    questions.walk(|ask| steps::walk(&steps(), ask))
}

/// Asks again from a step of the mapping on, with the answers of the session preselected; Esc leads on to the questions
/// before. `plan` are the fields that the answers create.
pub(super) fn ask_again(
    context: &Context,
    args: &StepArgs,
    workspace: &Workspace,
    session: &mut SessionHandle<'_>,
    (step, plan): (MapStep, Option<NewFields>),
) -> Result<(Source, MappedSource, NewFields), CliError> {
    let before = session.active_manifest(context.clock.as_ref())?.recipe.clone();
    let upload = Some(UploadQuestions::open(context, &args.upload, workspace, Some(&before))?);
    let mut questions = ImportQuestions { context, workspace, session, upload, args, map: None, plan };
    questions.begin()?;
    questions.walk(|ask| steps::walk_back_to(Step::Map(step), &steps(), ask))
}

/// Returns all steps in their order.
fn steps() -> Vec<Step> {
    let upload = UploadStep::ALL.iter().copied().map(Step::Upload);
    upload.chain([Step::Begin]).chain(MapStep::ALL.iter().copied().map(Step::Map)).collect()
}

/// The answers of both commands that come before the import.
struct ImportQuestions<'a, 's> {
    context: &'a Context,
    workspace: &'a Workspace,
    session: &'a mut SessionHandle<'s>,
    /// `None` if the source is uploaded already.
    upload: Option<UploadQuestions<'a>>,
    args: &'a StepArgs,
    /// `None` until the session is begun.
    map: Option<MapQuestions<'a>>,
    /// The fields that earlier answers create.
    plan: Option<NewFields>,
}

impl<'a> ImportQuestions<'a, '_> {
    /// Takes the steps. If the user stops on the way, the session has the answers so far.
    fn walk(
        mut self,
        take: impl FnOnce(&mut dyn FnMut(Step, Arrival) -> Result<StepEnd, CliError>) -> Result<(), CliError>,
    ) -> Result<(Source, MappedSource, NewFields), CliError> {
        match take(&mut |step, arrival| self.ask(step, arrival)) {
            Ok(()) => self.finish(),
            Err(failure) => {
                self.record_answers()?;
                Err(failure)
            }
        }
    }

    /// Gives the session the answers so far.
    fn record_answers(&mut self) -> Result<(), CliError> {
        match (&self.map, &self.upload) {
            (Some(map), _) => {
                let (columns, planned) = map.answered_columns()?;
                Ok(self.session.update(|manifest| manifest.map_in_part(columns, planned))?)
            }
            (None, Some(upload)) => upload.keep_in(self.session),
            (None, None) => Ok(()),
        }
    }

    fn ask(&mut self, step: Step, arrival: Arrival) -> Result<StepEnd, CliError> {
        let asked = match step {
            Step::Upload(step) => self.upload.as_mut().map(|upload| upload.ask(step, arrival)),
            Step::Begin => Some(self.begin().map(|()| StepEnd::NothingToAsk)),
            Step::Map(step) => self.map.as_mut().map(|map| map.ask(step, arrival)),
        };
        asked.unwrap_or(Ok(StepEnd::NothingToAsk))
    }

    /// Begins the session with the answers to the upload, and looks at the columns; if the user has come back and gone
    /// on again, with the answers as they are now.
    fn begin(&mut self) -> Result<(), CliError> {
        if let Some(upload) = &self.upload {
            self.session.begin(self.context.clock.as_ref(), upload.source(), upload.recipe()?, [])?;
        }
        if let Some(map) = &mut self.map {
            let manifest = self.session.active_manifest(self.context.clock.as_ref())?;
            return map.renew(&ImportSpec::of_session(manifest));
        }
        self.map = Some(self.look()?);
        Ok(())
    }

    fn look(&mut self) -> Result<MapQuestions<'a>, CliError> {
        let (source, spec, plan) =
            self.args.map.open(self.context, self.workspace, self.session, (self.plan.take(), None))?;
        MapQuestions::begin(self.context, source, &spec, plan)
    }

    fn finish(mut self) -> Result<(Source, MappedSource, NewFields), CliError> {
        let map = match self.map.take() {
            Some(map) => map,
            None => self.look()?,
        };
        let (source, mut mapped, plan) = map.finish()?;
        let columns = (source.columns(), &mapped.mapping.compiled.mapping);
        mapped.notes.extend(prepare::tell_new_fields(self.context, &plan, columns, true));
        Ok((source, mapped, plan))
    }
}
