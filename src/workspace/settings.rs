//! Settings stored in the workspace.

use std::collections::BTreeMap;

use super::{Snapshot, WorkspaceError, WriteTransaction};

/// A stored setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSetting {
    /// Its value.
    pub value: String,
    /// Seal showing who set it; `None` for a setting that needs none.
    pub seal: Option<String>,
}

impl Snapshot<'_> {
    /// Returns the settings that were set, by name. Their meaning is not known here.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, WorkspaceError> {
        self.sql(|connection| {
            let mut statement = connection.prepare_cached("SELECT name, value FROM settings")?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// Returns the settings with their seals.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn kept_settings(&self) -> Result<BTreeMap<String, KeptSetting>, WorkspaceError> {
        self.sql(|connection| {
            let mut statement = connection.prepare_cached("SELECT name, value, seal FROM settings")?;
            let read =
                |row: &rusqlite::Row<'_>| Ok((row.get(0)?, KeptSetting { value: row.get(1)?, seal: row.get(2)? }));
            statement.query_map([], read)?.collect()
        })
    }
}

impl WriteTransaction<'_> {
    /// Stores a setting; `None` restores its default.
    ///
    /// # Errors
    /// When the workspace cannot be written.
    pub fn set_setting(&self, name: &str, setting: Option<&KeptSetting>) -> Result<(), WorkspaceError> {
        const SQL: &str = "INSERT OR REPLACE INTO settings (name, value, seal) VALUES (?1, ?2, ?3)";
        self.sql(|connection| match setting {
            Some(KeptSetting { value, seal }) => connection.execute(SQL, (name, value, seal)),
            None => connection.execute("DELETE FROM settings WHERE name = ?1", [name]),
        })
        .map(drop)
    }
}
