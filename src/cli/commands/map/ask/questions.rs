//! The questions column by column: what each unmapped column becomes.

use super::overview::Verdict;
use super::own_fields::OwnField;
use crate::cli::commands::map::create;
use crate::cli::commands::steps::{Arrival, BACK, StepEnd};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::mapping::{ColumnAnswer, SPLIT_FIELDS, Suggestion};
use crate::model::{Column, ColumnStats, FieldId, Identifier, NameOrder, Target};
use crate::ops::ImportSpec;
use crate::ops::setup::{ColumnResolution, NewFields};
use crate::source::Source;
use crate::ui::{Choice, Terminal};

/// Choices for a column besides the fields.
const LEAVE_OUT: &str = "Leave it out";
const CREATE: &str = "Create a new field…";
/// Maximum width of samples on one line, in characters; longer ones get a line each.
const SAMPLES_INLINE_WIDTH: usize = 60;

/// The columns to ask for, and the answers so far.
pub(super) struct ColumnPrompts<'a> {
    pub(super) context: &'a Context,
    /// The terminal of the context.
    pub(super) terminal: &'a Terminal,
    /// The source whose columns are mapped.
    pub(super) source: Source,
    /// The purpose and options of the import, without the answers to these questions.
    pub(super) undecided: ImportSpec,
    /// The contact fields, including those that the answers create.
    pub(super) plan: NewFields,
    /// What is known and suggested of the columns.
    pub(super) columns: ColumnResolution,
    /// The questions, in the order of the columns.
    pub(super) asked: Vec<ColumnPrompt>,
    /// Indexes of the questions whose field was asked for because the purpose needs it, each with the answer that it had
    /// before, the last one last.
    pub(super) required: Vec<(usize, Option<Target>)>,
}

/// Question for one column, with its answer so far.
pub(super) struct ColumnPrompt {
    /// Index of the column, from 0.
    pub(super) column: usize,
    /// The field that was chosen or is preselected; `None` leaves the column out.
    pub(super) answer: Option<Target>,
    /// Order of the names if the column is split into First and Last Name; `answer` is First Name then.
    pub(super) split: Option<NameOrder>,
    /// The field that may be made for the column, if it goes to no other.
    pub(super) own: Option<OwnField>,
    /// The user has chosen the answer.
    pub(super) is_answered: bool,
}

/// A choice for a column.
#[derive(Clone, Copy)]
enum Offer {
    Split(NameOrder),
    Into(Target),
    /// A new field named like it.
    Own,
    LeaveOut,
    /// A new field whose name and type are asked for.
    Create,
}

/// Answer to one question.
enum Answer {
    Into(Option<Target>),
    /// A new field named like the column, once all looks right.
    Own,
    Split(NameOrder),
    Again,
    Back,
}

impl<'a> ColumnPrompts<'a> {
    /// Lists the unmapped columns, each with its default preselected.
    pub(super) fn new(
        context: &'a Context,
        source: Source,
        undecided: ImportSpec,
        plan: NewFields,
        columns: ColumnResolution,
    ) -> Self {
        let (terminal, asked) = (&context.terminal, prompts(&columns, &plan, &source));
        let mut prompts = Self { context, terminal, source, undecided, plan, columns, asked, required: Vec::new() };
        prompts.name_own_fields();
        prompts
    }

    /// Looks at the columns again by another purpose or identifier. Answers are kept where they can be.
    pub(super) fn renew(&mut self, undecided: ImportSpec) -> Result<(), CliError> {
        let (fields, cancel) = (self.plan.fields(), &self.context.cancel);
        self.columns = ColumnResolution::look_for_questions(&mut self.source, &undecided, fields, cancel)?;
        self.undecided = undecided;
        let before = std::mem::replace(&mut self.asked, prompts(&self.columns, &self.plan, &self.source));
        for earlier in before.into_iter().filter(|earlier| earlier.is_answered) {
            let is_possible = earlier.answer.is_none_or(|target| self.is_offered(target));
            let prompt = self.asked.iter_mut().find(|prompt| prompt.column == earlier.column);
            if let Some(prompt) = prompt.filter(|_| is_possible) {
                *prompt = earlier;
            }
        }
        self.required.clear();
        self.name_own_fields();
        Ok(())
    }

