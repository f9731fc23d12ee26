//! Lookup of the contacts that the rows of an import match.

use std::thread::Scope;

use rusqlite::Connection;

use super::bulk_lookup::{self, BulkLookup, LoadScope};
use super::file::use_large_cache;
use super::identifiers::UnindexedFields;
use super::prefetch::{MIN_WINDOW_ROWS, Prefetcher};
use super::{Finder, Snapshot, TagIds, WorkspaceError};
use crate::model::{Contact, ContactId, FieldId, Key, Matched, Matches, PackedPhone, Target, Text};

/// Finds and loads the contacts that rows match, many rows at a time.
pub struct Lookup<'w> {
    connection: &'w Connection,
    path: &'w std::path::Path,
    /// For the rare case: Contact IDs that a merge absorbed.
    finder: Finder<'w>,
    loads: LoadScope,
    prefetcher: Prefetcher,
    /// Identifiers that have no index yet.
    unindexed: UnindexedFields,
}

impl<'w> Snapshot<'w> {
    /// Returns a lookup on this state of the workspace; with `is_loading` it loads the contacts it finds. A finder
    /// without custom fields makes a lookup without them.
    pub fn lookup(&self, finder: Finder<'w>, is_loading: bool) -> Lookup<'w> {
        let loads = match (is_loading, finder.loads_custom_fields()) {
            (false, _) => LoadScope::Nothing,
            (true, false) => LoadScope::StandardFields,
            (true, true) => LoadScope::AllFields,
        };
        let (prefetcher, unindexed) = (Prefetcher::default(), UnindexedFields::default());
        Lookup { connection: self.connection, path: self.path, finder, loads, prefetcher, unindexed }
    }
}

impl<'w> Lookup<'w> {
    /// Prepares for searching by these identifiers, of which some may have no index yet.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn by_identifiers(self, snapshot: &Snapshot<'w>, identifiers: &[Target]) -> Result<Self, WorkspaceError> {
        Ok(Self { unindexed: snapshot.unindexed(identifiers)?, ..self })
    }

    /// Loads the contacts with these IDs, which must ascend; none if contacts are not loaded.
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

    /// Starts prefetching by phone number, if there are enough rows to be worth it. `numbers` are the numbers of the
    /// rows in their order, as far as they are known in advance.
    ///
    /// # Errors
    /// When the workspace cannot be opened a second time.
    pub fn prefetch<'scope>(
        &mut self,
        scope: &'scope Scope<'scope, '_>,
        snapshot: &Snapshot<'_>,
        numbers: &'scope [PackedPhone],
        tags: &'scope TagIds,
    ) -> Result<(), WorkspaceError> {
        // `second_reader` is `None` where the workspace is in memory, or was changed since this snapshot: a second
        // connection would see another state.
        if numbers.len() >= MIN_WINDOW_ROWS
            && let (Some(one), Some(other)) = (snapshot.second_reader()?, snapshot.second_reader()?)
        {
            self.prefetcher = Prefetcher::spawn(scope, [one, other], self.loads, numbers, tags);
            return Ok(());
        }
        // Without prefetching, batches of rows in arbitrary order visit the same pages again and again.
        use_large_cache(self.connection).map_err(|error| WorkspaceError::sql(self.path, error))
    }

    /// Returns what the keys of these rows match. The rows are consecutive from `first_row`, which counts from 0.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn match_rows(
        &mut self,
        first_row: usize,
        keys: &[Option<&Key>],
        tags: &TagIds,
    ) -> Result<Vec<Matched>, WorkspaceError> {
        let known =
            self.prefetcher.next_rows(first_row, keys.len()).map_err(|error| WorkspaceError::sql(self.path, error))?;
        // Rows without a prefetched result are looked up now: their key is not a number known in advance.
        let rest: Vec<Option<&Key>> =
            keys.iter().zip(&known).map(|(key, known)| key.filter(|_| known.is_none())).collect();
        let rest = self.match_keys(&rest, tags)?;
        let all = keys.iter().zip(known.into_iter().zip(rest));
        Ok(all.map(|(key, (known, rest))| known.or(rest).filter(|_| key.is_some()).unwrap_or_default()).collect())
    }

    /// Passes each contact that one of these keys matches to `take`, with the number given beside the key. No contact
    /// is loaded.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn each_hit(
        &self,
        mut keys: Vec<(Key, usize)>,
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

    /// Returns what each of these keys matches.
    fn match_keys(&mut self, keys: &[Option<&Key>], tags: &TagIds) -> Result<Vec<Option<Matched>>, WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let mut bulk = BulkLookup::find(self.connection, keys.iter().map(|key| key.cloned())).map_err(sql_error)?;
        bulk.load(self.connection, self.loads, tags).map_err(sql_error)?;
        let mut matched: Vec<Option<Matched>> = (0..keys.len()).map(|place| bulk.take(place)).collect();
        self.follow_merges(keys, &mut matched, tags)?;
        Ok(matched)
    }

    /// Replaces missing matches: a Contact ID that a merge absorbed matches the contact it was merged into.
    fn follow_merges(
        &mut self,
        keys: &[Option<&Key>],
        matched: &mut [Option<Matched>],
        tags: &TagIds,
    ) -> Result<(), WorkspaceError> {
        if !self.finder.follows_merges() {
            return Ok(());
        }
        for (key, matched) in keys.iter().zip(matched.iter_mut().flatten()) {
            let (Some(key @ Key::ContactId(_)), Matches::None) = (key, &matched.hits) else { continue };
            matched.hits = self.finder.hits(key)?;
            if let (Matches::One(id), true) = (&matched.hits, self.loads != LoadScope::Nothing) {
                matched.contact = self.finder.load(*id, tags)?;
            }
        }
        Ok(())
    }
}
