//! Why an entry of the history cannot be undone.

use crate::model::ContactId;

/// Reason why an entry cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoRefusal {
    /// There is no such entry.
    Unknown,
    /// It has been undone already, by this entry.
    UndoneAlready(i64),
    /// It removed a custom field, and another field has its name now.
    NameTaken(String),
    /// It restored a custom field, which may have got values since.
    FieldIsBack,
    /// The entry it undid or redid has been toggled again since, by this entry.
    SwitchedSince(i64),
    /// Redone, it would leave nothing of this contact: the contact it was merged into no longer exists.
    Lost(ContactId),
    /// It forgot contacts, of which nothing is left.
    Forgot,
    /// This entry pruned what it had changed.
    Pruned(i64),
    /// It pruned what older entries had changed.
    IsPruning,
}

impl UndoRefusal {
    /// Returns the stable code of the refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "entry-not-found",
            Self::UndoneAlready(_) => "undone-already",
            Self::NameTaken(_) => "field-exists",
            Self::FieldIsBack => "field-is-back",
            Self::SwitchedSince(_) => "switched-since",
            Self::Lost(_) => "contact-lost",
            Self::Forgot => "forgotten-for-good",
            Self::Pruned(_) => "entry-pruned",
            Self::IsPruning => "pruned-for-good",
        }
    }

    /// Returns the refusal as a sentence about the entry that was to be undone.
    pub fn message(&self, entry: i64) -> String {
        match self {
            Self::Unknown => format!("there is no entry {entry} in the history"),
            Self::UndoneAlready(by) => format!("entry {entry} was taken back already, by entry {by}"),
            Self::NameTaken(name) => {
                format!("entry {entry} removed the field '{name}', and there is another field of that name now")
            }
            Self::FieldIsBack => format!("entry {entry} brought back a contact field; that stays so"),
            Self::SwitchedSince(by) => {
                format!("what entry {entry} took back was taken back or brought back again since, by entry {by}")
            }
            Self::Lost(contact) => {
                format!("this would leave nothing of contact {contact}: the contact into which it was merged is gone")
            }
            Self::Forgot => {
                format!("entry {entry} forgot contacts for good: nothing of them is left that could come back")
            }
            Self::Pruned(by) => {
                format!("entry {entry} cannot be undone any more: entry {by} pruned what it had changed")
            }
            Self::IsPruning => format!("entry {entry} pruned the history: what it dropped is not kept anywhere"),
        }
    }
}
