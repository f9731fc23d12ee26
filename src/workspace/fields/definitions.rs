//! Contact fields. Standard fields are columns of the table of contacts; values of custom fields are rows of a table of
//! their own.

use rusqlite::{Connection, ErrorCode, Row};
use std::collections::{BTreeMap, HashMap};

use super::row::read_field;
use crate::model::{CHOICE_SEPARATOR, ContactId, Field, FieldId, FieldKind, Fields, ListOptions, Text};
use crate::workspace::columns::text_column;
use crate::workspace::{CountScope, Snapshot, WorkspaceError, WriteTransaction};

impl Snapshot<'_> {
    /// Returns the contact fields, standard ones first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn fields(&self) -> Result<Fields, WorkspaceError> {
        let fields: Vec<Field> = self.sql(|connection| {
            let mut statement = connection.prepare_cached("SELECT id, name, kind FROM fields ORDER BY id")?;
            let mut fields: Vec<Field> = statement.query_map([], read_field)?.collect::<Result<_, _>>()?;
            if fields.iter().any(|field| field.kind.list_options().is_some()) {
                give_options(&mut fields, connection)?;
            }
            Ok(fields)
        })?;
        Ok(Fields::new(fields))
    }

    /// Returns the ID the next custom field will get.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn next_field_id(&self) -> Result<FieldId, WorkspaceError> {
        // AUTOINCREMENT: the ID of a removed field is never given out again, because the journal still refers to it.
        const SQL: &str = "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'fields'";
        self.sql(|connection| connection.query_row(SQL, [], |row| Ok(FieldId(row.get(0)?))))
    }

    /// Returns the number of contacts with a value, by field; a field without any may be absent.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn field_counts(&self, scope: CountScope) -> Result<BTreeMap<FieldId, u64>, WorkspaceError> {
        let (contact, value) = (scope.condition("id"), scope.condition("contact_id"));
        let standard = format!(
            "SELECT count(first_name), count(last_name), count(phone), count(email), count(country), count(language),
               (SELECT count(DISTINCT contact_id) FROM contact_tags WHERE {value}) FROM contacts WHERE {contact}"
        );
        let custom = format!("SELECT field_id, count(*) FROM contact_values WHERE {value} GROUP BY field_id");
        self.sql(|connection| {
            let mut counts = connection.query_row(&standard, [], |row| {
                let ids = (FieldId::FIRST_NAME.0..=FieldId::TAGS.0).map(FieldId);
                ids.enumerate().map(|(index, id)| Ok((id, count(row, index)?))).collect::<Result<BTreeMap<_, _>, _>>()
            })?;
            let mut statement = connection.prepare(&custom)?;
            for custom in statement.query_map([], |row| Ok((FieldId(row.get(0)?), count(row, 1)?)))? {
                counts.extend([custom?]);
            }
            Ok(counts)
        })
    }

    /// Returns the number of contacts with a value in a custom field.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn count_values(&self, field: FieldId) -> Result<u64, WorkspaceError> {
        const SQL: &str = "SELECT count(*) FROM contact_values WHERE field_id = ?1";
        self.sql(|connection| connection.query_row(SQL, [field.0], |row| count(row, 0)))
    }

    /// Returns the number of contacts that have an option of a list or of choices.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn count_contacts_with(&self, field: &Field, option: &str) -> Result<u64, WorkspaceError> {
        const LIST: &str = "SELECT count(*) FROM contact_values WHERE field_id = ?1 AND value = ?2";
        // With a separator on both sides, so that `Red` is not found in `Infrared`.
        const CHOICES: &str = "SELECT count(*) FROM contact_values
            WHERE field_id = ?1 AND instr(?3 || value || ?3, ?3 || ?2 || ?3) > 0";
        self.sql(|connection| match field.kind {
            FieldKind::Choices(_) => {
                connection.query_row(CHOICES, (field.id.0, option, CHOICE_SEPARATOR), |row| count(row, 0))
            }
            _ => connection.query_row(LIST, (field.id.0, option), |row| count(row, 0)),
        })
    }

    /// Visits the values of a custom field, by ascending Contact ID, until a visit fails.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn each_value<E: From<WorkspaceError>>(
        &self,
        field: FieldId,
        visit: &mut dyn FnMut(ContactId, Text) -> Result<(), E>,
    ) -> Result<(), E> {
        const SQL: &str = "SELECT contact_id, value FROM contact_values WHERE field_id = ?1 ORDER BY contact_id";
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut statement = self.sql(|connection| connection.prepare(SQL))?;
        let mut rows = statement.query([field.0]).map_err(sql_error)?;
        while let Some(row) = rows.next().map_err(sql_error)? {
            let contact = ContactId(row.get(0).map_err(sql_error)?);
            visit(contact, text_column(row, 1).map_err(sql_error)?.unwrap_or_default())?;
        }
        Ok(())
    }
}