    /// Returns true if no column is open: options decide about all of them.
    pub(super) fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// Returns true if each column has the name of the field that it goes to.
    fn are_all_named(&self) -> bool {
        let is_by_name = |prompt: &ColumnPrompt| {
            self.columns.is_named(prompt.column) && !prompt.is_answered && prompt.answer.is_some()
        };
        self.asked.iter().all(is_by_name)
    }

    /// Shows what becomes of the columns, and lets single ones be changed until it looks right.
    pub(super) fn ask(&mut self, arrival: Arrival) -> Result<StepEnd, CliError> {
        if self.is_empty() || (self.are_all_named() && !arrival.is_return) {
            if !arrival.is_return {
                self.show_overview();
            }
            return Ok(StepEnd::NothingToAsk);
        }
        loop {
            match self.ask_overview(arrival)? {
                Some(Verdict::Right) => break self.make_own_fields()?,
                Some(Verdict::WithoutNewFields) => break self.forgo_own_fields(),
                Some(Verdict::Change) => self.change_one()?,
                None => return Ok(StepEnd::Back),
            }
        }
        Ok(StepEnd::Answered)
    }

    /// Asks which column to change, and what it becomes.
    fn change_one(&mut self) -> Result<(), CliError> {
        let Some(at) = self.ask_which()? else { return Ok(()) };
        while let Answer::Again = self.answer_one(at, "", true)? {}
        Ok(())
    }

    /// Asks for all columns one after the other, from the first on; Esc leads to the one before, and from the first one
    /// back.
    pub(super) fn ask_each(&mut self) -> Result<StepEnd, CliError> {
        let mut at = 0;
        while at < self.asked.len() {
            let progress = format!("{} of {}, ", at + 1, self.asked.len());
            match self.answer_one(at, &progress, true)? {
                Answer::Again => {}
                Answer::Back if at == 0 => return Ok(StepEnd::Back),
                Answer::Back => at -= 1,
                Answer::Into(_) | Answer::Split(_) | Answer::Own => at += 1,
            }
        }
        Ok(StepEnd::Answered)
    }

    /// Asks what a column becomes, and keeps the answer.
    fn answer_one(&mut self, at: usize, progress: &str, has_back: bool) -> Result<Answer, CliError> {
        let answer = self.ask_one(at, progress, has_back)?;
        match answer {
            Answer::Into(target) => self.keep_answer(at, target, None),
            Answer::Split(order) => self.keep_answer(at, Some(Target::Field(FieldId::FIRST_NAME)), Some(order)),
            Answer::Own => self.keep_proposal(at),
            Answer::Again | Answer::Back => {}
        }
        self.name_own_fields();
        Ok(answer)
    }

    /// Leaves a column to the field that is proposed for it.
    fn keep_proposal(&mut self, at: usize) {
        let prompt = &mut self.asked[at];
        (prompt.answer, prompt.split, prompt.is_answered) = (None, None, false);
    }

    /// Keeps the answer for a column; a field that it takes is taken from the column that had it as a default.
    fn keep_answer(&mut self, at: usize, answer: Option<Target>, split: Option<NameOrder>) {
        let prompt = &mut self.asked[at];
        (prompt.answer, prompt.split, prompt.is_answered) = (answer, split, true);
        let taken = [answer, split.map(|_| Target::Field(FieldId::LAST_NAME))];
        let taken: Vec<Target> = taken.into_iter().flatten().filter(|target| !target.takes_several_columns()).collect();
        for (_, other) in self.asked.iter_mut().enumerate().filter(|(index, _)| *index != at) {
            let has_last_name = other.split.is_some() && taken.contains(&Target::Field(FieldId::LAST_NAME));
            if has_last_name || other.answer.is_some_and(|target| taken.contains(&target)) {
                (other.answer, other.split) = (None, None);
            }
        }
    }

