use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use super::backups::check_free;
use super::integrity::texts;
use super::migrations::{self, APPLICATION_ID, SCHEMA_VERSION};
use super::staging_file::{StagingFile, check_companions, check_companions_fit, log_of};
use super::{Snapshot, WorkspaceError, WriteTransaction, functions, schema};
use crate::files::FileId;
use crate::model::Timestamp;

/// How long a writer waits for another one to end.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// SQLite's page cache in KiB, where few pages are needed twice: it need be no larger than stays near the CPU.
const SMALL_CACHE_KIB: i64 = 2 * 1024;

/// The same where pages come again and again: those of a change wait here for its end, and those of a lookup for the next
/// rows. Together with a batch of rows it is most of the program's memory.
const CACHE_KIB: i64 = 20 * 1024;

/// The most that a large import has instead. Its contacts go to random places of the indexes: the more of their pages stay
/// in memory, the fewer are read and written more than once.
const MAX_CACHE_KIB: i64 = 64 * 1024;

/// For so many rows the cache grows by a KiB.
const ROWS_PER_KIB: u64 = 64;

/// The size of a new workspace's pages in bytes. An import changes rows on most pages; twice SQLite's default halves the
/// calls that write them to the log and from there to the file.
const PAGE_BYTES: i64 = 8192;

/// An open workspace.
#[derive(Debug)]
pub struct Workspace {
    pub(super) path: PathBuf,
    pub(super) connection: Connection,
    /// Which file it is; `None` for one in memory, and for a copy.
    file: Option<FileId>,
    /// The copy that was kept when it was brought to this version.
    kept_copy: Option<PathBuf>,
    /// The folder of the copy that is read in its place; it goes when the connection is closed.
    _copy: Option<TempDir>,
}

impl Workspace {
    /// Makes a new workspace. It appears under its name whole or not at all, readable by its owner alone.
    ///
    /// # Errors
    /// [`WorkspaceError::Exists`] when anything has that name; the file is left as it is.
    pub fn create(path: &Path, now: Timestamp) -> Result<Self, WorkspaceError> {
        Self::create_with(path, now, Ok)
    }

    /// The same in a user's home, whose owner it belongs to also where root makes it.
    ///
    /// # Errors
    /// As [`Workspace::create`].
    pub fn create_at_home(path: &Path, now: Timestamp) -> Result<Self, WorkspaceError> {
        Self::create_with(path, now, |draft| draft.for_owner_of(path.parent().unwrap_or(Path::new("."))))
    }

    fn create_with(
        path: &Path,
        now: Timestamp,
        prepare: impl FnOnce(StagingFile) -> Result<StagingFile, WorkspaceError>,
    ) -> Result<Self, WorkspaceError> {
        check_free(path)?;
        check_companions_fit(path)?;
        let draft = prepare(StagingFile::create(path)?)?;
        initialize(draft.path(), now)?;
        draft.publish(path)?;
        Self::open(path)
    }

    /// Opens a workspace. A file that is not one, or a newer one, is refused before SQLite touches it; an older one is
    /// migrated after a verified copy was kept beside it.
    ///
    /// # Errors
    /// Says what the file is instead, or what is wrong with it.
    pub fn open(path: &Path) -> Result<Self, WorkspaceError> {
        let mut workspace = Self::open_without_migration(path)?;
        workspace.kept_copy = workspace.bring_to_version()?;
        workspace.snapshot()?; // What is damaged beyond the schema shows before anything is begun.
        Ok(workspace)
    }

