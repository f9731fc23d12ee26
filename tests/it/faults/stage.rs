use std::fs;

use super::beside;
use crate::support::House;

/// A house that is put back as it was, again and again.
pub(super) struct Stage {
    pub(super) house: House,
    workspace: Vec<u8>,
    /// The files of the working directory.
    pub(super) files: Vec<String>,
}

impl Stage {
    pub(super) fn set(house: House) -> Self {
        Self { workspace: house.bytes(house.workspace()), files: house.names(), house }
    }

    /// Puts everything back.
    pub(super) fn restore(&self) {
        for name in beside(&self.house, "") {
            fs::remove_file(self.house.workspace().with_file_name(name)).unwrap();
        }
        for name in self.house.names().iter().filter(|name| !self.files.contains(name)) {
            fs::remove_file(self.house.path(name)).unwrap();
        }
        fs::write(self.house.workspace(), &self.workspace).unwrap();
    }
}
