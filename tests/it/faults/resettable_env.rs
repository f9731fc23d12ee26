//! A test environment that is reset to its first state between runs.

use std::fs;

use super::beside;
use crate::support::TestEnv;

/// An environment that is put back as it was, again and again.
pub(super) struct ResettableEnv {
    pub(super) env: TestEnv,
    workspace: Vec<u8>,
    /// The files of the working directory.
    pub(super) files: Vec<String>,
}

impl ResettableEnv {
    pub(super) fn new(env: TestEnv) -> Self {
        Self { workspace: env.bytes(env.workspace()), files: env.names(), env }
    }

    /// Puts everything back.
    pub(super) fn restore(&self) {
        for name in beside(&self.env, "") {
            fs::remove_file(self.env.workspace().with_file_name(name)).unwrap();
        }
        for name in self.env.names().iter().filter(|name| !self.files.contains(name)) {
            fs::remove_file(self.env.path(name)).unwrap();
        }
        fs::write(self.env.workspace(), &self.workspace).unwrap();
    }
}
