//! The contacts that rows match, by one identifier or by several.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::thread::Scope;

use super::suppressed::SuppressedPeople;
use super::{ImportError, ImportRequest};
use crate::matching::{Candidate, Hit, doubtful, resolve};
use crate::model::{ContactId, FieldId, Key, Matched, Matches, PackedPhone, RowKeys, Slot, Target};
use crate::workspace::{Lookup, Snapshot, TagIds};

/// Search for the contacts that rows match.
pub(super) struct RowMatcher<'a, 'w> {
    lookup: Lookup<'w>,
    identifiers: &'a [Target],
    /// Identifiers of contacts that a merge absorbed, each with the contact that stays.
    merged: HashMap<Key, ContactId>,
    /// Values of people who are left alone.
    suppressed: &'a SuppressedPeople,
    /// True if the purpose may update the contacts that are found.
    updates: bool,
}

impl<'a, 'w> RowMatcher<'a, 'w> {
    /// Prepares a search that loads only what the request needs.
    pub(super) fn new(
        request: &'a ImportRequest,
        snapshot: &Snapshot<'w>,
        suppressed: &'a SuppressedPeople,
    ) -> Result<Self, ImportError> {
        let is_custom = |slot: &Slot| matches!(slot.target, Target::Field(field) if field.is_custom());
        let finder = snapshot.finder()?;
        // Custom fields take a query of their own, which imports without such columns save.
        let needs_custom = request.mapping.slots.iter().any(is_custom) || suppressed.have_custom_fields();
        let finder = if needs_custom { finder } else { finder.without_custom_fields() };
        let updates = request.purpose.updates();
        // Whether a contact is suppressed shows in its values, also where the purpose does not change it.
        let lookup = snapshot.lookup(finder, updates || !suppressed.is_empty());
        let lookup = lookup.by_identifiers(snapshot, &request.identifiers)?;
        let identifiers = request.identifiers.as_slice();
        let merged =
            if needs_resolution(identifiers) { snapshot.merged_identifiers(identifiers)? } else { HashMap::new() };
        Ok(Self { lookup, identifiers, merged, suppressed, updates })
    }

