//! Why a setting cannot be found, read or set.

use std::path::PathBuf;

use crate::files::CompanionError;
use crate::model::shown_path;

/// Why a setting cannot be found, read or set.
#[derive(Debug, thiserror::Error)]
pub enum SettingError {
    /// No setting has this name.
    #[error("there is no setting '{name}'; there are {}", .known.join(", "))]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        known: Vec<&'static str>,
    },
    /// The workspace holds a value that is none for its setting.
    #[error("the setting {name} cannot be read: {problem}")]
    Damaged {
        /// The setting.
        name: &'static str,
        /// What is wrong with its value.
        problem: String,
    },
    /// A setting for mail, in a program that has none.
    #[error("{name} cannot be set: this program was built without e-mail")]
    WithoutMail {
        /// The setting.
        name: &'static str,
    },
    /// A text that is no value for a setting.
    #[error("{name} cannot be '{text}': {problem}")]
    Invalid {
        /// The setting.
        name: &'static str,
        /// What was given.
        text: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The user's key cannot be read or made.
    #[error("the key {} cannot be used: {error}", shown_path(.path))]
    KeyUnusable {
        /// Path of the key.
        path: PathBuf,
        /// Why.
        error: CompanionError,
    },
    /// A setting that acts needs the user's key, and this user has no place for one.
    #[error("this machine names no home directory, where what you trust is kept")]
    NoKeyPath,
}

impl SettingError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WithoutMail { .. } => "built-without-mail",
            Self::KeyUnusable { .. } => "key-unusable",
            Self::Unknown { .. } | Self::Damaged { .. } | Self::Invalid { .. } | Self::NoKeyPath => "usage",
        }
    }
}
