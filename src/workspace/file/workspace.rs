//! The workspace file: creating, recognising, opening and configuring it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use tempfile::TempDir;

use super::connection::{
    BUSY_TIMEOUT, configure, connect, connect_to_read, empty_log, file_of, open_existing, use_log,
};
use super::header::check_file_type;
use super::staging_file::{StagingFile, check_free, check_names_fit, check_side_files};
use crate::files::FileId;
use crate::model::Timestamp;
use crate::workspace::schema::{self, SCHEMA_VERSION, migrations};
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// Page size of a new workspace, in bytes.
// An import changes rows on most pages. Twice SQLite's default halves the calls that write them to the log and from
// there into the file; 16 KiB were tried and dropped.
const PAGE_BYTES: i64 = 8192;

/// Owner of a new workspace that root creates; any other user owns what they create.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkspaceOwner {
    /// Root itself.
    Creator,
    /// The owner of the folder, as in a user's home.
    OfFolder,
}

/// An open workspace.
#[derive(Debug)]
pub struct Workspace {
    pub(in crate::workspace) path: PathBuf,
    pub(in crate::workspace) connection: Connection,
    /// Identity of the file when it was opened; `None` in memory and for a copy.
    file: Option<FileId>,
    /// The copy kept when the workspace was migrated.
    kept_copy: Option<PathBuf>,
    // Declared after the connection, and so dropped after it: the database is closed before its folder goes.
    /// The folder of the private copy read in its place; removed when the workspace is closed.
    _copy: Option<TempDir>,
}

impl Workspace {
    /// Creates a workspace. It appears under its name complete or not at all, readable by its owner only.
    ///
    /// # Errors
    /// [`WorkspaceError::Exists`] if anything has that name already; the file is left unchanged.
    pub fn create(path: &Path, now: Timestamp) -> Result<Self, WorkspaceError> {
        Self::create_filled(path, now, WorkspaceOwner::Creator, |_| Ok(()))
    }

    /// As [`Workspace::create`], in a user's home: it belongs to the owner of the folder.
    ///
    /// # Errors
    /// As [`Workspace::create`].
    pub fn create_at_home(path: &Path, now: Timestamp) -> Result<Self, WorkspaceError> {
        Self::create_filled(path, now, WorkspaceOwner::OfFolder, |_| Ok(()))
    }

    /// As [`Workspace::create`], with what `fill` writes before the workspace appears under its name.
    ///
    /// # Errors
    /// As [`Workspace::create`], and those of `fill`. There is no new file then.
    pub fn create_filled<E: From<WorkspaceError>>(
        path: &Path,
        now: Timestamp,
        owner: WorkspaceOwner,
        fill: impl FnOnce(&Self) -> Result<(), E>,
    ) -> Result<Self, E> {
        check_free(path)?;
        check_names_fit(path)?;
        let staging = StagingFile::create(path)?;
        let staging = match owner {
            WorkspaceOwner::Creator => staging,
            WorkspaceOwner::OfFolder => staging.for_owner_of(path.parent().unwrap_or(Path::new(".")))?,
        };
        initialize(staging.path(), now)?;
        let workspace = Self::over(staging.path(), connect(staging.path())?);
        fill(&workspace)?;
        close_whole(workspace.connection, staging.path())?;
        staging.publish(path)?;
        Ok(Self::open(path)?)
    }

    /// Opens a workspace. A file that is not one, or a newer one, is refused before SQLite touches it; an older one is
    /// migrated after a verified copy was kept beside it.
    ///
    /// # Errors
    /// When the file is not a workspace, is newer, damaged, locked or cannot be read.
    pub fn open(path: &Path) -> Result<Self, WorkspaceError> {
        let mut workspace = Self::open_without_migration(path)?;
        use_log(&workspace.connection, &workspace.path)?;
        workspace.kept_copy = workspace.bring_to_version()?;
        workspace.snapshot()?; // What is damaged beyond the schema shows before anything is begun.
        Ok(workspace)
    }

