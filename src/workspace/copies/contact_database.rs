//! Contacts as a plain SQLite database for Datasette, DuckDB and PostgreSQL: no journal, no settings, no keys.
//!
//! The statements that make its tables are those that PostgreSQL takes as well.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::model::{Field, FieldId, Text, format_utc, join_tags};
use crate::workspace::file::{StagingFile, check_free, open_existing, sync_file};
use crate::workspace::schema::views::{column_type, columns, quoted};
use crate::workspace::{ContactRecord, TagIds, WorkspaceError};

/// Tables besides `contacts`.
const OTHER_TABLES: &str = "
CREATE TABLE tags (
  contact_id INTEGER NOT NULL REFERENCES contacts (contact_id),
  tag TEXT NOT NULL,
  PRIMARY KEY (contact_id, tag)
);
CREATE TABLE fields (
  field TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL
);";

/// A database that is being written. It appears under its name when it is published; dropped before, it leaves nothing.
#[derive(Debug)]
pub struct ContactDatabase {
    // Declared before the staging file, and so dropped before it: the database is closed before its file is removed.
    connection: Connection,
    staging: StagingFile,
    path: PathBuf,
    /// Fields that have a column, in its order.
    fields: Vec<Field>,
    insert: String,
}

impl ContactDatabase {
    /// Begins a database with a column for each field, named as in the view `v1_contacts`.
    ///
    /// # Errors
    /// [`WorkspaceError::Exists`] if anything has that name; when the file cannot be written.
    pub fn create(path: &Path, fields: &[Field]) -> Result<Self, WorkspaceError> {
        check_free(path)?;
        let staging = StagingFile::create(path)?;
        let sql_error = |error| WorkspaceError::sql(path, error);
        let connection = open_existing(staging.path()).map_err(sql_error)?;
        let names: Vec<(String, Field)> = columns(fields).map(|(name, field)| (name, field.clone())).collect();
        begin(&connection, &names).map_err(sql_error)?;
        let places = vec!["?"; names.len() + 3].join(", ");
        Ok(Self {
            connection,
            staging,
            path: path.to_owned(),
            fields: names.into_iter().map(|(_, field)| field).collect(),
            insert: format!("INSERT INTO contacts VALUES ({places})"),
        })
    }

    /// Adds a contact.
    ///
    /// # Errors
    /// When the file cannot be written, as to a full disk.
    pub fn insert(&self, record: &ContactRecord, tags: &TagIds) -> Result<(), WorkspaceError> {
        self.write(record, tags).map_err(|error| self.error(error))
    }

    fn write(&self, record: &ContactRecord, tags: &TagIds) -> rusqlite::Result<()> {
        let contact = &record.contact;
        let names: Vec<&str> = contact.tags.iter().map(|tag| tags.interner.name(*tag)).collect();
        let joined = (!names.is_empty()).then(|| join_tags(names.iter().copied()));
        let times = [record.created_at, record.updated_at].map(format_utc);
        let mut row: Vec<ToSqlOutput<'_>> = Vec::with_capacity(self.fields.len() + 3);
        row.push(contact.id.0.into());
        for field in &self.fields {
            row.push(match field.id {
                FieldId::TAGS => text(joined.as_deref()),
                id => text(contact.value(id).map(Text::as_str)),
            });
        }
        row.extend(times.iter().map(|time| text(Some(time))));
        self.connection.prepare_cached(&self.insert)?.execute(rusqlite::params_from_iter(row))?;
        let mut tag = self.connection.prepare_cached("INSERT INTO tags VALUES (?1, ?2)")?;
        names.iter().try_for_each(|name| tag.execute((contact.id.0, name)).map(drop))
    }

    /// Gives the finished file its name.
    ///
    /// # Errors
    /// [`WorkspaceError::Exists`] if the name was taken in the meantime; when the file cannot be written.
    pub fn publish(self) -> Result<(), WorkspaceError> {
        self.connection.execute_batch("COMMIT").map_err(|error| self.error(error))?;
        let Self { connection, staging, path, .. } = self;
        connection.close().map_err(|(_, error)| WorkspaceError::sql(&path, error))?;
        sync_file(staging.path())?;
        staging.publish(&path)
    }

    /// An error about the file that the user named: nobody has seen the staging file.
    fn error(&self, error: rusqlite::Error) -> WorkspaceError {
        WorkspaceError::sql(&self.path, error)
    }
}

/// Makes the tables, in the transaction to which the contacts are added.
fn begin(connection: &Connection, columns: &[(String, Field)]) -> rusqlite::Result<()> {
    // An unfinished file is removed, so nothing has to be kept for a rollback.
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.execute_batch("BEGIN")?;
    let own = columns.iter().map(|(name, field)| format!("{} {}", quoted(name), column_type(&field.kind)));
    let all: Vec<String> = std::iter::once("contact_id INTEGER NOT NULL PRIMARY KEY".to_owned())
        .chain(own)
        .chain(["created_at", "updated_at"].map(|name| format!("{name} TEXT NOT NULL")))
        .collect();
    connection.execute_batch(&format!("CREATE TABLE contacts (\n  {}\n);{OTHER_TABLES}", all.join(",\n  ")))?;
    let mut insert = connection.prepare("INSERT INTO fields VALUES (?1, ?2)")?;
    columns.iter().try_for_each(|(name, field)| insert.execute((name, field.kind.name())).map(drop))
}

fn text(value: Option<&str>) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(value.map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes())))
}
