use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::orders::{Answers, Orders};
use crate::import;
use crate::mapping::{self, Compiled, Suggestion, column_name, find_columns, quote};
use crate::model::{ColumnEvidence, Fields, Recipe, Target};
use crate::source::Source;

/// How many rows are looked at for what they say about their columns.
const ROWS_LOOKED_AT: u64 = 1_000;

/// A source whose columns have found their fields.
pub(in crate::cli) struct Mapped {
    pub(in crate::cli) compiled: Compiled,
    pub(in crate::cli) recipe: Recipe,
}

/// Maps the columns as it was decided, as it was typed, and by their names; what is left is suggested.
pub(in crate::cli) fn map(
    context: &Context,
    source: &mut Source,
    orders: &Orders,
    fields: &Fields,
) -> Result<Mapped, Failure> {
    let columns = Columns::look(context, source, orders, fields)?;
    columns.tell(context, orders);
    if orders.typed.accept_suggestions && !columns.suggestions.is_empty() {
        columns.tell_accepted(context, source);
        return finish(source, &orders.with(columns.accepted(), None), fields);
    }
    columns.tell_left_out(context, orders, source, fields);
    finish(source, orders, fields).map_err(|failure| columns.help(failure, orders, source, fields))
}

/// Compiles what was decided and typed, which must lack nothing.
pub(in crate::cli) fn finish(source: &Source, orders: &Orders, fields: &Fields) -> Result<Mapped, Failure> {
    let request = orders.mapping()?;
    let compiled = mapping::compile(source.columns(), fields, &request)?;
    mapping::check_complete(&compiled, source.columns(), fields, request.purpose, request.identifier)?;
    let recipe = super::complete(orders, source, &compiled);
    Ok(Mapped { compiled, recipe })
}

/// The columns of a source: what they become without more being said, and what speaks for a field of the others.
pub(in crate::cli) struct Columns {
    pub(in crate::cli) compiled: Compiled,
    pub(in crate::cli) evidence: Vec<ColumnEvidence>,
    pub(in crate::cli) suggestions: Vec<Suggestion>,
    /// For each column what was decided of it before.
    decided: Vec<Before>,
}

/// What was decided of a column before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    LeftOut,
    Into(Target),
}

impl Columns {
    pub(in crate::cli) fn look(
        context: &Context,
        source: &mut Source,
        orders: &Orders,
        fields: &Fields,
    ) -> Result<Self, Failure> {
        let compiled = mapping::compile(source.columns(), fields, &orders.mapping()?)?;
        let mut columns =
            Self { decided: decided(source, orders, fields), compiled, evidence: Vec::new(), suggestions: Vec::new() };
        if !columns.compiled.free.is_empty() && !orders.typed.only_mapped {
            let formats = columns.compiled.formats(source.columns());
            columns.evidence = import::look(source, &formats, ROWS_LOOKED_AT, &context.cancel)?;
            let (identifier, evidence) = (orders.recipe.identifier, &columns.evidence);
            columns.suggestions = mapping::suggest(source.columns(), fields, &columns.compiled, identifier, evidence);
        }
        Ok(columns)
    }

    /// Columns of which nothing is known but what is suggested.
    pub(in crate::cli) fn open(&self) -> &[usize] {
        &self.compiled.free
    }

    /// What a column became before, else what is suggested for it.
    pub(in crate::cli) fn preselected(&self, column: usize) -> Option<Target> {
        match self.decided.get(column) {
            Some(Before::Into(target)) => Some(*target),
            Some(Before::LeftOut) => None,
            _ => self.suggestions.iter().find(|other| other.column == column).map(|suggestion| suggestion.target),
        }
    }