    fn ask_one(&mut self, at: usize, progress: &str, has_back: bool) -> Result<Answer, CliError> {
        let offers = self.offers(at);
        let items: Vec<String> = offers.iter().map(|(_, text)| text.clone()).collect();
        let chosen = self.terminal.ask_choice(&Choice {
            question: &format!("Contact field for {}:", self.unique_label(at)),
            about: &self.about(at, progress),
            items: &items,
            default: offers.iter().position(|(offer, _)| self.is_current(at, *offer)).unwrap_or_default(),
            escape: has_back.then_some(BACK),
        })?;
        match chosen.and_then(|index| offers.get(index)).map(|(offer, _)| *offer) {
            None => Ok(Answer::Back),
            Some(Offer::Split(order)) => Ok(Answer::Split(order)),
            Some(Offer::Into(target)) => Ok(Answer::Into(Some(target))),
            Some(Offer::Own) => self.choose_own(at),
            Some(Offer::LeaveOut) => Ok(Answer::Into(None)),
            Some(Offer::Create) => self.create(at),
        }
    }

    /// Returns what a column can become, in the order of the list.
    fn offers(&self, at: usize) -> Vec<(Offer, String)> {
        let targets = self.available_targets(at);
        let split = self.offered_split(at, &targets);
        let split = split.map(|order| (Offer::Split(order), format!("{SPLIT_FIELDS} (split, {})", order.describe())));
        let own = self.asked[at].own.as_ref().and_then(OwnField::described).map(|text| (Offer::Own, text));
        let targets = targets.into_iter().map(|target| (Offer::Into(target), self.described(target)));
        let others = [(Offer::LeaveOut, LEAVE_OUT.to_owned()), (Offer::Create, CREATE.to_owned())];
        split.into_iter().chain(targets).chain(own).chain(others).collect()
    }

    /// Returns true if a column becomes this so far.
    fn is_current(&self, at: usize, offer: Offer) -> bool {
        let prompt = &self.asked[at];
        match offer {
            Offer::Split(order) => prompt.split == Some(order),
            Offer::Into(target) => prompt.split.is_none() && prompt.answer == Some(target),
            Offer::Own => prompt.proposed().is_some(),
            Offer::LeaveOut => prompt.answer.is_none() && prompt.proposed().is_none(),
            Offer::Create => false,
        }
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
        let recipe = &self.undecided.recipe;
        let created = create::ask(self.context, &mut self.source, recipe, column, evidence, &mut self.plan)?;
        Ok(created.map_or(Answer::Again, |id| Answer::Into(Some(Target::Field(id)))))
    }

    /// Takes the field of its own for a column; where its header can be no field's name, it asks for one.
    fn choose_own(&mut self, at: usize) -> Result<Answer, CliError> {
        let Some(OwnField::Unnamed { kind, .. }) = &self.asked[at].own else { return Ok(Answer::Own) };
        let (kind, column, recipe) = (kind.clone(), self.asked[at].column, &self.undecided.recipe);
        let named = create::ask_named(self.context, &mut self.source, recipe, column, &kind, &mut self.plan)?;
        Ok(named.map_or(Answer::Again, |id| Answer::Into(Some(Target::Field(id)))))
    }

    /// Returns what helps to decide: position of the column, three of its values, and the reason for a suggestion.
    fn about(&self, at: usize, progress: &str) -> Vec<String> {
        let column = self.column(at);
        let place = if column.name.is_empty() { String::new() } else { format!(": {}", column.label()) };
        let mut lines = vec![format!("{progress}column #{}{place}", column.position)];
        lines.extend(self.samples(at).iter().map(|sample| format!("  {sample}")));
        lines.extend(self.reason(at).map(|reason| format!("  suggested: {reason}")));
        lines.extend(self.rivals(at).map(|rivals| format!("  {rivals}")));
        lines.extend(self.asked[at].unnamed().map(|why| format!("  left out so far: {why}")));
        lines
    }

