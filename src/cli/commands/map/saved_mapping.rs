//! The offer of a saved mapping that was made for a list with the same columns (spec section 5).

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::mapping::SavedMapping;
use crate::model::{Column, ParseSettings};
use crate::ops::saved_mappings;
use crate::workspace::Workspace;

/// Offers the saved mappings that were made for a list with these very columns. Returns the one that the user takes; `None`
/// if there is none, or if the user starts afresh.
pub(in crate::cli) fn offer_saved_mapping(
    context: &Context,
    workspace: &Workspace,
    columns: &[Column],
) -> Result<Option<SavedMapping>, CliError> {
    let mut fitting = saved_mappings::with_columns(&workspace.snapshot()?, columns)?;
    if fitting.is_empty() {
        return Ok(None);
    }
    let mut items: Vec<String> = fitting.iter().map(|mapping| format!("Use '{}'", mapping.name)).collect();
    items.push("Start afresh".to_owned());
    let chosen = context.terminal.choose("A saved mapping has the same columns.", &items, 0, None)?;
    let Some(index) = chosen.filter(|index| *index < fitting.len()) else { return Ok(None) };
    let mut mapping = fitting.swap_remove(index);
    // The file was read already, by its own encoding, delimiter and header line: so its columns are known.
    let reading = std::mem::take(&mut mapping.recipe.reading);
    mapping.recipe.reading = ParseSettings { encoding: None, delimiter: None, header_line: None, ..reading };
    Ok(Some(mapping))
}
