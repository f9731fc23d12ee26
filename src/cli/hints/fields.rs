//! Advice on contact fields, tags and settings.

use super::{BUILD_WITH_ALL, Hint};
use crate::model::quote;
use crate::ops::fields::{FieldError, TagError};
use crate::ops::settings::SettingError;

impl Hint for FieldError {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Unknown { .. } | Self::NoOption { .. } => "see: contacts fields",
            Self::Exists { .. } | Self::StandardNameTaken { .. } => "choose another name; see: contacts fields",
            Self::Changed => "run the command again",
            Self::OptionsMissing { .. } => "for example: --option Gold --option Silver",
            Self::OptionInUse { .. } => "change those contacts first",
            Self::Standard { .. }
            | Self::OptionsUnwanted
            | Self::InvalidOption { .. }
            | Self::OptionTwice { .. }
            | Self::NotAList { .. }
            | Self::OptionExists { .. }
            | Self::LastOption => return None,
        };
        Some(hint.to_owned())
    }
}

impl Hint for TagError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { .. } => Some("see: contacts tags".to_owned()),
            Self::Exists { old, taken, .. } => {
                Some(format!("to make one of both: contacts tags merge {} --into {}", quote(old), quote(taken)))
            }
            Self::NameBlank | Self::InvalidName { .. } | Self::MergedWithItself => None,
        }
    }
}

impl Hint for SettingError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown { .. } => "see: contacts config list".to_owned(),
            Self::Damaged { name, .. } => format!("put its default back with: contacts config unset {name}"),
            Self::WithoutMail { .. } => BUILD_WITH_ALL.to_owned(),
            Self::KeyUnusable { .. } => {
                "move it away; what you trusted is then to be trusted anew with: contacts config trust".to_owned()
            }
            Self::NoKeyPath => "set the variable HOME or XDG_CONFIG_HOME".to_owned(),
            Self::Invalid { .. } => return None,
        })
    }
}
