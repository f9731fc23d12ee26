//! The questions of an import whose purpose is known: what becomes of its columns, and how doubtful values are read.

use super::doubts::{self, AnsweredDoubts, Settled};
use super::{KeptAnswers, MapQuestions, MapStep};
use crate::cli::commands::steps::{self, StepEnd};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::{self, MappedSource};
use crate::import::NewField;
use crate::model::{Observer, Recipe};
use crate::ops::ImportSpec;
use crate::ops::settings::Settings;
use crate::ops::setup::{NewFields, PreparedList, ResolvedMapping};
use crate::source::Source;

/// A source whose columns are to be mapped for an import whose purpose is known.
pub(in crate::cli) struct Unmapped {
    source: Source,
    spec: ImportSpec,
    plan: NewFields,
    /// The step to which the user has come back; `None` at the first time.
    returned_to: Option<MapStep>,
}

/// An import that is ready for its review.
pub(in crate::cli) struct Ready<'a> {
    pub(in crate::cli) prepared: PreparedList<'a>,
    /// The mapping, and notes on it.
    pub(in crate::cli) mapped: MappedSource,
    /// The fields that it creates.
    pub(in crate::cli) plan: NewFields,
    /// What was typed.
    pub(in crate::cli) spec: ImportSpec,
    /// The doubts that the user has answered.
    pub(in crate::cli) answered: AnsweredDoubts,
}

/// What is asked about a source.
#[derive(Clone, Copy)]
pub(in crate::cli) struct Questions {
    /// Steps of the mapping, in their order.
    pub(in crate::cli) steps: &'static [MapStep],
    /// True to ask how doubtful values are read.
    pub(in crate::cli) about_values: bool,
    /// True to ask what becomes of columns, too.
    pub(in crate::cli) about_columns: bool,
}

impl Unmapped {
    pub(in crate::cli) fn new(source: Source, spec: ImportSpec, plan: NewFields) -> Self {
        Self { source, spec, plan, returned_to: None }
    }

    /// Returns to the questions about columns, with the answers of a recipe preselected.
    pub(in crate::cli) fn again(
        source: Source,
        mut spec: ImportSpec,
        recipe: Recipe,
        plan: NewFields,
        step: MapStep,
    ) -> Self {
        spec.recipe = recipe;
        (spec.choices.accept_suggestions, spec.choices.only_mapped) = (false, false);
        spec.is_decided = false;
        Self { source, spec, plan, returned_to: Some(step) }
    }

    /// Prepares the import. If it may, it asks what becomes of the columns without a field and how doubtful values are read;
    /// the answers are kept in case of Ctrl-C.
    pub(in crate::cli) fn prepare<'a>(
        mut self,
        context: &'a Context,
        questions: Questions,
        settings: &Settings,
        observer: &'a dyn Observer,
        kept: &mut KeptAnswers<'_>,
    ) -> Result<Ready<'a>, CliError> {
        loop {
            let spec = self.spec.clone();
            let asks_columns = questions.about_values && (questions.about_columns || self.returned_to.is_some());
            let steps = asks_columns.then_some(questions.steps);
            let (source, mut mapped, plan) = self.map(context, steps, kept)?;
            mapped.notes.splice(0..0, spec.notes.iter().cloned());
            let columns = (source.columns(), &mapped.mapping.compiled.mapping);
            let are_named = !spec.choices.create_for_rest;
            mapped.notes.extend(prepare::tell_new_fields(context, &plan, columns, are_named));
            let told = mapped.clone();
            let new_fields = (settings, plan.new_fields(spec.choices.save.is_some()));
            if !questions.about_values {
                let prepared = prepare::prescan(context, source, mapped, spec.session.clone(), new_fields, observer)?;
                return Ok(Ready { prepared, mapped: told, plan, spec, answered: Vec::new() });
            }
            kept.record_mapping(&mapped, &plan)?;
            match settle(context, (source, spec.session.clone()), mapped, new_fields, (observer, asks_columns), kept)? {
                Settled::Ready(prepared, answered) => {
                    return Ok(Ready { prepared, mapped: told, plan, spec, answered });
                }
                Settled::Back(PreparedList { import, recipe }) => {
                    let step = questions.steps.last().copied().unwrap_or(MapStep::Columns);
                    self = Self::again(import.into_source(), spec, recipe, plan, step);
                }
            }
        }
    }

    /// Maps the columns, asking in these steps if there are any.
    fn map(
        mut self,
        context: &Context,
        steps: Option<&[MapStep]>,
        kept: &mut KeptAnswers<'_>,
    ) -> Result<(Source, MappedSource, NewFields), CliError> {
        let Some(steps) = steps else {
            let mapped = prepare::map(context, &mut self.source, &self.spec, self.plan.fields())?;
            self.plan.drop_unmapped(&mapped.mapping.compiled.mapping);
            return Ok((self.source, mapped, self.plan));
        };
        let mut questions = MapQuestions::begin(context, self.source, &self.spec, self.plan)?;
        let ask = |step, arrival| {
            let end = questions.ask(step, arrival)?;
            if end == StepEnd::Answered {
                kept.note_answer();
            }
            Ok(end)
        };
        let asked = match self.returned_to {
            Some(step) => steps::walk_back_to(step, steps, ask),
            None => steps::walk(steps, ask),
        };
        if let Err(failure) = asked {
            kept.record_columns(&questions)?;
            return Err(failure);
        }
        questions.finish()
    }
}

/// Prescans the source, and asks about doubtful values as long as there are some.
fn settle<'a>(
    context: &'a Context,
    (source, session): (Source, Option<String>),
    MappedSource { mut mapping, notes, .. }: MappedSource,
    (settings, new_fields): (&Settings, Vec<NewField>),
    (observer, has_back): (&'a dyn Observer, bool),
    kept: &mut KeptAnswers<'_>,
) -> Result<Settled<'a>, CliError> {
    let prescan = |mapping: &ResolvedMapping, source| {
        let (fields, work) = ((settings, new_fields.clone()), context.work(observer));
        mapping.clone().prescan(source, session.clone(), fields, notes.clone(), work)
    };
    let prepared = prescan(&mapping, source)?;
    doubts::settle(context, prepared, (Vec::new(), has_back), |prepared, reading| {
        kept.note_answer();
        kept.record_reading(&reading)?;
        mapping.recipe.reading = reading;
        Ok(prescan(&mapping, prepared.import.into_source())?)
    })
}
