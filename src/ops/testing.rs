//! Workspaces with contacts, for the unit tests of the use cases.

use tempfile::TempDir;

use super::ImportSpec;
use crate::import::Guards;
use crate::model::{Clock, ContactId, Purpose, SystemClock, Timestamp};
use crate::workspace::Workspace;

/// A workspace with a contact for each first name, with the IDs 1, 2 and so on, and the folder in which it is.
pub(super) fn workspace_of(first_names: &[&str]) -> (TempDir, Workspace) {
    workspace_with(&format!("First Name\n{}\n", first_names.join("\n")))
}

/// A workspace into which a list was imported, and the folder in which it is.
#[allow(clippy::disallowed_methods, reason = "a list of another program")]
pub(super) fn workspace_with(list: &str) -> (TempDir, Workspace) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leads.csv");
    std::fs::write(&path, list).unwrap();
    let workspace = Workspace::open_or_create(&folder.path().join("workspace.db")).unwrap();
    workspace.import(&path, ImportSpec::new(Purpose::AddAll)).unwrap().commit(&Guards::default()).unwrap();
    (folder, workspace)
}

pub(super) fn ids(numbers: &[i64]) -> Vec<ContactId> {
    numbers.iter().copied().map(ContactId).collect()
}

pub(super) fn now() -> Timestamp {
    SystemClock.now()
}
