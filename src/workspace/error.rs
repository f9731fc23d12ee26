//! Errors of the workspace, with their codes and hints.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

use super::schema::UNREADABLE;
use crate::files::CompanionError;
use crate::model::shown_path;

/// Reason why the workspace could not be used. Whatever the reason, the workspace is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// There is no such file.
    #[error("there is no workspace at {}", shown_path(.path))]
    Missing {
        /// The missing file.
        path: PathBuf,
    },
    /// A file of that name exists already.
    #[error("{} exists already", shown_path(.path))]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A file is not an older copy of the workspace, so a new copy does not replace it.
    #[error("{} is not replaced: {why}", shown_path(.path))]
    NotAnOlderCopy {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// The file is empty, and so not a workspace; a failed copy may have left it.
    #[error("{} is empty: it is not a workspace", shown_path(.path))]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file was not created by this tool.
    #[error("{} is not a workspace of contacts: it is {what}", shown_path(.path))]
    Foreign {
        /// The file.
        path: PathBuf,
        /// A short description of the file.
        what: &'static str,
    },
    /// The file was written by a later version of this tool.
    #[error("{} has schema version {version}; this program knows versions up to {known}", shown_path(.path))]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        version: i64,
        /// The newest schema version of this program.
        known: i64,
    },
    /// According to SQLite, or to its size, the file is not intact.
    #[error("{} is damaged: {detail}", shown_path(.path))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The first fault found.
        detail: String,
    },
    /// A file with the name of one that belongs to the workspace cannot be used as such.
    #[error("{} was not opened: {what}", shown_path(.path))]
    Companion {
        /// The file in the way.
        path: PathBuf,
        /// The reason why it cannot be used.
        what: String,
    },
    /// The log of an earlier workspace has the name of a new one's log: SQLite would apply it to the new one.
    #[error("{} is left of an earlier workspace of that name: its changes would go into the new one", shown_path(.log))]
    Leftover {
        /// The log.
        log: PathBuf,
    },
    /// The file was replaced, moved or removed while it was open.
    #[error("{} was replaced, moved or removed while this command ran; nothing was written to what stands there now", shown_path(.path))]
    Replaced {
        /// The path it was opened by.
        path: PathBuf,
    },
    /// The name leaves no room for the longer names of the files beside the workspace.
    #[error("{} has a name that is {excess} bytes too long: the files beside a workspace need longer ones", .path.display())]
    NameTooLong {
        /// The workspace.
        path: PathBuf,
        /// Bytes over the limit of the file system.
        excess: usize,
    },
    /// SQLite cannot keep a write-ahead log there, as on some network file systems.
    #[error("{} cannot have a write-ahead log: its journal mode stays {mode}", shown_path(.path))]
    NoLog {
        /// The file.
        path: PathBuf,
        /// The journal mode that SQLite offers instead.
        mode: String,
    },
    /// Another process was still writing to it when the timeout expired.
    #[error("{} is being written to by another process", shown_path(.path))]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The disk is full or a quota is reached.
    #[error("no room is left for {}: the disk is full or a quota is reached", shown_path(.path))]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file can be read but not written.
    #[error("{} cannot be written to", shown_path(.path))]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The disk failed to read, write or sync.
    #[error("{} could not be {}: {cause}", shown_path(.path), .deed)]
    Disk {
        /// The file.
        path: PathBuf,
        /// The failed operation, as a past participle for the message.
        deed: &'static str,
        /// SQLite's error.
        cause: rusqlite::Error,
    },
    /// The operating system refused an operation.
    #[error("{}: {cause}", shown_path(.path))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        cause: io::Error,
    },
    /// Any other error of SQLite.
    #[error("{}: {cause}", shown_path(.path))]
    Sql {
        /// The file.
        path: PathBuf,
        /// SQLite's error.
        cause: rusqlite::Error,
    },
}

impl WorkspaceError {
    /// Stable identifier of the error, for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "workspace-missing",
            Self::Exists { .. } => "workspace-exists",
            Self::NotAnOlderCopy { .. } => "backup-not-replaced",
            Self::Empty { .. } => "workspace-empty",
            Self::Foreign { .. } => "workspace-foreign",
            Self::Newer { .. } => "workspace-newer",
            Self::Damaged { .. } => "workspace-damaged",
            Self::Companion { .. } => "workspace-companion",
            Self::Leftover { .. } => "workspace-leftover",
            Self::Replaced { .. } => "workspace-replaced",
            Self::NameTooLong { .. } => "workspace-name-too-long",
            Self::NoLog { .. } => "workspace-no-log",
            Self::Busy { .. } => "workspace-busy",
            Self::Full { .. } => "workspace-full",
            Self::ReadOnly { .. } => "workspace-read-only",
            Self::Disk { .. } | Self::Io { .. } | Self::Sql { .. } => "workspace-unusable",
        }
    }

    /// Returns true if the cause may be a file or folder that cannot be written: reading may still succeed.
    pub(super) fn may_be_of_writing(&self) -> bool {
        // To open a workspace SQLite creates its `-shm` file, which fails with SQLITE_CANTOPEN in a folder that is
        // read-only.
        let cannot_open = |cause: &rusqlite::Error| cause.sqlite_error_code() == Some(ErrorCode::CannotOpen);
        match self {
            Self::Full { .. } | Self::ReadOnly { .. } | Self::Disk { .. } | Self::NoLog { .. } => true,
            Self::Sql { cause, .. } => cannot_open(cause),
            _ => false,
        }
    }

    /// Error for a companion file that is not opened for the given reason.
    pub(super) fn companion_is(path: &Path, what: &str) -> Self {
        Self::Companion { path: path.to_owned(), what: what.to_owned() }
    }

    /// Maps an error of opening a companion file.
    pub(super) fn companion(path: &Path, error: CompanionError) -> Self {
        match error {
            CompanionError::Io(cause) => Self::io(path, cause),
            other => Self::companion_is(path, &other.to_string()),
        }
    }

    /// Maps an I/O error; a full disk and a quota become [`WorkspaceError::Full`].
    pub(super) fn io(path: &Path, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path: path.to_owned() },
            _ => Self::Io { path: path.to_owned(), cause },
        }
    }

    /// Maps an error of SQLite to the variant that has a hint for it.
    pub(super) fn sql(path: &Path, cause: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { path, detail: cause.to_string() }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
            Some(ErrorCode::SystemIoFailure) => Self::Disk { path, deed: deed(&cause), cause },
            _ if is_unreadable(&cause) => {
                Self::Damaged { path, detail: "a value in it is not what it should be".to_owned() }
            }
            _ => Self::Sql { path, cause },
        }
    }
}

/// Returns true if a value exists but cannot be read: text that is not UTF-8, a number out of range or broken JSON.
fn is_unreadable(cause: &rusqlite::Error) -> bool {
    use rusqlite::Error;
    // An error of one of our SQL functions comes back from SQLite as a message only, so the message is compared.
    matches!(
        cause,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..)
    ) || matches!(cause, Error::SqliteFailure(_, Some(said)) if said == UNREADABLE)
}

/// The operation during which the disk failed, from SQLite's extended result code.
fn deed(cause: &rusqlite::Error) -> &'static str {
    match cause.sqlite_error().map(|error| error.extended_code) {
        Some(ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ) => "read",
        Some(ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC) => "brought to the disk",
        _ => "written",
    }
}
