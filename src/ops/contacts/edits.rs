//! The changes that `contacts edit` is asked for: typed values, checked like the cells of an import.

use std::fmt;

use serde::Serialize;

use crate::model::{
    Contact, Diagnostic, Field, FieldChange, FieldId, Fields, IssueCode, TagInterner, TagRef, TagRefs, Text, Timestamp,
    Update, split_tag_cell,
};
use crate::ops::contacts::EditError;
use crate::ops::{OpsError, contacts};
use crate::source::MAX_CELL;
use crate::values::{self, ParseOptions, is_blank};
use crate::workspace::{ContactRecord, EntryKind, TagIds, WriteTransaction};

/// Edits to apply to a contact.
#[derive(Debug, Clone, Default)]
pub struct FieldEdits {
    /// New values of fields other than Tags; `None` empties the field.
    values: Vec<(FieldId, Option<Text>)>,
    /// Tags that replace all tags of the contact; `None` leaves them.
    tags: Option<Vec<String>>,
    /// Tags to add.
    pub add_tags: Vec<String>,
    /// Tags to remove.
    pub remove_tags: Vec<String>,
    /// Tags that stay where all tags are replaced: import tags, unless they are among those to remove.
    pub kept_tags: TagRefs,
    /// Warnings about values that are taken all the same.
    pub warnings: Vec<Warning>,
}

/// An edit of a contact, or the attempt at one that changed nothing.
pub struct EditResult {
    /// The contact after the edit.
    pub record: ContactRecord,
    /// The changes.
    pub update: Update,
    /// Number of the entry in the history; `None` if nothing changed.
    pub entry: Option<i64>,
    /// Warnings about values that were taken all the same.
    pub warnings: Vec<Warning>,
}

/// A warning about a value that is taken all the same.
#[derive(Debug, Clone, Serialize)]
pub struct Warning {
    field: String,
    code: &'static str,
    message: String,
}

