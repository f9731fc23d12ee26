//! The questions column by column: what each unmapped column becomes.

use crate::cli::commands::map::create;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::mapping::{ColumnAnswer, SPLIT_FIELDS, Suggestion};
use crate::model::{Column, ColumnStats, FieldId, Identifier, NameOrder, Recipe, Target};
use crate::ops::ImportSpec;
use crate::ops::setup::{ColumnResolution, NewFields};
use crate::source::Source;
use crate::ui::{Table, Terminal};

/// Choices for a column besides the fields.
const LEAVE_OUT: &str = "Leave it out";
const CREATE: &str = "Create a new field…";
const BACK: &str = "Back";
/// Maximum width of samples on one line, in characters; longer ones get a line each.
const SAMPLES_INLINE_WIDTH: usize = 60;

/// The columns to ask for, and the answers so far.
pub(super) struct ColumnPrompts<'a> {
    context: &'a Context,
    /// The terminal of the context.
    pub(super) terminal: &'a Terminal,
    /// The source whose columns are mapped.
    pub(super) source: &'a mut Source,
    recipe: &'a Recipe,
    /// The contact fields, including those that the answers create.
    pub(super) plan: &'a mut NewFields,
    /// What is known and suggested of the columns.
    pub(super) columns: &'a ColumnResolution,
    /// The questions, in the order of the columns.
    pub(super) asked: Vec<ColumnPrompt>,
}

/// Question for one column, with its answer so far.
pub(super) struct ColumnPrompt {
    /// Index of the column, from 0.
    pub(super) column: usize,
    /// The field that was chosen or is preselected; `None` leaves the column out.
    pub(super) answer: Option<Target>,
    /// Order of the names if the column is split into First and Last Name; `answer` is First Name then.
    pub(super) split: Option<NameOrder>,
}

/// The columns that are asked for one by one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Nothing,
    /// Columns that have values, or a field already.
    Filled,
    All,
}

/// Direction after a series of questions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NextColumn {
    On,
    Back,
}

/// Answer to one question.
enum Answer {
    Into(Option<Target>),
    Split(NameOrder),
    Again,
    Back,
}

impl<'a> ColumnPrompts<'a> {
    /// Lists the unmapped columns, each with its default preselected.
    pub(super) fn new(
        context: &'a Context,
        source: &'a mut Source,
        spec: &'a ImportSpec,
        plan: &'a mut NewFields,
        columns: &'a ColumnResolution,
    ) -> Self {
        let asked = columns.unmapped().iter().map(|&column| ColumnPrompt {
            column,
            answer: columns.default_target(column),
            split: columns.default_split(column),
        });
        Self {
            context,
            terminal: &context.terminal,
            source,
            recipe: &spec.recipe,
            plan,
            columns,
            asked: asked.collect(),
        }
    }

    /// Returns true if there is nothing to ask.
    pub(super) fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// Asks for every open column; if they are many, only for those that the user chooses to be asked for.
    pub(super) fn ask(&mut self) -> Result<(), CliError> {
        loop {
            // The loop returns to the offer when the user goes back from the first column.
            let is_offered = self.too_many_to_prompt();
            let scope = if is_offered { self.offer()? } else { Scope::All };
            if self.ask_each(scope, is_offered)? == NextColumn::On {
                return Ok(());
            }
        }
    }

    /// Asks for the columns of a scope one after the other; each answer can be revisited.
    pub(super) fn ask_each(&mut self, scope: Scope, has_back: bool) -> Result<NextColumn, CliError> {
        let places: Vec<usize> = (0..self.asked.len()).filter(|at| self.is_in(scope, *at)).collect();
        let mut step = 0;
        while let Some(&at) = places.get(step) {
            let progress = format!("{} of {}", step + 1, places.len());
            match self.ask_one(at, &progress, step > 0 || has_back)? {
                Answer::Into(target) => {
                    (self.asked[at].answer, self.asked[at].split) = (target, None);
                    step += 1;
                }
                Answer::Split(order) => {
                    let first_name = Some(Target::Field(FieldId::FIRST_NAME));
                    (self.asked[at].answer, self.asked[at].split) = (first_name, Some(order));
                    step += 1;
                }
                Answer::Again => {}
                Answer::Back if step == 0 => return Ok(NextColumn::Back),
                Answer::Back => step -= 1,
            }
        }
        Ok(NextColumn::On)
    }

    fn is_in(&self, scope: Scope, at: usize) -> bool {
        match scope {
            Scope::Nothing => false,
            Scope::Filled => self.is_filled(at) || self.asked[at].answer.is_some(),
            Scope::All => true,
        }
    }

    fn ask_one(&mut self, at: usize, progress: &str, has_back: bool) -> Result<Answer, CliError> {
        self.terminal.print_always(&self.prompt_context(at, progress));
        let targets = self.available_targets(at);
        let split = self.offered_split(at, &targets);
        let mut items: Vec<String> =
            split.iter().map(|order| format!("{SPLIT_FIELDS} (split, {})", order.describe())).collect();
        let before = items.len();
        items.extend(targets.iter().map(|target| self.name(*target)));
        items.extend([LEAVE_OUT, CREATE].map(str::to_owned));
        if has_back {
            items.push(BACK.to_owned());
        }
        let answer = self.asked[at].answer;
        let default = match split.filter(|_| self.asked[at].split.is_some()) {
            Some(_) => 0,
            None => before + targets.iter().position(|target| Some(*target) == answer).unwrap_or(targets.len()),
        };
        let chosen = self.terminal.choose("Contact field:", &items, default, Some("leave it out"))?;
        if let (Some(0), Some(order)) = (chosen, split) {
            return Ok(Answer::Split(order));
        }
        Ok(match chosen.map(|index| index - before) {
            Some(index) if index < targets.len() => Answer::Into(Some(targets[index])),
            Some(index) if index == targets.len() + 1 => self.create(at)?,
            Some(index) if index > targets.len() => Answer::Back,
            _ => Answer::Into(None),
        })
    }

