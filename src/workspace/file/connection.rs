//! Connections to the workspace file, with the settings of SQLite that hold for all of them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::header::has_log;
use crate::workspace::schema::{functions, texts};
use crate::workspace::{WorkspaceError, WriteTransaction};

/// Maximum time a writer waits for another one.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// SQLite's page cache for reading, in KiB.
// Few pages are read twice, and a cache this small stays close to the CPU: listing a million contacts took 18 ms
// instead of 29, because it counts them all.
const SMALL_CACHE_KIB: i64 = 2 * 1024;

/// Page cache where pages are needed again, in KiB.
// Pages a transaction has changed wait here for the commit, those of a lookup for the next rows. Together with a batch
// of rows this is most of the memory of the program.
const CACHE_KIB: i64 = 20 * 1024;

/// Upper limit of the page cache of a large import, in KiB.
// Its contacts go to random places of the indexes: the more of their pages stay in memory, the fewer are read and
// written more than once.
const MAX_CACHE_KIB: i64 = 64 * 1024;

/// Rows of an import per KiB of page cache, between the two limits above.
const ROWS_PER_KIB: u64 = 64;

/// Opens and configures a connection to an existing workspace.
pub(super) fn connect(path: &Path) -> Result<Connection, WorkspaceError> {
    let connection = open_existing(path).and_then(|connection| {
        // A dry run must leave the file bit for bit as it was, so closing must not checkpoint a log that another
        // process left behind.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log(path))?;
        Ok(connection)
    });
    let connection = connection.map_err(|error| WorkspaceError::sql(path, error))?;
    configure(&connection, path)?;
    Ok(connection)
}

/// Path of the file a connection has open; the workspace's own path if it has none.
pub(in crate::workspace) fn database_of(connection: &Connection, path: &Path) -> PathBuf {
    connection.path().filter(|open| !open.is_empty()).map_or_else(|| path.to_owned(), PathBuf::from)
}

/// Opens a second, read-only connection to a workspace that is open already.
pub(in crate::workspace) fn connect_to_read(path: &Path) -> Result<Connection, WorkspaceError> {
    let connection = connect(path)?;
    connection.pragma_update(None, "query_only", true).map_err(|error| WorkspaceError::sql(path, error))?;
    Ok(connection)
}

/// Opens a database file; unlike SQLite's default it never creates one.
pub(in crate::workspace) fn open_existing(path: &Path) -> rusqlite::Result<Connection> {
    // No mutex: a connection is used by one thread at a time.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

/// Configures a connection and checks that it has a write-ahead log.
pub(super) fn configure(connection: &Connection, path: &Path) -> Result<(), WorkspaceError> {
    let mode = set_pragmas(connection).map_err(|error| WorkspaceError::sql(path, error))?;
    match mode.as_str() {
        "wal" | "memory" => Ok(()),
        _ if connection.is_readonly("main").unwrap_or(false) => Ok(()), // Nothing is written that a log could keep.
        _ => Err(WorkspaceError::NoLog { path: path.to_owned(), mode }),
    }
}

/// Applies the settings and returns the journal mode, which SQLite may leave unchanged without an error.
fn set_pragmas(connection: &Connection) -> rusqlite::Result<String> {
    connection.busy_timeout(BUSY_TIMEOUT)?; // Before journal_mode, which may have to wait.
    let mode = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    // With NORMAL a power cut may lose a commit: in WAL mode it does not sync the log at commit. FULL costs one fsync
    // per commit.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // On macOS fsync leaves the bytes in the disk's own cache; with this, commits and checkpoints use F_FULLFSYNC as Rust's
    // `sync_all` does. SQLite keeps it on other systems and does nothing with it.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "cache_size", -SMALL_CACHE_KIB)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // Nothing a received file brings along may act. The schema of this tool has no triggers, and its views are for others.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    // A damaged page is reported when it is read instead of being interpreted.
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    rusqlite::vtab::array::load_module(connection)?;
    functions::add_to(connection)?;
    texts::add_to(connection)?;
    Ok(mode)
}

/// Opens a database to which no process writes, without creating its `-wal` and `-shm` files.
pub(in crate::workspace) fn open_immutable(path: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(format!("file:{}?immutable=1", as_uri(path.to_str()?)), flags).ok()
}

/// Percent-encodes a path for a URI (RFC 3986): all bytes except ASCII letters, digits and `/.-_`.
pub(super) fn as_uri(path: &str) -> String {
    // A `?` or `#` in a file name would otherwise end the path, and a `%` would start an escape.
    let encoded = path.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    });
    encoded.collect()
}

/// Raises the page cache of a connection to the size for pages that are needed again.
pub(in crate::workspace) fn use_large_cache(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -CACHE_KIB)
}

impl WriteTransaction<'_> {
    /// Sizes the page cache for an import of this many rows.
    ///
    /// # Errors
    /// When SQLite rejects the setting.
    pub fn size_cache_for(&self, rows: u64) -> Result<(), WorkspaceError> {
        let cache = i64::try_from(rows / ROWS_PER_KIB).unwrap_or(MAX_CACHE_KIB).clamp(CACHE_KIB, MAX_CACHE_KIB);
        self.sql(|connection| connection.pragma_update(None, "cache_size", -cache))
    }
}
