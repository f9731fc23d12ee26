//! Prints a mapping, the next step, and the command that does the same without prompts.

use serde_json::json;

use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::prepare::MappedSource;
use crate::cli::render;
use crate::model::{ColumnChoice, FieldId, Fields, Overwrite, SlotSource};
use crate::ops::setup::ResolvedMapping;
use crate::session::Manifest;
use crate::source::Source;
use crate::ui::Table;

/// Maximum number of left-out columns that are named; of the others only the number is shown.
const MAX_NAMED_COLUMNS: usize = 10;

/// Prints the mapping, the next step, and the command without prompts.
pub(super) fn mapped(
    context: &Context,
    source: &Source,
    fields: &Fields,
    MappedSource { mapping: mapped, notes, .. }: &MappedSource,
    manifest: Option<&Manifest>,
) -> Result<(), CliError> {
    let path = source.path();
    let next = CommandLine::new(context, "review", path).to_string();
    let new = manifest.map(|manifest| manifest.new_fields.as_slice()).unwrap_or_default();
    let in_one = equivalent_command(context, source, (fields, new), mapped);
    if context.json {
        return context.out_json(&json!({
            "session": manifest.map(|manifest| render::session_json(path, manifest)),
            "mapping": Vec::<crate::model::MappedColumn>::from(&mapped.compiled.mapping),
            "left_out": left_out(mapped),
            "notes": notes,
            "next": next,
            "command": in_one,
        }));
    }
    let mapping = mapping(context, source, mapped);
    context.terminal.out(&format!("{mapping}\nNext: {next}\n\nThe same in one run, without prompts:\n  {in_one}"))?;
    Ok(())
}

/// Returns the command that does the same without prompts.
fn equivalent_command(
    context: &Context,
    source: &Source,
    fields: (&Fields, &[FieldId]),
    mapped: &ResolvedMapping,
) -> String {
    let ResolvedMapping { compiled, recipe, .. } = mapped;
    CommandLine::of_recipe(context, source.path(), recipe, source.columns(), fields, &compiled.mapping).to_string()
}

/// Renders the mapping for a terminal.
fn mapping(context: &Context, source: &Source, mapped: &ResolvedMapping) -> String {
    let table = table(context, mapped);
    let left_out = left_out(mapped);
    let left_out = if left_out.is_empty() { String::new() } else { format!("\nLeft out: {}\n", named(&left_out)) };
    format!("Mapping of {}\n\n{table}{left_out}", context.shown_path(source.path()))
}

fn table(context: &Context, mapped: &ResolvedMapping) -> Table {
    let mut table =
        Table::new(context.terminal.width()).wrap_text("Column").wrap_text("Contact field").text("").never_truncate();
    let mut slots: Vec<_> = mapped.compiled.mapping.slots.iter().collect();
    slots.sort_by_key(|slot| place(&slot.source));
    for slot in slots {
        let column = match &slot.source {
            SlotSource::Column(_) => slot.column.clone().unwrap_or_default(),
            SlotSource::Constant(value) => format!("always: {value}"),
        };
        let keep = if slot.overwrite == Overwrite::FillOnly { "not overwritten" } else { "" };
        table.row([column.as_str(), &slot.field_name, keep]);
    }
    table
}

/// Returns the sort key of a slot: the order of the source, constants last.
fn place(source: &SlotSource) -> usize {
    match source {
        SlotSource::Column(index) => *index,
        SlotSource::Constant(_) => usize::MAX,
    }
}

fn named(labels: &[String]) -> String {
    let names = labels.iter().take(MAX_NAMED_COLUMNS).cloned().collect::<Vec<_>>().join(", ");
    match labels.len().saturating_sub(MAX_NAMED_COLUMNS) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}

fn left_out(mapped: &ResolvedMapping) -> Vec<String> {
    let choices = mapped.recipe.columns.iter().filter(|choice| choice.field.is_none());
    choices.map(ColumnChoice::label).collect()
}
