//! The question for fields that the purpose needs and no column has.

use super::questions::{ColumnPrompts, Scope};
use crate::cli::error::CliError;
use crate::mapping::{self, Compiled, MappingError};
use crate::model::Target;
use crate::ops::ImportSpec;
use crate::ops::setup::ColumnAnswers;

/// Choice in place of a column.
const ASK_EACH: &str = "Ask me about each column";

impl ColumnPrompts<'_> {
    /// Asks for the columns, then for each field that the purpose needs and that is still missing.
    pub(super) fn prompt_required(&mut self, spec: &ImportSpec) -> Result<Compiled, CliError> {
        self.ask()?;
        loop {
            let (compiled, complete) = self.compile(spec)?;
            match complete {
                Ok(()) => return Ok(compiled),
                // Without an open column there is nothing left to ask, and the loop would not end.
                Err(missing) if self.is_empty() => return Err(missing.into()),
                Err(missing) => self.ask_for(missing)?,
            }
        }
    }

    fn compile(&self, spec: &ImportSpec) -> Result<(Compiled, Result<(), MappingError>), CliError> {
        let answers = ColumnAnswers { columns: self.answers(), keep: None };
        let (columns, fields) = (self.source.columns(), self.plan.fields());
        let compiled = self.columns.with_answers(self.source, fields, &answers)?;
        let (purpose, identifier) = (spec.recipe.purpose, spec.recipe.identifier);
        let complete = mapping::check_required(&compiled, columns, fields, purpose, identifier);
        Ok((compiled, complete))
    }

    /// Asks which column has the missing field.
    fn ask_for(&mut self, missing: MappingError) -> Result<(), CliError> {
        let target = match &missing {
            MappingError::Missing(fields) => fields.first().map(|field| field.target),
            _ => None,
        };
        let free = self.left_out();
        let Some(target) = target.filter(|_| !free.is_empty()) else {
            self.terminal.warn(&format!("{missing}; please choose again"));
            return self.ask_each(Scope::All, false).map(|_| ());
        };
        self.terminal.print_always(&format!("\n{}.", sentence(&missing)));
        let mut items: Vec<String> = free.iter().map(|at| self.labelled(*at)).collect();
        items.push(ASK_EACH.to_owned());
        let question = format!("{} is in the column", self.name(target));
        match self.terminal.choose(&question, &items, self.default_column(&free, target), Some("in none of them"))? {
            Some(index) if index < free.len() => self.asked[free[index]].answer = Some(target),
            Some(_) => drop(self.ask_each(Scope::All, false)?),
            None => return Err(CliError::from(missing).with_hint("another purpose or identifier needs another upload")),
        }
        Ok(())
    }

    /// Returns the suggested column as default, else the choice to be asked for each column, so that Enter alone maps
    /// nothing.
    fn default_column(&self, free: &[usize], target: Target) -> usize {
        let is_suggested = |at: &usize| self.suggestion(*at).is_some_and(|suggestion| suggestion.target == target);
        free.iter().position(is_suggested).unwrap_or(free.len())
    }

    /// Returns the columns that are left out, those with values first.
    fn left_out(&self) -> Vec<usize> {
        let mut free: Vec<usize> = (0..self.asked.len()).filter(|at| self.asked[*at].answer.is_none()).collect();
        free.sort_by_key(|at| !self.is_filled(*at));
        free
    }

    /// `Mobile Phone: +60 12-345 6789`.
    fn labelled(&self, at: usize) -> String {
        let label = self.column(at).label();
        match self.evidence(at).and_then(|evidence| evidence.samples.first()) {
            Some(sample) => format!("{label}: {sample}"),
            None => label,
        }
    }
}

/// `No column is mapped to Email, which is the identifier`.
fn sentence(missing: &MappingError) -> String {
    let text = missing.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
