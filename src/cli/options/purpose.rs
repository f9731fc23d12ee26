//! The purpose of an import and its identifier, and which go together.

use clap::{Args, ValueEnum};

use crate::cli::completion::candidates;
use crate::matching::MAX_IDENTIFIERS;
use crate::model::{Identifiers, Purpose};

/// What an import may do, and how it recognises contacts.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct PurposeOptions {
    /// What the import may do
    #[arg(long, value_name = "PURPOSE", help_heading = "What to do")]
    purpose: Option<PurposeArg>,
    /// Match rows to existing contacts by
    ///
    /// phone, email, contact-id (only with the purpose update) or a custom field. Several with commas between, the
    /// strongest first: --id 'CRM ID,email,phone' matches by the CRM ID, else by the e-mail address, else by the phone
    /// number.
    #[arg(long, value_name = "IDENTIFIER,…", value_parser = identifiers, help_heading = "What to do",
        add = candidates::identifiers())]
    id: Option<Identifiers>,
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