    /// As [`Workspace::open`], but an older workspace is not migrated: what its version has can be read.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub fn open_without_migration(path: &Path) -> Result<Self, WorkspaceError> {
        let path = path.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => WorkspaceError::Missing { path: path.to_owned() },
            _ => WorkspaceError::io(path, error),
        })?;
        check_file_type(&path)?;
        check_side_files(&path)?;
        let connection = connect(&path)?;
        let workspace = Self::over(&path, connection);
        workspace.check_schema()?;
        Ok(workspace)
    }

    /// Creates an empty workspace that is never written to disk, for a dry run where there is none yet.
    ///
    /// # Errors
    /// Only when memory runs out.
    pub fn in_memory(now: Timestamp) -> Result<Self, WorkspaceError> {
        let path = PathBuf::from("(no workspace)");
        let sql_error = |error| WorkspaceError::sql(&path, error);
        let connection = Connection::open_in_memory().map_err(sql_error)?;
        configure(&connection).map_err(sql_error)?;
        prepare_schema(&connection, now).map_err(sql_error)?;
        Ok(Self { path, connection, file: None, kept_copy: None, _copy: None })
    }

    /// A workspace at this path, over a connection to it.
    pub(super) fn over(path: &Path, connection: Connection) -> Self {
        Self { file: FileId::of(path), path: path.to_owned(), connection, kept_copy: None, _copy: None }
    }

    /// A workspace at this path, over a connection to a private copy of it in `folder`. It is read-only.
    pub(super) fn over_copy(path: &Path, connection: Connection, folder: TempDir) -> Result<Self, WorkspaceError> {
        connection.pragma_update(None, "query_only", true).map_err(|error| WorkspaceError::sql(path, error))?;
        Ok(Self { file: None, path: path.to_owned(), connection, kept_copy: None, _copy: Some(folder) })
    }

    /// Path of the copy that was kept when opening migrated the workspace.
    pub fn kept_copy(&self) -> Option<&Path> {
        self.kept_copy.as_deref()
    }

    /// Path of the file, with links resolved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the same workspace over a second connection, so that another thread can read during a transaction. It sees
    /// what is committed, not what that transaction has written.
    ///
    /// # Errors
    /// When the workspace cannot be opened a second time.
    pub fn reopen_read_only(&self) -> Result<Self, WorkspaceError> {
        let file = file_of(&self.connection).map_err(|error| WorkspaceError::sql(&self.path, error))?;
        let connection = connect_to_read(file.as_deref().unwrap_or(&self.path))?;
        Ok(Self { path: self.path.clone(), connection, file: self.file, kept_copy: None, _copy: None })
    }

    /// A view of the workspace that does not change while others write.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, WorkspaceError> {
        Snapshot::begin(&self.connection, &self.path)
    }

    /// Starts a write transaction, which is all or nothing. Waits up to ten seconds for another writer.
    ///
    /// # Errors
    /// [`WorkspaceError::Busy`] if the other writer does not finish in time.
    pub fn change(&self) -> Result<WriteTransaction<'_>, WorkspaceError> {
        WriteTransaction::begin(&self.connection, &self.path, self.file)
    }

    /// As [`Workspace::change`], but waits at most `timeout` for another writer.
    pub(in crate::workspace) fn try_change(&self, timeout: Duration) -> Result<WriteTransaction<'_>, WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(&self.path, error);
        self.connection.busy_timeout(timeout).map_err(sql_error)?;
        let change = self.change();
        self.connection.busy_timeout(BUSY_TIMEOUT).map_err(sql_error)?;
        change
    }

    /// Checks that nothing in the file acts on, or answers, our queries. A newer version passes: callers report it
    /// themselves.
    pub(super) fn check_schema(&self) -> Result<(), WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(&self.path, error);
        // One state for both: between version and schema another process may migrate, and then the two do not belong
        // together. Of sixty runs in which eight processes opened an old workspace at once, one met that.
        let state = self.connection.unchecked_transaction().map_err(sql_error)?;
        let version = migrations::schema_version(&state).map_err(sql_error)?;
        let damaged = |detail| WorkspaceError::Damaged { path: self.path.clone(), detail };
        match version {
            1..=SCHEMA_VERSION => match schema::fault(&state, version).map_err(sql_error)? {
                Some(detail) => Err(damaged(detail)),
                None => Ok(()),
            },
            ..1 => Err(damaged(format!("it says schema version {version}, which contacts never wrote"))),
            _ => Ok(()),
        }
    }

    /// Migrates an older workspace and returns the copy kept of it.
    fn bring_to_version(&self) -> Result<Option<PathBuf>, WorkspaceError> {
        // Read through SQLite: the file's header does not show a version that is still in the write-ahead log.
        match self.version()? {
            SCHEMA_VERSION => Ok(None),
            version if version > SCHEMA_VERSION => Err(self.newer(version)),
            version => {
                let copy = self.backup_before_migration(version)?;
                migrations::migrate(&self.connection).map_err(|error| WorkspaceError::sql(&self.path, error))?;
                Ok(Some(copy))
            }
        }
    }

    /// Error for a workspace of a newer schema version.
    pub(super) fn newer(&self, version: i64) -> WorkspaceError {
        WorkspaceError::Newer { path: self.path.clone(), version, known: SCHEMA_VERSION }
    }
}

/// Turns an empty file into a workspace.
fn initialize(staging: &Path, now: Timestamp) -> Result<(), WorkspaceError> {
    let sql_error = |error| WorkspaceError::sql(staging, error);
    let connection = open_existing(staging).map_err(sql_error)?;
    connection.pragma_update(None, "page_size", PAGE_BYTES).map_err(sql_error)?; // Before anything is written.
    configure(&connection).map_err(sql_error)?;
    use_log(&connection, staging)?;
    prepare_schema(&connection, now).map_err(sql_error)?;
    close_whole(connection, staging)
}

/// Closes a staging file with all of its content in the file itself and on disk.
// Closing alone would not tell: SQLite writes the log into the file then, and ignores it if that fails.
fn close_whole(connection: Connection, staging: &Path) -> Result<(), WorkspaceError> {
    let sql_error = |error| WorkspaceError::sql(staging, error);
    if !empty_log(&connection).map_err(sql_error)? {
        return Err(WorkspaceError::Busy { path: staging.to_owned() });
    }
    connection.close().map_err(|(_, error)| sql_error(error))?;
    sync_file(staging)
}

/// Creates the schema and the one row of the table `workspace`.
fn prepare_schema(connection: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    migrations::migrate(connection)?;
    connection.execute("INSERT INTO workspace (id, revision, created_at) VALUES (1, 0, ?1)", [now.timestamp()])?;
    Ok(())
}

/// Syncs a file to disk.
pub(in crate::workspace) fn sync_file(path: &Path) -> Result<(), WorkspaceError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| WorkspaceError::io(path, error))
}
