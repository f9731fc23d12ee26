//! Advice on the set-up of an import: its header, purpose, new fields and source.

use super::Hint;
use crate::model::{shell_argument, shell_option};
use crate::ops::setup::SetupError;
use crate::ops::sources::SourceRuleError;

impl Hint for SetupError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::HeaderBelow { found, .. } => {
                format!("--header-line {} takes it as the header and leaves out what stands above", found.line)
            }
            // One without `=` is likely meant to name the field like its column.
            Self::NotANewField { column, kind } => format!(
                "to name the field like the column: {}",
                shell_option("--create-field", &format!("{column}=:{kind}"))
            ),
            Self::NoList { .. } => {
                "make it a text, or give the options with: contacts fields add NAME --type list --option OPTION"
                    .to_owned()
            }
            Self::FieldDefinedOtherwise { name, .. } => format!(
                "give the one in the workspace another name: contacts fields rename {} NEW",
                shell_argument(name)
            ),
            Self::WrongIdentifier { .. } | Self::UnreadableChoice(_) => return None,
        })
    }
}

impl Hint for SourceRuleError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoSource { .. } => "name it, the same every time: --source NAME".to_owned(),
            Self::OfAddAll => "leave --source out, or recognise contacts: --purpose add-update --id email".to_owned(),
            Self::Unknown { known, .. } if known.is_empty() => {
                "a source is remembered from its first import on: contacts import FILE --source NAME".to_owned()
            }
            Self::Unknown { known, .. } => format!("there are: {}", known.join(", ")),
            Self::InvalidName { .. } => return None,
        })
    }
}
