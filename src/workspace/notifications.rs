use std::time::Duration;

use rusqlite::Row;
use rusqlite::types::Type;

use super::{Snapshot, Workspace, WorkspaceError, WriteTransaction};
use crate::model::{Notification, NotificationStatus, Timestamp, to_json};

/// So many notifications are kept, the newest ones.
const MAX_STORED: i64 = 1_000;

/// A notification as the workspace keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredNotification {
    /// Its number.
    pub id: i64,
    /// What it says.
    pub notification: Notification,
    /// When it was read; `None` while nobody did.
    pub read_at: Option<Timestamp>,
}

impl Snapshot<'_> {
    /// The notifications, or those that nobody has read; the newest first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn notifications(&self, only_unread: bool) -> Result<Vec<StoredNotification>, WorkspaceError> {
        const SQL: &str = "SELECT id, created_at, status, source, import_id, code, message, counts, read_at
            FROM notifications WHERE read_at IS NULL OR NOT ?1 ORDER BY created_at DESC, id DESC";
        self.sql(|connection| connection.prepare(SQL)?.query_map([only_unread], read_notification)?.collect())
    }

    /// How many notifications nobody has read.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn unread_notifications(&self) -> Result<u64, WorkspaceError> {
        const SQL: &str = "SELECT count(*) FROM notifications WHERE read_at IS NULL";
        self.sql(|connection| connection.query_row(SQL, [], |row| row.get(0))).map(i64::cast_unsigned)
    }
}

impl WriteTransaction<'_> {
    /// Leaves a notification, and lets go of the oldest ones beyond a thousand. `read_at` is given where somebody
    /// looks on.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn notify(&self, notification: &Notification, read_at: Option<Timestamp>) -> Result<(), WorkspaceError> {
        const INSERT: &str =
            "INSERT INTO notifications (created_at, status, source, import_id, code, message, counts, read_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
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
            ];
            connection.execute(INSERT, values)?;
            connection.execute(PRUNE, [MAX_STORED])
        })
        .map(drop)
    }

    /// Marks notifications as read, and commits. It counts as no change of content: the revision stays.
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

    /// Whether a notification is kept already: the one that took it in may have ended before it could say so.
    fn has(&self, notification: &Notification) -> Result<bool, WorkspaceError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM notifications
            WHERE created_at = ?1 AND status = ?2 AND source = ?3 AND message = ?4)";
        let Notification { created_at, status, source, message, .. } = notification;
        self.sql(|connection| {
            connection
                .query_row(SQL, (created_at.timestamp_millis(), status.as_str(), source, message), |row| row.get(0))
        })
    }
}

impl Workspace {
    /// Leaves a notification without a transaction, in a file beside the workspace: what failed has changed nothing in
    /// it, and need not wait for who writes to it. [`Workspace::import_spooled_notifications`] does the rest.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn spool_notification(&self, notification: &Notification) -> Result<(), WorkspaceError> {
        super::notification_spool::append(self.path(), notification)
    }

    /// How many notifications wait beside the workspace to be taken in.
    pub fn spooled_count(&self) -> u64 {
        super::notification_spool::count(self.path())
    }

    /// Takes in what was left beside the workspace. It waits for nobody: while others write, it is left to the next
    /// command.
    ///
    /// # Errors
    /// When file or workspace cannot be read or written.
    pub fn import_spooled_notifications(&self) -> Result<(), WorkspaceError> {
        if !super::notification_spool::has_pending(self.path()) {
            return Ok(());
        }
        match self.try_change(Duration::ZERO) {
            Ok(change) => import_spooled(self, change),
            Err(WorkspaceError::Busy { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// Nobody adds to the file between the reading and the emptying of it, because its lock is held.
fn import_spooled(workspace: &Workspace, change: WriteTransaction<'_>) -> Result<(), WorkspaceError> {
    let Some(spool) = super::notification_spool::open(workspace.path())? else { return Ok(()) };
    for notification in spool.read()? {
        if !change.has(&notification)? {
            change.notify(&notification, None)?;
        }
    }
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
        },
        read_at: row.get::<_, Option<i64>>(8)?.map(moment),
    })
}

/// Milliseconds since 1970 as the workspace keeps them.
fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_timestamp_millis(milliseconds).unwrap_or_default()
}
