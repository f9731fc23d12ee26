//! Exit codes of the errors of use cases, and messages that name options.

use super::error::CliError;
use super::exit::Exit;
use super::options::no_new_field;
use crate::mapping::SavedMappingError;
use crate::model::{Identifiers, Interrupted, Purpose, counted, shown_path};
use crate::ops::OpsError;
use crate::ops::contacts::{ContactError, EditError};
use crate::ops::fields::{FieldError, TagError};
use crate::ops::history::HistoryError;
use crate::ops::mapping_file::MappingFileError;
use crate::ops::saved_mappings::StoredMappingError;
use crate::ops::selection::SelectionError;
use crate::ops::settings::SettingError;
use crate::ops::setup::{HeaderBelow, SetupError};
use crate::ops::sources::SourceRuleError;
use crate::ops::suppressions::SuppressionError;
use crate::values::FieldNameError;
use crate::workspace::UndoRefusal;

impl From<OpsError> for CliError {
    fn from(error: OpsError) -> Self {
        match error {
            OpsError::Workspace(error) => error.into(),
            OpsError::Source(error) => error.into(),
            OpsError::Mapping(error) => error.into(),
            OpsError::Import(error) => error.into(),
            OpsError::Session(error) => error.into(),
            OpsError::Report(error) => error.into(),
            OpsError::SavedMapping(error) => error.into(),
            OpsError::FieldName(error) => error.into(),
            OpsError::Interrupted(error) => error.into(),
            OpsError::ImportRunning { holder } => Self::busy(holder.as_ref()),
            OpsError::Setup(error) => error.into(),
            OpsError::SourceRule(error) => error.into(),
            OpsError::StoredMapping(error) => error.into(),
            OpsError::MappingFile(error) => error.into(),
            OpsError::Setting(error) => error.into(),
            OpsError::Selection(error) => error.into(),
            OpsError::Contact(error) => error.into(),
            OpsError::Edit(error) => error.into(),
            OpsError::Field(error) => error.into(),
            OpsError::Tag(error) => error.into(),
            OpsError::Suppression(error) => error.into(),
            OpsError::History(error) => error.into(),
        }
    }
}

impl From<Interrupted> for CliError {
    fn from(error: Interrupted) -> Self {
        Self::new(Exit::Interrupted, "interrupted", error)
    }
}

impl From<FieldNameError> for CliError {
    fn from(error: FieldNameError) -> Self {
        Self::new(Exit::Usage, error.code(), error)
    }
}

impl From<SetupError> for CliError {
    fn from(error: SetupError) -> Self {
        let exit = match error {
            SetupError::HeaderBelow { .. } | SetupError::FieldDefinedOtherwise { .. } => Exit::Refused,
            _ => Exit::Usage,
        };
        let message = setup_message(&error);
        Self::advised(exit, error.code(), error).with_message(message)
    }
}

/// Returns the message of an error of the set-up, with the options that are meant.
fn setup_message(error: &SetupError) -> String {
    match error {
        // One option in the hint, so that what is pasted is the likely reading; the other one is in the message alone.
        SetupError::HeaderBelow { found: HeaderBelow { line, names }, .. } => {
            let names = counted(*names as u64, "contact field");
            format!(
                "{error}: --header-line {line} (it names {names}; if line 1 is the header all the same: --header-line 1)"
            )
        }
        SetupError::WrongIdentifier { purpose, identifiers } => wrong_identifier(*purpose, identifiers),
        SetupError::NotANewField { column, kind } => no_new_field(&format!("{column}:{kind}")),
        _ => error.to_string(),
    }
}

/// Says which identifiers go with a purpose.
fn wrong_identifier(purpose: Purpose, identifiers: &Identifiers) -> String {
    match (purpose, identifiers.is_empty()) {
        (Purpose::AddAll, _) => {
            "--purpose add-all adds every row and matches none, so it takes no identifier (--id)".to_owned()
        }
        (_, false) => format!(
            "the identifier contact-id goes with --purpose update only: a Contact ID is given by the workspace, so {purpose} could add \
             nobody"
        ),
        (_, true) => {
            let choices = if purpose == Purpose::Update {
                "phone, email, contact-id or an own field"
            } else {
                "phone, email or an own field"
            };
            format!("--purpose {purpose} needs an identifier to recognise existing contacts: --id {choices}")
        }
    }
}

impl From<SourceRuleError> for CliError {
    fn from(error: SourceRuleError) -> Self {
        let exit = match error {
            SourceRuleError::Unknown { .. } => Exit::Failed,
            _ => Exit::Usage,
        };
        Self::advised(exit, error.code(), error)
    }
}

impl From<SavedMappingError> for CliError {
    fn from(error: SavedMappingError) -> Self {
        match error {
            SavedMappingError::Name { .. } => Self::usage(error.to_string()),
            _ => Self::advised(Exit::Failed, error.code(), error),
        }
    }
}

