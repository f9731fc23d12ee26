//! Suppressing values as one entry of the history, and what becomes of the contacts that have them already.

use crate::model::{ContactId, SuppressedValue, Timestamp, counted};
use crate::ops::OpsError;
use crate::workspace::{ContactRecord, EntryKind, NewSuppression, SuppressionForm, SuppressionSet, WriteTransaction};

/// Maximum number of contacts that are shown of those that are there already.
const MAX_SHOWN_CONTACTS: usize = 100;

/// What becomes of contacts that have a suppressed value already.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ExistingAction {
    /// They stay as they are. Exports leave them out.
    #[default]
    Keep,
    /// They get a tag.
    Tag(String),
    /// They are deleted.
    Delete,
}

/// Contacts that have a suppressed value already.
#[derive(Debug, Clone, Default)]
pub struct ExistingContacts {
    /// Their IDs, ascending.
    pub ids: Vec<ContactId>,
    /// The first of them, as they were found.
    pub first: Vec<ContactRecord>,
    /// Number of those that were tagged or deleted.
    pub changed: u64,
}

/// Values that were suppressed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Addition {
    /// Number of values that are suppressed from now on.
    pub added: u64,
    /// Number of values that were suppressed already, or stood there twice.
    pub already: u64,
    /// Number of the entry in the history; `None` if nothing changed.
    pub entry: Option<i64>,
}

/// Suppresses values one by one as part of a change. In memory it keeps 16 bytes for each.
pub struct SuppressionAdder<'c, 'w> {
    change: &'c WriteTransaction<'w>,
    now: Timestamp,
    values: SuppressionSet,
    done: Addition,
}

impl<'c, 'w> SuppressionAdder<'c, 'w> {
    /// Starts without a value.
    pub fn new(change: &'c WriteTransaction<'w>, now: Timestamp) -> Self {
        Self { change, now, values: SuppressionSet::default(), done: Addition::default() }
    }

    /// Suppresses a value. `origin` is the name of the file that it stands in; `None` if it was typed.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn add(&mut self, value: &SuppressedValue, reason: Option<&str>, origin: Option<&str>) -> Result<(), OpsError> {
        let entry = self.entry()?;
        let new = NewSuppression { value, form: SuppressionForm::Plain, reason, origin };
        if self.change.suppress(entry, new, self.now)? {
            self.done.added += 1;
        } else {
            self.done.already += 1;
        }
        self.values.add(value);
        Ok(())
    }

    /// Finds the contacts that have one of the values, and does with them what was asked for. Returns what was done;
    /// without a change there is no entry in the history, and the change need not be committed.
    ///
    /// # Errors
    /// When the workspace cannot be read or written.
    pub fn finish(mut self, action: &ExistingAction) -> Result<(Addition, ExistingContacts), OpsError> {
        let values = std::mem::take(&mut self.values).finish();
        let ids = self.change.suppressed_contacts(&values)?;
        let mut existing = ExistingContacts { first: self.first_of(&ids)?, ids, changed: 0 };
        if let (false, Some(entry)) = (existing.ids.is_empty(), self.done.entry) {
            existing.changed = self.apply_action(entry, &existing.ids, action)?;
        }
        if self.done.added + existing.changed == 0 {
            self.done.entry = None;
        }
        if let Some(entry) = self.done.entry {
            self.change.summarise_entry(entry, &summary(self.done.added, existing.changed, action))?;
        }
        Ok((self.done, existing))
    }

    /// Loads the first contacts: later they may be deleted.
    fn first_of(&self, ids: &[ContactId]) -> Result<Vec<ContactRecord>, OpsError> {
        let tags = self.change.tags()?;
        let first = ids.iter().take(MAX_SHOWN_CONTACTS).filter_map(|id| self.change.contact(*id, &tags).transpose());
        Ok(first.collect::<Result<_, _>>()?)
    }

    fn apply_action(&self, entry: i64, ids: &[ContactId], action: &ExistingAction) -> Result<u64, OpsError> {
        Ok(match action {
            ExistingAction::Keep => 0,
            ExistingAction::Tag(name) => {
                let tag = self.change.upsert_tag(name)?;
                self.change.tag_contacts(entry, ids, tag)?
            }
            ExistingAction::Delete => self.change.delete_contacts(entry, ids)?,
        })
    }

    /// Returns the entry, which begins with the first value.
    fn entry(&mut self) -> Result<i64, OpsError> {
        if let Some(entry) = self.done.entry {
            return Ok(entry);
        }
        let entry = self.change.begin_entry(EntryKind::Suppress, "", self.now)?;
        self.done.entry = Some(entry);
        Ok(entry)
    }
}

/// `3 values suppressed, 1 contact deleted`: numbers only, because the history keeps no personal data.
fn summary(added: u64, changed: u64, action: &ExistingAction) -> String {
    let values = format!("{} suppressed", counted(added, "value"));
    match (changed, action) {
        (0, _) | (_, ExistingAction::Keep) => values,
        (changed, ExistingAction::Tag(_)) => format!("{values}, {} tagged", counted(changed, "contact")),
        (changed, ExistingAction::Delete) => format!("{values}, {} deleted", counted(changed, "contact")),
    }
}
