//! `contacts tags list`: the tags in use.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::format_thousands;
use crate::ui::Table;
use crate::workspace::CountScope;

/// Prints the tags that contacts have.
pub(super) fn run(context: &Context) -> Result<(), CliError> {
    let tags = context.workspace_to_read()?.snapshot()?.tags_in_use(CountScope::Everybody)?;
    if context.json {
        let tags: Vec<Value> = tags.iter().map(|tag| json!({ "name": tag.name, "contacts": tag.contacts })).collect();
        return context.out_json(&json!({ "tags": tags }));
    }
    if tags.is_empty() {
        let advice = context.for_workspace("No contact has a tag. To add one: contacts edit ID --add-tag TAG");
        context.terminal.note(&advice);
        return Ok(());
    }
    let mut table = Table::new(context.terminal.width()).wrap_text("Tag").number("Contacts");
    for tag in &tags {
        table.row([&tag.name, &format_thousands(tag.contacts)]);
    }
    context.page(&table.to_string())
}
