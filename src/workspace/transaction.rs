use std::ops::Deref;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::WorkspaceError;
use super::file::{connect_to_read, database_of, use_large_cache};
use crate::files::FileId;
use crate::model::WorkspaceIdentity;

/// One state of the workspace, for reading. What others commit meanwhile does not show.
pub struct Snapshot<'w> {
    pub(super) connection: &'w Connection,
    pub(super) path: &'w Path,
    _transaction: Option<Transaction<'w>>,
}

impl<'w> Snapshot<'w> {
    pub(super) fn begin(connection: &'w Connection, path: &'w Path) -> Result<Self, WorkspaceError> {
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Deferred)
            .map_err(|error| WorkspaceError::sql(path, error))?;
        let snapshot = Self { connection, path, _transaction: Some(transaction) };
        snapshot.revision()?; // A deferred transaction begins with its first read.
        Ok(snapshot)
    }

    /// How many changes the workspace has seen; a review remembers it.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn revision(&self) -> Result<i64, WorkspaceError> {
        self.sql(read_revision)
    }

    /// This state of the workspace over a connection of its own, for another thread to read; of a change, the state before
    /// it. `None` where the workspace is in memory alone, or where another process has changed it since this state.
    pub(super) fn second_reader(&self) -> Result<Option<ReadConnection>, WorkspaceError> {
        if self.connection.path().is_none_or(str::is_empty) {
            return Ok(None);
        }
        let connection = connect_to_read(&database_of(self.connection, self.path))?;
        connection.execute_batch("BEGIN").map_err(|error| WorkspaceError::sql(self.path, error))?;
        let is_same =
            read_revision(&connection).map_err(|error| WorkspaceError::sql(self.path, error))? == self.revision()?;
        Ok(is_same.then(|| ReadConnection { connection, path: self.path.to_owned() }))
    }

    /// What tells this workspace from others, and seals the manifests of imports prepared for it.
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

    /// A name that nothing else has: 32 random lower-case hexadecimal digits.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn random_id(&self) -> Result<String, WorkspaceError> {
        self.sql(|connection| connection.query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0)))
    }

    /// 32 random bytes, for a key.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn random_secret(&self) -> Result<[u8; 32], WorkspaceError> {
        self.sql(|connection| connection.query_row("SELECT randomblob(32)", [], |row| row.get(0)))
    }

    /// Runs SQL and gives its error the workspace's name.
    pub(super) fn sql<T>(&self, run: impl FnOnce(&'w Connection) -> rusqlite::Result<T>) -> Result<T, WorkspaceError> {
        run(self.connection).map_err(|error| WorkspaceError::sql(self.path, error))
    }
}

/// A state of the workspace that another thread reads.
#[derive(Debug)]
pub(super) struct ReadConnection {
    connection: Connection,
    path: PathBuf,
}

impl ReadConnection {
    pub(super) fn snapshot(&self) -> Snapshot<'_> {
        Snapshot { connection: &self.connection, path: &self.path, _transaction: None }
    }
}

fn read_revision(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT revision FROM workspace", [], |row| row.get(0))
}

/// A change of the workspace: one transaction. Dropped without [`WriteTransaction::commit`], nothing has happened.
pub struct WriteTransaction<'w> {
    view: Snapshot<'w>,
    transaction: Transaction<'w>,
    file: Option<FileId>,
}

impl<'w> WriteTransaction<'w> {
    pub(super) fn begin(
        connection: &'w Connection,
        path: &'w Path,
        file: Option<FileId>,
    ) -> Result<Self, WorkspaceError> {
        let sql_error = |error| WorkspaceError::sql(path, error);
        use_large_cache(connection).map_err(sql_error)?;
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(sql_error)?;
        Ok(Self { view: Snapshot { connection, path, _transaction: None }, transaction, file })
    }

    /// Makes the change durable: when this returns, it is on disk.
    ///
    /// # Errors
    /// When it could not be written; then nothing has happened.
    pub fn commit(self) -> Result<(), WorkspaceError> {
        self.sql(|connection| connection.execute("UPDATE workspace SET revision = revision + 1", []))?;
        self.commit_without_revision()
    }

    /// Commits what is no change of content: the revision stays.
    pub(super) fn commit_without_revision(self) -> Result<(), WorkspaceError> {
        let Snapshot { connection, path, .. } = self.view;
        if self.file.is_some() && FileId::of(path) != self.file {
            return Err(WorkspaceError::Replaced { path: path.to_owned() });
        }
        self.transaction.commit().map_err(|error| WorkspaceError::sql(path, error))?;
        // What others left in the log may be folded in from now on: the file is no longer to be left as it was.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
            .map(drop)
            .map_err(|error| WorkspaceError::sql(path, error))
    }
}

impl<'w> Deref for WriteTransaction<'w> {
    type Target = Snapshot<'w>;

    /// A change sees the workspace as it is with what it wrote so far.
    fn deref(&self) -> &Snapshot<'w> {
        &self.view
    }
}
