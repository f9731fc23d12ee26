//! The purpose of an import and its identifier, and which go together.

use clap::{Args, ValueEnum};

use crate::cli::error::CliError;
use crate::model::{Identifier, Purpose};

/// What an import may do, and how it recognises contacts.
#[derive(Debug, Default, Args)]
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
    pub(in crate::cli) fn purpose(&self) -> Option<Purpose> {
        self.purpose.map(Purpose::from)
    }

    /// Returns the identifier, if one was typed.
    pub(in crate::cli) fn identifier(&self) -> Option<Identifier> {
        self.id.map(Identifier::from)
    }
}

/// Checks that the identifier goes with the purpose (spec section 3).
pub(in crate::cli) fn check_identifier(purpose: Purpose, identifier: Option<Identifier>) -> Result<(), CliError> {
    if purpose.goes_with(identifier) {
        return Ok(());
    }
    Err(CliError::usage(match (purpose, identifier) {
        (Purpose::AddAll, _) => {
            "--purpose add-all adds every row and matches none, so it takes no identifier (--id)".to_owned()
        }
        (_, Some(_)) => format!(
            "the identifier contact-id goes with --purpose update only: a Contact ID is given by the workspace, so {purpose} could add \
             nobody"
        ),
        (_, None) => {
            let choices = if purpose == Purpose::Update { "phone, email or contact-id" } else { "phone or email" };
            format!("--purpose {purpose} needs an identifier to recognise existing contacts: --id {choices}")
        }
    }))
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
