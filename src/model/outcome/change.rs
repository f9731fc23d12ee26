//! The planned effect of a row: a contact added, fields and tags changed, or nothing.

use serde::{Deserialize, Serialize};

use super::{Issue, NearMiss};
use crate::model::{ContactId, FieldId, TagRefs, Text};

/// Input of a row for one mapped field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellInput {
    /// A blank cell: the field keeps its value.
    Blank,
    /// The clear marker: the field is emptied.
    Clear,
    /// A value in its canonical form; for Tags the cell's text.
    Value(Text),
}

/// What became of a contact as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactChange {
    /// It is new.
    Added,
    /// It has other values or tags.
    Changed,
    /// It is there no more.
    Removed,
}

impl ContactChange {
    /// The word for it in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// Change of one field; undo restores `before`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field; never Tags.
    pub field: FieldId,
    /// Value before; `None` if it was empty.
    pub before: Option<Text>,
    /// Value after; `None` if the field is emptied.
    pub after: Option<Text>,
}

/// A contact to add.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Addition {
    /// Values by field; an empty field is absent.
    pub values: Vec<(FieldId, Text)>,
    /// Tags, ascending.
    pub tags: TagRefs,
    /// An existing contact that may be the same person.
    pub near: Option<NearMiss>,
}

/// Changes to one contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// The contact.
    pub contact: ContactId,
    /// Fields that change, by ascending field ID.
    pub fields: Vec<FieldChange>,
    /// Tags added to the contact.
    pub tags_added: TagRefs,
    /// Tags removed from the contact.
    pub tags_removed: TagRefs,
    /// True if the row brings nothing new; the import tag does not count.
    pub unchanged: bool,
}

impl Update {
    /// Returns true if nothing changes.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.tags_added.is_empty() && self.tags_removed.is_empty()
    }
}

/// Effect of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It adds a contact.
    Add(Addition),
    /// It updates a contact.
    Update(Update),
    /// The purpose excludes it.
    Skip,
    /// Its person is suppressed: skipped whatever the purpose.
    Suppress,
    /// It is in error and changes nothing.
    Reject,
}

/// A row whose outcome is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// Physical line on which the row begins, from 1.
    pub line: u64,
    /// Effect of the row.
    pub action: Action,
    /// Index of the identifier by which the row matches a contact, from 0, the strongest first.
    pub matched_by: Option<usize>,
    /// All its errors and warnings.
    pub issues: Vec<Issue>,
}

impl PlannedRow {
    /// Returns the status under which the row is reported.
    pub fn status(&self) -> super::RowStatus {
        match self.action {
            Action::Add(_) => super::RowStatus::Imported,
            Action::Update(_) => super::RowStatus::Updated,
            Action::Skip | Action::Suppress => super::RowStatus::Skipped,
            Action::Reject => super::RowStatus::Error,
        }
    }

    /// Returns true if the row matched a contact and brings nothing new.
    pub fn is_unchanged(&self) -> bool {
        matches!(&self.action, Action::Update(update) if update.unchanged)
    }
}