    /// What was found out or decided about the columns, and what the user should know of it.
    pub(in crate::cli) fn tell(&self, context: &Context, orders: &Orders) {
        let (terminal, compiled) = (&context.terminal, &self.compiled);
        if let Some(preset) = compiled.preset {
            terminal.note(&format!(
                "note: recognised as {}: its cells are read as it writes them; --preset none reads them as they are",
                preset.described()
            ));
        }
        for (field, places) in &compiled.contested {
            let places = places.join(" and ");
            terminal
                .warn(&format!("columns {places} are both named {field}: neither is imported; use --map '#N={field}'"));
        }
        if compiled.contact_id_left_out && !orders.typed.only_mapped {
            terminal
                .note("note: the Contact IDs are left out: they are never written, and they are not the identifier");
        }
        let is_accepted = |field: &String| {
            orders.typed.accept_suggestions && self.suggestions.iter().any(|suggestion| suggestion.field_name == *field)
        };
        for field in compiled.keep_without_column.iter().filter(|field| !is_accepted(field)) {
            terminal.warn(&format!("--do-not-overwrite: {field} is not mapped, so it is not overwritten anyway"));
        }
        for choice in &compiled.drift.vanished {
            let label = choice.label();
            match &choice.field {
                Some(field) => terminal.warn(&format!("the column '{label}' is gone, so {field} is not imported")),
                None => terminal.note(&format!("note: the column '{label}' is gone; it was left out anyway")),
            }
        }
        if !compiled.drift.appeared.is_empty() {
            let appeared = list(&compiled.drift.appeared);
            terminal.warn(&format!("new since the mapping was saved, and not imported: {appeared}; see --map"));
        }
    }

    /// Columns that no field claims, and the options that would map them as suggested.
    fn tell_left_out(&self, context: &Context, orders: &Orders, source: &Source, fields: &Fields) {
        if self.compiled.unmatched.is_empty() || orders.typed.only_mapped {
            return;
        }
        let columns = list(&self.compiled.unmatched);
        let what_to_do = match self.options(source, fields) {
            Some(options) => format!("suggested: {options} (or all with --accept-suggestions)"),
            None => "see --map and --create-field".to_owned(),
        };
        context
            .terminal
            .note(&format!("note: not imported, because no contact field has that name: {columns}; {what_to_do}"));
    }

    fn tell_accepted(&self, context: &Context, source: &Source) {
        for Suggestion { column, field_name, reason, .. } in &self.suggestions {
            let label = source.columns()[*column].label();
            context.terminal.note(&format!("note: '{label}' goes to {field_name}, as suggested: {reason}"));
        }
    }

    fn accepted(&self) -> Answers {
        let pair = |suggestion: &Suggestion| format!("#{}={}", suggestion.column + 1, suggestion.field_name);
        Answers { map: self.suggestions.iter().map(pair).collect(), skip: Vec::new() }
    }

    /// The options that map the columns as suggested, ready to be pasted.
    fn options(&self, source: &Source, fields: &Fields) -> Option<String> {
        let option = |suggestion: &Suggestion| {
            let column = column_name(source.columns(), fields, suggestion.column);
            format!("--map {}", quote(&format!("{column}={}", suggestion.field_name)))
        };
        let options: Vec<String> = self.suggestions.iter().map(option).collect();
        (!options.is_empty()).then(|| options.join(" "))
    }

    /// A mapping that lacks something: where the suggestions have what is missing, they are what to do next.
    fn help(&self, failure: Failure, orders: &Orders, source: &Source, fields: &Fields) -> Failure {
        let would_help = match finish(source, &orders.with(self.accepted(), None), fields) {
            Ok(_) => true,
            Err(other) => other.to_string() != failure.to_string(),
        };
        match self.options(source, fields) {
            Some(options) if would_help => {
                failure.with_hint(format!("add: {options} (or all with --accept-suggestions)"))
            }
            _ => failure,
        }
    }
}

/// What was decided of each column before, where anything was.
fn decided(source: &Source, orders: &Orders, fields: &Fields) -> Vec<Before> {
    let mut decided = vec![Before::Nothing; source.columns().len()];
    let choices = &orders.recipe.columns;
    for (choice, place) in choices.iter().zip(find_columns(choices, source.columns()).places) {
        if let Some(place) = place {
            let target = choice.field.as_ref().and_then(|name| fields.target(name));
            decided[place] = target.map_or(Before::LeftOut, Before::Into);
        }
    }
    decided
}

fn list(labels: &[String]) -> String {
    labels.iter().map(|label| format!("'{label}'")).collect::<Vec<_>>().join(", ")
}
