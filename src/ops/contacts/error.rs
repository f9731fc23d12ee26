//! Why contacts cannot be found, changed or merged, and why typed values cannot be given to them.

use crate::model::ContactId;

/// Why contacts cannot be found, changed or merged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// A text that names no contact.
    #[error("'{who}' is no Contact ID, phone number, e-mail address or FIELD=VALUE")]
    NotAContact {
        /// The text.
        who: String,
    },
    /// No contact is named by a text.
    #[error("nobody is '{who}'")]
    NobodyNamed {
        /// The text.
        who: String,
    },
    /// Several contacts are named by a text.
    #[error("'{who}' is said of {}", super::format_first_ids(.contacts))]
    SeveralNamed {
        /// The text.
        who: String,
        /// The contacts.
        contacts: Vec<ContactId>,
    },
    /// No contact has these IDs.
    #[error("{}", no_contacts(.ids))]
    Unknown {
        /// The IDs.
        ids: Vec<ContactId>,
    },
    /// A contact was forgotten.
    #[error("contact {contact} was forgotten by entry {entry}: nothing of it is left")]
    Forgotten {
        /// The contact.
        contact: ContactId,
        /// The entry of the history.
        entry: i64,
    },
    /// Another command has changed or removed a contact since it was read.
    #[error("contact {contact} was changed meanwhile by another command; nothing was written")]
    Changed {
        /// The contact.
        contact: ContactId,
    },
    /// Another command has changed the workspace since the selected contacts were shown.
    #[error("the workspace was changed meanwhile by another command; nothing was written")]
    SelectionChanged,
    /// A new contact without a First Name.
    #[error("a new contact needs a First Name")]
    FirstNameNeeded,
    /// A merge of fewer than two contacts.
    #[error("a contact cannot be merged with itself")]
    MergeOfOne,
    /// A merge of too many contacts.
    #[error("at most {limit} contacts can be merged at once")]
    MergeTooLarge {
        /// Maximum number of contacts.
        limit: usize,
    },
    /// A merge is to keep a contact that is none of those that are merged.
    #[error("contact {contact} cannot stay: it is not among those that are merged")]
    SurvivorNotAmong {
        /// The contact.
        contact: ContactId,
    },
}

impl ContactError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NobodyNamed { .. } | Self::Unknown { .. } => "contact-not-found",
            Self::SeveralNamed { .. } => "contact-ambiguous",
            Self::Forgotten { .. } => "contact-forgotten",
            Self::Changed { .. } => "contact-changed",
            Self::SelectionChanged => "selection-changed",
            Self::NotAContact { .. }
            | Self::FirstNameNeeded
            | Self::MergeOfOne
            | Self::MergeTooLarge { .. }
            | Self::SurvivorNotAmong { .. } => "usage",
        }
    }
}

/// Why typed values and tags cannot be given to contacts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A text without a `=`.
    #[error("'{pair}' is not FIELD=VALUE")]
    NotAnEdit {
        /// What was given.
        pair: String,
        /// The fields that there are.
        known: Vec<String>,
    },
    /// No contact field has this name.
    #[error("there is no contact field '{name}'")]
    UnknownField {
        /// The name that was asked for.
        name: String,
        /// The fields that there are.
        known: Vec<String>,
    },
    /// The Contact ID is to be changed.
    #[error("a Contact ID never changes")]
    OfContactId,
    /// Two edits of one field.
    #[error("{field} is given twice")]
    FieldTwice {
        /// The field.
        field: String,
    },
    /// Values that their fields do not take.
    #[error("{}", .faults.join("\n"))]
    InvalidValues {
        /// Each with its field.
        faults: Vec<String>,
    },
    /// A tag that is to be both added and removed.
    #[error("the tag '{tag}' is to be both given and taken off")]
    TagContradiction {
        /// The tag.
        tag: String,
    },
}

impl EditError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownField { .. } => "unknown-field",
            Self::InvalidValues { .. } => "value-invalid",
            Self::NotAnEdit { .. } | Self::OfContactId | Self::FieldTwice { .. } | Self::TagContradiction { .. } => {
                "usage"
            }
        }
    }
}

/// `there is no contact 7`, `there are no contacts 7, 8`.
fn no_contacts(ids: &[ContactId]) -> String {
    let verb = if ids.len() == 1 { "is" } else { "are" };
    format!("there {verb} no {}", super::format_first_ids(ids))
}
