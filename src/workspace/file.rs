use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::draft::Draft;
use super::migrations::{self, APPLICATION_ID, SCHEMA_VERSION};
use super::{Change, Snapshot, WorkspaceError, functions};
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
const MOST_CACHE_KIB: i64 = 64 * 1024;

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
}

impl Workspace {
    /// Makes a new workspace. It appears under its name whole or not at all, readable by its owner alone.
    ///
    /// # Errors
    /// [`WorkspaceError::Exists`] when anything has that name; the file is left as it is.
    pub fn create(path: &Path, now: Timestamp) -> Result<Self, WorkspaceError> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(WorkspaceError::Exists { path: path.to_owned() });
        }
        let draft = Draft::create(path)?;
        fill(draft.path(), now)?;
        draft.publish(path)?;
        Self::open(path)
    }

    /// Opens a workspace. A file that is not one, or a newer one, is refused before SQLite touches it; an older one is
    /// migrated after a verified copy was kept beside it.
    ///
    /// # Errors
    /// Says what the file is instead, or what is wrong with it.
    pub fn open(path: &Path) -> Result<Self, WorkspaceError> {
        let workspace = Self::open_as_found(path)?;
        workspace.check_version()?;
        workspace.snapshot()?; // What is damaged beyond the schema shows before anything is begun.
        Ok(workspace)
    }

    /// As [`Workspace::open`], but an older one is not migrated: it can be looked at, as far as it goes.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub fn open_as_found(path: &Path) -> Result<Self, WorkspaceError> {
        let path = path.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => WorkspaceError::Missing { path: path.to_owned() },
            _ => WorkspaceError::io(path, error),
        })?;
        recognise(&path)?;
        let connection = connect(&path)?;
        Ok(Self { path, connection })
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
        Ok(Self { path, connection })
    }

    /// The file, with links resolved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The same workspace over a connection of its own, for another thread to read while a change of this one is under
    /// way. It sees what is committed, not what that change has written.
    ///
    /// # Errors
    /// When the workspace can not be opened once more.
    pub fn beside(&self) -> Result<Self, WorkspaceError> {
        Ok(Self { path: self.path.clone(), connection: connect_to_read(&self.path)? })
    }

    /// A view of the workspace that does not change while others write.
    ///
    /// # Errors
    /// When the workspace can not be read.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, WorkspaceError> {
        Snapshot::begin(&self.connection, &self.path)
    }

    /// A change: one transaction that is all or nothing. Waits up to ten seconds for another writer.
    ///
    /// # Errors
    /// [`WorkspaceError::Busy`] when the other writer does not end.
    pub fn change(&self) -> Result<Change<'_>, WorkspaceError> {
        Change::begin(&self.connection, &self.path)
    }

    /// As [`Workspace::change`], but waits only so long for another writer.
    pub(super) fn change_within(&self, patience: Duration) -> Result<Change<'_>, WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(&self.path, error);
        self.connection.busy_timeout(patience).map_err(sql_error)?;
        let change = self.change();
        self.connection.busy_timeout(BUSY_TIMEOUT).map_err(sql_error)?;
        change
    }

    /// Reads the version through SQLite, which sees a write-ahead log that the file's header does not show yet.
    fn check_version(&self) -> Result<(), WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(&self.path, error);
        let version = migrations::schema_version(&self.connection).map_err(sql_error)?;
        if version > SCHEMA_VERSION {
            return Err(WorkspaceError::Newer { path: self.path.clone(), version, known: SCHEMA_VERSION });
        }
        if version < SCHEMA_VERSION {
            self.keep_copy(version)?;
            migrations::migrate(&self.connection).map_err(sql_error)?;
        }
        Ok(())
    }
}

/// Whether a file is a workspace of a version that is known here, and as long as it says.
pub(super) fn is_whole_workspace(path: &Path) -> bool {
    recognise(path).is_ok()
}

/// What stands at fixed places of a SQLite file's first 100 bytes (SQLite file format, section 1.3).
struct Header {
    page_size: u64,
    pages: u64,
    user_version: i64,
    application_id: i32,
}

/// Tells a workspace from everything else by its first bytes, without SQLite, which would create `-wal` and `-shm`
/// files beside it.
fn recognise(path: &Path) -> Result<(), WorkspaceError> {
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
    let mut bytes = Vec::with_capacity(100);
    let file = File::open(path).map_err(|error| WorkspaceError::io(path, error))?;
    file.take(100).read_to_end(&mut bytes).map_err(|error| WorkspaceError::io(path, error))?;
    if bytes.len() < 100 || !bytes.starts_with(b"SQLite format 3\0") {
        return Ok(None);
    }
    let word = |at: usize| i32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let page_size = match u16::from_be_bytes([bytes[16], bytes[17]]) {
        1 => 65536, // The format's way to write what 16 bits can not hold.
        size => u64::from(size),
    };
    Ok(Some(Header {
        page_size,
        pages: u64::from(word(28).cast_unsigned()),
        user_version: i64::from(word(60)),
        application_id: word(68),
    }))
}

/// Whether a write-ahead log holds pages that the file itself may lack.
fn has_log(path: &Path) -> bool {
    fs::metadata(log_path(path)).is_ok_and(|metadata| metadata.len() > 0)
}

/// The write-ahead log of a workspace.
pub(super) fn log_path(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

fn connect(path: &Path) -> Result<Connection, WorkspaceError> {
    let connection = open_existing(path).and_then(|connection| {
        // A log that another process left behind is not ours to fold in: a dry run must leave the file bit for bit.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log(path))?;
        Ok(connection)
    });
    let connection = connection.map_err(|error| WorkspaceError::sql(path, error))?;
    configure(&connection, path)?;
    Ok(connection)
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

fn configure(connection: &Connection, path: &Path) -> Result<(), WorkspaceError> {
    let mode = set_pragmas(connection).map_err(|error| WorkspaceError::sql(path, error))?;
    match mode.as_str() {
        "wal" | "memory" => Ok(()),
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
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    rusqlite::vtab::array::load_module(connection)?;
    functions::add_to(connection)?;
    Ok(mode)
}

/// Makes a workspace of an empty file.
fn fill(draft: &Path, now: Timestamp) -> Result<(), WorkspaceError> {
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
pub(super) fn keep_pages(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -CACHE_KIB)
}

impl Change<'_> {
    /// Prepares for a change of so many rows.
    ///
    /// # Errors
    /// When SQLite refuses.
    pub fn expect_rows(&self, rows: u64) -> Result<(), WorkspaceError> {
        let cache = i64::try_from(rows / ROWS_PER_KIB).unwrap_or(MOST_CACHE_KIB).clamp(CACHE_KIB, MOST_CACHE_KIB);
        self.sql(|connection| connection.pragma_update(None, "cache_size", -cache))
    }
}

pub(super) fn sync_file(path: &Path) -> Result<(), WorkspaceError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| WorkspaceError::io(path, error))
}

/// Makes a new name durable: the folder is synced (Unix only; elsewhere the file system does it).
pub(super) fn sync_folder(path: &Path) -> Result<(), WorkspaceError> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|f| f.sync_all()).map_err(|error| WorkspaceError::io(folder, error))?;
    }
    Ok(())
}
