use clap::Args;

use super::contact_json::ContactJson;
use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::model::{FieldId, Fields, format_local};
use crate::ui::Table;
use crate::workspace::{ContactRecord, Snapshot, TagTable};

/// Show one contact: its fields, its tags, and where it came from
#[derive(Debug, Args)]
pub(in crate::cli) struct ShowArgs {
    /// The Contact ID
    id: i64,
}

impl ShowArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let workspace = context.workspace_in_order()?;
        let snapshot = workspace.snapshot()?;
        let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
        let record = context.contact(&snapshot, self.id, &tags)?;
        if context.json {
            context.out_json(&ContactJson::new(&record, &fields, &tags))?;
        } else {
            context.terminal.out(&sheet(&record, &fields, &tags, &snapshot, context)?)?;
        }
        Ok(Exit::Done)
    }
}

fn sheet(
    record: &ContactRecord,
    fields: &Fields,
    tags: &TagTable,
    snapshot: &Snapshot<'_>,
    context: &Context,
) -> Result<String, Failure> {
    let mut table = Table::new(context.terminal.width()).text("Field").text("Value");
    table.row(["Contact ID", &record.contact.id.to_string()]);
    for field in fields.iter() {
        table.row([field.name.as_str(), &shown(record, field.id, tags)]);
    }
    table.row(["Added", &format!("{} {}", format_local(record.created_at), origin(record, snapshot)?)]);
    table.row(["Changed", &format_local(record.updated_at)]);
    Ok(table.to_string())
}

/// What a contact has in a field, for a person: `newsletter, vip`.
pub(super) fn shown(record: &ContactRecord, field: FieldId, tags: &TagTable) -> String {
    if field == FieldId::TAGS {
        let names: Vec<&str> = record.contact.tags.iter().map(|tag| tags.book.name(*tag)).collect();
        return names.join(", ");
    }
    record.contact.value(field).map(ToString::to_string).unwrap_or_default()
}

/// `by import 3, line 17 of leads.csv`.
fn origin(record: &ContactRecord, snapshot: &Snapshot<'_>) -> Result<String, Failure> {
    let Some(entry) = snapshot.import(record.created_by)? else { return Ok(String::new()) };
    let line = record.created_line.unwrap_or_default();
    Ok(format!("by import {}, line {line} of {}", entry.id, file_name(&entry.begun.source)))
}

/// The last part of a path, which is what people call a file.
pub(super) fn file_name(path: &str) -> String {
    std::path::Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}
