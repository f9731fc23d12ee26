//! Notifications: those kept in the workspace, and those that wait beside it in a spool file.

use std::time::Duration;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};

use super::spool;
use crate::model::{Notification, NotificationStatus, Timestamp, to_json};
use crate::workspace::columns::moment;
use crate::workspace::{Snapshot, Workspace, WorkspaceError, WriteTransaction};

/// Maximum number of notifications kept; the oldest are deleted.
const MAX_NOTIFICATIONS: i64 = 1_000;

/// A notification kept in the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredNotification {
    /// ID of the notification.
    pub id: i64,
    /// The notification itself.
    pub notification: Notification,
    /// Time at which it was read; `None` while it is unread.
    pub read_at: Option<Timestamp>,
}

/// Columns read by [`read_notification`], in its order.
const COLUMNS: &str = "id, created_at, status, source, import_id, code, message, counts, read_at, exit_code";

impl Snapshot<'_> {
    /// Returns the notifications, or only the unread ones, newest first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn notifications(&self, only_unread: bool) -> Result<Vec<StoredNotification>, WorkspaceError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM notifications WHERE read_at IS NULL OR NOT ?1 ORDER BY created_at DESC, id DESC"
        );
        self.sql(|connection| connection.prepare(&sql)?.query_map([only_unread], read_notification)?.collect())
    }

    /// Returns the notification of the import that ended last, however it ended.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn last_attempt(&self) -> Result<Option<Notification>, WorkspaceError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM notifications WHERE status <> 'undelivered' ORDER BY created_at DESC, id DESC LIMIT 1"
        );
        let read = |connection: &Connection| connection.query_row(&sql, [], read_notification).optional();
        Ok(self.sql(read)?.map(|stored| stored.notification))
    }

    /// Returns true if a notification is stored already: the process that imported it may have ended before it emptied
    /// the spool.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn has_notification(&self, notification: &Notification) -> Result<bool, WorkspaceError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM notifications
            WHERE created_at = ?1 AND status = ?2 AND source = ?3 AND message = ?4)";
        let Notification { created_at, status, source, message, .. } = notification;
        self.sql(|connection| {
            connection
                .query_row(SQL, (created_at.timestamp_millis(), status.as_str(), source, message), |row| row.get(0))
        })
    }

    /// Returns the number of unread notifications.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn unread_notifications(&self) -> Result<u64, WorkspaceError> {
        const SQL: &str = "SELECT count(*) FROM notifications WHERE read_at IS NULL";
        self.sql(|connection| connection.query_row(SQL, [], |row| row.get(0))).map(i64::cast_unsigned)
    }
}

impl WriteTransaction<'_> {
    /// Stores a notification and deletes the oldest ones beyond a thousand. `read_at` is set if the user is watching
    /// the import.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn notify(&self, notification: &Notification, read_at: Option<Timestamp>) -> Result<(), WorkspaceError> {
        const INSERT: &str =
            "INSERT INTO notifications (created_at, status, source, import_id, code, message, counts, read_at,
            exit_code) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        const PRUNE: &str = "DELETE FROM notifications WHERE id IN
            (SELECT id FROM notifications ORDER BY created_at DESC, id DESC LIMIT -1 OFFSET ?1)";
        let counts = notification.counts.map(|counts| to_json(&counts)).transpose();
        self.sql(|connection| {
            let counts = counts.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
            let values = rusqlite::params![
                notification.created_at.timestamp_millis(),
                notification.status.as_str(),
                notification.source,
                notification.import_id,
                notification.code,
                notification.message,
                counts,
                read_at.map(|moment| moment.timestamp_millis()),
                notification.exit_code,
            ];
            connection.execute(INSERT, values)?;
            connection.execute(PRUNE, [MAX_NOTIFICATIONS])
        })
        .map(drop)
    }

    /// Marks notifications as read, and commits. The revision stays: contacts have not changed.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn mark_read(self, ids: &[i64], now: Timestamp) -> Result<(), WorkspaceError> {
        self.sql(|connection| {
            let mut statement =
                connection.prepare("UPDATE notifications SET read_at = ?2 WHERE id = ?1 AND read_at IS NULL")?;
            ids.iter().try_for_each(|id| statement.execute([*id, now.timestamp_millis()]).map(drop))
        })?;
        self.commit_without_revision()
    }
}

impl Workspace {
    /// Leaves a notification in a file beside the workspace, without a transaction.
    /// [`Workspace::import_spooled_notifications`] imports it later.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn spool_notification(&self, notification: &Notification) -> Result<(), WorkspaceError> {
        // What failed has changed nothing in the workspace, and must not wait for the writer that may have been the
        // cause.
        spool::append(self.path(), notification)
    }

    /// Returns the notifications of imports in the spool file; none if it cannot be read.
    pub fn spooled_attempts(&self) -> Vec<Notification> {
        let mut spooled = spool::peek(self.path());
        spooled.retain(|notification| notification.status != NotificationStatus::Undelivered);
        spooled
    }

    /// Returns the number of notifications in the spool file.
    pub fn spooled_count(&self) -> u64 {
        spool::count(self.path())
    }

    /// Imports the notifications of the spool file. It does not wait: while another process writes, they are left to
    /// the next command.
    ///
    /// # Errors
    /// When the spool file or the workspace cannot be read or written.
    pub fn import_spooled_notifications(&self) -> Result<(), WorkspaceError> {
        if !spool::has_pending(self.path()) {
            return Ok(());
        }
        match self.try_change(Duration::ZERO) {
            Ok(change) => import_spooled(self, change),
            Err(WorkspaceError::Busy { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Imports the spool file. Its lock is held, so no line is added between reading and emptying it.
fn import_spooled(workspace: &Workspace, change: WriteTransaction<'_>) -> Result<(), WorkspaceError> {
    let Some(spool) = spool::open(workspace.path())? else { return Ok(()) };
    for notification in spool.read()? {
        if !change.has_notification(&notification)? {
            change.notify(&notification, None)?;
        }
    }
    // Committed before the spool is emptied: a crash in between leaves lines that are recognised next time, whereas
    // the other order would lose them.
    change.commit_without_revision()?;
    spool.truncate()
}

fn read_notification(row: &Row<'_>) -> rusqlite::Result<StoredNotification> {
    let status = row.get_ref(2)?.as_str()?;
    let unknown = || rusqlite::Error::FromSqlConversionFailure(2, Type::Text, format!("status {status}").into());
    let counts = row.get_ref(7)?.as_str_or_null()?.map(serde_json::from_str).transpose();
    Ok(StoredNotification {
        id: row.get(0)?,
        notification: Notification {
            created_at: moment(row.get(1)?),
            status: NotificationStatus::from_name(status).ok_or_else(unknown)?,
            source: row.get(3)?,
            import_id: row.get(4)?,
            code: row.get(5)?,
            message: row.get(6)?,
            counts: counts.map_err(|error| rusqlite::Error::FromSqlConversionFailure(7, Type::Text, error.into()))?,
            exit_code: row.get(9)?,
        },
        read_at: row.get::<_, Option<i64>>(8)?.map(moment),
    })
}
