//! The search for duplicates: by shared keys from the indexes, by name, and by similarity.

use std::borrow::Cow;
use std::ops::ControlFlow;

use crate::matching::{Buckets, SharedBuckets, UnionFind, email_local_part, names_similar, phone_suffix};
use crate::model::{Cancel, Contact, ContactId, Field, FieldId, Interrupted, Key, Matches, Text};
use crate::values::{email_key, fold_name};
use crate::workspace::{
    ContactKeys, CountScope, Finder, SharedAddresses, SharedKeys, Snapshot, TagIds, WorkspaceError,
};

/// Maximum number of contacts that are compared pair by pair. More contacts share only what is common, such as `info@`, and the
/// number of pairs grows with the square.
const MAX_PAIRWISE: usize = 100;

/// Number of contacts read between two looks at the cancel flag.
const CANCEL_CHECK_INTERVAL: u64 = 4096;

/// Contacts that may be one person.
pub struct Group {
    /// What they share.
    pub reason: Reason,
    /// Their ids, ascending.
    pub members: Vec<ContactId>,
}

/// What contacts of a group share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The phone number.
    Phone,
    /// The e-mail address.
    Email,
    /// Both the phone number and the e-mail address.
    Both,
    /// The name, whatever its case and accents.
    Name,
    /// The value of a custom field.
    Own(FieldId),
    /// Nearly the same name, and numbers that end or addresses that begin alike.
    Near,
}

/// A search through one state of the workspace. Each group is handed out as soon as it is found, so that memory does not grow
/// with their number.
pub struct DuplicateFinder<'s, 'w, E> {
    snapshot: &'s Snapshot<'w>,
    cancel: &'s Cancel,
    finder: Finder<'w>,
    limit: Option<u64>,
    take: &'s mut dyn FnMut(&Group) -> Result<(), E>,
    /// Counts so far.
    pub found: DuplicateGroups,
}

/// Counts of a search.
#[derive(Debug, Clone, Copy, Default)]
pub struct DuplicateGroups {
    /// Groups handed out, at most the limit.
    pub shown: u64,
    /// Groups found.
    pub total: u64,
    /// Sets of contacts that were too large to compare pair by pair.
    pub too_large: u64,
}

