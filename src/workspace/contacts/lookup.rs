//! Lookup of the contacts that the rows of an import match.

use rusqlite::Connection;

use super::bulk_lookup;
use crate::model::{Contact, ContactId, FieldId, Key, Target, Text};
use crate::workspace::fields::UnindexedFields;
use crate::workspace::{Snapshot, TagIds, WorkspaceError};

/// Parts of a matched contact that are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoadScope {
    /// None at all.
    Nothing,
    /// Standard fields and tags.
    StandardFields,
    /// Custom fields as well.
    AllFields,
}

/// Finds and loads the contacts that rows match, many rows at a time.
pub struct Lookup<'w> {
    connection: &'w Connection,
    path: &'w std::path::Path,
    loads: LoadScope,
    /// Identifiers that have no index yet.
    unindexed: UnindexedFields,
}

impl<'w> Snapshot<'w> {
    /// Returns a lookup on this state of the workspace, by these identifiers, of which some may have no index yet.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn lookup(&self, identifiers: &[Target], loads: LoadScope) -> Result<Lookup<'w>, WorkspaceError> {
        let unindexed = self.unindexed(identifiers)?;
        Ok(Lookup { connection: self.connection, path: self.path, loads, unindexed })
    }
}

impl Lookup<'_> {
    /// Loads the contacts with these IDs, which must ascend and may repeat; none if contacts are not loaded.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn load(&self, ids: &[ContactId], tags: &TagIds) -> Result<Vec<Contact>, WorkspaceError> {
        if self.loads == LoadScope::Nothing || ids.is_empty() {
            return Ok(Vec::new());
        }
        bulk_lookup::load(self.connection, self.loads, ids, tags).map_err(|error| WorkspaceError::sql(self.path, error))
    }

    /// Returns true if a contact has a value for an identifier.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn has_identifier(&self, contact: ContactId, identifier: Target) -> Result<bool, WorkspaceError> {
        const CUSTOM: &str = "SELECT EXISTS (SELECT 1 FROM contact_values WHERE contact_id = ?1 AND field_id = ?2)";
        let standard =
            |column| format!("SELECT EXISTS (SELECT 1 FROM contacts WHERE id = ?1 AND {column} IS NOT NULL)");
        let ask = |sql: &str| -> rusqlite::Result<bool> {
            self.connection.prepare_cached(sql)?.query_row([contact.0], |row| row.get(0))
        };
        let has = match identifier {
            Target::ContactId => Ok(true),
            Target::Field(FieldId::PHONE) => ask(&standard("phone")),
            Target::Field(FieldId::EMAIL) => ask(&standard("email_key")),
            Target::Field(field) => self
                .connection
                .prepare_cached(CUSTOM)
                .and_then(|mut statement| statement.query_row((contact.0, field.0), |row| row.get(0))),
        };
        has.map_err(|error| WorkspaceError::sql(self.path, error))
    }

    /// Passes each contact that one of these keys matches to `take`, with the number given beside the key. No contact
    /// is loaded.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn each_hit(
        &self,
        mut keys: Vec<(&Key, usize)>,
        mut take: impl FnMut(usize, ContactId),
    ) -> Result<(), WorkspaceError> {
        let unindexed = self.unindexed.each_hit(self.connection, &mut keys, &mut take);
        let indexed = unindexed.and_then(|()| bulk_lookup::each_hit(self.connection, keys, take));
        indexed.map_err(|error| WorkspaceError::sql(self.path, error))
    }

    /// Returns those of the prefixes, each a `+` and digits, with which the phone number of a contact begins.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn prefixes_in_use(&self, prefixes: Vec<Text>) -> Result<Vec<Text>, WorkspaceError> {
        // A range instead of LIKE, so that the index is used. A colon follows 9 in ASCII, so it ends the range of all
        // numbers with the prefix.
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM contacts WHERE phone >= ?1 AND phone < ?1 || ':')";
        let mut in_use = Vec::new();
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut statement = self.connection.prepare_cached(SQL).map_err(sql_error)?;
        for prefix in prefixes {
            if statement.query_row([prefix.as_str()], |row| row.get(0)).map_err(sql_error)? {
                in_use.push(prefix);
            }
        }
        Ok(in_use)
    }
}