impl WriteTransaction<'_> {
    /// Adds a custom field. Returns false, with nothing changed, if its name or its ID is taken; the ID is
    /// [`Snapshot::next_field_id`].
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn add_field(&self, field: &Field) -> Result<bool, WorkspaceError> {
        // `name_key` may hold what version 0.1 made of a name, which ignored Unicode forms. Its UNIQUE constraint is
        // not enough, so names are compared by `key_of_name` as well.
        const FIELD: &str = "INSERT INTO fields (id, name, name_key, kind) SELECT ?1, ?2, ?3, ?4
            WHERE NOT EXISTS (SELECT 1 FROM fields WHERE key_of_name(name) = ?3)";
        self.sql(|connection| {
            let Field { id, name, kind } = field;
            let added = connection.execute(FIELD, (id.0, name, Fields::key(name), kind.name()));
            if !is_free(added)? {
                return Ok(false);
            }
            write_options(*id, kind.options(), connection)?;
            Ok(true)
        })
    }

    /// Replaces the options of a field. Values of contacts stay, even if they are no longer an option.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn set_options(&self, id: FieldId, options: &ListOptions) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            connection.execute("DELETE FROM field_options WHERE field_id = ?1", [id.0])?;
            write_options(id, options.names(), connection)
        })
    }

    /// Adds options to a field behind those that it has. A name that it has already is left out.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn add_options(&self, id: FieldId, new: &[Text]) -> Result<(), WorkspaceError> {
        let fields = self.fields()?;
        let Some(field) = fields.get(id) else { return Ok(()) };
        let all = field.kind.options().iter().chain(new).cloned();
        self.set_options(id, &ListOptions::new(all))
    }

    /// Renames a field. Returns false, with nothing changed, if another field has the name.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn rename_field(&self, id: FieldId, new_name: &str) -> Result<bool, WorkspaceError> {
        const SQL: &str = "UPDATE fields SET name = ?2, name_key = ?3 WHERE id = ?1
            AND NOT EXISTS (SELECT 1 FROM fields WHERE key_of_name(name) = ?3 AND id <> ?1)";
        self.sql(|connection| is_free(connection.execute(SQL, (id.0, new_name, Fields::key(new_name)))))
    }

    /// Removes a custom field and its values as part of a history entry, whose journal keeps the values. Returns the
    /// number of contacts that had one.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn remove_field(&self, entry: i64, id: FieldId) -> Result<u64, WorkspaceError> {
        // REPLACE: a field that was restored and is removed again is restored by undoing its last removal.
        const FIELD: &str = "INSERT OR REPLACE INTO removed_fields (id, name, kind, history_id)
            SELECT id, name, kind, ?2 FROM fields WHERE id = ?1";
        // ORDER BY: in the order of its primary key the journal is appended to, which fills its pages.
        const VALUES: &str = "INSERT INTO journal (history_id, contact_id, field_id, before)
            SELECT ?2, contact_id, field_id, value FROM contact_values WHERE field_id = ?1 ORDER BY contact_id";
        self.sql(|connection| {
            connection.execute(FIELD, (id.0, entry))?;
            let values = connection.execute(VALUES, (id.0, entry))?;
            connection.execute("DELETE FROM contact_values WHERE field_id = ?1", [id.0])?;
            connection.execute("DELETE FROM fields WHERE id = ?1", [id.0])?;
            Ok(values as u64)
        })
    }
}

/// Fills in the options of all lists and choices.
fn give_options(fields: &mut [Field], connection: &Connection) -> rusqlite::Result<()> {
    let mut options: HashMap<i64, ListOptions> = HashMap::new();
    let mut statement =
        connection.prepare_cached("SELECT field_id, name FROM field_options ORDER BY field_id, position")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        options.entry(row.get(0)?).or_default().insert(text_column(row, 1)?.unwrap_or_default());
    }
    for field in fields {
        if field.kind.list_options().is_some() {
            field.kind = field.kind.with_options(options.remove(&field.id.0).unwrap_or_default());
        }
    }
    Ok(())
}

/// Stores the options of a field in their order, from position 1.
fn write_options(id: FieldId, options: &[Text], connection: &Connection) -> rusqlite::Result<()> {
    const SQL: &str = "INSERT INTO field_options (field_id, position, name, name_key) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = connection.prepare_cached(SQL)?;
    for (position, option) in (1_i64..).zip(options) {
        insert.execute((id.0, position, option.as_str(), ListOptions::key(option)))?;
    }
    Ok(())
}

