//! Contacts that are named on the command line, and how they are listed.

use super::command_line::CommandLine;
use super::context::Context;
use super::error::CliError;
use crate::model::{ContactId, FieldId};
use crate::ops::contacts::ContactError;
use crate::ops::contacts::{self, FoundContacts};
use crate::ops::{OpsError, identify};
use crate::ui::Table;
use crate::workspace::{ContactRecord, Snapshot, TagIds};

/// Maximum number of contacts that are listed where several are meant.
const MAX_LISTED: usize = 20;

impl Context {
    /// Returns the contact that is named. An ID that a merge absorbed leads to the contact that stays, with a note.
    pub(super) fn contact(&self, snapshot: &Snapshot<'_>, who: &str, tags: &TagIds) -> Result<ContactRecord, CliError> {
        let id = self.identify(snapshot, who, tags)?;
        let record = contacts::find(snapshot, id, tags)?;
        if record.contact.id != id {
            self.tell_merged(id, record.contact.id);
        }
        Ok(record)
    }

    /// Returns the contacts that are named, each once and in the order typed, or fails if any is missing.
    pub(super) fn contacts(
        &self,
        snapshot: &Snapshot<'_>,
        who: &[String],
        tags: &TagIds,
    ) -> Result<Vec<ContactRecord>, CliError> {
        let ids = who.iter().map(|who| self.identify(snapshot, who, tags));
        let ids: Vec<ContactId> = ids.collect::<Result<_, _>>()?;
        let FoundContacts { records, merged } = contacts::find_all(snapshot, &ids, tags)?;
        for (id, survivor) in merged {
            self.tell_merged(id, survivor);
        }
        Ok(records)
    }

    /// Returns the ID of the contact that is named. Where several are meant they are listed, and none is guessed.
    pub(super) fn identify(&self, snapshot: &Snapshot<'_>, who: &str, tags: &TagIds) -> Result<ContactId, CliError> {
        self.identify_by(snapshot, who, tags, identify)
    }

    /// As [`Context::identify`], by a rule of its own.
    pub(super) fn identify_by(
        &self,
        snapshot: &Snapshot<'_>,
        who: &str,
        tags: &TagIds,
        identify: fn(&Snapshot<'_>, &str) -> Result<ContactId, OpsError>,
    ) -> Result<ContactId, CliError> {
        let identified = identify(snapshot, who);
        if let Err(OpsError::Contact(ContactError::SeveralNamed { contacts, .. })) = &identified
            && !self.json
        {
            let shown = contacts.iter().take(MAX_LISTED).filter_map(|id| snapshot.contact(*id, tags).transpose());
            let records: Vec<ContactRecord> = shown.collect::<Result<_, _>>()?;
            self.terminal.print_always(&contact_table(self, &records).to_string());
        }
        Ok(identified?)
    }

    fn tell_merged(&self, id: ContactId, survivor: ContactId) {
        self.terminal.note(&format!("note: contact {id} was merged into {survivor}"));
    }
}

/// Returns a table with the names, phone number and e-mail address that tell contacts apart.
pub(super) fn contact_table<'a>(context: &Context, records: impl IntoIterator<Item = &'a ContactRecord>) -> Table {
    const SHOWN: [FieldId; 4] = [FieldId::FIRST_NAME, FieldId::LAST_NAME, FieldId::PHONE, FieldId::EMAIL];
    let table = Table::new(context.terminal.width()).number("ID");
    let table = table.essential_text("First Name").essential_text("Last Name");
    // A part of a number reaches somebody else.
    let mut table = table.text("Phone Number").never_truncate().essential_text("Email").text("Added").never_truncate();
    for ContactRecord { contact, created_at, .. } in records {
        let values = SHOWN.iter().map(|field| contact.value(*field).map(ToString::to_string).unwrap_or_default());
        let added = crate::model::local_day(*created_at);
        table.row(std::iter::once(contact.id.to_string()).chain(values).chain([added]));
    }
    table
}

/// Returns the line that tells how to undo a history entry.
pub(super) fn undo_hint(context: &Context, entry: i64) -> String {
    let undo = CommandLine::of(context, "undo").with_word(&entry.to_string());
    format!("This is entry {entry} of the history; take it back with: {undo}\n")
}
