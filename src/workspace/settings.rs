use std::collections::BTreeMap;

use super::{Snapshot, WorkspaceError, WriteTransaction};

/// A setting as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSetting {
    /// Its value.
    pub value: String,
    /// What shows who set it; `None` where it does not matter.
    pub seal: Option<String>,
}

impl Snapshot<'_> {
    /// The settings that somebody set, by name. What they mean is not this room's concern.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, WorkspaceError> {
        self.sql(|connection| {
            let mut statement = connection.prepare_cached("SELECT name, value FROM settings")?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// The same, with what shows who set them.
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
    /// Sets a setting; `None` puts its default back.
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
