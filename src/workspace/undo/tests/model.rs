//! The definition of undo, literally and without regard to speed: entries hold or are undone, and everything is
//! computed from the whole history each time.

use std::collections::{BTreeMap, BTreeSet};

/// A contact and one of its fields.
pub(super) type Place = (i64, i64);

/// A contact as it was added, or as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Person {
    pub(super) fields: BTreeMap<i64, String>,
    pub(super) tags: BTreeSet<String>,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
    pub(super) created_by: i64,
}

/// All existing contacts, by ID.
pub(super) type People = BTreeMap<i64, Person>;

/// A history entry: what it did, or which entry it toggled.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub(super) at: i64,
    pub(super) added: People,
    /// Values after it; `None` is empty.
    pub(super) fields: BTreeMap<Place, Option<String>>,
    pub(super) tags: BTreeMap<(i64, String), bool>,
    pub(super) removed: BTreeSet<i64>,
    pub(super) undone_by: Option<i64>,
    pub(super) undoes: Option<i64>,
}

impl Entry {
    fn touches(&self, contact: i64) -> bool {
        self.fields.keys().any(|(id, _)| *id == contact) || self.tags.keys().any(|(id, _)| *id == contact)
    }
}

/// Meaning of an undo before it is done, or the reason why it is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Unknown,
    UndoneAlready(i64),
    SwitchedSince(i64),
    Pruned,
    Toggles { entry: i64, holds: bool },
}

/// A conflict: contact, what of it, its value, the value it would have got, the later entry.
pub(super) type Stays = (i64, String, Option<String>, Option<String>, i64);

/// Outcome of an undo.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) removed: u64,
    pub(super) restored: u64,
    pub(super) changed: u64,
    pub(super) kept: BTreeSet<Stays>,
}

#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) entries: BTreeMap<i64, Entry>,
    /// The last entry that was pruned. The model goes on as if nothing was, but such entries cannot be undone.
    pub(super) pruned: i64,
}

impl Model {
    pub(super) fn next_id(&self) -> i64 {
        self.entries.keys().next_back().unwrap_or(&0) + 1
    }

    /// Entries that hold, latest first.
    fn holding(&self) -> impl Iterator<Item = (i64, &Entry)> {
        self.entries
            .iter()
            .rev()
            .filter(|(_, entry)| entry.undoes.is_none() && entry.undone_by.is_none())
            .map(|(id, entry)| (*id, entry))
    }

    /// All contacts the workspace should have.
    pub(super) fn people(&self) -> People {
        let ever = self.entries.iter().flat_map(|(id, entry)| entry.added.iter().map(move |added| (*id, added)));
        ever.filter(|(by, (contact, _))| self.is_there(**contact, *by))
            .map(|(_, (contact, base))| (*contact, self.person(*contact, base)))
            .collect()
    }

    fn is_there(&self, contact: i64, added_by: i64) -> bool {
        let is_removed = self.holding().any(|(_, entry)| entry.removed.contains(&contact));
        !is_removed && self.holding().any(|(id, entry)| id == added_by || entry.touches(contact))
    }

    fn person(&self, contact: i64, base: &Person) -> Person {
        let mut person = base.clone();
        let all = || self.entries.values();
        let fields = all().flat_map(|entry| entry.fields.keys()).filter(|(id, _)| *id == contact);
        for field in fields.map(|(_, field)| *field).collect::<BTreeSet<_>>() {
            let value = self.field(contact, field, i64::MAX).0;
            person.fields.remove(&field);
            person.fields.extend(value.map(|value| (field, value)));
        }
        let tags = all().flat_map(|entry| entry.tags.keys()).filter(|(id, _)| *id == contact);
        for tag in tags.map(|(_, tag)| tag).collect::<BTreeSet<_>>() {
            person.tags.remove(tag);
            if self.tag(contact, tag, i64::MAX).0 {
                person.tags.insert(tag.clone());
            }
        }
        let touched = self.holding().find(|(_, entry)| entry.fields.keys().any(|(id, _)| *id == contact));
        person.updated_at = touched.map_or(base.created_at, |(_, entry)| entry.at);
        person
    }

