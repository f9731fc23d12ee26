//! The mapping by questions.
//!
//! ```text
//!   overview: the field of each column ◀──▶ questions: change one of them
//!        │ looks right
//!        ▼
//!   required: which column has what the purpose needs?
//!        ▼
//!   overwrite: what of a contact is not overwritten? ──▶ MappedSource
//! ```
//!
//! Esc leads back the same way.

mod overview;
mod overwrite;
mod own_fields;
mod questions;
mod required;

use crate::cli::commands::steps::{Arrival, StepEnd};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::{self, LeftOutColumns, MappedSource};
use crate::mapping::{LeftOut, Why};
use crate::model::{ColumnChoice, FieldDefinition, Note, OverwritePolicy};
use crate::ops::ImportSpec;
use crate::ops::setup::{ColumnAnswers, ColumnResolution, NewFields};
use crate::source::Source;
use questions::{ColumnPrompt, ColumnPrompts};

/// A question of the mapping, or a series of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum MapStep {
    /// The field of each column that has none yet.
    Columns,
    /// Which column has what the purpose needs.
    Required,
    /// Which fields keep the values that contacts have.
    Overwrite,
}

impl MapStep {
    /// The steps in their order.
    pub(in crate::cli) const ALL: &[Self] = &[Self::Columns, Self::Required, Self::Overwrite];
}

/// The columns of a source, and the answers so far.
pub(in crate::cli) struct MapQuestions<'a> {
    prompts: ColumnPrompts<'a>,
    /// Notes on the columns, already printed.
    notes: Vec<Note>,
    keep: Option<OverwritePolicy>,
}

impl<'a> MapQuestions<'a> {
    /// Looks at the columns, and prints notes on them.
    pub(in crate::cli) fn begin(
        context: &'a Context,
        mut source: Source,
        spec: &ImportSpec,
        plan: NewFields,
    ) -> Result<Self, CliError> {
        let undecided = spec.undecided();
        let columns = ColumnResolution::look_for_questions(&mut source, spec, plan.fields(), &context.cancel)?;
        let notes = prepare::column_notes(&columns, source.columns(), plan.fields());
        context.tell_notes(&notes);
        Ok(Self { prompts: ColumnPrompts::new(context, source, undecided, plan, columns), notes, keep: None })
    }

    /// Looks at the columns again after other answers to what comes before the mapping. What was answered about columns
    /// is kept.
    pub(in crate::cli) fn renew(&mut self, spec: &ImportSpec) -> Result<(), CliError> {
        self.prompts.renew(spec.undecided())
    }

    /// Asks what a step is about.
    pub(in crate::cli) fn ask(&mut self, step: MapStep, arrival: Arrival) -> Result<StepEnd, CliError> {
        match step {
            MapStep::Columns => self.prompts.ask(arrival),
            MapStep::Required => self.prompts.ask_required(arrival),
            MapStep::Overwrite => self.ask_overwrite(arrival),
        }
    }

    fn ask_overwrite(&mut self, arrival: Arrival) -> Result<StepEnd, CliError> {
        let compiled = self.prompts.compile()?;
        let Some(question) = overwrite::Question::of(&self.prompts.undecided, &compiled) else {
            self.keep = None;
            return Ok(StepEnd::NothingToAsk);
        };
        match question.ask(self.prompts.terminal, self.keep.as_ref(), arrival)? {
            Some(answer) => self.keep = Some(answer),
            None => return Ok(StepEnd::Back),
        }
        Ok(StepEnd::Answered)
    }

    /// Returns what the user has decided about columns, with the fields that it would create.
    pub(in crate::cli) fn answered_columns(&self) -> Result<(Vec<ColumnChoice>, Vec<FieldDefinition>), CliError> {
        let ColumnPrompts { source, plan, columns, .. } = &self.prompts;
        let answers = ColumnAnswers { columns: self.prompts.answers(), keep: None };
        let choices = columns.choices_for(source, plan.fields(), &answers, &self.prompts.answered())?;
        Ok((choices, plan.definitions()))
    }

    /// Returns the source with its mapping, and the fields that it creates.
    pub(in crate::cli) fn finish(self) -> Result<(Source, MappedSource, NewFields), CliError> {
        let compiled = self.prompts.compile()?;
        let answers = ColumnAnswers { columns: self.prompts.answers(), keep: self.keep };
        let ColumnPrompts { source, mut plan, columns, undecided, asked, .. } = self.prompts;
        // A field that was created for a column and then left again must not come into the workspace.
        plan.drop_unmapped(&compiled.mapping);
        let mapping = columns.resolve_with(&source, &undecided, plan.fields(), &answers)?;
        let unasked = columns.left_out(source.columns().len());
        let left_out = left_out_after(mapping.left_out(source.columns().len()), &asked, &unasked);
        let left_out = LeftOutColumns::new(source.columns(), left_out, &[]);
        let (notes, left_out) = ([self.notes, left_out.notes()].concat(), left_out.reasons());
        Ok((source, MappedSource { mapping, notes, left_out }, plan))
    }
}

/// Returns the columns that are left out after the questions, each with its true reason; `unasked` are those before them.
fn left_out_after(mut left_out: Vec<LeftOut>, asked: &[ColumnPrompt], unasked: &[LeftOut]) -> Vec<LeftOut> {
    // The user was asked about the others: the mapping leaves them out for no other reason.
    left_out.retain(|it| it.why != Why::Unclaimed);
    for it in &mut left_out {
        if let Some(asked) = asked.iter().find(|asked| asked.column == it.column) {
            it.why = asked.why_left_out(unasked.iter().find(|unasked| unasked.column == it.column));
        }
    }
    left_out
}
