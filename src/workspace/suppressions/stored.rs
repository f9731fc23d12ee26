//! Suppressions: values of people who want to be left alone, added and removed by entries of the history.

use rusqlite::Row;

use crate::model::{SuppressedValue, SuppressionKind, Timestamp};
use crate::workspace::columns::moment;
use crate::workspace::{Snapshot, WorkspaceError, WriteTransaction};

/// Name of the setting that names a file of suppressions which several workspaces share. Who plans an import must have read
/// it: the people in it must not be imported.
pub const SUPPRESSIONS_SETTING: &str = "suppressions";

/// Form in which the value of a suppression is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuppressionForm {
    /// The value as it is compared.
    Plain,
    /// The keyed hash of that form, by [`SuppressionHasher`](crate::workspace::SuppressionHasher).
    Hmac,
}

impl SuppressionForm {
    /// Returns the name in the workspace and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Hmac => "hmac",
        }
    }
}

/// A suppression as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSuppression {
    /// ID of the addition.
    pub id: i64,
    /// What it is about.
    pub kind: SuppressionKind,
    /// Name of the field of an own identifier; empty for others.
    pub field: String,
    /// Form of the key.
    pub form: SuppressionForm,
    /// The value in this form.
    pub key: String,
    /// Reason that was given.
    pub reason: Option<String>,
    /// File that it came from; `None` if it was typed.
    pub origin: Option<String>,
    /// Time of the addition.
    pub added_at: Timestamp,
    /// History entry that added it.
    pub added_by: i64,
}

impl StoredSuppression {
    /// Returns the value; `None` if only its keyed hash is kept.
    pub fn value(&self) -> Option<SuppressedValue> {
        (self.form == SuppressionForm::Plain).then(|| SuppressedValue::of_parts(self.kind, &self.field, &self.key))
    }
}

/// A suppression to be added.
#[derive(Debug, Clone, Copy)]
pub struct NewSuppression<'a> {
    /// The value.
    pub value: &'a SuppressedValue,
    /// Form in which it is kept.
    pub form: SuppressionForm,
    /// Reason, if one was given.
    pub reason: Option<&'a str>,
    /// Name of the file that it comes from; `None` if it was typed.
    pub origin: Option<&'a str>,
}

/// What an undo or redo made of suppressions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SuppressionRevert {
    /// Values that are no longer suppressed.
    pub lifted: u64,
    /// Values that are suppressed again.
    pub restored: u64,
}

/// Columns read by [`read_suppression`], in its order.
const COLUMNS: &str = "id, kind, field, form, key, reason, origin, added_at, added_by";

/// Condition: no earlier addition of the same value is active. After an undo a value may have several.
const IS_FIRST: &str = "NOT EXISTS (SELECT 1 FROM suppressions AS earlier
    WHERE earlier.is_active AND earlier.key = suppressions.key AND earlier.kind = suppressions.kind
      AND earlier.form = suppressions.form AND key_of_name(earlier.field) = key_of_name(suppressions.field)
      AND earlier.id < suppressions.id)";

/// Number of values that are suppressed by additions which an entry made or removed, and by no others.
const SUPPRESSED_BY_ENTRY: &str = "
WITH own (id) AS (
  SELECT id FROM suppressions WHERE added_by = ?1
  UNION SELECT suppression_id FROM removed_suppressions WHERE history_id = ?1)
SELECT count(*) FROM suppressions WHERE is_active AND id IN (SELECT id FROM own) AND NOT EXISTS (
  SELECT 1 FROM suppressions AS other
  WHERE other.is_active AND other.key = suppressions.key AND other.kind = suppressions.kind
    AND other.form = suppressions.form AND key_of_name(other.field) = key_of_name(suppressions.field)
    AND (other.id < suppressions.id OR other.id NOT IN (SELECT id FROM own)))";

/// Additions that an entry made or removed, with whether they are to be active: their own entry holds, and no entry that
/// removed them does. An entry that the history has no more counts as holding.
const REVERT: &str = "
UPDATE suppressions SET is_active = NOT EXISTS (
    SELECT 1 FROM history WHERE id = added_by AND undone_by IS NOT NULL)
  AND NOT EXISTS (
    SELECT 1 FROM removed_suppressions AS removal LEFT JOIN history ON history.id = removal.history_id
    WHERE removal.suppression_id = suppressions.id AND history.undone_by IS NULL)
WHERE added_by = ?1 OR id IN (SELECT suppression_id FROM removed_suppressions WHERE history_id = ?1)";

impl Snapshot<'_> {
    /// Returns true if anything is suppressed.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn has_suppressions(&self) -> Result<bool, WorkspaceError> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM suppressions WHERE is_active)";
        self.sql(|connection| connection.query_row(SQL, [], |row| row.get(0)))
    }

    /// Visits the suppressions that hold, each value once and the oldest first, until a visit fails.
    ///
    /// # Errors
    /// When the workspace cannot be read, or the error of the visit.
    pub fn each_suppression<E: From<WorkspaceError>>(
        &self,
        visit: &mut dyn FnMut(StoredSuppression) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql_error = |error| WorkspaceError::sql(self.path, error);
        let sql = format!("SELECT {COLUMNS} FROM suppressions WHERE is_active AND {IS_FIRST} ORDER BY id");
        let mut statement = self.sql(|connection| connection.prepare(&sql))?;
        let mut rows = statement.query([]).map_err(sql_error)?;
        while let Some(row) = rows.next().map_err(sql_error)? {
            visit(read_suppression(row).map_err(sql_error)?)?;
        }
        Ok(())
    }

    /// Returns the active additions of this very value, in both forms, the oldest first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn suppressions_of(&self, value: &SuppressedValue) -> Result<Vec<StoredSuppression>, WorkspaceError> {
        let hash = self.suppression_hasher()?.hash(value);
        let mut found = self.active(value, SuppressionForm::Plain, value.key())?;
        found.extend(self.active(value, SuppressionForm::Hmac, &hash)?);
        Ok(found)
    }

    fn active(
        &self,
        value: &SuppressedValue,
        form: SuppressionForm,
        key: &str,
    ) -> Result<Vec<StoredSuppression>, WorkspaceError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM suppressions WHERE is_active AND key = ?1 AND kind = ?2 AND form = ?3
               AND key_of_name(field) = key_of_name(?4) ORDER BY id"
        );
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let values = (key, value.kind().as_str(), form.as_str(), value.field());
            statement.query_map(values, read_suppression)?.collect()
        })
    }
}