    /// As [`Workspace::open`], but an older one is not migrated: it can be looked at, as far as it goes.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub fn open_without_migration(path: &Path) -> Result<Self, WorkspaceError> {
        let path = path.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => WorkspaceError::Missing { path: path.to_owned() },
            _ => WorkspaceError::io(path, error),
        })?;
        check_file_type(&path)?;
        check_companions(&path)?;
        let connection = connect(&path)?;
        let workspace = Self::over(&path, connection);
        workspace.check_schema()?;
        Ok(workspace)
    }

    /// An empty workspace that is never written to disk, for a dry run where there is none yet.
    ///
    /// # Errors
    /// Only when memory runs out.
    pub fn in_memory(now: Timestamp) -> Result<Self, WorkspaceError> {
        let path = PathBuf::from("(no workspace)");
        let sql_error = |error| WorkspaceError::sql(&path, error);
        let connection = Connection::open_in_memory().map_err(sql_error)?;
        configure(&connection, &path)?;
        prepare_schema(&connection, now).map_err(sql_error)?;
        Ok(Self { path, connection, file: None, kept_copy: None, _copy: None })
    }

    /// A workspace of this path over a connection to it.
    pub(super) fn over(path: &Path, connection: Connection) -> Self {
        Self { file: FileId::of(path), path: path.to_owned(), connection, kept_copy: None, _copy: None }
    }

    /// A workspace of this path over a connection to a copy of it, in a folder of its own.
    /// Nothing can be written to it.
    pub(super) fn over_copy(path: &Path, connection: Connection, folder: TempDir) -> Result<Self, WorkspaceError> {
        connection.pragma_update(None, "query_only", true).map_err(|error| WorkspaceError::sql(path, error))?;
        Ok(Self { file: None, path: path.to_owned(), connection, kept_copy: None, _copy: Some(folder) })
    }

    /// The copy of it as it was, which was kept when opening it brought it to this version.
    pub fn kept_copy(&self) -> Option<&Path> {
        self.kept_copy.as_deref()
    }

    /// The file, with links resolved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The same workspace over a connection of its own, for another thread to read while a change of this one is under
    /// way. It sees what is committed, not what that change has written.
    ///
    /// # Errors
    /// When the workspace cannot be opened once more.
    pub fn reopen_read_only(&self) -> Result<Self, WorkspaceError> {
        let connection = connect_to_read(&database_of(&self.connection, &self.path))?;
        Ok(Self { path: self.path.clone(), connection, file: self.file, kept_copy: None, _copy: None })
    }

    /// A view of the workspace that does not change while others write.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, WorkspaceError> {
        Snapshot::begin(&self.connection, &self.path)
    }

    /// A change: one transaction that is all or nothing. Waits up to ten seconds for another writer.
    ///
    /// # Errors
    /// [`WorkspaceError::Busy`] when the other writer does not end.
    pub fn change(&self) -> Result<WriteTransaction<'_>, WorkspaceError> {
        WriteTransaction::begin(&self.connection, &self.path, self.file)
    }

    /// As [`Workspace::change`], but waits only so long for another writer.
    pub(super) fn try_change(&self, patience: Duration) -> Result<WriteTransaction<'_>, WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(&self.path, error);
        self.connection.busy_timeout(patience).map_err(sql_error)?;
        let change = self.change();
        self.connection.busy_timeout(BUSY_TIMEOUT).map_err(sql_error)?;
        change
    }

    /// Makes sure that nothing in the file acts or answers in our queries; a newer version is told by who needs it.
    pub(super) fn check_schema(&self) -> Result<(), WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(&self.path, error);
        let version = migrations::schema_version(&self.connection).map_err(sql_error)?;
        let damaged = |detail| WorkspaceError::Damaged { path: self.path.clone(), detail };
        match version {
            1..=SCHEMA_VERSION => match schema::fault(&self.connection, version).map_err(sql_error)? {
                Some(detail) => Err(damaged(detail)),
                None => Ok(()),
            },
            ..1 => Err(damaged(format!("it says schema version {version}, which contacts never wrote"))),
            _ => Ok(()),
        }
    }

    /// Migrates an older workspace; returns the copy of it as it was. The version is read through SQLite, which sees a
    /// write-ahead log that the file's header does not show yet.
    fn bring_to_version(&self) -> Result<Option<PathBuf>, WorkspaceError> {
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

    pub(super) fn newer(&self, version: i64) -> WorkspaceError {
        WorkspaceError::Newer { path: self.path.clone(), version, known: SCHEMA_VERSION }
    }
}

/// Whether a file is a workspace of a version that is known here, and as long as it says.
pub(super) fn looks_complete(path: &Path) -> bool {
    check_file_type(path).is_ok()
}

/// So many bytes are the header of a SQLite file.
pub(super) const HEADER: usize = 100;

/// What stands at fixed places of a SQLite file's first 100 bytes (SQLite file format, section 1.3).
struct Header {
    page_size: u64,
    pages: u64,
    user_version: i64,
    application_id: i32,
}

/// Tells a workspace from everything else by its first bytes, without SQLite, which would create `-wal` and `-shm`
/// files beside it.
pub(super) fn check_file_type(path: &Path) -> Result<(), WorkspaceError> {
    let metadata = fs::metadata(path).map_err(|error| WorkspaceError::io(path, error))?;
    let foreign = |what| WorkspaceError::Foreign { path: path.to_owned(), what };
    if !metadata.is_file() {
        return Err(foreign("not a regular file"));
    }
    if metadata.len() == 0 {
        return Err(WorkspaceError::Empty { path: path.to_owned() });
    }
    let header = read_header(path)?.ok_or_else(|| foreign("not a SQLite file"))?;
    if header.application_id != APPLICATION_ID {
        return Err(foreign("a SQLite file of another program"));
    }
    if header.user_version > SCHEMA_VERSION {
        let (version, known) = (header.user_version, SCHEMA_VERSION);
        return Err(WorkspaceError::Newer { path: path.to_owned(), version, known });
    }
    let expected = header.page_size * header.pages;
    if metadata.len() < expected && !has_log(path) {
        let detail = format!("it has {} bytes where it should have {expected}", metadata.len());
        return Err(WorkspaceError::Damaged { path: path.to_owned(), detail });
    }
    Ok(())
}

