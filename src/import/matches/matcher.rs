//! The contacts that rows match, by one identifier or by several.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::import::suppressed::SuppressedPeople;
use crate::import::{ImportError, ImportRequest};
use crate::matching::{Candidate, Hit, doubtful, resolve};
use crate::model::{ContactId, Few, Key, Matched, Matches, RowKeys, Slot, Target};
use crate::workspace::{LoadScope, Lookup, Snapshot, TagIds};

/// Search for the contacts that rows match.
pub(in crate::import) struct RowMatcher<'a, 'w> {
    lookup: Lookup<'w>,
    identifiers: &'a [Target],
    /// Contact IDs that a merge absorbed, each with the contact that stays.
    merged_ids: HashMap<ContactId, ContactId>,
    /// Identifiers of contacts that a merge absorbed, each with the contact that stays.
    merged: HashMap<Key, ContactId>,
    /// Values of people who are left alone.
    suppressed: &'a SuppressedPeople,
    /// True if the purpose may update the contacts that are found.
    updates: bool,
}

impl<'a, 'w> RowMatcher<'a, 'w> {
    /// Prepares a search that loads only what the request needs.
    pub(in crate::import) fn new(
        request: &'a ImportRequest,
        snapshot: &Snapshot<'w>,
        suppressed: &'a SuppressedPeople,
    ) -> Result<Self, ImportError> {
        let identifiers = request.identifiers.as_slice();
        let is_by_id = identifiers.contains(&Target::ContactId);
        let merged_ids = if is_by_id { snapshot.merged_ids()? } else { HashMap::new() };
        let merged =
            if tells_of_merges(identifiers) { snapshot.merged_identifiers(identifiers)? } else { HashMap::new() };
        let lookup = snapshot.lookup(identifiers, load_scope(request, suppressed))?;
        let updates = request.purpose.updates();
        Ok(Self { lookup, identifiers, merged_ids, merged, suppressed, updates })
    }

    /// Returns the lookup, for searches by other keys.
    pub(super) fn lookup(&self) -> &Lookup<'w> {
        &self.lookup
    }

    /// Returns the matches of rows; with the contact itself if the purpose may update it.
    pub(in crate::import) fn match_rows(
        &self,
        rows: &[&Candidate],
        tags: &TagIds,
    ) -> Result<Vec<Matched>, ImportError> {
        let hits = self.hits(rows)?;
        let known = self.identifiers_of_doubtful(rows, &hits)?;
        let has_identifier = |contact, by| known.get(&(contact, by)).copied().unwrap_or_default();
        let resolved = rows.iter().zip(hits).map(|(row, hits)| {
            let matched = resolve(&row.keys, hits, has_identifier);
            let merged_into = if matched.hits == Matches::None { self.merged_into(&row.keys) } else { None };
            Matched { merged_into, ..matched }
        });
        let mut matched: Vec<Matched> = resolved.collect();
        self.load(&mut matched, tags)?;
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

    /// Returns the contact into which the one with an identifier of the row was merged.
    fn merged_into(&self, keys: &RowKeys) -> Option<(usize, ContactId)> {
        if self.merged.is_empty() {
            return None;
        }
        keys.iter().find_map(|(by, key)| Some((*by, *self.merged.get(key)?)))
    }

    /// Returns the contacts that each row hits, by all of its identifiers.
    fn hits(&self, rows: &[&Candidate]) -> Result<Vec<Few<Hit>>, ImportError> {
        let (mut keys, mut of) = (Vec::new(), Vec::new());
        for (row, candidate) in rows.iter().enumerate() {
            for (by, key) in &candidate.keys {
                keys.push((key, of.len()));
                of.push((row, *by));
            }
        }
        let mut hits = vec![Few::new(); rows.len()];
        self.lookup.each_hit(keys, |place, contact| {
            let (row, by) = of[place];
            hits[row].push(Hit { by, contact });
        })?;
        self.follow_merges(rows, &mut hits);
        Ok(hits)
    }

    /// Adds the missing hits: a Contact ID that a merge absorbed hits the contact it was merged into.
    fn follow_merges(&self, rows: &[&Candidate], hits: &mut [Few<Hit>]) {
        if self.merged_ids.is_empty() {
            return;
        }
        for (row, hits) in rows.iter().zip(hits) {
            let survivor = |(by, key): &(usize, Key)| match key {
                Key::ContactId(id) => Some(Hit { by: *by, contact: *self.merged_ids.get(&ContactId(*id))? }),
                _ => None,
            };
            hits.extend(row.keys.iter().filter_map(survivor));
        }
    }

    /// Returns which identifiers the doubtful contacts have, by contact and index of the identifier.
    fn identifiers_of_doubtful(
        &self,
        rows: &[&Candidate],
        hits: &[Few<Hit>],
    ) -> Result<HashMap<(ContactId, usize), bool>, ImportError> {
        let mut known = HashMap::new();
        for (contact, by) in rows.iter().zip(hits).flat_map(|(row, hits)| doubtful(&row.keys, hits)) {
            if let Entry::Vacant(unknown) = known.entry((contact, by)) {
                unknown.insert(self.lookup.has_identifier(contact, self.identifiers[by])?);
            }
        }
        Ok(known)
    }

    /// Loads the contacts that are the only match of their row. Of several none is needed: an import cannot choose among
    /// them.
    fn load(&self, matched: &mut [Matched], tags: &TagIds) -> Result<(), ImportError> {
        let alone = |(row, matched): (usize, &Matched)| match matched.hits {
            Matches::One(contact) => Some((contact, row)),
            _ => None,
        };
        let mut wanted: Vec<(ContactId, usize)> = matched.iter().enumerate().filter_map(alone).collect();
        wanted.sort_unstable();
        let ids: Vec<ContactId> = wanted.iter().map(|(contact, _)| *contact).collect();
        for (contact, (_, row)) in self.lookup.load(&ids, tags)?.into_iter().zip(wanted) {
            matched[row].contact = Some(Box::new(contact));
        }
        Ok(())
    }
}

/// Returns what an import needs of the contacts that its rows match. Custom fields take a query of their own, which
/// imports without such columns save. Whether a contact is suppressed shows in its values, also where the purpose does not
/// change it.
fn load_scope(request: &ImportRequest, suppressed: &SuppressedPeople) -> LoadScope {
    let is_custom = |slot: &Slot| matches!(slot.target, Target::Field(field) if field.is_custom());
    if !request.purpose.updates() && suppressed.is_empty() {
        LoadScope::Nothing
    } else if request.mapping.slots.iter().any(is_custom) || suppressed.have_custom_fields() {
        LoadScope::AllFields
    } else {
        LoadScope::StandardFields
    }
}

/// Returns true for several identifiers and for custom ones: a row without a match may be told of a merge then.
fn tells_of_merges(identifiers: &[Target]) -> bool {
    let is_custom = |target: &Target| matches!(target, Target::Field(field) if field.is_custom());
    identifiers.len() > 1 || identifiers.iter().any(is_custom)
}
