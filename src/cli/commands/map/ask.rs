use super::create;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::orders::{Answers, Orders};
use crate::cli::prepare::{self, Columns, FieldPlan, Mapped};
use crate::mapping::{self, Compiled, Suggestion};
use crate::model::{ColumnEvidence, Identifier, KeepValues, Recipe, Target};
use crate::source::Source;
use crate::ui::Terminal;

/// What an asked column may become besides a field.
const LEAVE_OUT: &str = "Leave it out";
const CREATE: &str = "Create a new field…";
const BACK: &str = "Back to the column before";

/// Maps the columns by asking for each that has no field yet.
pub(super) fn map(
    context: &Context,
    source: &mut Source,
    orders: &Orders,
    plan: &mut FieldPlan,
) -> Result<Mapped, Failure> {
    let undecided = orders.undecided();
    let columns = Columns::look(context, source, &undecided, plan.fields())?;
    columns.tell(context, orders);
    let mut questions = Questions::new(context, source, &undecided, plan, &columns);
    let compiled = questions.until_complete(&undecided)?;
    let keep = ask_keep(&context.terminal, &undecided, &compiled)?;
    let orders = undecided.with(questions.answers(), keep);
    plan.keep_mapped(&compiled.mapping);
    prepare::finish(source, &orders, plan.fields())
}

/// The columns that are asked for, and the answers so far.
struct Questions<'a> {
    context: &'a Context,
    terminal: &'a Terminal,
    source: &'a mut Source,
    recipe: &'a Recipe,
    plan: &'a mut FieldPlan,
    evidence: &'a [ColumnEvidence],
    suggestions: &'a [Suggestion],
    identifier: Option<Identifier>,
    /// Fields that have a column or a value without being asked for.
    taken: Vec<Target>,
    asked: Vec<Question>,
}

struct Question {
    /// The column's index, from 0.
    column: usize,
    /// The field that was chosen; `None` is left out.
    answer: Option<Target>,
}

/// What was answered to one question.
enum Answer {
    Into(Option<Target>),
    Again,
    Back,
}

impl<'a> Questions<'a> {
    fn new(
        context: &'a Context,
        source: &'a mut Source,
        orders: &'a Orders,
        plan: &'a mut FieldPlan,
        columns: &'a Columns,
    ) -> Self {
        let preselected = |column: usize| columns.preselected(column);
        let asked = columns.open().iter().map(|&column| Question { column, answer: preselected(column) });
        Self {
            context,
            terminal: &context.terminal,
            source,
            recipe: &orders.recipe,
            plan,
            evidence: &columns.evidence,
            suggestions: &columns.suggestions,
            identifier: orders.recipe.identifier,
            taken: columns.compiled.mapping.slots.iter().map(|slot| slot.target).collect(),
            asked: asked.collect(),
        }
    }

    /// Asks, and asks again while something is missing that the purpose needs.
    fn until_complete(&mut self, orders: &Orders) -> Result<Compiled, Failure> {
        loop {
            self.ask_all()?;
            let orders = orders.with(self.answers(), None);
            let request = orders.mapping()?;
            let compiled = mapping::compile(self.source.columns(), self.plan.fields(), &request)?;
            let complete = mapping::check_complete(
                &compiled,
                self.source.columns(),
                self.plan.fields(),
                request.purpose,
                request.identifier,
            );
            match complete {
                Ok(()) => return Ok(compiled),
                Err(missing) if !self.asked.is_empty() => {
                    self.terminal.warn(&format!("{missing}; please choose again"));
                }
                Err(missing) => return Err(missing.into()),
            }
        }
    }

    fn ask_all(&mut self) -> Result<(), Failure> {
        let mut at = 0;
        while at < self.asked.len() {
            match self.ask(at)? {
                Answer::Into(target) => {
                    self.asked[at].answer = target;
                    at += 1;
                }
                Answer::Again => {}
                Answer::Back => at -= 1,
            }
        }
        Ok(())
    }

    fn ask(&mut self, at: usize) -> Result<Answer, Failure> {
        let column = self.asked[at].column;
        let label = self.source.columns()[column].label();
        self.terminal.present(&self.about(at));
        let targets = self.free_targets(at);
        let mut items: Vec<String> = targets.iter().map(|target| self.name(*target)).collect();
        items.extend([LEAVE_OUT, CREATE].map(str::to_owned));
        if at > 0 {
            items.push(BACK.to_owned());
        }
        let answer = self.asked[at].answer;
        let default = targets.iter().position(|target| Some(*target) == answer).unwrap_or(targets.len());
        let question = format!("'{label}' goes to");
        Ok(match self.terminal.choose(&question, &items, default, Some("leave it out"))? {
            Some(index) if index < targets.len() => Answer::Into(Some(targets[index])),
            Some(index) if index == targets.len() + 1 => self.create(column)?,
            Some(index) if index > targets.len() => Answer::Back,
            _ => Answer::Into(None),
        })
    }

