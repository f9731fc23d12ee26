use serde::{Deserialize, Serialize};

use super::{ContactId, FieldId, Issue, NearMiss, TagRefs, Text};

/// What a row brings to one mapped field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellInput {
    /// A blank cell: nothing changes.
    Blank,
    /// The clear marker: the field is emptied.
    Clear,
    /// A value in its canonical form; for Tags the cell's text.
    Value(Text),
}

/// A field that changes: undo puts `before` back.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which field; never Tags.
    pub field: FieldId,
    /// Its value before; `None` when it was empty.
    pub before: Option<Text>,
    /// Its value after; `None` when it is emptied.
    pub after: Option<Text>,
}

/// A contact to add.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Addition {
    /// Its values; a field without one is absent.
    pub values: Vec<(FieldId, Text)>,
    /// Its tags, ascending.
    pub tags: TagRefs,
    /// A contact that may be the same person.
    pub near: Option<NearMiss>,
}

/// What changes in a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// Which contact.
    pub contact: ContactId,
    /// The fields that change, by ascending field.
    pub fields: Vec<FieldChange>,
    /// The tags that it gets.
    pub tags_added: TagRefs,
    /// The tags that it loses.
    pub tags_removed: TagRefs,
    /// Whether the row brings nothing new; the import tag does not count.
    pub unchanged: bool,
}

impl Update {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.tags_added.is_empty() && self.tags_removed.is_empty()
    }
}

/// What a row does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It adds a contact.
    Add(Addition),
    /// It updates one.
    Update(Update),
    /// The purpose leaves it alone.
    Skip,
    /// It is in error and changes nothing.
    Reject,
}

/// A row whose outcome is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// The physical line on which it begins, from 1.
    pub line: u64,
    /// What it does.
    pub action: Action,
    /// All its errors and warnings.
    pub issues: Vec<Issue>,
}

impl PlannedRow {
    /// The status under which it is reported.
    pub fn status(&self) -> super::RowStatus {
        match self.action {
            Action::Add(_) => super::RowStatus::Imported,
            Action::Update(_) => super::RowStatus::Updated,
            Action::Skip => super::RowStatus::Skipped,
            Action::Reject => super::RowStatus::Error,
        }
    }

    /// Whether it matched a contact and brings nothing new.
    pub fn is_unchanged(&self) -> bool {
        matches!(&self.action, Action::Update(update) if update.unchanged)
    }
}
