//! A session's choices, for people and programs.

use std::path::Path;

use serde_json::{Value, json};

use crate::model::{ImportTag, OverwritePolicy, Recipe, delimiter_name, format_utc};
use crate::session::Manifest;
use crate::ui::Table;

/// Adds the choices of a recipe to a table, one row each.
pub(in crate::cli) fn recipe_rows(table: &mut Table, recipe: &Recipe) {
    table.row(["Purpose", recipe.purpose.as_str()]);
    if let Some(identifiers) = recipe.identifiers.text() {
        table.row(["Identifier", &identifiers]);
    }
    if !recipe.tags.is_empty() {
        table.row(["Tags", &recipe.tags.join(", ")]);
    }
    match &recipe.import_tag {
        ImportTag::Automatic => {}
        ImportTag::Named(name) => table.row(["Import tag", name]),
        ImportTag::None => table.row(["Import tag", "none"]),
    }
    if let Some(source) = &recipe.source {
        table.row(["Source", source]);
    }
    if let Some(missing) = &recipe.missing {
        table.row(["Missing", &missing.to_string()]);
    }
    if let Some(max) = recipe.max_missing {
        table.row(["Max. missing", &max.to_string()]);
    }
    for (name, policy) in [("Do not overwrite", &recipe.do_not_overwrite), ("Keep edits", &recipe.keep_edits)] {
        match policy {
            OverwritePolicy::None => {}
            OverwritePolicy::All => table.row([name, "all fields"]),
            OverwritePolicy::Of(names) => table.row([name, &names.join(", ")]),
        }
    }
}

/// Returns a session as JSON.
pub(in crate::cli) fn session_json(source: &Path, manifest: &Manifest) -> Value {
    json!({
        "id": manifest.id,
        "file": crate::session::manifest_path(source).display().to_string(),
        "stage": manifest.stage(),
        "uploaded_at": format_utc(manifest.uploaded_at),
        "mapped_at": manifest.mapped_at.map(format_utc),
        "reviewed_at": manifest.review.as_ref().map(|review| format_utc(review.at)),
        "import_id": manifest.import.map(|import| import.id),
        "purpose": manifest.recipe.purpose,
        "identifier": manifest.recipe.identifiers.text(),
        "tags": manifest.recipe.tags,
    })
}

/// Returns the name of a delimiter; a tab is `tab`, because it cannot be seen.
pub(in crate::cli) fn delimiter(byte: u8) -> String {
    delimiter_name(char::from(byte))
}
