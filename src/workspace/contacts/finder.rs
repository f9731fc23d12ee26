//! Search for contacts by an identifier, and loading of single contacts.

use rusqlite::CachedStatement;

use super::merged::SURVIVOR;
use crate::model::{Contact, ContactId, FieldId, Key, Matches, Text};
use crate::workspace::columns::text_column;
use crate::workspace::{Snapshot, TagIds, WorkspaceError};

/// Finds and loads contacts over prepared statements. Ask in the order of the keys or IDs: neighbours share pages.
pub struct Finder<'w> {
    by_phone: CachedStatement<'w>,
    by_email: CachedStatement<'w>,
    by_id: CachedStatement<'w>,
    by_value: CachedStatement<'w>,
    /// Follows an ID that a merge absorbed; `None` if no merge ever did.
    by_absorbed_id: Option<CachedStatement<'w>>,
    load: CachedStatement<'w>,
    load_tags: CachedStatement<'w>,
    /// `None` if no contact has a custom value, which saves a query per contact.
    load_values: Option<CachedStatement<'w>>,
    path: &'w std::path::Path,
}

impl<'w> Snapshot<'w> {
    /// Returns contacts whose phone number ends with these digits, with their numbers, by ascending ID and at most
    /// `limit`. It scans all contacts.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn contacts_by_last_digits(
        &self,
        digits: &str,
        limit: usize,
    ) -> Result<Vec<(ContactId, Text)>, WorkspaceError> {
        // A scan: the index orders numbers from their first digit, so it does not help with the last ones.
        const SQL: &str = "SELECT id, phone FROM contacts WHERE substr(phone, -length(?1)) = ?1 ORDER BY id LIMIT ?2";
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(SQL)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let found = statement.query_map((digits, limit), |row| {
                Ok((ContactId(row.get(0)?), text_column(row, 1)?.unwrap_or_default()))
            })?;
            found.collect()
        })
    }

    /// Prepares a finder on this state of the workspace.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn finder(&self) -> Result<Finder<'w>, WorkspaceError> {
        let prepare = |sql| self.sql(|connection| connection.prepare_cached(sql));
        let has_values: bool = self.sql(|connection| {
            connection.query_row("SELECT EXISTS (SELECT 1 FROM contact_values)", [], |row| row.get(0))
        })?;
        let has_absorbed: bool = self.sql(|connection| {
            connection.query_row("SELECT EXISTS (SELECT 1 FROM absorbed_contacts)", [], |row| row.get(0))
        })?;
        let load_values = "SELECT field_id, value FROM contact_values WHERE contact_id = ?1 ORDER BY field_id";
        Ok(Finder {
            by_phone: prepare("SELECT id FROM contacts WHERE phone = ?1 ORDER BY id")?,
            by_email: prepare("SELECT id FROM contacts WHERE email_key = ?1 ORDER BY id")?,
            by_id: prepare("SELECT id FROM contacts WHERE id = ?1")?,
            by_value: prepare(
                "SELECT contact_id FROM contact_values WHERE field_id = ?1 AND value_key = ?2 ORDER BY contact_id",
            )?,
            by_absorbed_id: has_absorbed.then(|| prepare(SURVIVOR)).transpose()?,
            load: prepare("SELECT first_name, last_name, phone, email, country, language FROM contacts WHERE id = ?1")?,
            load_tags: prepare("SELECT tag_id FROM contact_tags WHERE contact_id = ?1")?,
            load_values: has_values.then(|| prepare(load_values)).transpose()?,
            path: self.path,
        })
    }
}

impl Finder<'_> {
    /// Returns the contacts that a key matches. A Contact ID that a merge absorbed matches the contact it was merged
    /// into.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn hits(&mut self, key: &Key) -> Result<Matches, WorkspaceError> {
        let ids = match key {
            Key::Phone(number) => ids(&mut self.by_phone, number.as_str()),
            Key::Email(address) => ids(&mut self.by_email, address.as_str()),
            Key::Custom(field, text) => ids_of_value(&mut self.by_value, *field, text),
            Key::ContactId(id) => match (ids(&mut self.by_id, *id), &mut self.by_absorbed_id) {
                (Ok(Matches::None), Some(by_absorbed_id)) => ids(by_absorbed_id, *id),
                (found, _) => found,
            },
        };
        ids.map_err(|error| WorkspaceError::sql(self.path, error))
    }

    /// Loads a contact with its values and tags; `None` if there is none with this ID.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn load(&mut self, id: ContactId, tags: &TagIds) -> Result<Option<Contact>, WorkspaceError> {
        self.read(id, tags).map_err(|error| WorkspaceError::sql(self.path, error))
    }

    fn read(&mut self, id: ContactId, tags: &TagIds) -> rusqlite::Result<Option<Contact>> {
        let mut contact = Contact::empty(id);
        let mut rows = self.load.query([id.0])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        for (index, value) in contact.standard.iter_mut().enumerate() {
            *value = text_column(row, index)?;
        }
        drop(rows);
        let mut rows = self.load_tags.query([id.0])?;
        while let Some(row) = rows.next()? {
            contact.tags.extend(tags.by_id(row.get(0)?));
        }
        drop(rows);
        contact.tags.sort_unstable();
        let Some(load_values) = &mut self.load_values else { return Ok(Some(contact)) };
        let mut rows = load_values.query([id.0])?;
        while let Some(row) = rows.next()? {
            contact.custom.push((FieldId(row.get(0)?), text_column(row, 1)?.unwrap_or_default()));
        }
        Ok(Some(contact))
    }
}

fn ids(statement: &mut CachedStatement<'_>, key: impl rusqlite::ToSql) -> rusqlite::Result<Matches> {
    statement.query_map([key], |row| row.get(0).map(ContactId))?.collect()
}

fn ids_of_value(statement: &mut CachedStatement<'_>, field: FieldId, key: &str) -> rusqlite::Result<Matches> {
    statement.query_map((field.0, key), |row| row.get(0).map(ContactId))?.collect()
}
