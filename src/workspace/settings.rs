use std::collections::BTreeMap;

use super::{Change, Snapshot, WorkspaceError};

impl Snapshot<'_> {
    /// The settings that somebody set, by name. What they mean is not this room's concern.
    ///
    /// # Errors
    /// When the workspace can not be read.
    pub fn settings(&self) -> Result<BTreeMap<String, String>, WorkspaceError> {
        self.sql(|connection| {
            let mut statement = connection.prepare_cached("SELECT name, value FROM settings")?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }
}

impl Change<'_> {
    /// Sets a setting; `None` puts its default back.
    ///
    /// # Errors
    /// When the workspace can not be written.
    pub fn set_setting(&self, name: &str, value: Option<&str>) -> Result<(), WorkspaceError> {
        self.sql(|connection| match value {
            Some(value) => {
                connection.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)", (name, value))
            }
            None => connection.execute("DELETE FROM settings WHERE name = ?1", [name]),
        })
        .map(drop)
    }
}
