//! `contacts mappings list`: the saved mappings.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::mapping::{SavedMapping, SavedMappingError};
use crate::model::{Recipe, format_local, format_utc};
use crate::ui::Table;
use crate::workspace::StoredMapping;

/// A saved mapping with its recipe. One that a newer version has written does not hide the others.
struct MappingRow {
    stored: StoredMapping,
    recipe: Result<Recipe, SavedMappingError>,
}

/// Prints all mappings, with a warning for each that cannot be read.
pub(super) fn run(context: &Context) -> Result<(), CliError> {
    let workspace = context.workspace_to_read()?;
    let entries: Vec<MappingRow> = workspace.snapshot()?.mappings()?.into_iter().map(MappingRow::read).collect();
    for MappingRow { stored, recipe } in &entries {
        if let Err(error) = recipe {
            context.terminal.warn(&format!("the saved mapping '{}' cannot be read: {error}", stored.name));
        }
    }
    if context.json {
        return context.out_json(&json!({ "mappings": entries.iter().map(MappingRow::to_json).collect::<Vec<_>>() }));
    }
    if entries.is_empty() {
        let advice = context.for_workspace("No mapping is saved yet. To save one: contacts map FILE --save NAME");
        context.terminal.note(&advice);
        return Ok(());
    }
    context.page(&table(context, &entries))
}

impl MappingRow {
    fn read(stored: StoredMapping) -> Self {
        let recipe = SavedMapping::from_toml(&stored.body).map(|saved| saved.recipe);
        Self { stored, recipe }
    }

    fn row(&self) -> [String; 5] {
        let recipe = self.recipe.as_ref().ok();
        [
            self.stored.name.clone(),
            recipe.map_or("(cannot be read)", |recipe| recipe.purpose.as_str()).to_owned(),
            recipe.map(|recipe| recipe.identifiers.to_string()).unwrap_or_default(),
            recipe.map_or_else(String::new, |recipe| mapped_columns(recipe).to_string()),
            format_local(self.stored.saved_at),
        ]
    }

    fn to_json(&self) -> Value {
        let recipe = self.recipe.as_ref().ok();
        json!({
            "name": self.stored.name,
            "purpose": recipe.map(|recipe| recipe.purpose),
            "identifier": recipe.and_then(|recipe| recipe.identifiers.text()),
            "mapped_columns": recipe.map(mapped_columns),
            "saved_at": format_utc(self.stored.saved_at),
            "problem": self.recipe.as_ref().err().map(ToString::to_string),
        })
    }
}

fn mapped_columns(recipe: &Recipe) -> usize {
    recipe.columns.iter().filter(|column| column.field.is_some()).count()
}

fn table(context: &Context, entries: &[MappingRow]) -> String {
    let mut table = Table::new(context.terminal.width())
        .wrap_text("Name")
        .text("Purpose")
        .text("Identifier")
        .number("Mapped columns")
        .text("Saved")
        .never_truncate();
    for entry in entries {
        table.row(entry.row());
    }
    table.to_string()
}