impl<'s, 'w, E: From<WorkspaceError> + From<Interrupted>> DuplicateFinder<'s, 'w, E> {
    /// A search that hands out at most `limit` groups and counts the others.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn new(
        snapshot: &'s Snapshot<'w>,
        cancel: &'s Cancel,
        limit: Option<u64>,
        take: &'s mut dyn FnMut(&Group) -> Result<(), E>,
    ) -> Result<Self, E> {
        Ok(Self { snapshot, cancel, finder: snapshot.finder()?, limit, take, found: DuplicateGroups::default() })
    }

    /// Finds contacts that share a phone number.
    ///
    /// # Errors
    /// When the workspace cannot be read, the search is stopped, or the groups cannot be told.
    pub fn by_phone(&mut self) -> Result<(), E> {
        self.by_key(SharedKeys::Phones, Reason::Phone)
    }

    /// Finds contacts that share an e-mail address.
    ///
    /// # Errors
    /// When the workspace cannot be read, the search is stopped, or the groups cannot be told.
    pub fn by_email(&mut self, addresses: SharedAddresses) -> Result<(), E> {
        self.by_key(SharedKeys::Addresses(addresses), Reason::Email)
    }

    fn by_key(&mut self, keys: SharedKeys, reason: Reason) -> Result<(), E> {
        let snapshot = self.snapshot;
        snapshot.for_each_shared_key(keys, CountScope::Everybody, &mut |key| {
            self.check()?;
            // Beyond the limit a group is only counted; its members are not looked up.
            if !self.has_room() {
                self.found.total += 1;
                return Ok(());
            }
            let members = self.finder.hits(&key)?.ids().to_vec();
            let reason = if self.share_both_keys(&members)? { Reason::Both } else { reason };
            self.take(&Group { reason, members })
        })
    }

    /// Returns true if these contacts share both number and address, and no other contact has either.
    fn share_both_keys(&mut self, members: &[ContactId]) -> Result<bool, E> {
        let Some(contact) = members.first().map(|id| self.load(*id)).transpose()?.flatten() else { return Ok(false) };
        let phone = contact.value(FieldId::PHONE).map(|number| Key::Phone(number.clone()));
        let email = contact.value(FieldId::EMAIL).map(|address| Key::Email(email_key(address).into()));
        for key in [phone, email] {
            let hits = key.map_or(Ok(Matches::None), |key| self.finder.hits(&key))?;
            if hits.ids() != members {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Finds contacts of the same name, whatever its case and accents.
    ///
    /// # Errors
    /// When the workspace cannot be read, the search is stopped, or the groups cannot be told.
    pub fn by_name(&mut self) -> Result<(), E> {
        let mut names = Buckets::default();
        self.each_person(|person| {
            let name = full_name(person.first_name, person.last_name);
            if !name.is_empty() {
                names.add(&name, person.id);
            }
        })?;
        self.take_all(&names.finish().by_lowest(), Reason::Name)
    }

    /// Finds contacts that share a value of a custom field, as identifiers compare it.
    ///
    /// # Errors
    /// When the workspace cannot be read, the search is stopped, or the groups cannot be told.
    pub fn by_field(&mut self, field: &Field) -> Result<(), E> {
        let mut values = Buckets::default();
        self.snapshot.each_value(field.id, &mut |contact, value| {
            if let Some(key) = field.kind.identifier_key(&value) {
                values.add(&key, contact);
            }
            Ok::<_, WorkspaceError>(())
        })?;
        self.check()?;
        self.take_all(&values.finish().by_lowest(), Reason::Own(field.id))
    }

    /// Finds contacts of nearly the same name whose phone numbers end alike or whose e-mail addresses begin alike.
    ///
    /// # Errors
    /// When the workspace cannot be read, the search is stopped, or the groups cannot be told.
    pub fn by_similarity(&mut self) -> Result<(), E> {
        let mut alike = UnionFind::default();
        self.join_alike(&mut alike, |person| phone_suffix(person.phone).map(Cow::Borrowed))?;
        self.join_alike(&mut alike, |person| email_local_part(person.email_key).map(Cow::Owned))?;
        self.take_all(&alike.finish(), Reason::Near)
    }

    /// Compares contacts for which `what` gives the same text. Numbers and addresses take one pass each: holding both
    /// for millions of contacts would take twice the memory.
    fn join_alike(
        &mut self,
        alike: &mut UnionFind,
        what: impl for<'p> Fn(ContactKeys<'p>) -> Option<Cow<'p, str>>,
    ) -> Result<(), E> {
        let mut buckets = Buckets::default();
        self.each_person(|person| {
            if let Some(shared) = what(person) {
                buckets.add(&shared, person.id);
            }
        })?;
        for members in buckets.finish().groups() {
            self.check()?;
            self.compare(&members, alike)?;
        }
        Ok(())
    }

    /// Compares contacts pairwise. Those that share a whole number or address are skipped, because the other searches
    /// find them.
    fn compare(&mut self, members: &[ContactId], alike: &mut UnionFind) -> Result<(), E> {
        if members.len() > MAX_PAIRWISE {
            self.found.too_large += 1;
            return Ok(());
        }
        let mut faces: Vec<MatchKey> = Vec::with_capacity(members.len());
        for id in members {
            faces.extend(self.load(*id)?.as_ref().map(MatchKey::of));
        }
        for (place, one) in faces.iter().enumerate() {
            for other in faces.iter().skip(place + 1) {
                if !one.has_same_key(other) && names_similar(&one.name, &other.name) {
                    alike.union(one.id, other.id);
                }
            }
        }
        Ok(())
    }

    fn take_all(&mut self, groups: &SharedBuckets, reason: Reason) -> Result<(), E> {
        groups.groups().try_for_each(|members| self.take(&Group { reason, members }))
    }

    fn take(&mut self, group: &Group) -> Result<(), E> {
        self.found.total += 1;
        if !self.has_room() {
            return Ok(());
        }
        self.check()?;
        self.found.shown += 1;
        (self.take)(group)
    }

    /// Returns true if another group may be printed.
    fn has_room(&self) -> bool {
        self.limit.is_none_or(|limit| self.found.shown < limit)
    }

    fn each_person(&self, mut visit: impl FnMut(ContactKeys<'_>)) -> Result<(), E> {
        let mut seen = 0_u64;
        self.snapshot.for_each_contact_keys(&mut |person| {
            visit(person);
            seen += 1;
            if seen.is_multiple_of(CANCEL_CHECK_INTERVAL) && self.cancel.requested() {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        self.check()
    }

    fn load(&mut self, id: ContactId) -> Result<Option<Contact>, E> {
        Ok(self.finder.load(id, &TagIds::default())?) // Tags tell nothing here.
    }

    fn check(&self) -> Result<(), E> {
        Ok(self.cancel.check()?)
    }
}

/// The values by which two contacts are compared.
struct MatchKey {
    id: ContactId,
    name: String,
    phone: Option<Text>,
    email: Option<Text>,
}

impl MatchKey {
    fn of(contact: &Contact) -> Self {
        let value = |field| contact.value(field).map(Text::as_str).unwrap_or_default();
        Self {
            id: contact.id,
            name: full_name(value(FieldId::FIRST_NAME), value(FieldId::LAST_NAME)),
            phone: contact.value(FieldId::PHONE).cloned(),
            email: contact.value(FieldId::EMAIL).map(|address| email_key(address).into()),
        }
    }

    fn has_same_key(&self, other: &Self) -> bool {
        let is_same = |one: &Option<Text>, other: &Option<Text>| one.is_some() && one == other;
        is_same(&self.phone, &other.phone) || is_same(&self.email, &other.email)
    }
}

/// First and last name, folded for comparison.
fn full_name(first: &str, last: &str) -> String {
    fold_name(&format!("{first} {last}")).into()
}
