//! Snapshots for reading and transactions for writing.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::WorkspaceError;
use super::file::{connect_to_read, file_of, use_large_cache};
use super::schema::views;
use crate::files::FileId;
use crate::model::WorkspaceIdentity;

/// One state of the workspace, for reading. Commits of others do not show in it.
pub struct Snapshot<'w> {
    pub(super) connection: &'w Connection,
    pub(super) path: &'w Path,
    _transaction: Option<Transaction<'w>>,
}

impl<'w> Snapshot<'w> {
    /// Starts a read transaction.
    pub(super) fn begin(connection: &'w Connection, path: &'w Path) -> Result<Self, WorkspaceError> {
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Deferred)
            .map_err(|error| WorkspaceError::sql(path, error))?;
        let snapshot = Self { connection, path, _transaction: Some(transaction) };
        snapshot.revision()?; // A deferred transaction begins with its first read.
        Ok(snapshot)
    }

    /// Returns the revision: the number of changes of content so far. A review remembers it.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn revision(&self) -> Result<i64, WorkspaceError> {
        self.sql(read_revision)
    }

    /// Returns this state over a second connection, for another thread to read; in a write transaction, the state
    /// before it. `None` if the workspace is in memory, or if another process has changed it since this state.
    pub(super) fn second_reader(&self) -> Result<Option<ReadConnection>, WorkspaceError> {
        let Some(file) = self.sql(file_of)? else { return Ok(None) };
        let connection = connect_to_read(&file)?;
        connection.execute_batch("BEGIN").map_err(|error| WorkspaceError::sql(self.path, error))?;
        // A new read transaction sees the latest commit, which may be later than this state. The revision tells.
        let is_same =
            read_revision(&connection).map_err(|error| WorkspaceError::sql(self.path, error))? == self.revision()?;
        Ok(is_same.then(|| ReadConnection { connection, path: self.path.to_owned() }))
    }

    /// Returns the identity of the workspace and the key that seals the manifests of imports prepared for it.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn identity(&self) -> Result<WorkspaceIdentity, WorkspaceError> {
        self.sql(|connection| {
            connection.query_row("SELECT identity, session_key FROM workspace", [], |row| {
                Ok(WorkspaceIdentity { id: row.get(0)?, key: row.get(1)? })
            })
        })
    }

    /// Returns a unique name: 32 random lower-case hexadecimal digits.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn random_id(&self) -> Result<String, WorkspaceError> {
        self.sql(|connection| connection.query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0)))
    }

    /// Returns 32 random bytes, for a key.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn random_secret(&self) -> Result<[u8; 32], WorkspaceError> {
        self.sql(|connection| connection.query_row("SELECT randomblob(32)", [], |row| row.get(0)))
    }

    /// Runs SQL and adds the path of the workspace to its error.
    pub(super) fn sql<T>(&self, run: impl FnOnce(&'w Connection) -> rusqlite::Result<T>) -> Result<T, WorkspaceError> {
        run(self.connection).map_err(|error| WorkspaceError::sql(self.path, error))
    }
}

/// A second connection with an open read transaction, for another thread.
#[derive(Debug)]
pub(super) struct ReadConnection {
    connection: Connection,
    path: PathBuf,
}

impl ReadConnection {
    /// The state this connection sees.
    pub(super) fn snapshot(&self) -> Snapshot<'_> {
        Snapshot { connection: &self.connection, path: &self.path, _transaction: None }
    }
}

/// Reads the revision.
fn read_revision(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT revision FROM workspace", [], |row| row.get(0))
}

/// A write transaction. Dropped without [`WriteTransaction::commit`], it changes nothing.
pub struct WriteTransaction<'w> {
    view: Snapshot<'w>,
    transaction: Transaction<'w>,
    file: Option<FileId>,
}

impl<'w> WriteTransaction<'w> {
    /// Starts a write transaction.
    pub(super) fn begin(
        connection: &'w Connection,
        path: &'w Path,
        file: Option<FileId>,
    ) -> Result<Self, WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(path, error);
        use_large_cache(connection).map_err(sql_error)?;
        // Immediate: a deferred transaction that turns into a write fails with SQLITE_BUSY_SNAPSHOT if another process
        // wrote in between, whatever the busy timeout.
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(sql_error)?;
        Ok(Self { view: Snapshot { connection, path, _transaction: None }, transaction, file })
    }

    /// Commits: when this returns, the changes are on disk.
    ///
    /// # Errors
    /// When it could not be written; nothing has changed then.
    pub fn commit(self) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            connection.execute("UPDATE workspace SET revision = revision + 1", [])?;
            // Here alone, so that no way of changing a field can forget them.
            views::refresh(connection)
        })?;
        self.commit_without_revision()
    }

    /// Commits without a new revision, for what is no change of content.
    pub(super) fn commit_without_revision(self) -> Result<(), WorkspaceError> {
        let Snapshot { connection, path, .. } = self.view;
        // A file that was renamed or deleted while it is open still accepts the commit; the user would find none of it
        // under the path.
        if self.file.is_some() && FileId::of(path) != self.file {
            return Err(WorkspaceError::Replaced { path: path.to_owned() });
        }
        self.transaction.commit().map_err(|error| WorkspaceError::sql(path, error))?;
        // Closing may now checkpoint the log, also what another process left in it: after a commit the file need not
        // stay as it was.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
            .map(drop)
            .map_err(|error| WorkspaceError::sql(path, error))
    }
}

impl<'w> Deref for WriteTransaction<'w> {
    type Target = Snapshot<'w>;

    /// A write transaction reads its own changes.
    fn deref(&self) -> &Snapshot<'w> {
        &self.view
    }
}
