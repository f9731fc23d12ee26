//! The purpose of an import and its identifier, and which go together.

use clap::{Args, ValueEnum};

use crate::cli::completion::candidates;
use crate::matching::MAX_IDENTIFIERS;
use crate::model::{Identifiers, Purpose};

/// What an import may do, and how it recognises contacts.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct PurposeOptions {
    /// What the import may do to the contacts
    #[arg(long, value_name = "PURPOSE")]
    purpose: Option<PurposeArg>,
    /// The identifier, the field by which an existing contact is recognised: phone, email, contact-id (with the purpose
    /// update only) or a custom field. Several with commas between, the strongest first: 'CRM ID,email,phone'
    #[arg(long, value_name = "IDENTIFIER,…", value_parser = identifiers, add = candidates::identifiers())]
    id: Option<Identifiers>,
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

/// Reads identifiers. Whether there are such fields shows in the workspace.
fn identifiers(text: &str) -> Result<Identifiers, String> {
    let identifiers = Identifiers::parse(text);
    match identifiers.iter().count() {
        0 => Err("it names no identifier".to_owned()),
        count if count > MAX_IDENTIFIERS => Err(format!("at most {MAX_IDENTIFIERS} identifiers")),
        _ => Ok(identifiers),
    }
}

impl PurposeOptions {
    /// Returns the purpose, if one was typed.
    pub(in crate::cli) fn purpose(&self) -> Option<Purpose> {
        self.purpose.map(Purpose::from)
    }

    /// Returns the identifiers, if some were typed.
    pub(in crate::cli) fn identifiers(&self) -> Option<Identifiers> {
        self.id.clone()
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