    /// A new field for a column, or the same question again.
    fn create(&mut self, column: usize) -> Result<Answer, Failure> {
        let evidence = self.evidence.get(column);
        let created = create::ask(self.context, self.source, self.recipe, column, evidence, self.plan)?;
        Ok(created.map_or(Answer::Again, |id| Answer::Into(Some(Target::Field(id)))))
    }

    /// What helps to decide: where the column stands, three of its values, and what speaks for a field.
    fn about(&self, at: usize) -> String {
        let column = self.asked[at].column;
        let columns = self.source.columns();
        let mut text =
            format!("\nColumn {} of {}: {}", columns[column].position, columns.len(), columns[column].label());
        if let Some(evidence) = self.evidence.get(column) {
            let samples =
                if evidence.samples.is_empty() { "no values".to_owned() } else { evidence.samples.join(" | ") };
            text += &format!("\n  {samples}");
        }
        if let Some(suggestion) = self.suggestions.iter().find(|suggestion| suggestion.column == column) {
            text += &format!("\n  suggested: {} ({})", suggestion.field_name, suggestion.reason);
        }
        text
    }

    /// The fields that no other column has, and the one that this column has.
    fn free_targets(&self, at: usize) -> Vec<Target> {
        let others: Vec<Target> =
            self.asked.iter().enumerate().filter(|(other, _)| *other < at).filter_map(|(_, q)| q.answer).collect();
        let by_contact_id = self.identifier == Some(Identifier::ContactId);
        let all = by_contact_id.then_some(Target::ContactId).into_iter();
        all.chain(self.plan.fields().iter().map(|field| Target::Field(field.id)))
            .filter(|target| !self.taken.contains(target) && !others.contains(target))
            .collect()
    }

    fn name(&self, target: Target) -> String {
        match target {
            Target::ContactId => Identifier::ContactId.field_name().to_owned(),
            Target::Field(id) => self.plan.fields().name(id).to_owned(),
        }
    }

    /// The answers as `--map` and `--skip` take them.
    fn answers(&self) -> Answers {
        let mut answers = Answers::default();
        for Question { column, answer } in &self.asked {
            let place = format!("#{}", column + 1);
            match answer {
                Some(target) => answers.map.push(format!("{place}={}", self.name(*target))),
                None => answers.skip.push(place),
            }
        }
        answers
    }
}

/// Which fields keep the values that contacts have; `None` where the purpose changes no contact, or it was said.
fn ask_keep(terminal: &Terminal, orders: &Orders, compiled: &Compiled) -> Result<Option<KeepValues>, Failure> {
    if !orders.recipe.purpose.updates() || orders.typed.keep.is_some() {
        return Ok(None);
    }
    let identifier = orders.recipe.identifier.map(Identifier::target);
    let slots = compiled.mapping.slots.iter().filter(|slot| Some(slot.target) != identifier);
    let names: Vec<&String> = slots.map(|slot| &slot.field_name).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let items = [
        "Replace it with the file's value".to_owned(),
        "Keep it: fill only what is empty".to_owned(),
        "Decide for each field".to_owned(),
    ];
    let before = match orders.keep() {
        KeepValues::None => 0,
        KeepValues::All => 1,
        KeepValues::Of(_) => 2,
    };
    match terminal.choose("Where a contact has a value already", &items, before, None)? {
        Some(1) => Ok(Some(KeepValues::All)),
        Some(2) => ask_each(terminal, orders, &names).map(Some),
        _ => Ok(Some(KeepValues::None)),
    }
}

fn ask_each(terminal: &Terminal, orders: &Orders, names: &[&String]) -> Result<KeepValues, Failure> {
    let was_kept = |name: &String| match orders.keep() {
        KeepValues::None => false,
        KeepValues::All => true,
        KeepValues::Of(kept) => kept.contains(name),
    };
    let mut kept = Vec::new();
    for name in names {
        if terminal.confirm(&format!("Keep the {name} that a contact has?"), was_kept(name))? {
            kept.push((*name).clone());
        }
    }
    Ok(if kept.is_empty() { KeepValues::None } else { KeepValues::Of(kept) })
}
