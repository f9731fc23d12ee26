//! The four purposes of an import.

use std::fmt;

use crate::model::{Identifier, Identifiers};

use serde::{Deserialize, Serialize};

/// Purpose of an import: what it may do (spec section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Adds new contacts only.
    Add,
    /// Updates existing contacts only.
    Update,
    /// Updates existing contacts and adds the others.
    AddUpdate,
    /// Adds every row, even if such a contact exists.
    AddAll,
}

impl Purpose {
    /// All purposes.
    const ALL: [Self; 4] = [Self::Add, Self::Update, Self::AddUpdate, Self::AddAll];

    /// Returns the name on the command line and in the workspace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Update => "update",
            Self::AddUpdate => "add-update",
            Self::AddAll => "add-all",
        }
    }

    /// Returns the purpose of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == name)
    }

    /// Returns true if a row that matches no contact adds one.
    pub fn adds(self) -> bool {
        self != Self::Update
    }

    /// Returns true if a row that matches one contact updates it.
    pub fn updates(self) -> bool {
        matches!(self, Self::Update | Self::AddUpdate)
    }

    /// Returns true if rows are matched with contacts at all.
    pub fn matches(self) -> bool {
        self != Self::AddAll
    }

    /// Returns true if an import of this purpose can match by these identifiers, or by none (spec section 3).
    pub fn goes_with(self, identifiers: &Identifiers) -> bool {
        match self {
            Self::AddAll => identifiers.is_empty(),
            Self::Add | Self::AddUpdate => !identifiers.is_empty() && !identifiers.contains(&Identifier::ContactId),
            Self::Update => !identifiers.is_empty(),
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
