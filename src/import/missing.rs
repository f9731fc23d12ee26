//! Contacts that the source of a list held before and holds no more: what becomes of each (spec section 7).

use std::hash::{Hash, Hasher};

use super::plan::{Presence, UnreadableRows};
use super::{GuardExceeded, Import, ImportError, MAX_SHOWN_ERRORS};
use crate::model::{
    ContactId, ContactName, ContactSet, MissingAction, MissingCounts, Note, OutputKind, SOURCE_PART, SourceRule,
    Threshold,
};
use crate::workspace::{Snapshot, SourceChanges, StoredSource, WriteTransaction};

/// The missing contacts of an import, and those that are back.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingReport {
    /// Their numbers.
    pub counts: MissingCounts,
    /// The first missing contacts; those that are tagged or deleted come first.
    pub contacts: Vec<MissingContact>,
    /// The first of them that are not deleted.
    pub spared: Vec<SparedContact>,
    /// The first contacts that were missing and are in the list again.
    pub back: Vec<NamedContact>,
    /// Lines of the first rows because of which nothing is deleted.
    pub unreadable_lines: Vec<u64>,
    /// Bound of what is tagged or deleted.
    limit: Threshold,
    /// Missing contacts and contacts that the source held, without those that earlier imports found missing and that stay
    /// as they are.
    guarded: (u64, u64),
}

/// A contact with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedContact {
    /// Its ID.
    pub id: ContactId,
    /// Its name.
    pub name: ContactName,
}

/// A missing contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingContact {
    /// The contact.
    pub contact: NamedContact,
    /// True if it is tagged or deleted.
    pub is_changed: bool,
}

/// A missing contact that is not deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SparedContact {
    /// The contact.
    pub contact: NamedContact,
    /// True if a person added, edited or merged it.
    pub is_edited: bool,
    /// Names of the other sources that hold it.
    pub held_by: Vec<String>,
}

impl MissingReport {
    /// Checks the bound of missing contacts that are tagged or deleted.
    ///
    /// # Errors
    /// [`GuardExceeded::TooManyMissing`].
    pub(super) fn check(&self) -> Result<(), GuardExceeded> {
        let ((count, of), limit) = (self.guarded, self.limit);
        if !self.counts.action.changes_contacts() || !limit.is_exceeded(count, of) {
            return Ok(());
        }
        let name = self.counts.source.clone();
        Err(GuardExceeded::TooManyMissing { name, count, of, limit, action: self.counts.action.clone() })
    }
}

/// What an import does with the contacts of its source.
pub(super) struct MissingPlan {
    rule: SourceRule,
    /// The source; `None` if it has no record yet.
    source: Option<StoredSource>,
    /// Number of rows of the last whole list of the source; `None` if no import of one holds.
    rows_before: Option<u64>,
    extent: Extent,
    /// What becomes of missing contacts: a report in place of deletion while an identifier cannot be read.
    action: MissingAction,
    changes: SourceChanges,
    /// Missing contacts that are deleted, or get the tag.
    affected: ContactSet,
    spared: SparedContacts,
    unreadable: UnreadableRows,
}

/// How much of what its source holds a list has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All of it: what the list does not hold is missing.
    Whole,
    /// The rows of an errors file, which come in once they are corrected. What it does not hold is where it was.
    Part,
}

/// Contacts that deletion spares.
#[derive(Default)]
struct SparedContacts {
    /// Missing contacts that are not deleted.
    all: ContactSet,
    /// All contacts that a person edited, missing or not.
    edited: ContactSet,
}