    /// Returns the lookup, for searches by other keys.
    pub(super) fn lookup(&self) -> &Lookup<'w> {
        &self.lookup
    }

    /// Starts prefetching if rows are matched by their phone numbers alone, which are known in advance.
    pub(super) fn prefetch<'scope>(
        &mut self,
        scope: &'scope Scope<'scope, '_>,
        snapshot: &Snapshot<'_>,
        numbers: &'scope [PackedPhone],
        tags: &'scope TagIds,
    ) -> Result<(), ImportError> {
        let is_by_phone = self.identifiers == [Target::Field(FieldId::PHONE)];
        Ok(self.lookup.prefetch(scope, snapshot, if is_by_phone { numbers } else { &[] }, tags)?)
    }

    /// Returns the matches of rows, the first of which has the index `first_row`; with the contact itself if the purpose
    /// may update it.
    pub(super) fn match_rows(
        &mut self,
        first_row: u64,
        candidates: &[Candidate],
        tags: &TagIds,
    ) -> Result<Vec<Matched>, ImportError> {
        let mut matched = if needs_resolution(self.identifiers) {
            self.match_by_all(candidates, tags)?
        } else {
            self.match_by_one(first_row, candidates, tags)?
        };
        if !self.suppressed.is_empty() {
            for matched in &mut matched {
                self.mark_suppressed(matched);
            }
        }
        Ok(matched)
    }

    /// Marks the match of a contact that is suppressed.
    fn mark_suppressed(&self, matched: &mut Matched) {
        matched.is_suppressed = matched.contact.as_ref().is_some_and(|contact| self.suppressed.hold_contact(contact));
        if !self.updates {
            matched.contact = None; // It was loaded for its values alone.
        }
    }

    fn match_by_one(
        &mut self,
        first_row: u64,
        candidates: &[Candidate],
        tags: &TagIds,
    ) -> Result<Vec<Matched>, ImportError> {
        let keys: Vec<Option<&Key>> =
            candidates.iter().map(|candidate| candidate.keys.first().map(|(_, key)| key)).collect();
        let first_row = usize::try_from(first_row).unwrap_or(usize::MAX);
        Ok(self.lookup.match_rows(first_row, &keys, tags)?)
    }

    fn match_by_all(&mut self, candidates: &[Candidate], tags: &TagIds) -> Result<Vec<Matched>, ImportError> {
        let rows: Vec<&RowKeys> = candidates.iter().map(|candidate| &candidate.keys).collect();
        let hits = self.hits(&rows)?;
        let known = self.identifiers_of_doubtful(&rows, &hits)?;
        let has_identifier = |contact, by| known.get(&(contact, by)).copied().unwrap_or_default();
        let resolved = rows.iter().zip(hits).map(|(keys, hits)| {
            let matched = resolve(keys, hits, has_identifier);
            let merged_into = if matched.hits == Matches::None { self.merged_into(keys) } else { None };
            Matched { merged_into, ..matched }
        });
        let mut matched: Vec<Matched> = resolved.collect();
        self.load(&mut matched, tags)?;
        Ok(matched)
    }

    /// Returns the contact into which the one with an identifier of the row was merged.
    fn merged_into(&self, keys: &RowKeys) -> Option<(usize, ContactId)> {
        if self.merged.is_empty() {
            return None;
        }
        keys.iter().find_map(|(by, key)| Some((*by, *self.merged.get(key)?)))
    }

    /// Returns the contacts that each row hits, by all of its identifiers.
    fn hits(&self, rows: &[&RowKeys]) -> Result<Vec<Vec<Hit>>, ImportError> {
        let (mut keys, mut of) = (Vec::new(), Vec::new());
        for (row, row_keys) in rows.iter().enumerate() {
            for (by, key) in *row_keys {
                keys.push((key.clone(), of.len()));
                of.push((row, *by));
            }
        }
        let mut hits = vec![Vec::new(); rows.len()];
        self.lookup.each_hit(keys, |place, contact| {
            let (row, by) = of[place];
            hits[row].push(Hit { by, contact });
        })?;
        Ok(hits)
    }

    /// Returns which identifiers the doubtful contacts have, by contact and index of the identifier.
    fn identifiers_of_doubtful(
        &self,
        rows: &[&RowKeys],
        hits: &[Vec<Hit>],
    ) -> Result<HashMap<(ContactId, usize), bool>, ImportError> {
        let mut known = HashMap::new();
        for contact in rows.iter().zip(hits).flat_map(|(keys, hits)| doubtful(keys, hits)) {
            for (by, target) in self.identifiers.iter().enumerate() {
                if let Entry::Vacant(unknown) = known.entry((contact, by)) {
                    unknown.insert(self.lookup.has_identifier(contact, *target)?);
                }
            }
        }
        Ok(known)
    }

    /// Loads the contacts that are the only match of their row.
    fn load(&self, matched: &mut [Matched], tags: &TagIds) -> Result<(), ImportError> {
        let alone = |matched: &Matched| if let Matches::One(id) = matched.hits { Some(id) } else { None };
        let mut ids: Vec<ContactId> = matched.iter().filter_map(alone).collect();
        ids.sort_unstable();
        ids.dedup();
        let contacts = self.lookup.load(&ids, tags)?;
        for matched in matched {
            let at = alone(matched).and_then(|id| ids.binary_search(&id).ok());
            matched.contact = at.and_then(|at| contacts.get(at)).cloned();
        }
        Ok(())
    }
}

/// Returns true for several identifiers and for custom ones. What a single standard identifier finds is the match.
fn needs_resolution(identifiers: &[Target]) -> bool {
    let is_custom = |target: &Target| matches!(target, Target::Field(field) if field.is_custom());
    identifiers.len() > 1 || identifiers.iter().any(is_custom)
}
