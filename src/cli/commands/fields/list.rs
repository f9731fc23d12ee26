//! `contacts fields list`: all contact fields with the number of contacts that use each.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::created_fields::shown_options;
use crate::cli::error::CliError;
use crate::model::{Field, format_thousands};
use crate::ui::Table;
use crate::workspace::CountScope;

/// Prints all fields, the standard ones first.
pub(super) fn run(context: &Context) -> Result<(), CliError> {
    let workspace = context.workspace_to_read()?;
    let snapshot = workspace.snapshot()?;
    let (fields, counts) = (snapshot.fields()?, snapshot.field_counts(CountScope::Everybody)?);
    let contacts = |field: &Field| counts.get(&field.id).copied().unwrap_or_default();
    if context.json {
        let fields: Vec<Value> = fields.iter().map(|field| to_json(field, contacts(field))).collect();
        return context.out_json(&json!({ "fields": fields }));
    }
    let mut table = Table::new(context.terminal.width())
        .wrap_text("Name")
        .text("Type")
        .never_truncate()
        .number("Contacts")
        .text("Origin")
        .wrap_text("Options");
    for field in fields.iter() {
        let origin = if field.id.is_custom() { "custom" } else { "standard" };
        table.row([
            &field.name,
            field.kind.name(),
            &format_thousands(contacts(field)),
            origin,
            &shown_options(field.kind.name(), field.kind.options()),
        ]);
    }
    context.page(&table.to_string())
}

fn to_json(field: &Field, contacts: u64) -> Value {
    json!({
        "name": field.name,
        "type": field.kind.name(),
        "standard": !field.id.is_custom(),
        "contacts": contacts,
        "options": field.kind.options(),
    })
}