impl MissingPlan {
    /// Compares the contacts that a list holds with those that its source held before.
    fn new(snapshot: &Snapshot<'_>, rule: SourceRule, presence: Presence, extent: Extent) -> Result<Self, ImportError> {
        let Presence { contacts: present, unreadable } = presence;
        let source = snapshot.source(&rule.name)?;
        let missing = if extent == Extent::Part { MissingAction::Keep } else { rule.missing };
        let rule = SourceRule { missing, ..rule };
        let mut changes = match &source {
            Some(source) => snapshot.source_changes(source.id, &present)?,
            None => SourceChanges { came: present, ..SourceChanges::default() },
        };
        if extent == Extent::Part {
            changes.newly_missing = ContactSet::default();
        }
        let rows_before = source.as_ref().map_or(Ok(None), |source| snapshot.rows_of_last_import(source.id))?;
        let is_held_back = rule.missing == MissingAction::Delete && unreadable.count > 0;
        let action = if is_held_back { MissingAction::Report } else { rule.missing.clone() };
        let (affected, spared) = decide(snapshot, source.as_ref(), &changes, &action)?;
        Ok(Self { rule, source, rows_before, extent, action, changes, affected, spared, unreadable })
    }

    /// Returns the number of rows with which those of this list are compared; `None` if there is no such number, or the
    /// list is no whole one.
    pub(super) fn comparable_rows(&self) -> Option<u64> {
        self.rows_before.filter(|_| self.extent == Extent::Whole)
    }

    /// Returns what is told of it, with names as they are in this snapshot.
    pub(super) fn report(&self, snapshot: &Snapshot<'_>) -> Result<MissingReport, ImportError> {
        // Earlier ones count only where something is done with them now: those that stay as they are would fill the guard
        // night after night.
        let earlier =
            self.changes.still_missing.iter().filter(|contact| self.affected.contains(*contact)).count() as u64;
        let guarded = (self.changes.newly_missing.len() + earlier, self.changes.held_before + earlier);
        Ok(MissingReport {
            counts: self.counts(),
            contacts: self.first_missing(snapshot)?,
            spared: self.first_spared(snapshot)?,
            back: first(&self.changes.back).map(|id| named(snapshot, id)).collect::<Result<_, _>>()?,
            unreadable_lines: self.unreadable.lines.clone(),
            limit: self.rule.max_missing,
            guarded,
        })
    }

    fn counts(&self) -> MissingCounts {
        let Self { rule, source, changes, affected, .. } = self;
        let (new, still) = (changes.newly_missing.len(), changes.still_missing.len());
        let is_delete = self.action == MissingAction::Delete;
        MissingCounts {
            source: source.as_ref().map_or_else(|| rule.name.clone(), |source| source.name.clone()),
            first: self.rows_before.is_none(),
            action: self.action.clone(),
            asked: rule.missing.clone(),
            count: new + still,
            new,
            of: changes.held_before + still + changes.back.len(),
            deleted: if is_delete { affected.len() } else { 0 },
            tagged: if is_delete { 0 } else { affected.len() },
            spared: self.spared.all.len(),
            back: changes.back.len(),
            unreadable: self.unreadable.count,
        }
    }

    fn first_missing(&self, snapshot: &Snapshot<'_>) -> Result<Vec<MissingContact>, ImportError> {
        let (changes, affected) = (&self.changes, &self.affected);
        let missing = changes.newly_missing.iter().chain(changes.still_missing.iter());
        let others = missing.filter(|contact| !affected.contains(*contact)).map(|contact| (contact, false));
        let first = affected.iter().map(|contact| (contact, true)).chain(others).take(MAX_SHOWN_ERRORS);
        first.map(|(id, is_changed)| Ok(MissingContact { contact: named(snapshot, id)?, is_changed })).collect()
    }

    fn first_spared(&self, snapshot: &Snapshot<'_>) -> Result<Vec<SparedContact>, ImportError> {
        let own = self.source.as_ref().map(|source| source.name.as_str());
        let spared = |id: ContactId| -> Result<SparedContact, ImportError> {
            let others =
                snapshot.sources_of(id)?.into_iter().filter(|(name, holds)| *holds && Some(name.as_str()) != own);
            let held_by = others.map(|(name, _)| name).collect();
            Ok(SparedContact { contact: named(snapshot, id)?, is_edited: self.spared.edited.contains(id), held_by })
        };
        first(&self.spared.all).map(spared).collect()
    }

