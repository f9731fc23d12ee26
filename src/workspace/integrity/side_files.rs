use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file that belongs to a workspace, or was left behind by this tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it is.
    pub kind: SideFileKind,
    /// In bytes.
    pub size: u64,
    /// Whether nobody but its owner can read it.
    pub is_private: bool,
    /// When it was written last.
    pub written: Option<SystemTime>,
}

/// What a file beside a workspace is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SideFileKind {
    /// The workspace itself.
    Workspace,
    /// What was written to it last (`-wal`, `-shm`).
    Log,
    /// The lock of imports.
    Lock,
    /// Notifications that wait to be taken in.
    Waiting,
    /// The copy that was kept before a migration.
    Copy,
    /// What a command that was cut off did not finish.
    Draft,
}

/// The files of a workspace, and what was left behind beside it.
pub fn side_files(workspace: &Path) -> Vec<SideFile> {
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
            Some(SideFile {
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

/// Drafts of other files of this folder count too: whoever looks for what was left behind wants to know.
fn kind_of(name: &str, workspace: &str) -> Option<SideFileKind> {
    if is_draft(name) {
        return Some(SideFileKind::Draft);
    }
    match name.strip_prefix(workspace)? {
        "" => Some(SideFileKind::Workspace),
        "-wal" | "-shm" => Some(SideFileKind::Log),
        "-lock" => Some(SideFileKind::Lock),
        "-notifications.jsonl" => Some(SideFileKind::Waiting),
        rest if rest.starts_with(".v") && rest.ends_with(".backup") => Some(SideFileKind::Copy),
        _ => None,
    }
}

/// `.workspace.db.4711.draft`, and what SQLite has beside it.
fn is_draft(name: &str) -> bool {
    let name = name.trim_end_matches("-wal").trim_end_matches("-shm").trim_end_matches("-journal");
    let Some((begin, process)) = name.strip_suffix(".draft").and_then(|name| name.rsplit_once('.')) else {
        return false;
    };
    begin.starts_with('.') && !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit())
}

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
            ("team.db", Some(SideFileKind::Workspace)),
            ("team.db-wal", Some(SideFileKind::Log)),
            ("team.db-lock", Some(SideFileKind::Lock)),
            ("team.db-notifications.jsonl", Some(SideFileKind::Waiting)),
            ("team.db.v3.backup", Some(SideFileKind::Copy)),
            (".team.db.4711.draft", Some(SideFileKind::Draft)),
            (".other.db.4711.draft-wal", Some(SideFileKind::Draft)),
            ("team.dbx", None),
            ("my.letter.draft", None),
            (".letter.draft", None),
            ("leads.csv", None),
        ] {
            assert_eq!(kind_of(name, "team.db"), kind, "{name}");
        }
    }
}
