//! Connections to the workspace file, with the settings of SQLite that hold for all of them.

use std::ffi::OsString;
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
    configure(&connection).map_err(|error| WorkspaceError::sql(path, error))?;
    Ok(connection)
}

/// Path of the file that a connection has open; `None` if its database is in memory.
// Not `Connection::path`, which has none for a path that is not UTF-8 either.
pub(in crate::workspace) fn file_of(connection: &Connection) -> rusqlite::Result<Option<PathBuf>> {
    const SQL: &str = "SELECT file FROM pragma_database_list WHERE name = 'main'";
    let path =
        connection.query_row(SQL, [], |row| Ok(os_string(row.get_ref(0)?.as_bytes_or_null()?.unwrap_or(b""))))?;
    Ok((!path.is_empty()).then(|| PathBuf::from(path)))
}

/// Converts the bytes of a path as SQLite has them.
#[cfg(unix)]
fn os_string(path: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(path.to_vec())
}

#[cfg(not(unix))]
fn os_string(path: &[u8]) -> OsString {
    String::from_utf8_lossy(path).into_owned().into()
}

/// Opens a second, read-only connection to a workspace that is open already.
pub(in crate::workspace) fn connect_to_read(path: &Path) -> Result<Connection, WorkspaceError> {
    let connection = connect(path)?;
    configure_to_read(&connection).map_err(|error| WorkspaceError::sql(path, error))?;
    Ok(connection)
}

fn configure_to_read(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "query_only", true)?;
    // The connection that writes checks the cells of each page before it changes the page, and SQLite reads nothing beyond a
    // page anyway. Here each page is read many times, and checking all of its cells took a tenth of an import.
    connection.pragma_update(None, "cell_size_check", false)
}

/// Opens a database file; unlike SQLite's default it never creates one.
pub(in crate::workspace) fn open_existing(path: &Path) -> rusqlite::Result<Connection> {
    // No mutex: a connection is used by one thread at a time.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

/// Gives the file a write-ahead log, for writing.
// Not for reading: a copy that another program made may have another journal mode, which the header of the file keeps, and
// reading changes no byte of it.
pub(super) fn use_log(connection: &Connection, path: &Path) -> Result<(), WorkspaceError> {
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
        .map_err(|error| WorkspaceError::sql(path, error))?;
    // SQLite may leave the mode unchanged without an error.
    match mode.as_str() {
        "wal" => Ok(()),
        _ if connection.is_readonly("main").unwrap_or(false) => Ok(()), // Nothing is written that a log could keep.
        _ => Err(WorkspaceError::NoLog { path: path.to_owned(), mode }),
    }
}

/// Writes the log into the file and cuts it to zero bytes; false if another connection keeps it in use.
pub(super) fn empty_log(connection: &Connection) -> rusqlite::Result<bool> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map(|is_busy: bool| !is_busy)
}

/// Configures a connection, and changes nothing in the file.
pub(super) fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
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
    texts::add_to(connection)
}

/// Opens a database to which no process writes, with neither locks nor files beside it; `None` if it cannot be opened.
pub(in crate::workspace) fn open_immutable(path: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(format!("file:{}?immutable=1", percent_encoded(path)), flags).ok()
}

/// Percent-encodes a path for a URI (RFC 3986): all bytes except ASCII letters, digits and `/.-_`.
fn percent_encoded(path: &Path) -> String {
    // A `?` or `#` in a file name would otherwise end the path, and a `%` would start an escape.
    let encoded = path.as_os_str().as_encoded_bytes().iter().map(|byte| match *byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
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