    /// Returns the label of the column, with its position if others are labelled so.
    fn unique_label(&self, at: usize) -> String {
        let (column, label) = (self.column(at), self.column(at).label());
        let is_unique = self.source.columns().iter().filter(|other| other.label() == label).count() == 1;
        if is_unique { label } else { format!("#{} {label}", column.position) }
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
    pub(super) fn rivals(&self, at: usize) -> Option<String> {
        let column = self.asked[at].column;
        let contest = self.columns.contests().find(|contest| contest.columns.contains(&column))?;
        let places: Vec<String> = contest.columns.iter().map(|index| format!("#{}", index + 1)).collect();
        Some(format!("columns {} claim {}: which is it?", places.join(" and "), contest.field))
    }

    /// Returns what is suggested for a question.
    pub(super) fn suggestion(&self, at: usize) -> Option<&Suggestion> {
        let column = self.asked[at].column;
        self.columns.suggestion(column)
    }

    /// Returns the column of a question.
    pub(super) fn column(&self, at: usize) -> &Column {
        &self.source.columns()[self.asked[at].column]
    }

    /// Returns the statistics of the column of a question.
    pub(super) fn evidence(&self, at: usize) -> Option<&ColumnStats> {
        self.columns.evidence.get(self.asked[at].column)
    }

    /// Returns true if the column has values, or if that is not known.
    pub(super) fn is_filled(&self, at: usize) -> bool {
        self.evidence(at).is_none_or(|evidence| evidence.filled > 0)
    }

    /// Returns the fields that can take this column: no column that is mapped already has them, nor has the user given
    /// them to another one.
    fn available_targets(&self, at: usize) -> Vec<Target> {
        let last_name = |question: &ColumnPrompt| question.split.map(|_| Target::Field(FieldId::LAST_NAME));
        let answered = self.asked.iter().enumerate().filter(|(index, other)| *index != at && other.is_answered);
        let taken = answered.flat_map(|(_, question)| [question.answer, last_name(question)]).flatten();
        // Tags takes several columns, so it is offered again.
        let taken: Vec<Target> = taken.filter(|target| !target.takes_several_columns()).collect();
        let is_of_another = |target: &Target| {
            let others = self.asked.iter().enumerate().filter(|(index, _)| *index != at);
            others.into_iter().any(|(_, other)| other.own_target() == Some(*target))
        };
        let all = [Target::ContactId].into_iter();
        all.chain(self.plan.fields().iter().map(|field| Target::Field(field.id)))
            .filter(|target| self.is_offered(*target) && !taken.contains(target) && !is_of_another(target))
            .collect()
    }

    /// Returns true if a column without a field may have this one.
    fn is_offered(&self, target: Target) -> bool {
        let is_known =
            target != Target::ContactId || self.undecided.recipe.identifiers.contains(&Identifier::ContactId);
        is_known && self.columns.compiled.mapping.has_room_for_column(target)
    }

    /// Returns the name of a field, and for one that is made its type.
    fn described(&self, target: Target) -> String {
        let planned = self.plan.planned().iter().find(|field| Target::Field(field.id) == target);
        planned.map_or_else(|| self.name(target), |field| format!("{} (new, {})", field.name, field.kind.name()))
    }

    /// Returns the name of a field.
    pub(super) fn name(&self, target: Target) -> String {
        self.plan.fields().target_name(target).to_owned()
    }

    /// Returns the indexes, from 0, of the columns that the user has decided about.
    pub(super) fn answered(&self) -> Vec<usize> {
        self.asked.iter().filter(|prompt| prompt.is_answered).map(|prompt| prompt.column).collect()
    }

    /// Returns the answer for each column that is asked for.
    pub(super) fn answers(&self) -> Vec<ColumnAnswer> {
        let answer =
            |prompt: &ColumnPrompt| ColumnAnswer { column: prompt.column, target: prompt.answer, split: prompt.split };
        self.asked.iter().map(answer).collect()
    }
}

/// Returns the questions for the columns about which no option decides, each with its default.
fn prompts(columns: &ColumnResolution, plan: &NewFields, source: &Source) -> Vec<ColumnPrompt> {
    let prompt = |&column: &usize| {
        let answer = columns.default_target(column);
        ColumnPrompt {
            column,
            answer,
            split: columns.default_split(column),
            own: OwnField::of((plan, columns, source), column, answer),
            is_answered: false,
        }
    };
    columns.unmapped().iter().map(prompt).collect()
}