impl Warning {
    /// A warning about the value of a field. `code` is a stable name for scripts.
    pub fn new(field: &str, code: &'static str, message: String) -> Self {
        Self { field: field.to_owned(), code, message }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

impl FieldEdits {
    /// Parses `FIELD=VALUE` pairs and reports the faults of all values at once.
    ///
    /// # Errors
    /// [`EditError::NotAnEdit`], [`EditError::UnknownField`], [`EditError::OfContactId`], [`EditError::FieldTwice`] and
    /// [`EditError::InvalidValues`].
    pub fn read(pairs: &[String], fields: &Fields, rules: &ParseOptions) -> Result<Self, EditError> {
        let mut edits = Self::default();
        let mut faults: Vec<String> = Vec::new();
        for pair in pairs {
            let (field, value) = split(pair, fields)?;
            if edits.has(field.id) {
                return Err(EditError::FieldTwice { field: field.name.clone() });
            }
            // Faults are collected rather than returned, so that one run names every value to correct.
            if let Err(findings) = edits.take(field, value, rules) {
                faults.extend(findings.iter().map(|finding| format!("{}: {}", field.name, finding.message)));
            }
        }
        if faults.is_empty() {
            return Ok(edits);
        }
        Err(EditError::InvalidValues { faults })
    }

    /// Returns edits that add tags and change nothing else.
    pub fn adding_tags(names: Vec<String>) -> Self {
        Self { add_tags: names, ..Self::default() }
    }

    /// Returns edits that take tags off and change nothing else.
    pub fn removing_tags(names: Vec<String>) -> Self {
        Self { remove_tags: names, ..Self::default() }
    }

    /// Returns the values that fields get, other than Tags; those that are emptied are left out.
    pub fn values(&self) -> impl Iterator<Item = (FieldId, &Text)> {
        self.values.iter().filter_map(|(field, value)| Some((*field, value.as_ref()?)))
    }

    /// Returns the tags of a new contact, ascending.
    pub fn tags_of_new(&self, interner: &mut TagInterner) -> TagRefs {
        let mut tags: TagRefs =
            self.tags.iter().flatten().chain(&self.add_tags).map(|name| interner.intern(name)).collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }

    /// Returns the fields that change, Tags last.
    pub(super) fn edited(&self) -> impl Iterator<Item = FieldId> {
        let are_tags = self.tags.is_some() || !self.add_tags.is_empty() || !self.remove_tags.is_empty();
        self.values.iter().map(|(field, _)| *field).chain(are_tags.then_some(FieldId::TAGS))
    }

    /// Returns true if there is nothing to change.
    pub fn is_empty(&self) -> bool {
        self.edited().next().is_none()
    }

    fn has(&self, field: FieldId) -> bool {
        self.values.iter().any(|(known, _)| *known == field) || (field == FieldId::TAGS && self.tags.is_some())
    }

    fn take(&mut self, field: &Field, value: &str, rules: &ParseOptions) -> Result<(), Vec<Diagnostic>> {
        let is_none = is_blank(value) || values::stands_for_none(&field.kind, value);
        let text = if is_none { None } else { Some(self.check(field, value, rules)?) };
        if field.id == FieldId::TAGS {
            self.tags = Some(text.map_or_else(Vec::new, |cell| split_tag_cell(&cell, rules.tag_separator)));
            return Ok(());
        }
        if field.id == FieldId::FIRST_NAME && text.is_none() {
            let message = "the contact is left without one, which no new contact may be".to_owned();
            self.warnings.push(Warning::new(&field.name, IssueCode::FirstNameMissing.as_str(), message));
        }
        self.values.push((field.id, text));
        Ok(())
    }

    /// Checks a value by the rules of a cell of an import.
    fn check(&mut self, field: &Field, value: &str, rules: &ParseOptions) -> Result<Text, Vec<Diagnostic>> {
        // The limit of the reader: a longer value could be exported, but the export could not be imported again.
        if value.len() > MAX_CELL {
            return Err(vec![Diagnostic::new(IssueCode::CellTooLarge, "longer than the 64 KiB that a value can have")]);
        }
        let value = values::read(&field.kind, value, rules).map_err(|mut findings| {
            values::advise_to_add_options(&mut findings, &field.kind, &field.name, value);
            findings
        })?;
        let warning = |found: Diagnostic| Warning::new(&field.name, found.code.as_str(), found.message);
        self.warnings.extend(value.warnings.into_iter().map(warning));
        Ok(value.text)
    }

    /// Checks that no tag is both added and removed.
    ///
    /// # Errors
    /// [`EditError::TagContradiction`].
    pub fn check_tags(&self) -> Result<(), EditError> {
        let is_removed =
            |name: &&String| self.remove_tags.iter().any(|other| TagInterner::key(other) == TagInterner::key(name));
        let wanted = self.tags.iter().flatten().chain(&self.add_tags);
        match wanted.into_iter().find(is_removed) {
            Some(name) => Err(EditError::TagContradiction { tag: name.clone() }),
            None => Ok(()),
        }
    }

    /// Applies the edits to a contact as part of a change. Without a difference there is no entry in the history.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn apply(
        self,
        change: &WriteTransaction<'_>,
        before: ContactRecord,
        fields: &Fields,
        tags: &mut TagIds,
        now: Timestamp,
    ) -> Result<EditResult, OpsError> {
        let update = self.update(&before.contact, &mut tags.interner);
        let warnings = self.warnings;
        if update.unchanged {
            return Ok(EditResult { record: before, update, entry: None, warnings });
        }
        let entry = change.begin_entry(EntryKind::Edit, &summary(&update, fields), now)?;
        change.update_contact(entry, update.clone(), tags, now)?;
        // Read back in place of being computed, so that what is shown is what is stored.
        let record = contacts::find(change, before.contact.id, tags)?;
        Ok(EditResult { record, update, entry: Some(entry), warnings })
    }

    /// Returns the changes that these edits make to a contact.
    pub(super) fn update(&self, contact: &Contact, interner: &mut TagInterner) -> Update {
        let mut fields: Vec<FieldChange> =
            self.values.iter().filter_map(|(field, after)| field_change(contact, *field, after.as_ref())).collect();
        fields.sort_unstable_by_key(|change| change.field);
        let wanted = self.wanted_tags(contact, interner);
        let without = |some: &[TagRef], others: &[TagRef]| -> TagRefs {
            some.iter().copied().filter(|tag| !others.contains(tag)).collect()
        };
        let (tags_added, tags_removed) = (without(&wanted, &contact.tags), without(&contact.tags, &wanted));
        let update = Update { contact: contact.id, fields, tags_added, tags_removed, unchanged: false };
        Update { unchanged: update.is_empty(), ..update }
    }

    /// Returns the tags that the contact will have, ascending.
    fn wanted_tags(&self, contact: &Contact, interner: &mut TagInterner) -> TagRefs {
        let mut wanted: TagRefs = match &self.tags {
            Some(names) => {
                let kept = contact.tags.iter().copied().filter(|tag| self.kept_tags.contains(tag));
                names.iter().map(|name| interner.intern(name)).chain(kept).collect()
            }
            None => contact.tags.clone(),
        };
        wanted.extend(self.add_tags.iter().map(|name| interner.intern(name)));
        // `find`, not `intern`: removing a tag must not create it.
        let removed: TagRefs = self.remove_tags.iter().filter_map(|name| interner.find(name)).collect();
        wanted.retain(|tag| !removed.contains(tag));
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }
}

/// Returns the summary for the history: `contact 4: Email, Tags`.
fn summary(update: &Update, fields: &Fields) -> String {
    let mut names: Vec<&str> = update.fields.iter().map(|change| fields.name(change.field)).collect();
    if !update.tags_added.is_empty() || !update.tags_removed.is_empty() {
        names.push(fields.name(FieldId::TAGS));
    }
    format!("contact {}: {}", update.contact, names.join(", "))
}

fn field_change(contact: &Contact, field: FieldId, after: Option<&Text>) -> Option<FieldChange> {
    let before = contact.value(field);
    (before != after).then(|| FieldChange { field, before: before.cloned(), after: after.cloned() })
}

/// Splits `FIELD=VALUE` at the first `=` behind the name of a field: the name itself may contain one.
fn split<'p, 'f>(pair: &'p str, fields: &'f Fields) -> Result<(&'f Field, &'p str), EditError> {
    let splits = || pair.match_indices('=').map(|(at, _)| (&pair[..at], &pair[at + 1..]));
    if let Some(found) = splits().find_map(|(name, value)| Some((fields.by_name(name)?, value))) {
        return Ok(found);
    }
    let Some((name, _)) = splits().next() else {
        return Err(EditError::NotAnEdit { pair: pair.to_owned(), known: known(fields) });
    };
    if name.trim().eq_ignore_ascii_case("Contact ID") {
        return Err(EditError::OfContactId);
    }
    Err(EditError::UnknownField { name: name.trim().to_owned(), known: known(fields) })
}

fn known(fields: &Fields) -> Vec<String> {
    fields.iter().map(|field| field.name.clone()).collect()
}
