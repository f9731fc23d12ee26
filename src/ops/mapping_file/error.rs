//! Why a mapping file or job file cannot be used.

use std::io;
use std::path::PathBuf;

use crate::mapping::SavedMappingError;
use crate::model::shown_path;

/// Why a mapping file or job file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingFileError {
    /// Its text is no mapping.
    #[error("{}: {error}", shown_path(path))]
    Invalid {
        /// Path of the file.
        path: PathBuf,
        /// What is wrong with its text.
        error: SavedMappingError,
    },
    /// It cannot be read.
    #[error("{}: {error}", shown_path(path))]
    Unreadable {
        /// Path of the file.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
}

impl MappingFileError {
    /// Returns the stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { error, .. } => error.code(),
            Self::Unreadable { .. } => "mapping-file-unreadable",
        }
    }
}
