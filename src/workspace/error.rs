use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

use super::backups::{copy_of_version, newest_copy};
use super::functions::UNREADABLE;
use crate::files::CompanionError;
use crate::model::{quote, shown_path};

/// Why the workspace could not be used. Whatever it is, the workspace is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// There is no such file.
    #[error("there is no workspace at {}", shown_path(.path))]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Something is there already.
    #[error("{} exists already", shown_path(.path))]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// An empty file is no workspace; it may be what a failed copy left.
    #[error("{} is empty: it is not a workspace", shown_path(.path))]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A file that this tool did not make.
    #[error("{} is not a workspace of contacts: it is {what}", shown_path(.path))]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        what: &'static str,
    },
    /// Made by a later version of this tool.
    #[error("{} has schema version {version}; this program knows versions up to {known}", shown_path(.path))]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        version: i64,
        /// The newest schema version of this program.
        known: i64,
    },
    /// SQLite, or the file's size, says that it is not whole.
    #[error("{} is damaged: {detail}", shown_path(.path))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was seen.
        detail: String,
    },
    /// Something else has the name of a file that belongs to the workspace.
    #[error("{} was not opened: {what}", shown_path(.path))]
    Companion {
        /// What has the name.
        path: PathBuf,
        /// What it is.
        what: String,
    },
    /// The log of an earlier workspace stands where a new one's would: SQLite would write it into the new one.
    #[error("{} is left of an earlier workspace of that name: its changes would go into the new one", shown_path(.log))]
    Leftover {
        /// The log.
        log: PathBuf,
    },
    /// The file was replaced, moved or removed while it was open.
    #[error("{} was replaced, moved or removed while this command ran; nothing was written to what stands there now", shown_path(.path))]
    Replaced {
        /// Where the file was.
        path: PathBuf,
    },
    /// The files that stand beside a workspace of that name could not be made.
    #[error("{} has a name that is {excess} bytes too long: the files beside a workspace need longer ones", .path.display())]
    NameTooLong {
        /// The workspace.
        path: PathBuf,
        /// How many bytes too long.
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
    /// Another process writes to it, and did not end in time.
    #[error("{} is being written to by another process", shown_path(.path))]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// No room is left.
    #[error("no room is left for {}: the disk is full or a quota is reached", shown_path(.path))]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// It can be read but not written.
    #[error("{} cannot be written to", shown_path(.path))]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The disk did not take or give what it should.
    #[error("{} could not be {}: {cause}", shown_path(.path), .deed)]
    Disk {
        /// The file.
        path: PathBuf,
        /// What was tried with it.
        deed: &'static str,
        /// SQLite's answer.
        cause: rusqlite::Error,
    },
    /// The operating system said no.
    #[error("{}: {cause}", shown_path(.path))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Its answer.
        cause: io::Error,
    },
    /// SQLite said something else.
    #[error("{}: {cause}", shown_path(.path))]
    Sql {
        /// The file.
        path: PathBuf,
        /// Its answer.
        cause: rusqlite::Error,
    },
}

impl WorkspaceError {
    /// A stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "workspace-missing",
            Self::Exists { .. } => "workspace-exists",
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

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        let path = |path: &Path| path.display().to_string();
        Some(match self {
            Self::Missing { path: p } => format!("create it with: contacts init {}", path(p)),
            Self::Empty { .. } | Self::Foreign { .. } => {
                "it was left as it is; name another file with --workspace, or make one with: contacts init FILE".into()
            }
            Self::Newer { path: p, known, .. } => {
                let install = "it was left as it is; install the newer version of contacts that made it";
                match copy_of_version(p, *known) {
                    Some(copy) => format!("{install}, or use the copy that was kept before: {}", path(&copy)),
                    None => install.into(),
                }
            }
            Self::Damaged { path: p, .. } => match newest_copy(p) {
                Some(copy) => format!(
                    "it was left as it is; see what is wrong with: contacts doctor; the newest good copy beside it is {}",
                    path(&copy)
                ),
                None => {
                    "it was left as it is; see what is wrong with: contacts doctor; restore it from a backup".into()
                }
            },
            Self::Companion { path: p, .. } => {
                format!(
                    "it was left as it is; see whose it is with: ls -l {}; then remove it, or give it the owner of the workspace",
                    quote(&path(p))
                )
            }
            Self::Leftover { log } => {
                let log = path(log);
                format!(
                    "it may hold contacts that are nowhere else; move it away with: mv {} {}",
                    quote(&log),
                    quote(&format!("{log}.old"))
                )
            }
            Self::Replaced { .. } => "look which file is the right one, and run the command again".into(),
            Self::NameTooLong { .. } => "give it a shorter name".into(),
            Self::NoLog { .. } => "move the workspace to a local disk".into(),
            Self::Busy { .. } => "try again when the other command has ended".into(),
            Self::Full { .. } => {
                "make room, also for temporary files (in TMPDIR or /var/tmp), and run the command again".into()
            }
            Self::ReadOnly { .. } => "check the permissions of the file and of its folder".into(),
            Self::Disk { .. } => "check the disk, its quota and limits on the size of files; then try again".into(),
            Self::Exists { .. } | Self::Io { .. } | Self::Sql { .. } => return None,
        })
    }

    /// Whether it may come of a file or folder that cannot be written to: reading may succeed all the same.
    pub(super) fn may_be_of_writing(&self) -> bool {
        let cannot_open = |cause: &rusqlite::Error| cause.sqlite_error_code() == Some(ErrorCode::CannotOpen);
        match self {
            Self::Full { .. } | Self::ReadOnly { .. } | Self::Disk { .. } | Self::NoLog { .. } => true,
            Self::Sql { cause, .. } => cannot_open(cause),
            _ => false,
        }
    }

    /// A companion that is not opened, for this reason.
    pub(super) fn companion_is(path: &Path, what: &str) -> Self {
        Self::Companion { path: path.to_owned(), what: what.to_owned() }
    }

    pub(super) fn companion(path: &Path, error: CompanionError) -> Self {
        match error {
            CompanionError::Io(cause) => Self::io(path, cause),
            other => Self::companion_is(path, &other.to_string()),
        }
    }

    pub(super) fn io(path: &Path, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path: path.to_owned() },
            _ => Self::Io { path: path.to_owned(), cause },
        }
    }

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

/// Whether a value was there and could not be read: a text that is no UTF-8, a number out of its range, broken JSON.
fn is_unreadable(cause: &rusqlite::Error) -> bool {
    use rusqlite::Error;
    matches!(
        cause,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..)
    ) || matches!(cause, Error::SqliteFailure(_, Some(said)) if said == UNREADABLE)
}

/// What SQLite was about when the disk failed it (its extended result codes).
fn deed(cause: &rusqlite::Error) -> &'static str {
    match cause.sqlite_error().map(|error| error.extended_code) {
        Some(ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ) => "read",
        Some(ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC) => "brought to the disk",
        _ => "written",
    }
}