fn read_header(path: &Path) -> Result<Option<Header>, WorkspaceError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| WorkspaceError::io(path, error))?;
    file.take(HEADER as u64).read_to_end(&mut bytes).map_err(|error| WorkspaceError::io(path, error))?;
    Ok(parse_header(&bytes))
}

/// Whether a SQLite file that begins so was made by this tool.
pub(super) fn is_of_workspace(beginning: &[u8]) -> bool {
    parse_header(beginning).is_some_and(|header| header.application_id == APPLICATION_ID)
}

fn parse_header(bytes: &[u8]) -> Option<Header> {
    if bytes.len() < HEADER || !bytes.starts_with(b"SQLite format 3\0") {
        return None;
    }
    let word = |at: usize| i32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let page_size = match u16::from_be_bytes([bytes[16], bytes[17]]) {
        1 => 65536, // The format's way to write what 16 bits cannot hold.
        size => u64::from(size),
    };
    Some(Header {
        page_size,
        pages: u64::from(word(28).cast_unsigned()),
        user_version: i64::from(word(60)),
        application_id: word(68),
    })
}

/// Whether a write-ahead log holds pages that the file itself may lack.
pub(super) fn has_log(path: &Path) -> bool {
    fs::metadata(log_of(path)).is_ok_and(|metadata| metadata.len() > 0)
}

pub(super) fn connect(path: &Path) -> Result<Connection, WorkspaceError> {
    let connection = open_existing(path).and_then(|connection| {
        // A log that another process left behind is not ours to fold in: a dry run must leave the file bit for bit.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log(path))?;
        Ok(connection)
    });
    let connection = connection.map_err(|error| WorkspaceError::sql(path, error))?;
    configure(&connection, path)?;
    Ok(connection)
}

/// The file that a connection has open; the workspace's own where it has none.
pub(super) fn database_of(connection: &Connection, path: &Path) -> PathBuf {
    connection.path().filter(|open| !open.is_empty()).map_or_else(|| path.to_owned(), PathBuf::from)
}

/// A connection that only reads, beside another one to the same workspace.
pub(super) fn connect_to_read(path: &Path) -> Result<Connection, WorkspaceError> {
    let connection = connect(path)?;
    connection.pragma_update(None, "query_only", true).map_err(|error| WorkspaceError::sql(path, error))?;
    Ok(connection)
}

pub(super) fn open_existing(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

pub(super) fn configure(connection: &Connection, path: &Path) -> Result<(), WorkspaceError> {
    let mode = set_pragmas(connection).map_err(|error| WorkspaceError::sql(path, error))?;
    match mode.as_str() {
        "wal" | "memory" => Ok(()),
        _ if connection.is_readonly("main").unwrap_or(false) => Ok(()), // Nothing is written that a log could keep.
        _ => Err(WorkspaceError::NoLog { path: path.to_owned(), mode }),
    }
}

/// Returns the journal mode, which SQLite may refuse to change without an error.
fn set_pragmas(connection: &Connection) -> rusqlite::Result<String> {
    connection.busy_timeout(BUSY_TIMEOUT)?; // Before journal_mode, which may have to wait.
    let mode = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -SMALL_CACHE_KIB)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // Of what a file may bring along, nothing acts: there are no triggers and no views of ours.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    rusqlite::vtab::array::load_module(connection)?;
    functions::add_to(connection)?;
    texts::add_to(connection)?;
    Ok(mode)
}

/// Makes a workspace of an empty file.
fn initialize(draft: &Path, now: Timestamp) -> Result<(), WorkspaceError> {
    let sql_error = |error| WorkspaceError::sql(draft, error);
    let connection = open_existing(draft).map_err(sql_error)?;
    connection.pragma_update(None, "page_size", PAGE_BYTES).map_err(sql_error)?; // Before anything is written.
    configure(&connection, draft)?;
    prepare_schema(&connection, now).map_err(sql_error)?;
    connection.close().map_err(|(_, error)| sql_error(error))?;
    sync_file(draft)
}

fn prepare_schema(connection: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    migrations::migrate(connection)?;
    connection.execute("INSERT INTO workspace (id, revision, created_at) VALUES (1, 0, ?1)", [now.timestamp()])?;
    Ok(())
}

/// From now on keeps as many pages in memory as is usual where they come again and again.
pub(super) fn use_large_cache(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -CACHE_KIB)
}

impl WriteTransaction<'_> {
    /// Prepares for a change of so many rows.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn size_cache_for(&self, rows: u64) -> Result<(), WorkspaceError> {
        let cache = i64::try_from(rows / ROWS_PER_KIB).unwrap_or(MAX_CACHE_KIB).clamp(CACHE_KIB, MAX_CACHE_KIB);
        self.sql(|connection| connection.pragma_update(None, "cache_size", -cache))
    }
}

pub(super) fn sync_file(path: &Path) -> Result<(), WorkspaceError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| WorkspaceError::io(path, error))
}