    /// Returns the order in which a column of full names can be split, if both fields are free.
    fn offered_split(&self, at: usize, targets: &[Target]) -> Option<NameOrder> {
        let names = [FieldId::FIRST_NAME, FieldId::LAST_NAME].map(Target::Field);
        self.columns.default_split(self.asked[at].column).filter(|_| names.iter().all(|name| targets.contains(name)))
    }

    /// Creates a field for a column; without a type the same question comes again.
    fn create(&mut self, at: usize) -> Result<Answer, CliError> {
        let column = self.asked[at].column;
        let evidence = self.columns.evidence.get(column);
        let created = create::ask(self.context, self.source, self.recipe, column, evidence, self.plan)?;
        Ok(created.map_or(Answer::Again, |id| Answer::Into(Some(Target::Field(id)))))
    }

    /// Renders what helps to decide: position of the column, three of its values, and the reason for a suggestion.
    fn prompt_context(&self, at: usize, progress: &str) -> String {
        let column = self.column(at);
        let place = if column.name.is_empty() { String::new() } else { format!(": {}", column.label()) };
        let mut lines = vec![format!("{progress}, column #{}{place}", column.position)];
        lines.extend(self.samples(at).iter().map(|sample| format!("  {sample}")));
        lines.extend(self.reason(at).map(|reason| format!("  suggested: {reason}")));
        lines.extend(self.rivals(at).map(|rivals| format!("  {rivals}")));
        // A table of one column cuts long lines to the terminal and escapes control characters of cells.
        let mut table = Table::new(self.terminal.width()).text("");
        for line in lines {
            table.row([line]);
        }
        format!("\n{}", table.to_string().trim_end())
    }

    fn samples(&self, at: usize) -> Vec<String> {
        let Some(evidence) = self.evidence(at) else { return Vec::new() };
        let together = evidence.samples.join(" | ");
        match evidence.samples.len() {
            0 => vec![format!("no value in the first {} rows", evidence.rows)],
            _ if together.chars().count() <= SAMPLES_INLINE_WIDTH => vec![together],
            _ => evidence.samples.clone(),
        }
    }

    /// `Phone Number (a mobile number)`.
    fn reason(&self, at: usize) -> Option<String> {
        self.suggestion(at).map(|suggestion| format!("{} ({})", suggestion.fields(), suggestion.reason))
    }

    /// `columns #2 and #3 claim Phone Number: which is it?`
    fn rivals(&self, at: usize) -> Option<String> {
        let column = self.asked[at].column;
        let contest = self.columns.contests().find(|contest| contest.columns.contains(&column))?;
        let places: Vec<String> = contest.columns.iter().map(|index| format!("#{}", index + 1)).collect();
        Some(format!("columns {} claim {}: which is it?", places.join(" and "), contest.field))
    }

    /// Returns what is suggested for a question.
    pub(super) fn suggestion(&self, at: usize) -> Option<&'a Suggestion> {
        let column = self.asked[at].column;
        self.columns.suggestion(column)
    }

    /// Returns the column of a question.
    pub(super) fn column(&self, at: usize) -> &Column {
        &self.source.columns()[self.asked[at].column]
    }

    /// Returns the statistics of the column of a question.
    pub(super) fn evidence(&self, at: usize) -> Option<&'a ColumnStats> {
        self.columns.evidence.get(self.asked[at].column)
    }

    /// Returns true if the column has values, or if that is not known.
    pub(super) fn is_filled(&self, at: usize) -> bool {
        self.evidence(at).is_none_or(|evidence| evidence.filled > 0)
    }

    /// Returns the fields that can take this column: neither an earlier question nor a column that is already mapped
    /// has them.
    fn available_targets(&self, at: usize) -> Vec<Target> {
        let last_name = |question: &ColumnPrompt| question.split.map(|_| Target::Field(FieldId::LAST_NAME));
        let others = self.asked[..at].iter().flat_map(|question| [question.answer, last_name(question)]).flatten();
        // Tags takes several columns, so it is offered again.
        let others: Vec<Target> = others.filter(|target| !target.takes_several_columns()).collect();
        let mapping = &self.columns.compiled.mapping;
        let by_contact_id = self.recipe.identifier == Some(Identifier::ContactId);
        let all = by_contact_id.then_some(Target::ContactId).into_iter();
        all.chain(self.plan.fields().iter().map(|field| Target::Field(field.id)))
            .filter(|target| mapping.has_room_for_column(*target) && !others.contains(target))
            .collect()
    }

    /// Returns the name of a field.
    pub(super) fn name(&self, target: Target) -> String {
        self.plan.fields().target_name(target).to_owned()
    }

    /// Returns the answer for each column that is asked for.
    pub(super) fn answers(&self) -> Vec<ColumnAnswer> {
        let answer =
            |prompt: &ColumnPrompt| ColumnAnswer { column: prompt.column, target: prompt.answer, split: prompt.split };
        self.asked.iter().map(answer).collect()
    }
}
