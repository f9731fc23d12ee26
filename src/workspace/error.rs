use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

use super::copies::newest_copy;

/// Why the workspace could not be used. Whatever it is, the workspace is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// There is no such file.
    #[error("there is no workspace at {}", .path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// Something is there already.
    #[error("{} exists already", .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// An empty file is no workspace; it may be what a failed copy left.
    #[error("{} is empty: it is not a workspace", .path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A file that this tool did not make.
    #[error("{} is not a workspace of contacts: it is {what}", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        what: &'static str,
    },
    /// Made by a later version of this tool.
    #[error("{} has schema version {version}; this program knows versions up to {known}", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        version: i64,
        /// The newest schema version of this program.
        known: i64,
    },
    /// SQLite, or the file's size, says that it is not whole.
    #[error("{} is damaged: {detail}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was seen.
        detail: String,
    },
    /// SQLite can not keep a write-ahead log there, as on some network file systems.
    #[error("{} can not have a write-ahead log: its journal mode stays {mode}", .path.display())]
    NoLog {
        /// The file.
        path: PathBuf,
        /// The journal mode that SQLite offers instead.
        mode: String,
    },
    /// Another process writes to it, and did not end in time.
    #[error("{} is being written to by another process", .path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// No room is left.
    #[error("no room is left for {}: the disk is full or a quota is reached", .path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// It can be read but not written.
    #[error("{} can not be written to", .path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The disk did not take or give what it should.
    #[error("{} could not be {}: {cause}", .path.display(), .deed)]
    Disk {
        /// The file.
        path: PathBuf,
        /// What was tried with it.
        deed: &'static str,
        /// SQLite's answer.
        cause: rusqlite::Error,
    },
    /// The operating system said no.
    #[error("{}: {cause}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Its answer.
        cause: io::Error,
    },
    /// SQLite said something else.
    #[error("{}: {cause}", .path.display())]
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
            Self::Newer { .. } => "it was left as it is; install the newer version of contacts that made it".into(),
            Self::Damaged { path: p, .. } => match newest_copy(p) {
                Some(copy) => format!("it was left as it is; the newest good copy beside it is {}", path(&copy)),
                None => "it was left as it is; restore it from a backup".into(),
            },
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
            _ => Self::Sql { path, cause },
        }
    }
}

/// What SQLite was about when the disk failed it (its extended result codes).
fn deed(cause: &rusqlite::Error) -> &'static str {
    match cause.sqlite_error().map(|error| error.extended_code) {
        Some(ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ) => "read",
        Some(ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC) => "brought to the disk",
        _ => "written",
    }
}
