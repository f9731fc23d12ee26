//! Files of a workspace: the workspace itself, what belongs to it beside it, and what killed commands left behind.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::workspace::file::is_staging_name;

/// A file that belongs to a workspace, or that this tool left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkspaceFile {
    /// Path of the file.
    pub path: PathBuf,
    /// Kind of the file.
    pub kind: WorkspaceFileKind,
    /// Size in bytes.
    pub size: u64,
    /// True if only its owner can read it.
    pub is_private: bool,
    /// Time of its last modification.
    pub written: Option<SystemTime>,
}

/// Kind of a file of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkspaceFileKind {
    /// The workspace itself.
    Workspace,
    /// SQLite's write-ahead log and its index (`-wal`, `-shm`).
    Log,
    /// The lock file of imports.
    Lock,
    /// Notifications not yet imported into the workspace.
    Waiting,
    /// A copy kept before a migration.
    Copy,
    /// A staging file of a command that was killed.
    Staging,
}

/// Returns the files of a workspace, and what was left behind beside it.
pub fn workspace_files(workspace: &Path) -> Vec<WorkspaceFile> {
    let workspace = workspace.canonicalize().unwrap_or_else(|_| workspace.to_owned());
    let Some(own_name) = workspace.file_name().map(|name| name.to_string_lossy().into_owned()) else {
        return Vec::new();
    };
    let Some(entries) = workspace.parent().and_then(|folder| fs::read_dir(folder).ok()) else { return Vec::new() };
    let mut files: Vec<_> = entries
        .flatten()
        .filter_map(|entry| {
            let kind = kind_of(&entry.file_name().to_string_lossy(), &own_name)?;
            let metadata = entry.metadata().ok().filter(Metadata::is_file)?;
            Some(WorkspaceFile {
                path: entry.path(),
                kind,
                size: metadata.len(),
                is_private: is_private(&metadata),
                written: metadata.modified().ok(),
            })
        })
        .collect();
    files.sort_by(|one, other| (one.kind, &one.path).cmp(&(other.kind, &other.path)));
    files
}

/// Kind of a file by its name. Staging files of other workspaces in the folder count too, because they hold contacts as
/// well.
fn kind_of(name: &str, workspace: &str) -> Option<WorkspaceFileKind> {
    if is_staging_file(name) {
        return Some(WorkspaceFileKind::Staging);
    }
    match name.strip_prefix(workspace)? {
        "" => Some(WorkspaceFileKind::Workspace),
        "-wal" | "-shm" => Some(WorkspaceFileKind::Log),
        "-lock" => Some(WorkspaceFileKind::Lock),
        "-notifications.jsonl" => Some(WorkspaceFileKind::Waiting),
        rest if rest.starts_with(".v") && rest.ends_with(".backup") => Some(WorkspaceFileKind::Copy),
        _ => None,
    }
}

/// Returns true for `.workspace.db.4711.draft` and its side files.
fn is_staging_file(name: &str) -> bool {
    is_staging_name(name.trim_end_matches("-wal").trim_end_matches("-shm").trim_end_matches("-journal"))
}

/// Returns true if neither group nor others have any permission.
#[cfg(unix)]
fn is_private(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let is_open = metadata.mode() & 0o077 != 0;
    !is_open
}

#[cfg(not(unix))]
fn is_private(_metadata: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_their_names() {
        for (name, kind) in [
            ("team.db", Some(WorkspaceFileKind::Workspace)),
            ("team.db-wal", Some(WorkspaceFileKind::Log)),
            ("team.db-lock", Some(WorkspaceFileKind::Lock)),
            ("team.db-notifications.jsonl", Some(WorkspaceFileKind::Waiting)),
            ("team.db.v3.backup", Some(WorkspaceFileKind::Copy)),
            (".team.db.4711.draft", Some(WorkspaceFileKind::Staging)),
            (".team.db.4711-1.draft", Some(WorkspaceFileKind::Staging)),
            (".other.db.4711.draft-wal", Some(WorkspaceFileKind::Staging)),
            ("team.dbx", None),
            ("my.letter.draft", None),
            (".letter.draft", None),
            ("leads.csv", None),
        ] {
            assert_eq!(kind_of(name, "team.db"), kind, "{name}");
        }
    }
}
