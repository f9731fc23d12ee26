use serde_json::json;

use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::prepare::Mapped;
use crate::cli::show;
use crate::model::{ColumnChoice, Fields, Overwrite, SlotSource, shown_path};
use crate::session::Manifest;
use crate::source::Source;
use crate::ui::Table;

/// Columns that are named when they are left out; of more their number is told.
const NAMED: usize = 10;

/// Tells the mapping, the next step, and how to do it all without prompts.
pub(super) fn mapped(
    context: &Context,
    source: &Source,
    fields: &Fields,
    mapped: &Mapped,
    manifest: Option<&Manifest>,
) -> Result<(), Failure> {
    let path = source.path();
    let next = CommandLine::new(context, "review", path).to_string();
    let in_one = in_one_run(context, source, fields, mapped);
    if context.json {
        return context.out_json(&json!({
            "session": manifest.map(|manifest| show::session_json(path, manifest)),
            "mapping": Vec::<crate::model::MappedColumn>::from(&mapped.compiled.mapping),
            "left_out": left_out(mapped),
            "notes": mapped.notes,
            "next": next,
            "command": in_one,
        }));
    }
    let mapping = mapping(context, source, mapped);
    context.terminal.out(&format!("{mapping}\nNext: {next}\n\nThe same in one run, without prompts:\n  {in_one}"))?;
    Ok(())
}

/// The command that does the same without prompts.
fn in_one_run(context: &Context, source: &Source, fields: &Fields, mapped: &Mapped) -> String {
    let Mapped { compiled, recipe, .. } = mapped;
    CommandLine::of_recipe(context, source.path(), recipe, source.columns(), fields, &compiled.mapping).to_string()
}

/// The mapping, for a person.
pub(in crate::cli) fn mapping(context: &Context, source: &Source, mapped: &Mapped) -> String {
    let table = table(context, mapped);
    let left_out = left_out(mapped);
    let left_out = if left_out.is_empty() { String::new() } else { format!("\nLeft out: {}\n", named(&left_out)) };
    format!("Mapping of {}\n\n{table}{left_out}", shown_path(&source.path()))
}

fn table(context: &Context, mapped: &Mapped) -> Table {
    let mut table = Table::new(context.terminal.width()).prose("Column").prose("Contact field").text("").whole();
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

/// As in the source, constants last.
fn place(source: &SlotSource) -> usize {
    match source {
        SlotSource::Column(index) => *index,
        SlotSource::Constant(_) => usize::MAX,
    }
}

fn named(labels: &[String]) -> String {
    let names = labels.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match labels.len().saturating_sub(NAMED) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}

fn left_out(mapped: &Mapped) -> Vec<String> {
    let choices = mapped.recipe.columns.iter().filter(|choice| choice.field.is_none());
    choices.map(ColumnChoice::label).collect()
}