impl From<StoredMappingError> for CliError {
    fn from(error: StoredMappingError) -> Self {
        match error {
            StoredMappingError::Unreadable { name, error } => {
                Self::from(error).with_subject(format!("the saved mapping '{name}'"))
            }
            StoredMappingError::Unknown { .. } => Self::advised(Exit::Failed, error.code(), error),
            StoredMappingError::Exists { .. } | StoredMappingError::LooksAlike { .. } => {
                Self::advised(Exit::Refused, error.code(), error)
            }
        }
    }
}

impl From<MappingFileError> for CliError {
    fn from(error: MappingFileError) -> Self {
        match error {
            // A wrong name in it is the file's fault, and no wrong usage.
            MappingFileError::Invalid { path, error } => {
                Self::advised(Exit::Failed, error.code(), error).with_subject(shown_path(&path))
            }
            MappingFileError::Unreadable { .. } => Self::advised(Exit::Failed, error.code(), error),
        }
    }
}

impl From<SettingError> for CliError {
    fn from(error: SettingError) -> Self {
        let exit = match error {
            SettingError::KeyUnusable { .. } => Exit::Failed,
            _ => Exit::Usage,
        };
        Self::advised(exit, error.code(), error)
    }
}

impl From<SelectionError> for CliError {
    fn from(error: SelectionError) -> Self {
        let exit = match error {
            SelectionError::PrunedImport { .. } | SelectionError::PrunedSince { .. } => Exit::Refused,
            SelectionError::NoCountryCode { .. } => Exit::Failed,
            _ => Exit::Usage,
        };
        Self::advised(exit, error.code(), error)
    }
}

impl From<ContactError> for CliError {
    fn from(error: ContactError) -> Self {
        let exit = match error {
            ContactError::NobodyNamed { .. } | ContactError::Unknown { .. } | ContactError::Forgotten { .. } => {
                Exit::Failed
            }
            ContactError::SeveralNamed { .. } | ContactError::Changed { .. } | ContactError::SelectionChanged => {
                Exit::Refused
            }
            _ => Exit::Usage,
        };
        Self::advised(exit, error.code(), error)
    }
}

impl From<EditError> for CliError {
    fn from(error: EditError) -> Self {
        Self::advised(Exit::Usage, error.code(), error)
    }
}

impl From<FieldError> for CliError {
    fn from(error: FieldError) -> Self {
        let exit = match error {
            FieldError::Unknown { .. } | FieldError::NoOption { .. } => Exit::Failed,
            FieldError::OptionsUnwanted => return Self::usage(format!("{error}: --type list or --type choices")),
            FieldError::OptionsMissing { .. } | FieldError::InvalidOption { .. } | FieldError::OptionTwice { .. } => {
                Exit::Usage
            }
            _ => Exit::Refused,
        };
        Self::advised(exit, error.code(), error)
    }
}

impl From<TagError> for CliError {
    fn from(error: TagError) -> Self {
        let exit = match error {
            TagError::Unknown { .. } => Exit::Failed,
            TagError::Exists { .. } => Exit::Refused,
            TagError::NameBlank | TagError::InvalidName { .. } | TagError::MergedWithItself => Exit::Usage,
        };
        Self::advised(exit, error.code(), error)
    }
}

impl From<SuppressionError> for CliError {
    fn from(error: SuppressionError) -> Self {
        let exit = match error {
            SuppressionError::NotSuppressed { .. } => Exit::Failed,
            SuppressionError::SharedUnreadable { .. } | SuppressionError::SharedUntrusted { .. } => Exit::Refused,
            SuppressionError::NoValueColumn { .. } | SuppressionError::InvalidValues { .. } => Exit::Usage,
        };
        Self::advised(exit, error.code(), error)
    }
}

impl From<HistoryError> for CliError {
    fn from(error: HistoryError) -> Self {
        let exit = match error {
            HistoryError::NoImport { .. }
            | HistoryError::NoEntry { .. }
            | HistoryError::UndoRefused { refusal: UndoRefusal::Unknown, .. } => Exit::Failed,
            HistoryError::UndoRefused { .. } => Exit::Refused,
        };
        Self::advised(exit, error.code(), error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_tells_the_code_of_the_error() {
        let name = || "x".to_owned();
        let errors: [OpsError; 13] = [
            Interrupted.into(),
            OpsError::ImportRunning { holder: None },
            SetupError::UnreadableChoice(name()).into(),
            SourceRuleError::Unknown { name: name(), known: Vec::new() }.into(),
            StoredMappingError::Exists { name: name() }.into(),
            MappingFileError::Unreadable { path: name().into(), error: std::io::ErrorKind::NotFound.into() }.into(),
            SettingError::WithoutMail { name: "sendmail" }.into(),
            SelectionError::NoColumns.into(),
            ContactError::NobodyNamed { who: name() }.into(),
            EditError::OfContactId.into(),
            FieldError::OptionsUnwanted.into(),
            TagError::Unknown { name: name() }.into(),
            HistoryError::UndoRefused { entry: 2, refusal: UndoRefusal::Forgot }.into(),
        ];
        for error in errors {
            let code = error.code();
            assert_eq!(CliError::from(error).code(), code);
        }
    }
}