impl WriteTransaction<'_> {
    /// Suppresses a value as part of a history entry. Returns false, with nothing changed, if it is suppressed already.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn suppress(&self, entry: i64, new: NewSuppression<'_>, now: Timestamp) -> Result<bool, WorkspaceError> {
        const SQL: &str =
            "INSERT INTO suppressions (kind, field, form, key, reason, origin, added_at, added_by, is_active)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)";
        let NewSuppression { value, form, reason, origin } = new;
        let key = match form {
            SuppressionForm::Plain => value.key().to_owned(),
            SuppressionForm::Hmac => self.suppression_hasher()?.hash(value),
        };
        if !self.active(value, form, &key)?.is_empty() {
            return Ok(false);
        }
        self.sql(|connection| {
            let (kind, now) = (value.kind().as_str(), now.timestamp_millis());
            let values = (kind, value.field(), form.as_str(), key, reason, origin, now, entry);
            connection.prepare_cached(SQL)?.execute(values)
        })
        .map(|rows| rows > 0)
    }

    /// Keeps the suppressions of these values, removed ones too, as keyed hashes alone, without reason and origin, which may
    /// name a person.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn hash_suppressions(&self, are_meant: impl Fn(&SuppressedValue) -> bool) -> Result<(), WorkspaceError> {
        const SQL: &str = "UPDATE suppressions SET form = 'hmac', key = ?2, reason = NULL, origin = NULL WHERE id = ?1";
        let hasher = self.suppression_hasher()?;
        // One pass, because removed suppressions are in no index.
        let plain = format!("SELECT {COLUMNS} FROM suppressions WHERE form = 'plain'");
        self.sql(|connection| {
            let mut statement = connection.prepare(&plain)?;
            let found = statement.query_map([], read_suppression)?.filter_map(|stored| match stored {
                Ok(stored) => stored.value().filter(&are_meant).map(|value| Ok((stored.id, hasher.hash(&value)))),
                Err(error) => Some(Err(error)),
            });
            let updates: Vec<(i64, String)> = found.collect::<rusqlite::Result<_>>()?;
            updates.into_iter().try_for_each(|row| connection.prepare_cached(SQL)?.execute(row).map(drop))
        })
    }

    /// Removes additions as part of a history entry.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn remove_suppressions(&self, entry: i64, ids: impl IntoIterator<Item = i64>) -> Result<(), WorkspaceError> {
        const SQL: &str = "INSERT OR IGNORE INTO removed_suppressions (history_id, suppression_id) VALUES (?1, ?2)";
        const INACTIVE: &str = "UPDATE suppressions SET is_active = 0 WHERE id = ?1";
        for id in ids {
            self.sql(|connection| {
                connection.prepare_cached(SQL)?.execute((entry, id))?;
                connection.prepare_cached(INACTIVE)?.execute([id])
            })?;
        }
        Ok(())
    }

    /// Brings the suppressions that an entry added or removed in line with it, after it was undone or redone.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub(in crate::workspace) fn revert_suppressions(&self, entry: i64) -> Result<SuppressionRevert, WorkspaceError> {
        let count = || {
            self.sql(|connection| connection.query_row(SUPPRESSED_BY_ENTRY, [entry], |row| row.get::<_, i64>(0)))
                .map(i64::cast_unsigned)
        };
        let before = count()?;
        self.sql(|connection| connection.execute(REVERT, [entry]))?;
        let after = count()?;
        Ok(SuppressionRevert { lifted: before.saturating_sub(after), restored: after.saturating_sub(before) })
    }

    /// Gives the suppressions of a renamed field its new name.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn rename_suppressed_field(&self, old: &str, new: &str) -> Result<(), WorkspaceError> {
        const SQL: &str =
            "UPDATE suppressions SET field = ?2 WHERE kind = 'field' AND key_of_name(field) = key_of_name(?1)";
        self.sql(|connection| connection.execute(SQL, (old, new))).map(drop)
    }
}

fn read_suppression(row: &Row<'_>) -> rusqlite::Result<StoredSuppression> {
    let kind = SuppressionKind::from_name(row.get_ref(1)?.as_str()?).ok_or(rusqlite::Error::InvalidQuery)?;
    let form = match row.get_ref(3)?.as_str()? {
        "plain" => SuppressionForm::Plain,
        "hmac" => SuppressionForm::Hmac,
        // Unreadable is better than overlooked: nobody may be imported because a row of this table was not understood.
        _ => return Err(rusqlite::Error::InvalidQuery),
    };
    Ok(StoredSuppression {
        id: row.get(0)?,
        kind,
        field: row.get(2)?,
        form,
        key: row.get(4)?,
        reason: row.get(5)?,
        origin: row.get(6)?,
        added_at: moment(row.get(7)?),
        added_by: row.get(8)?,
    })
}
