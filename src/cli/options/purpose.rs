//! The purpose of an import and its identifier, and which go together.

use clap::{Args, ValueEnum};

use crate::model::{Identifier, Purpose};

/// What an import may do, and how it recognises contacts.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(in crate::cli) struct PurposeOptions {
    /// What the import may do to the contacts
    #[arg(long, value_name = "PURPOSE")]
    purpose: Option<PurposeArg>,
    /// The identifier: the field by which an existing contact is recognised
    #[arg(long, value_name = "IDENTIFIER")]
    id: Option<IdentifierArg>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PurposeArg {
    /// Add new contacts; leave existing ones alone
    Add,
    /// Update existing contacts; leave new ones out
    Update,
    /// Update existing contacts and add new ones
    AddUpdate,
    /// Add every row as a new contact; nothing is matched, so it takes no --id
    AddAll,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum IdentifierArg {
    /// The phone number
    Phone,
    /// The e-mail address
    Email,
    /// The Contact ID; with the purpose update only
    ContactId,
}

impl PurposeOptions {
    /// Returns the purpose, if one was typed.
    pub(in crate::cli) fn purpose(self) -> Option<Purpose> {
        self.purpose.map(Purpose::from)
    }

    /// Returns the identifier, if one was typed.
    pub(in crate::cli) fn identifier(self) -> Option<Identifier> {
        self.id.map(Identifier::from)
    }
}

impl From<PurposeArg> for Purpose {
    fn from(purpose: PurposeArg) -> Self {
        match purpose {
            PurposeArg::Add => Self::Add,
            PurposeArg::Update => Self::Update,
            PurposeArg::AddUpdate => Self::AddUpdate,
            PurposeArg::AddAll => Self::AddAll,
        }
    }
}

impl From<IdentifierArg> for Identifier {
    fn from(identifier: IdentifierArg) -> Self {
        match identifier {
            IdentifierArg::Phone => Self::Phone,
            IdentifierArg::Email => Self::Email,
            IdentifierArg::ContactId => Self::ContactId,
        }
    }
}
