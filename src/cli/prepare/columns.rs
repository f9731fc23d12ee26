use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::orders::{Answers, Orders};
use crate::import;
use crate::mapping::{self, Compiled, Drift, Suggestion, column_name, find_columns, quote};
use crate::model::{ColumnEvidence, Fields, Note, Recipe, Target};
use crate::source::Source;

/// How many rows are looked at for what they say about their columns.
const ROWS_LOOKED_AT: u64 = 1_000;

/// A source whose columns have found their fields.
#[derive(Clone)]
pub(in crate::cli) struct Mapped {
    pub(in crate::cli) compiled: Compiled,
    pub(in crate::cli) recipe: Recipe,
    /// Notes on the columns; they were told.
    pub(in crate::cli) notes: Vec<Note>,
}

/// Maps the columns as it was decided, as it was typed, and by their names; what is left is suggested.
pub(in crate::cli) fn map(
    context: &Context,
    source: &mut Source,
    orders: &Orders,
    fields: &Fields,
) -> Result<Mapped, Failure> {
    let columns = Columns::look(context, source, orders, fields)?;
    let mut notes = columns.notes(orders);
    let accepts = orders.typed.accept_suggestions && !columns.suggestions.is_empty();
    notes.extend(if accepts { columns.accepted_notes(source) } else { columns.left_out(orders, source, fields) });
    context.tell_notes(&notes);
    let mapped = if accepts {
        finish(source, &orders.with(columns.accepted(), None), fields)
    } else {
        finish(source, orders, fields).map_err(|failure| columns.help(failure, orders, source, fields))
    };
    Ok(Mapped { notes, ..mapped? })
}

/// Compiles what was decided and typed, which must lack nothing.
pub(in crate::cli) fn finish(source: &Source, orders: &Orders, fields: &Fields) -> Result<Mapped, Failure> {
    let request = orders.mapping()?;
    let compiled = mapping::compile(source.columns(), fields, &request)?;
    mapping::check_complete(&compiled, source.columns(), fields, request.purpose, request.identifier)?;
    let recipe = super::complete(orders, source, &compiled);
    Ok(Mapped { compiled, recipe, notes: Vec::new() })
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

    /// Notes on what was found out or decided about the columns.
    pub(in crate::cli) fn notes(&self, orders: &Orders) -> Vec<Note> {
        let compiled = &self.compiled;
        let preset = compiled.preset.map(|preset| {
            let message = format!(
                "recognised as {}: its cells are read as it writes them; --preset none reads them as they are",
                preset.described()
            );
            Note::info("preset-recognised", message).option("--preset none")
        });
        let contested = compiled.contested.iter().map(|(field, places)| {
            let places = places.join(" and ");
            let message =
                format!("columns {places} are both named {field}: neither is imported; use --map '#N={field}'");
            Note::warning("columns-of-one-name", message).field(field)
        });
        let id = (compiled.contact_id_left_out && !orders.typed.only_mapped).then(|| {
            let message = "the Contact IDs are left out: they are never written, and they are not the identifier";
            Note::info("contact-ids-left-out", message)
        });
        let is_accepted = |field: &String| {
            orders.typed.accept_suggestions && self.suggestions.iter().any(|suggestion| suggestion.field_name == *field)
        };
        let unmapped = compiled.keep_without_column.iter().filter(|field| !is_accepted(field)).map(|field| {
            let message = format!("--do-not-overwrite: {field} is not mapped, so it is not overwritten anyway");
            Note::warning("do-not-overwrite-unmapped", message).field(field)
        });
        let notes = preset.into_iter().chain(contested).chain(id).chain(unmapped);
        notes.chain(drift_notes(&compiled.drift)).collect()
    }

    /// A note on the columns that no field claims, with the options that would map them as suggested.
    fn left_out(&self, orders: &Orders, source: &Source, fields: &Fields) -> Vec<Note> {
        if self.compiled.unmatched.is_empty() || orders.typed.only_mapped {
            return Vec::new();
        }
        let columns = list(&self.compiled.unmatched);
        let options = self.options(source, fields);
        let next = match &options {
            Some(options) => format!("suggested: {options} (or all with --accept-suggestions)"),
            None => "see --map and --create-field".to_owned(),
        };
        let message = format!("not imported, because no contact field has that name: {columns}; {next}");
        let note = Note::info("columns-left-out", message).count(self.compiled.unmatched.len() as u64);
        vec![Note { option: options, ..note }]
    }

    fn accepted_notes(&self, source: &Source) -> Vec<Note> {
        let note = |Suggestion { column, field_name, reason, .. }: &Suggestion| {
            let label = source.columns()[*column].label();
            let message = format!("'{label}' goes to {field_name}, as suggested: {reason}");
            Note::info("suggestion-accepted", message).column(label).field(field_name)
        };
        self.suggestions.iter().map(note).collect()
    }

    /// The answers that take every suggestion.
    pub(in crate::cli) fn accepted(&self) -> Answers {
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

/// Notes on how the source differs from the one for which its columns were decided.
fn drift_notes(drift: &Drift) -> Vec<Note> {
    let vanished = drift.vanished.iter().map(|choice| {
        let label = choice.label();
        match &choice.field {
            Some(field) => {
                let message = format!("the column '{label}' is gone, so {field} is not imported");
                Note::warning("column-vanished", message).field(field)
            }
            None => Note::info("column-vanished", format!("the column '{label}' is gone; it was left out anyway")),
        }
        .column(label)
    });
    let appeared = (!drift.appeared.is_empty()).then(|| {
        let columns = list(&drift.appeared);
        let message = format!("new since the mapping was saved, and not imported: {columns}; see --map");
        Note::warning("columns-appeared", message).count(drift.appeared.len() as u64)
    });
    vanished.chain(appeared).collect()
}

fn list(labels: &[String]) -> String {
    labels.iter().map(|label| format!("'{label}'")).collect::<Vec<_>>().join(", ")
}
