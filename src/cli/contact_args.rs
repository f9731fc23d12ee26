//! Contacts that are named on the command line by their IDs, and how they are listed.

use super::context::Context;
use super::error::CliError;
use crate::model::{ContactId, FieldId, plural};
use crate::ui::Table;
use crate::workspace::{ContactRecord, Snapshot, TagIds, WriteTransaction};

impl Context {
    /// Returns the contact with a typed ID. An ID that a merge absorbed leads to the contact that stays, with a note.
    pub(super) fn contact(&self, snapshot: &Snapshot<'_>, id: i64, tags: &TagIds) -> Result<ContactRecord, CliError> {
        let found =
            snapshot.resolve_merged(ContactId(id))?.map(|survivor| snapshot.contact(survivor, tags)).transpose()?;
        let record = found.flatten().ok_or_else(|| missing(&[id]))?;
        if record.contact.id.0 != id {
            self.terminal.note(&format!("note: contact {id} was merged into {}", record.contact.id));
        }
        Ok(record)
    }

    /// Returns the contacts with the typed IDs, each once and in the order typed, or fails if any is missing.
    pub(super) fn contacts(
        &self,
        snapshot: &Snapshot<'_>,
        ids: &[i64],
        tags: &TagIds,
    ) -> Result<Vec<ContactRecord>, CliError> {
        // All IDs are checked before a record is read, so that one message names every unknown ID.
        let mut unknown = Vec::new();
        for id in ids {
            if snapshot.resolve_merged(ContactId(*id))?.is_none() {
                unknown.push(*id);
            }
        }
        if !unknown.is_empty() {
            return Err(missing(&unknown));
        }
        let mut records: Vec<ContactRecord> = Vec::with_capacity(ids.len());
        for id in ids {
            let record = self.contact(snapshot, *id, tags)?;
            // Two typed IDs can lead to one contact: its own, and one that a merge absorbed.
            if records.iter().all(|known| known.contact.id != record.contact.id) {
                records.push(record);
            }
        }
        Ok(records)
    }
}

/// Returns the error for IDs that name no contact.
fn missing(ids: &[i64]) -> CliError {
    let listed: Vec<String> = ids.iter().map(i64::to_string).collect();
    let message = match listed.as_slice() {
        [id] => format!("there is no contact {id}"),
        _ => format!("there are no contacts {}", listed.join(", ")),
    };
    CliError::not_found("contact-not-found", message).with_hint("search with: contacts list TEXT")
}

/// Checks that the contacts are still as they were shown when the question was asked.
///
/// # Errors
/// Refused with `contact-changed` if another command changed or removed one of them.
pub(super) fn check_unchanged(change: &WriteTransaction<'_>, records: &[ContactRecord]) -> Result<(), CliError> {
    // The transaction holds the write lock from its beginning, so nothing can change between this check and the commit.
    let tags = change.tags()?;
    for ContactRecord { contact, .. } in records {
        if change.contact(contact.id, &tags)?.is_none_or(|now| now.contact != *contact) {
            let message =
                format!("contact {} was changed meanwhile by another command; nothing was written", contact.id);
            return Err(
                CliError::refused("contact-changed", message).with_hint("run the command again to see it as it is now")
            );
        }
    }
    Ok(())
}

/// Returns a table with the names, phone number and e-mail address that tell contacts apart.
pub(super) fn contact_table<'a>(context: &Context, records: impl IntoIterator<Item = &'a ContactRecord>) -> Table {
    const SHOWN: [FieldId; 4] = [FieldId::FIRST_NAME, FieldId::LAST_NAME, FieldId::PHONE, FieldId::EMAIL];
    let table = Table::new(context.terminal.width()).number("ID");
    let mut table = table.text("First Name").text("Last Name").text("Phone Number").text("Email").text("Added");
    for ContactRecord { contact, created_at, .. } in records {
        let values = SHOWN.iter().map(|field| contact.value(*field).map(ToString::to_string).unwrap_or_default());
        let added = crate::model::local_day(*created_at);
        table.row(std::iter::once(contact.id.to_string()).chain(values).chain([added]));
    }
    table
}

/// Formats IDs for a message: `contact 4`, `contacts 4, 9`.
pub(super) fn format_ids(ids: &[ContactId]) -> String {
    let names: Vec<String> = ids.iter().map(ContactId::to_string).collect();
    format!("{} {}", plural(ids.len() as u64, "contact"), names.join(", "))
}

/// Returns the line that tells how to undo a history entry.
pub(super) fn undo_hint(entry: i64) -> String {
    format!("This is entry {entry} of the history; take it back with: contacts undo {entry}\n")
}
