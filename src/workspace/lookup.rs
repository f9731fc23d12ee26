use rusqlite::Connection;

use super::ahead::Ahead;
use super::sweep::{Ground, Sweep};
use super::{Finder, Hits, Snapshot, TagTable, WorkspaceError};
use crate::model::{Contact, Key, PackedNumber};

/// What the key of a row matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matched {
    /// The contacts.
    pub hits: Hits,
    /// The contact itself, if there is just one and it was to be loaded.
    pub contact: Option<Box<Contact>>,
}

/// Finds and loads the contacts that rows match, many rows at a time.
pub struct Lookup<'w, 'n> {
    connection: &'w Connection,
    path: &'w std::path::Path,
    /// For what is rare: Contact IDs that a merge absorbed.
    finder: Finder<'w>,
    ahead: Ahead<'n>,
    is_loading: bool,
}

impl<'w> Snapshot<'w> {
    /// A lookup in this state of the workspace, which loads the contacts that it finds or only names them. A finder
    /// without custom fields makes a lookup without them. `known` are the phone numbers by row, as far as they are keys
    /// of which one knows before the rows are looked up.
    pub fn lookup<'n>(&self, finder: Finder<'w>, known: &'n [PackedNumber], is_loading: bool) -> Lookup<'w, 'n> {
        Lookup { connection: self.connection, path: self.path, finder, ahead: Ahead::new(known), is_loading }
    }
}

impl<'w> Lookup<'w, '_> {
    /// What the keys of these rows match; the rows follow each other from `first_row`, which counts from 0.
    ///
    /// # Errors
    /// When the workspace can not be read.
    pub fn look_up(
        &mut self,
        first_row: usize,
        keys: &[Option<&Key>],
        tags: &TagTable,
    ) -> Result<Vec<Matched>, WorkspaceError> {
        let ground = self.ground();
        let known = self.ahead.take(first_row, keys.len(), ground, tags);
        let known = known.map_err(|error| WorkspaceError::sql(self.path, error))?;
        let rest: Vec<Option<&Key>> =
            keys.iter().zip(&known).map(|(key, known)| key.filter(|_| known.is_none())).collect();
        let rest = self.look_up_all(&rest, tags)?;
        Ok(known.into_iter().zip(rest).map(|(known, rest)| known.unwrap_or(rest)).collect())
    }

    /// What each of these keys matches.
    fn look_up_all(&mut self, keys: &[Option<&Key>], tags: &TagTable) -> Result<Vec<Matched>, WorkspaceError> {
        let sweep = Sweep::new(keys.iter().map(|key| key.cloned()));
        let mut matched = sweep.finish(self.ground(), tags).map_err(|error| WorkspaceError::sql(self.path, error))?;
        self.follow_merges(keys, &mut matched, tags)?;
        Ok(matched)
    }

    fn ground(&self) -> Ground<'w> {
        Ground {
            connection: self.connection,
            loads_contacts: self.is_loading,
            loads_custom_fields: self.finder.loads_custom_fields(),
        }
    }

    /// A Contact ID that a merge absorbed matches the contact into which it was merged.
    fn follow_merges(
        &mut self,
        keys: &[Option<&Key>],
        matched: &mut [Matched],
        tags: &TagTable,
    ) -> Result<(), WorkspaceError> {
        if !self.finder.follows_merges() {
            return Ok(());
        }
        for (key, matched) in keys.iter().zip(matched) {
            let (Some(key @ Key::ContactId(_)), Hits::None) = (key, &matched.hits) else { continue };
            matched.hits = self.finder.hits(key)?;
            if let (Hits::One(id), true) = (&matched.hits, self.is_loading) {
                matched.contact = self.finder.load(*id, tags)?.map(Box::new);
            }
        }
        Ok(())
    }
}
