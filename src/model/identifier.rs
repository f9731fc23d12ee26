use std::fmt;

use serde::{Deserialize, Serialize};

use super::{FieldId, Target};

/// The field that recognises an existing contact (spec section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identifier {
    /// The phone number, compared as E.164.
    Phone,
    /// The e-mail address, compared without regard to case.
    Email,
    /// The Contact ID; for `update` only.
    ContactId,
}

impl Identifier {
    /// Its name on the command line and in the workspace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::ContactId => "contact-id",
        }
    }

    /// The column that must be mapped for it.
    pub fn target(self) -> Target {
        match self {
            Self::Phone => Target::Field(FieldId::PHONE),
            Self::Email => Target::Field(FieldId::EMAIL),
            Self::ContactId => Target::ContactId,
        }
    }

    /// The name of that column's field.
    pub fn field_name(self) -> &'static str {
        match self {
            Self::Phone => "Phone Number",
            Self::Email => "Email",
            Self::ContactId => "Contact ID",
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An identifier's value in the form in which it is compared: E.164, the folded address, or the Contact ID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `+` and digits.
    Phone(super::Text),
    /// The address as `values::email_key` folds it.
    Email(super::Text),
    /// The number that the workspace gave.
    ContactId(i64),
}
