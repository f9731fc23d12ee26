//! Search for the contacts that have a value in a field, for people who name a contact by it.

use rusqlite::Statement;

use crate::model::{ContactId, Field, FieldId, FieldKind, Key, Text, email_key, name_key};
use crate::workspace::columns::text_column;
use crate::workspace::fields::STANDARD_COLUMNS;
use crate::workspace::{Snapshot, WorkspaceError};

impl Snapshot<'_> {
    /// Returns the contacts with a value in a field, by ascending ID: a number, an address or an identifier by what it
    /// means, other texts without regard to case. Tags have no values of this kind.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn contacts_by_value(&self, field: &Field, value: &str) -> Result<Vec<ContactId>, WorkspaceError> {
        match field.id {
            FieldId::PHONE => self.hits(&Key::Phone(value.into())),
            FieldId::EMAIL => self.hits(&Key::Email(email_key(value).into())),
            id => match id.standard_index() {
                Some(index) => self.by_text(STANDARD_COLUMNS[index], value),
                None => self.by_custom_value(field, value),
            },
        }
    }

    /// Returns the contacts that were removed, or absorbed by a merge, and had a value in a field then. Values compare as in
    /// [`Snapshot::contacts_by_value`].
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn former_contacts_by_value(&self, field: &Field, value: &str) -> Result<Vec<ContactId>, WorkspaceError> {
        const SQL: &str = "
            SELECT DISTINCT journal.contact_id, before FROM journal_contacts AS gone CROSS JOIN journal
              ON journal.history_id = gone.history_id AND journal.contact_id = gone.contact_id AND field_id = ?1
            WHERE added = 0 AND before IS NOT NULL AND gone.contact_id NOT IN (SELECT id FROM contacts)
            ORDER BY journal.contact_id";
        self.sql(|connection| with_value(connection.prepare(SQL)?, field, value))
    }

    fn hits(&self, key: &Key) -> Result<Vec<ContactId>, WorkspaceError> {
        Ok(self.finder()?.hits(key)?.ids().to_vec())
    }

    fn by_text(&self, column: &str, value: &str) -> Result<Vec<ContactId>, WorkspaceError> {
        let sql =
            format!("SELECT id FROM contacts WHERE {column} IS NOT NULL AND key_of_name({column}) = ?1 ORDER BY id");
        self.sql(|connection| {
            let mut statement = connection.prepare(&sql)?;
            statement.query_map([name_key(value)], |row| row.get(0).map(ContactId))?.collect()
        })
    }

    /// Searches the index of an identifier; of other fields all values are compared.
    fn by_custom_value(&self, field: &Field, value: &str) -> Result<Vec<ContactId>, WorkspaceError> {
        const SQL: &str = "SELECT contact_id, value FROM contact_values WHERE field_id = ?1 ORDER BY contact_id";
        if self.identifier_fields()?.contains_key(&field.id) {
            return self.hits(&Key::Custom(field.id, comparable(field, value)));
        }
        self.sql(|connection| with_value(connection.prepare(SQL)?, field, value))
    }
}

/// Returns the contacts of a query of Contact IDs and values whose value compares as equal.
fn with_value(mut statement: Statement<'_>, field: &Field, value: &str) -> rusqlite::Result<Vec<ContactId>> {
    let wanted = comparable(field, value);
    let mut rows = statement.query([field.id.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if text_column(row, 1)?.is_some_and(|value| comparable(field, &value) == wanted) {
            found.push(ContactId(row.get(0)?));
        }
    }
    Ok(found)
}

/// Form in which a value of a field is compared.
fn comparable(field: &Field, value: &str) -> Text {
    match field.kind {
        FieldKind::Email => email_key(value).into(),
        _ => field.kind.identifier_key(value).map_or_else(|| name_key(value).into(), |key| Text::from(key.as_ref())),
    }
}
