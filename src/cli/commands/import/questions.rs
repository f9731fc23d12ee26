//! The questions of an import in a terminal: those of the upload and those of the mapping, in one row.

use super::args::RunOptions;
use super::doubts;
use crate::cli::commands::map::{MapArgs, MapQuestions, MapStep};
use crate::cli::commands::steps::{self, Arrival, StepEnd};
use crate::cli::commands::upload::{UploadArgs, UploadQuestions, UploadStep};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::{self, MappedSource};
use crate::import::NewField;
use crate::model::{Identifier, Observer, Purpose};
use crate::ops::ImportSpec;
use crate::ops::sessions::SessionHandle;
use crate::ops::settings::Settings;
use crate::ops::setup::{NewFields, PreparedList, ResolvedMapping, WorkspaceDefaults};
use crate::source::Source;
use crate::workspace::Workspace;

/// A step of the import before its review.
#[derive(Debug, Clone, Copy)]
enum Step {
    Upload(UploadStep),
    /// Begins the session that the mapping belongs to; asks nothing.
    Begin,
    Map(MapStep),
}

/// Asks what is missing: all of it, or about the mapping if the source is uploaded. Nothing is written but to the
/// session, whose writes are deferred.
pub(super) fn ask(
    context: &Context,
    options: &RunOptions,
    workspace: &Workspace,
    session: &mut SessionHandle<'_>,
) -> Result<(Source, MappedSource, NewFields), CliError> {
    let upload_args = UploadArgs::interactive(options.source.clone());
    let upload = match session.manifest() {
        None => Some(UploadQuestions::open(context, &upload_args, workspace)?),
        Some(_) => None,
    };
    let map_args = MapArgs::interactive(options.source.clone());
    let mut questions = ImportQuestions { context, workspace, session, upload, map_args, map: None };
    steps::walk(&steps(), |step, arrival| questions.ask(step, arrival))?;
    questions.finish()
}

/// Asks for the purpose and the identifier, as far as they were not typed.
pub(super) fn ask_purpose(
    context: &Context,
    upload: &UploadArgs,
) -> Result<(Option<Purpose>, Option<Identifier>), CliError> {
    let workspace = context.open_workspace_read_only()?;
    let mut questions = UploadQuestions::open(context, upload, &workspace)?;
    let steps = [UploadStep::Purpose, UploadStep::Identifier];
    steps::walk(&steps, |step, arrival| questions.ask(step, arrival))?;
    let recipe = questions.recipe()?;
    Ok((Some(recipe.purpose), recipe.identifier))
}

/// Prepares a new import whose purpose is known. In a terminal it asks what becomes of the columns without a field and how
/// doubtful values are read, unless it is told not to.
pub(super) fn prepare<'a>(
    context: &'a Context,
    options: &RunOptions,
    spec: &ImportSpec,
    workspace: &Workspace,
    observer: &'a dyn Observer,
) -> Result<(PreparedList<'a>, NewFields), CliError> {
    if !options.asks(context) {
        return prepare::prepare(context, &options.source, spec, workspace, observer);
    }
    let defaults = WorkspaceDefaults::of(workspace)?;
    let (mut source, spec, plan) = prepare::open_as(context, &options.source, spec, &defaults, observer)?;
    let is_all_said = spec.choices.only_mapped || spec.choices.accept_suggestions || spec.is_decided;
    let (source, mut mapped, plan) = if is_all_said {
        let mapped = prepare::map(context, &mut source, &spec, plan.fields())?;
        (source, mapped, plan)
    } else {
        let mut questions = MapQuestions::begin(context, source, &spec, plan)?;
        let steps = [MapStep::Columns, MapStep::Required];
        steps::walk(&steps, |step, arrival| questions.ask(step, arrival))?;
        questions.finish()?
    };
    mapped.notes.extend(prepare::tell_new_fields(context, &plan));
    let new_fields = plan.new_fields(spec.choices.save.is_some());
    let prepared = settle(context, source, mapped, (&defaults.settings, new_fields), observer)?;
    Ok((prepared, plan))
}

/// Prescans the source, and asks about doubtful values as long as there are some.
fn settle<'a>(
    context: &'a Context,
    source: Source,
    MappedSource { mut mapping, notes }: MappedSource,
    (settings, new_fields): (&Settings, Vec<NewField>),
    observer: &'a dyn Observer,
) -> Result<PreparedList<'a>, CliError> {
    let prescan = |mapping: &ResolvedMapping, source| {
        let (fields, work) = ((settings, new_fields.clone()), context.work(observer));
        mapping.clone().prescan(source, None, fields, notes.clone(), work)
    };
    let prepared = prescan(&mapping, source)?;
    doubts::settle(context, prepared, |prepared, reading| {
        mapping.recipe.reading = reading;
        Ok(prescan(&mapping, prepared.import.into_source())?)
    })
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
    map_args: MapArgs,
    /// `None` until the session is begun.
    map: Option<MapQuestions<'a>>,
}

impl<'a> ImportQuestions<'a, '_> {
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
            self.session.begin(self.context.clock.as_ref(), upload.source(), upload.recipe()?)?;
        }
        if let Some(map) = &mut self.map {
            let manifest = self.session.active_manifest(self.context.clock.as_ref())?;
            return map.renew(&ImportSpec::of_session(manifest));
        }
        self.map = Some(self.look()?);
        Ok(())
    }

    fn look(&self) -> Result<MapQuestions<'a>, CliError> {
        let (source, spec, plan) = self.map_args.open(self.context, self.workspace, self.session)?;
        MapQuestions::begin(self.context, source, &spec, plan)
    }

    fn finish(mut self) -> Result<(Source, MappedSource, NewFields), CliError> {
        let map = match self.map.take() {
            Some(map) => map,
            None => self.look()?,
        };
        let (source, mut mapped, plan) = map.finish()?;
        mapped.notes.extend(prepare::tell_new_fields(self.context, &plan));
        Ok((source, mapped, plan))
    }
}