    /// The value of a field as far as the entries up to `up_to` decide it, with the entry that does.
    fn field(&self, contact: i64, field: i64, up_to: i64) -> (Option<String>, Option<i64>) {
        let mut say = self.holding().filter(|(id, _)| *id <= up_to);
        match say.find_map(|(id, entry)| Some((id, entry.fields.get(&(contact, field))?))) {
            Some((id, value)) => (value.clone(), Some(id)),
            None => (self.base(contact).fields.get(&field).cloned(), None),
        }
    }

    /// True if a contact has a tag as far as the entries up to `up_to` decide it, with the entry that does.
    fn tag(&self, contact: i64, tag: &str, up_to: i64) -> (bool, Option<i64>) {
        let mut say = self.holding().filter(|(id, _)| *id <= up_to);
        let place = (contact, tag.to_owned());
        match say.find_map(|(id, entry)| Some((id, entry.tags.get(&place)?))) {
            Some((id, has)) => (*has, Some(id)),
            None => (self.base(contact).tags.contains(tag), None),
        }
    }

    /// The contact as it was added.
    fn base(&self, contact: i64) -> &Person {
        self.entries.values().find_map(|entry| entry.added.get(&contact)).unwrap()
    }

    /// Returns the meaning of undoing an entry.
    pub(super) fn ask(&self, target: i64) -> Asked {
        let Some(entry) = self.entries.get(&target) else { return Asked::Unknown };
        match (entry.undone_by, entry.undoes) {
            (Some(by), _) => Asked::UndoneAlready(by),
            (None, undoes) if undoes.unwrap_or(target) <= self.pruned => Asked::Pruned,
            (None, None) => Asked::Toggles { entry: target, holds: false },
            (None, Some(meant)) => {
                let mut toggles = self.entries.iter().rev().filter(|(_, entry)| entry.undoes == Some(meant));
                match toggles.next().map(|(id, _)| *id) {
                    Some(last) if last != target => Asked::SwitchedSince(last),
                    _ => Asked::Toggles { entry: meant, holds: self.entries[&meant].undone_by.is_some() },
                }
            }
        }
    }

    /// Toggles an entry and returns what that did.
    pub(super) fn toggle(&mut self, target: i64, entry: i64, holds: bool, at: i64) -> Told {
        let before = self.people();
        let id = self.next_id();
        self.entries.insert(id, Entry { at, undoes: Some(entry), ..Entry::default() });
        self.entries.get_mut(&entry).unwrap().undone_by = (!holds).then_some(id);
        if target != entry {
            self.entries.get_mut(&target).unwrap().undone_by = Some(id);
        }
        let after = self.people();
        let differs = |(id, old): &(&i64, &Person)| {
            after.get(id).is_some_and(|new| new.fields != old.fields || new.tags != old.tags)
        };
        Told {
            removed: before.keys().filter(|id| !after.contains_key(id)).count() as u64,
            restored: after.keys().filter(|id| !before.contains_key(id)).count() as u64,
            changed: before.iter().filter(differs).count() as u64,
            kept: self.kept(entry, &before, &after),
        }
    }

    /// Conflicts: what later entries keep of what an entry had touched.
    fn kept(&self, id: i64, before: &People, after: &People) -> BTreeSet<Stays> {
        let entry = &self.entries[&id];
        let mut kept = BTreeSet::new();
        if entry.undone_by.is_some() {
            let stay = entry.added.keys().filter(|contact| before.contains_key(contact) && after.contains_key(contact));
            kept.extend(stay.map(|contact| {
                let by = self.holding().find(|(_, entry)| entry.touches(*contact)).unwrap().0;
                (*contact, "contact".to_owned(), None, None, by)
            }));
        }
        for (contact, field) in entry.fields.keys().filter(|(contact, _)| after.contains_key(contact)) {
            let (now, by) = self.field(*contact, *field, i64::MAX);
            let old = self.field(*contact, *field, id).0;
            if let Some(by) = by.filter(|by| *by > id && now != old) {
                kept.insert((*contact, format!("field {field}"), now, old, by));
            }
        }
        for (contact, tag) in entry.tags.keys().filter(|(contact, _)| after.contains_key(contact)) {
            let (has, by) = self.tag(*contact, tag, i64::MAX);
            let had = self.tag(*contact, tag, id).0;
            if let Some(by) = by.filter(|by| *by > id && has != had) {
                kept.insert((*contact, format!("tag {tag}"), Some(has.to_string()), Some(had.to_string()), by));
            }
        }
        kept
    }
}
