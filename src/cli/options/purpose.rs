//! The purpose of an import and its identifier, and which go together.

use clap::{Args, ValueEnum};

use crate::model::{Identifier, Purpose};

/// What an import may do, and how it recognises contacts.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(in crate::cli) struct PurposeOptions {
    /// What the import may do
    #[arg(long, value_name = "PURPOSE", help_heading = "What to do")]
    purpose: Option<PurposeArg>,
    /// Match rows to existing contacts by
    #[arg(long, value_name = "IDENTIFIER", help_heading = "What to do")]
    id: Option<IdentifierArg>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PurposeArg {
    /// Add new contacts; skip existing ones
    Add,
    /// Update existing contacts; skip new ones
    Update,
    /// Update existing contacts and add new ones
    AddUpdate,
    /// Add every row, even duplicates; takes no --id
    AddAll,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum IdentifierArg {
    /// The phone number
    Phone,
    /// The e-mail address
    Email,
    /// The Contact ID; only with the purpose update
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
