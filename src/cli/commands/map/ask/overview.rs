//! The overview: one table that shows the field of each column, and the question whether it is right.

use std::collections::BTreeMap;

use super::questions::{ColumnPrompt, ColumnPrompts};
use crate::cli::commands::steps::{Arrival, BACK};
use crate::cli::error::CliError;
use crate::cli::render::split_sample;
use crate::mapping::{SPLIT_FIELDS, shortened};
use crate::model::{ColumnStats, Target, ValueClass, counted, format_thousands, plural};
use crate::ui::{Choice, Table};

/// Maximum number of columns that have a row each; of more, those for new fields and without values are only named.
const MAX_ROWS: usize = 12;
/// Maximum number of columns that are named on one line.
const MAX_NAMED: usize = 8;
/// Maximum width of a sample, in characters.
const SAMPLE_WIDTH: usize = 40;

/// Advice on columns that are left out because no new field can have their name.
const NAME_BY_CHANGING: &str = "To import a column that is left out for its name, choose 'Change a column…' and give its \
                                field another one.";

/// An answer to the question whether the overview is right.
#[derive(Clone, Copy)]
pub(super) enum Verdict {
    Right,
    WithoutNewFields,
    Change,
}

impl ColumnPrompts<'_> {
    /// Shows the overview and asks whether it looks right; `None` after Esc.
    pub(super) fn ask_overview(&self, arrival: Arrival) -> Result<Option<Verdict>, CliError> {
        self.show_overview();
        let mut choices = vec![(Verdict::Right, "Looks right".to_owned())];
        let new = self.asked.iter().filter(|prompt| self.new_kind(prompt).is_some()).count() as u64;
        if new > 0 {
            let fields = if new == 1 { "new field".to_owned() } else { counted(new, "new field") };
            choices.push((Verdict::WithoutNewFields, format!("Looks right, but without the {fields}")));
        }
        choices.push((Verdict::Change, "Change a column…".to_owned()));
        let items: Vec<String> = choices.iter().map(|(_, text)| text.clone()).collect();
        let chosen = self.terminal.choose("Is this right?", &items, 0, arrival.escape())?;
        Ok(chosen.and_then(|index| choices.get(index)).map(|(verdict, _)| *verdict))
    }

    /// Shows what becomes of each column.
    pub(super) fn show_overview(&self) {
        self.terminal.print_always(&self.overview());
    }

    /// Asks which column to change; `None` after Esc.
    pub(super) fn ask_which(&self) -> Result<Option<usize>, CliError> {
        let item = |at: usize| {
            let sample = self.sample(self.asked[at].column).map(|sample| format!("   {sample}")).unwrap_or_default();
            format!("{} → {}{sample}", self.column(at).label(), self.goes_to(at))
        };
        let items: Vec<String> = (0..self.asked.len()).map(item).collect();
        // Headers that are names of fields are seldom wrong.
        let default = self.asked.iter().position(|prompt| !self.columns.is_named(prompt.column)).unwrap_or_default();
        let choice = Choice { question: "Which column?", about: &[], items: &items, default, escape: Some(BACK) };
        Ok(self.terminal.ask_choice(&choice)?)
    }

    fn overview(&self) -> String {
        let columns = self.source.columns();
        let table = Table::new(self.terminal.width()).text("Column").text("Goes to").text("Filled").text("Sample");
        // Reasons stand where there is room; those for one column stand above the question about it.
        let table = table.text("Why").optional(1);
        let is_short = columns.len() <= MAX_ROWS;
        let (mut table, mut new, mut empty) = (table, Vec::new(), Vec::new());
        let mut unnamed: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (index, column) in columns.iter().enumerate() {
            let at = self.asked.iter().position(|prompt| prompt.column == index);
            let prompt = at.map(|at| &self.asked[at]);
            let new_kind = prompt.and_then(|prompt| self.new_kind(prompt));
            let why_unnamed = prompt.and_then(ColumnPrompt::unnamed);
            let is_left_out = prompt.is_some_and(|prompt| prompt.answer.is_none()) && new_kind.is_none();
            let short_label = || shortened(&column.label()).into_owned();
            match (new_kind, why_unnamed) {
                (Some(kind), _) if !is_short => new.push(format!("{} ({kind})", short_label())),
                (None, Some(why)) if !is_short => unnamed.entry(why).or_default().push(short_label()),
                (None, None) if is_left_out && !is_short => empty.push(short_label()),
                _ => {
                    let goes_to = at.map_or_else(|| self.mapped_to(index), |at| self.goes_to(at));
                    let sample = self.sample(index).unwrap_or_default();
                    let why = at.and_then(|at| self.suggestion(at)).filter(|_| new_kind.is_none());
                    let why = why.map(|suggestion| suggestion.reason.clone()).unwrap_or_default();
                    table.row([column.label(), goes_to, self.filled(index), sample, why]);
                }
            }
        }
        let mut lines = vec![listed(&plural(new.len() as u64, "New field"), &new), listed("Not imported", &empty)];
        lines.extend(unnamed.iter().map(|(why, names)| listed(&format!("Not imported ({why})"), names)));
        if self.asked.iter().any(|prompt| prompt.unnamed().is_some()) {
            lines.push(NAME_BY_CHANGING.to_owned());
        }
        let lines = lines.iter().filter(|line| !line.is_empty()).map(|line| self.terminal.wrapped(line) + "\n");
        format!("\n{table}{}", lines.collect::<Vec<_>>().concat())
    }

    /// Returns the name of the type of the field that is made for a column, if one is.
    fn new_kind(&self, prompt: &ColumnPrompt) -> Option<&str> {
        let planned = || {
            let own = prompt.own_target().filter(|own| prompt.answer == Some(*own))?;
            self.plan.planned().iter().find(|field| Target::Field(field.id) == own).map(|field| field.kind.name())
        };
        prompt.proposed().map(crate::model::FieldKind::name).or_else(planned)
    }

    fn goes_to(&self, at: usize) -> String {
        let prompt = &self.asked[at];
        match (prompt.split, prompt.answer, self.new_kind(prompt)) {
            (Some(_), ..) => format!("{SPLIT_FIELDS} (split)"),
            (None, _, Some(kind)) => format!("new field ({kind})"),
            (None, Some(target), None) => self.name(target),
            (None, None, None) => match (self.rivals(at), prompt.unnamed()) {
                (Some(rivals), _) => rivals,
                (None, Some(why)) => format!("— not imported ({why})"),
                (None, None) => "— not imported".to_owned(),
            },
        }
    }

    /// Returns the fields of a column that needs no question.
    fn mapped_to(&self, index: usize) -> String {
        let compiled = &self.columns.compiled;
        let slots = compiled.mapping.slots.iter().filter(|slot| slot.column_index() == Some(index));
        let names: Vec<&str> = slots.map(|slot| slot.field_name.as_str()).collect();
        if names.is_empty() { "— not imported".to_owned() } else { names.join(", ") }
    }

    /// `4 of 4`, or `4, 1 bad` where values do not look like those of the field.
    fn filled(&self, index: usize) -> String {
        let Some(stats) = self.columns.evidence.get(index) else { return String::new() };
        let filled = format_thousands(stats.filled);
        match self.bad(index, stats) {
            0 => format!("{filled} of {}", format_thousands(stats.rows)),
            bad => format!("{filled}, {} bad", format_thousands(bad)),
        }
    }

    fn bad(&self, index: usize, stats: &ColumnStats) -> u64 {
        let asked = self.asked.iter().find(|prompt| prompt.column == index).and_then(|prompt| prompt.answer);
        let slots = &self.columns.compiled.mapping.slots;
        let mapped = slots.iter().find(|slot| slot.column_index() == Some(index)).map(|slot| slot.target);
        let kind = match asked.or(mapped) {
            Some(Target::Field(id)) => self.plan.fields().get(id).map(|field| &field.kind),
            _ => None,
        };
        kind.and_then(ValueClass::of).map_or(0, |class| stats.filled - stats.count(class).min(stats.filled))
    }

    fn sample(&self, index: usize) -> Option<String> {
        let sample = self.columns.evidence.get(index)?.samples.first()?;
        let split = self.asked.iter().find(|prompt| prompt.column == index).and_then(|prompt| prompt.split);
        let sample = match split {
            Some(order) => split_sample(sample, order),
            None => sample.clone(),
        };
        let mut shown: String = sample.chars().take(SAMPLE_WIDTH).collect();
        if shown.len() < sample.len() {
            shown.push('…');
        }
        Some(shown)
    }
}

/// `New fields: Born (date), VIP (checkbox) and 3 more`.
fn listed(title: &str, names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let shown = names.iter().take(MAX_NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = match names.len().saturating_sub(MAX_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{title}: {shown}{more}")
}
