//! `contacts show`: one contact with its fields, history and links.

mod details;
mod links;
mod open;

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::FieldId;
use crate::workspace::{ContactRecord, TagIds};
use details::ContactDetails;
use links::LinkKind;

/// Show one contact: its fields, its tags, and where it came from
///
/// With links to start a conversation where the contact has a number or an address; --open follows one of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts show 2
  contacts show wei.tan@example.org
  contacts show 2 --open whatsapp")]
pub(in crate::cli) struct ShowArgs {
    /// Contact ID, phone number, e-mail address or FIELD=VALUE
    #[arg(value_name = "WHO")]
    who: String,
    /// Open a link in the program that the system has for it
    #[arg(long, value_name = "WAY")]
    open: Option<LinkKind>,
}

impl ShowArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
        let sheet = ContactDetails::read(context, &snapshot, context.contact(&snapshot, &self.who, &tags)?)?;
        // Released before a link is opened: the opener may run for seconds.
        drop(snapshot);
        match self.open {
            Some(way) => open(context, &sheet, way)?,
            None => sheet.tell(context, &fields, &tags)?,
        }
        Ok(Exit::Done)
    }
}

fn open(context: &Context, sheet: &ContactDetails, way: LinkKind) -> Result<(), CliError> {
    let link = sheet.links.get(way).ok_or_else(|| {
        let (id, (_, field)) = (sheet.record.contact.id, way.name());
        CliError::not_found("no-such-link", format!("contact {id} has no {field}"))
            .with_hint(format!("give it one with: contacts edit {id} '{field}=…'"))
    })?;
    open::open(link)?;
    if context.json {
        return context.out_json(&json!({ "opened": link }));
    }
    Ok(context.terminal.out(&format!("Opened {link}"))?)
}

/// Returns the value of a field for a terminal: `newsletter, vip`.
pub(super) fn shown(record: &ContactRecord, field: FieldId, tags: &TagIds) -> String {
    if field == FieldId::TAGS {
        let names: Vec<&str> = record.contact.tags.iter().map(|tag| tags.interner.name(*tag)).collect();
        return names.join(", ");
    }
    record.contact.value(field).map(ToString::to_string).unwrap_or_default()
}