fn count(row: &Row<'_>, index: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(index).map(i64::cast_unsigned)
}

/// Returns true if a row was written: the name and the ID were free.
fn is_free(written: rusqlite::Result<usize>) -> rusqlite::Result<bool> {
    match written {
        Ok(rows) => Ok(rows > 0),
        // The ID is the primary key, so a taken one shows as a violated constraint.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Timestamp;
    use crate::workspace::{EntryKind, Workspace};

    fn moment() -> Timestamp {
        Timestamp::from_timestamp(1_700_000_000, 0).unwrap()
    }

    fn field(id: i64, name: &str, kind: FieldKind) -> Field {
        Field { id: FieldId(id), name: name.to_owned(), kind }
    }

    #[test]
    fn fields_are_kept_with_their_kinds_and_options() {
        let workspace = Workspace::in_memory(moment()).unwrap();
        let change = workspace.change().unwrap();
        assert_eq!(change.next_field_id().unwrap(), FieldId::FIRST_CUSTOM);
        let level = field(101, "Level", FieldKind::List(Arc::new(ListOptions::new(["Gold", "Ä"]))));
        let size = field(102, "\"; DROP TABLE fields", FieldKind::Number);
        assert!(change.add_field(&level).unwrap() && change.add_field(&size).unwrap());
        assert!(!change.add_field(&field(103, "LEVEL ", FieldKind::Text)).unwrap(), "the name is taken");
        assert!(!change.add_field(&field(101, "Other", FieldKind::Text)).unwrap(), "the number is taken");
        assert!(!change.rename_field(FieldId(102), "level").unwrap());
        assert!(change.add_field(&field(103, "Café", FieldKind::Text)).unwrap());
        assert!(!change.add_field(&field(104, "CAFE\u{301}", FieldKind::Text)).unwrap(), "one name in every form");
        assert!(!change.rename_field(FieldId(102), "Cafe\u{301}").unwrap());
        change
            .remove_field(change.begin_entry(EntryKind::Fields, "removed it", moment()).unwrap(), FieldId(103))
            .unwrap();
        assert!(change.rename_field(FieldId(101), "LEVEL").unwrap());
        let fields = change.fields().unwrap();
        let custom: Vec<&Field> = fields.iter().filter(|field| field.id.is_custom()).collect();
        assert_eq!(custom, [&Field { name: "LEVEL".to_owned(), ..level }, &size]);
    }

    #[test]
    fn a_removed_field_leaves_its_values_in_the_journal_and_its_number_to_nobody() {
        let workspace = Workspace::in_memory(moment()).unwrap();
        let change = workspace.change().unwrap();
        change.add_field(&field(101, "Shoe size", FieldKind::Number)).unwrap();
        change
            .sql(|db| {
                db.execute_batch("INSERT INTO contact_values (contact_id, field_id, value) VALUES (1, 101, '42'), (7, 101, '38'), (7, 102, 'x')")
            })
            .unwrap();
        let mut values = Vec::new();
        let mut take = |contact: ContactId, value: Text| {
            values.push((contact.0, value.to_string()));
            Ok::<_, WorkspaceError>(())
        };
        change.each_value(FieldId(101), &mut take).unwrap();
        assert_eq!(values, [(1, "42".to_owned()), (7, "38".to_owned())]);
        assert_eq!(change.field_counts(CountScope::Everybody).unwrap()[&FieldId(101)], 2);
        let entry = change.begin_entry(EntryKind::Fields, "removed the field 'Shoe size'", moment()).unwrap();
        assert_eq!(change.remove_field(entry, FieldId(101)).unwrap(), 2);
        let journal: String = change
            .sql(|db| {
                let sql = "SELECT group_concat(contact_id || '=' || before || coalesce(after, '-')) FROM journal
                    WHERE history_id = 1 AND field_id = 101";
                db.query_row(sql, [], |row| row.get(0))
            })
            .unwrap();
        assert_eq!(journal, "1=42-,7=38-");
        assert_eq!(change.count_values(FieldId(101)).unwrap(), 0);
        assert_eq!(change.count_values(FieldId(102)).unwrap(), 1);
        assert!(change.fields().unwrap().by_name("Shoe size").is_none());
        assert_eq!(change.next_field_id().unwrap(), FieldId(102));
        assert!(change.add_field(&field(102, "Shoe size", FieldKind::Text)).unwrap(), "the name is free again");
    }
}
