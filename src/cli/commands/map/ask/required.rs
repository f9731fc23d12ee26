//! The question for fields that the purpose needs and no column has.

use super::questions::ColumnPrompts;
use crate::cli::command_line::CommandLine;
use crate::cli::commands::steps::{Arrival, BACK, StepEnd};
use crate::cli::error::CliError;
use crate::mapping::{self, Compiled, MappingError};
use crate::model::{FieldId, Identifier, Purpose, Recipe, Target};
use crate::ops::setup::ColumnAnswers;
use crate::ui::Choice;

/// Choices in place of a column.
const ASK_EACH: &str = "Ask me about each column";
const NONE_OF_THEM: &str = "In none of them";

impl ColumnPrompts<'_> {
    /// Asks for each field that the purpose needs and no column has. Coming back, the last answer is taken back.
    pub(super) fn ask_required(&mut self, arrival: Arrival) -> Result<StepEnd, CliError> {
        if arrival.is_return && !self.take_back_required() {
            return Ok(StepEnd::NothingToAsk);
        }
        while let Some(missing) = self.missing()? {
            // Without an open column there is nothing left to ask, and the loop would not end.
            if self.is_empty() {
                return Err(missing.into());
            }
            if self.ask_for(missing)? == StepEnd::Back && !self.take_back_required() {
                return Ok(StepEnd::Back);
            }
        }
        Ok(if self.required.is_empty() { StepEnd::NothingToAsk } else { StepEnd::Answered })
    }

    /// Compiles the mapping that the answers make.
    pub(super) fn compile(&self) -> Result<Compiled, CliError> {
        let answers = ColumnAnswers { columns: self.answers(), keep: None };
        Ok(self.columns.with_answers(&self.source, self.plan.fields(), &answers)?)
    }

    fn missing(&self) -> Result<Option<MappingError>, CliError> {
        let (compiled, recipe) = (self.compile()?, &self.undecided.recipe);
        let (columns, fields) = (self.source.columns(), self.plan.fields());
        Ok(mapping::check_required(&compiled, columns, fields, recipe.purpose, &compiled.identifiers).err())
    }

    /// Takes the last answer back; false if there is none.
    fn take_back_required(&mut self) -> bool {
        let last = self.required.pop();
        if let Some((at, before)) = last {
            self.asked[at].answer = before;
        }
        last.is_some()
    }

    /// Asks which column has the missing field.
    fn ask_for(&mut self, missing: MappingError) -> Result<StepEnd, CliError> {
        let target = match &missing {
            MappingError::Missing(fields) => fields.first().map(|field| field.target),
            _ => None,
        };
        let free = self.free();
        let Some(target) = target.filter(|_| !free.is_empty()) else {
            self.terminal.warn(&format!("{missing}; please choose again"));
            return self.ask_all();
        };
        let mut items: Vec<String> = free.iter().map(|at| self.labelled(*at)).collect();
        items.extend([ASK_EACH, NONE_OF_THEM].map(str::to_owned));
        let choice = Choice {
            question: &format!("{} is in the column", self.name(target)),
            about: &[format!("{}.", sentence(&missing))],
            items: &items,
            default: self.default_column(&free, target),
            escape: Some(BACK),
        };
        let Some(index) = self.terminal.ask_choice(&choice)? else { return Ok(StepEnd::Back) };
        match free.get(index) {
            Some(at) => {
                let before = self.asked[*at].answer.replace(target);
                self.required.push((*at, before));
                Ok(StepEnd::Answered)
            }
            None if index == free.len() => self.ask_all(),
            None => {
                let hint = self.other_way(&missing)?;
                Err(CliError::from(missing).with_hint(hint))
            }
        }
    }

    /// Returns how the list can be imported although no column has what is missing.
    fn other_way(&self, missing: &MappingError) -> Result<String, CliError> {
        let compiled = self.compile()?;
        let MappingError::Missing(missing) = missing else { return Ok("map a column with --map".to_owned()) };
        let lacks = |target: Target| missing.iter().any(|field| field.target == target);
        let Recipe { purpose, identifiers, .. } = &self.undecided.recipe;
        let other = mapped_identifier(&compiled).map(|identifier| identifier.to_string());
        if !lacks(Target::Field(FieldId::FIRST_NAME)) {
            return Ok(match other {
                Some(other) => format!("to match by {other}: {}", self.command(*purpose, Some(&other))),
                None => format!("to add every row, even duplicates: {}", self.command(Purpose::AddAll, None)),
            });
        }
        let chosen = identifiers.text().filter(|_| !compiled.identifiers.iter().any(|target| lacks(*target)));
        Ok(match chosen.or(other) {
            Some(by) => format!("to change contacts that are there: {}", self.command(Purpose::Update, Some(&by))),
            None => "give all rows one with: --set 'First Name=NAME'".to_owned(),
        })
    }

    /// Returns the command that imports the list for another purpose or by another identifier.
    fn command(&self, purpose: Purpose, identifier: Option<&str>) -> String {
        let mut line = CommandLine::new(self.context, "import", self.source.path());
        line = line.with_option("--purpose", purpose.as_str());
        if let Some(identifier) = identifier {
            line = line.with_option("--id", identifier);
        }
        line.to_string()
    }

    /// Asks for each column once more, from the first on. Esc there leads back to this question.
    fn ask_all(&mut self) -> Result<StepEnd, CliError> {
        self.ask_each()?;
        Ok(StepEnd::Answered)
    }

    /// Returns the suggested column as default, else the choice to be asked for each column, so that Enter alone maps
    /// nothing.
    fn default_column(&self, free: &[usize], target: Target) -> usize {
        let is_suggested = |at: &usize| self.suggestion(*at).is_some_and(|suggestion| suggestion.target == target);
        free.iter().position(is_suggested).unwrap_or(free.len())
    }

    /// Returns the columns that no existing field has, those with values first. A new field that is made for a column
    /// only because nothing claims it gives way to one that the purpose needs.
    fn free(&self) -> Vec<usize> {
        let is_free = |at: &usize| {
            let prompt = &self.asked[*at];
            prompt.answer.is_none() || prompt.answer == prompt.own_target()
        };
        let mut free: Vec<usize> = (0..self.asked.len()).filter(is_free).collect();
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

/// Returns a standard identifier that has a column and was not chosen.
fn mapped_identifier(compiled: &Compiled) -> Option<Identifier> {
    let standard = [(Identifier::Phone, FieldId::PHONE), (Identifier::Email, FieldId::EMAIL)];
    let is_other =
        |target: Target| compiled.mapping.slot_of(target).is_some() && !compiled.identifiers.contains(&target);
    standard.into_iter().find(|(_, field)| is_other(Target::Field(*field))).map(|(identifier, _)| identifier)
}

/// `No column is mapped to Email, which is the identifier`.
fn sentence(missing: &MappingError) -> String {
    let text = missing.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
