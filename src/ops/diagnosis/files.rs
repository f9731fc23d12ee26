//! Checks of the files of a workspace: their permissions, their disk, and what was left behind beside them.

use std::path::{Path, PathBuf};

use super::{Finding, Level};
use crate::workspace::{Disk, DiskKind, WorkspaceFile, WorkspaceFileKind, workspace_files};

/// Minimum free disk space in bytes; with less, an import may not be able to finish.
const MIN_FREE_BYTES: u64 = 256 << 20;

/// What was found out about the files of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFinding {
    /// Only the owner can read them.
    Private,
    /// Who can read them is not known: the system has no modes of files.
    PermissionsUnknown,
    /// Other users can read some of them.
    ReadableByOthers {
        /// The files.
        paths: Vec<PathBuf>,
    },
    /// The disk on which they are.
    Disk {
        /// File system and free space.
        disk: Disk,
        /// What is wrong with it.
        fault: Option<DiskFault>,
    },
    /// Staging files that a killed command left; that of a running backup looks the same.
    LeftBehind {
        /// The files.
        paths: Vec<PathBuf>,
        /// Size of all of them in bytes.
        size: u64,
    },
}

/// Reason why a disk is not fit for a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskFault {
    /// It is another machine's, where `SQLite`'s locks do not hold.
    Remote,
    /// It has too little room for an import.
    Full,
    /// It is memory, which loses everything when the machine stops.
    Volatile,
}

impl FileFinding {
    pub(super) fn level(&self) -> Level {
        match self {
            Self::Private | Self::Disk { fault: None, .. } => Level::Good,
            // Such a workspace works for as long as the machine runs.
            Self::PermissionsUnknown
            | Self::LeftBehind { .. }
            | Self::Disk { fault: Some(DiskFault::Volatile), .. } => Level::Note,
            // The files hold names and addresses, and SQLite gives `-wal` and `-shm` the mode of the workspace.
            Self::ReadableByOthers { .. } | Self::Disk { fault: Some(DiskFault::Remote | DiskFault::Full), .. } => {
                Level::Problem
            }
        }
    }
}

/// Checks who can read the files of a workspace, which disk they are on, and what was left behind.
pub(super) fn check(workspace: &Path) -> Vec<Finding> {
    let files = workspace_files(workspace);
    let findings = [Some(permissions(&files)), Some(disk(workspace)), left_behind(&files)];
    findings.into_iter().flatten().map(Finding::File).collect()
}

fn permissions(files: &[WorkspaceFile]) -> FileFinding {
    if !cfg!(unix) {
        return FileFinding::PermissionsUnknown;
    }
    let open: Vec<PathBuf> = files.iter().filter(|file| !file.is_private).map(|file| file.path.clone()).collect();
    if open.is_empty() { FileFinding::Private } else { FileFinding::ReadableByOthers { paths: open } }
}

fn disk(workspace: &Path) -> FileFinding {
    let disk = Disk::of(workspace);
    FileFinding::Disk { fault: disk_fault(&disk), disk }
}

fn disk_fault(disk: &Disk) -> Option<DiskFault> {
    match (disk.kind(), disk.free) {
        // However much room it has: WAL keeps its index in shared memory, which processes on two machines do not share.
        (DiskKind::Remote, _) => Some(DiskFault::Remote),
        (_, Some(free)) if free < MIN_FREE_BYTES => Some(DiskFault::Full),
        (DiskKind::Fleeting, _) => Some(DiskFault::Volatile),
        (DiskKind::Local, _) => None,
    }
}

fn left_behind(files: &[WorkspaceFile]) -> Option<FileFinding> {
    let staging: Vec<&WorkspaceFile> = files.iter().filter(|file| file.kind == WorkspaceFileKind::Staging).collect();
    let size = staging.iter().map(|file| file.size).sum();
    let paths: Vec<PathBuf> = staging.iter().map(|file| file.path.clone()).collect();
    (!paths.is_empty()).then_some(FileFinding::LeftBehind { paths, size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_judged_by_its_worst_fault() {
        let disk = |name: &str, free| Disk { file_system: Some(name.to_owned()), free: Some(free) };
        for (disk, fault) in [
            (disk("ext4", MIN_FREE_BYTES), None),
            (disk("ext4", MIN_FREE_BYTES - 1), Some(DiskFault::Full)),
            (disk("tmpfs", MIN_FREE_BYTES - 1), Some(DiskFault::Full)),
            (disk("tmpfs", MIN_FREE_BYTES), Some(DiskFault::Volatile)),
            (disk("nfs4", 0), Some(DiskFault::Remote)),
            (Disk::default(), None),
        ] {
            assert_eq!(disk_fault(&disk), fault, "{disk:?}");
        }
    }
}