    /// Writes what becomes of the missing contacts, and remembers what the list holds. Returns the ID of the source.
    pub(super) fn write(&self, change: &WriteTransaction<'_>, import_id: i64) -> Result<i64, ImportError> {
        let source = change.make_source(&self.rule.name)?.id;
        change.remember_source(import_id, source, &self.changes)?;
        match &self.action {
            MissingAction::Tag(tag) => {
                change.tag_missing(import_id, source, tag, &self.affected)?;
                change.share_missing_tag(import_id, source, tag, &all_missing(&self.changes))?;
            }
            MissingAction::Delete => change.delete_missing(import_id, &self.affected)?,
            MissingAction::Keep | MissingAction::Report => {}
        }
        Ok(source)
    }
}

impl Hash for MissingPlan {
    /// Two plans with the same hash change the same contacts in the same way.
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.action, self.changes.newly_missing.len(), self.changes.still_missing.len()).hash(state);
        self.affected.iter().for_each(|contact| contact.hash(state));
    }
}

impl Import<'_> {
    /// Returns what becomes of the contacts of the source; `None` if no source is named.
    pub(super) fn missing_plan(
        &self,
        snapshot: &Snapshot<'_>,
        presence: Presence,
    ) -> Result<Option<MissingPlan>, ImportError> {
        let rule = self.request.source.clone();
        rule.map(|rule| MissingPlan::new(snapshot, rule, presence, self.extent())).transpose()
    }

    fn extent(&self) -> Extent {
        let columns = self.source.columns();
        let is_of_errors =
            |index: &usize| OutputKind::Errors.generated_columns().contains(&columns[*index].name.as_str());
        if self.request.mapping.own_columns.iter().any(is_of_errors) { Extent::Part } else { Extent::Whole }
    }

    /// Returns the note that the list is only part of what its source holds.
    pub(super) fn part_note(&self) -> Option<Note> {
        let rule = self.request.source.as_ref().filter(|_| self.extent() == Extent::Part)?;
        let message = format!(
            "an errors file holds only some rows of '{}': contacts that it does not hold do not count as missing",
            rule.name
        );
        Some(Note::info(SOURCE_PART, message))
    }

    /// Returns true if missing contacts may be tagged or deleted, which has a bound.
    pub(super) fn is_missing_guarded(&self, snapshot: &Snapshot<'_>) -> Result<bool, ImportError> {
        let is_whole = self.extent() == Extent::Whole;
        let rule = self.request.source.as_ref().filter(|rule| is_whole && rule.missing.changes_contacts());
        Ok(rule.map_or(Ok(None), |rule| snapshot.source(&rule.name))?.is_some())
    }
}

/// Decides which missing contacts are deleted or tagged, and which are spared.
fn decide(
    snapshot: &Snapshot<'_>,
    source: Option<&StoredSource>,
    changes: &SourceChanges,
    action: &MissingAction,
) -> Result<(ContactSet, SparedContacts), ImportError> {
    let missing = all_missing(changes);
    let Some(source) = source.filter(|_| !missing.is_empty()) else { return Ok(Default::default()) };
    match action {
        MissingAction::Keep | MissingAction::Report => Ok(Default::default()),
        MissingAction::Tag(tag) => {
            let tagged = snapshot.tagged_already(tag, &missing, changes)?;
            Ok((missing.iter().filter(|contact| !tagged.contains(*contact)).collect(), SparedContacts::default()))
        }
        MissingAction::Delete => {
            let (held, edited) = (snapshot.held_by_others(source.id, &missing)?, snapshot.edited_contacts()?);
            let is_spared = |contact: &ContactId| held.contains(*contact) || edited.contains(*contact);
            let all = missing.iter().filter(is_spared).collect();
            Ok((missing.iter().filter(|contact| !is_spared(contact)).collect(), SparedContacts { all, edited }))
        }
    }
}

fn all_missing(changes: &SourceChanges) -> ContactSet {
    changes.newly_missing.iter().chain(changes.still_missing.iter()).collect()
}

fn first(contacts: &ContactSet) -> impl Iterator<Item = ContactId> {
    contacts.iter().take(MAX_SHOWN_ERRORS)
}

fn named(snapshot: &Snapshot<'_>, id: ContactId) -> Result<NamedContact, ImportError> {
    Ok(NamedContact { id, name: snapshot.contact_name(id)?.unwrap_or_default() })
}
