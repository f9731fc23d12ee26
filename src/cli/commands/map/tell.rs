use serde_json::json;

use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::prepare::Mapped;
use crate::cli::show;
use crate::model::{Fields, Overwrite, SlotSource};
use crate::session::Manifest;
use crate::source::Source;
use crate::ui::Table;

/// Tells the mapping, the next step, and how to do it all without prompts.
pub(super) fn mapped(
    context: &Context,
    source: &Source,
    fields: &Fields,
    mapped: &Mapped,
    manifest: Option<&Manifest>,
) -> Result<(), Failure> {
    let (path, mapping) = (source.path(), &mapped.compiled.mapping);
    let next = CommandLine::new(context, "review", path).to_string();
    let in_one = CommandLine::of_recipe(context, path, &mapped.recipe, source.columns(), fields, mapping).to_string();
    if context.json {
        return context.out_json(&json!({
            "session": manifest.map(|manifest| show::session_json(path, manifest)),
            "mapping": Vec::<crate::model::MappedColumn>::from(mapping),
            "left_out": left_out(mapped),
            "next": next,
            "command": in_one,
        }));
    }
    let table = table(context, mapped);
    context.terminal.out(&format!(
        "Mapping of {}\n\n{table}\nNext: {next}\n\nThe same in one run, without prompts:\n  {in_one}",
        path.display()
    ))?;
    Ok(())
}

fn table(context: &Context, mapped: &Mapped) -> Table {
    let mut table = Table::new(context.terminal.width()).text("Column").text("Contact field").text("");
    for slot in &mapped.compiled.mapping.slots {
        let column = match &slot.source {
            SlotSource::Column(_) => slot.column.clone().unwrap_or_default(),
            SlotSource::Constant(value) => format!("always: {value}"),
        };
        let keep = if slot.overwrite == Overwrite::FillOnly { "not overwritten" } else { "" };
        table.row([column.as_str(), &slot.field_name, keep]);
    }
    for label in left_out(mapped) {
        table.row([label.as_str(), "—", "left out"]);
    }
    table
}

fn left_out(mapped: &Mapped) -> Vec<String> {
    let choices = mapped.recipe.columns.iter().filter(|choice| choice.field.is_none());
    choices
        .map(|choice| if choice.header.is_empty() { format!("#{}", choice.position) } else { choice.header.clone() })
        .collect()
}
