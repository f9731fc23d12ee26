//! The files of a workspace for `contacts doctor`: permissions, disk and leftovers.

use std::path::Path;

use super::checks::CheckReport;
use crate::mapping::quote;
use crate::model::ByteSize;
use crate::workspace::{Disk, DiskKind, SideFile, SideFileKind, side_files};

/// Minimum free disk space in bytes; with less, an import may not be able to finish.
const MIN_FREE_BYTES: u64 = 256 << 20;

/// Checks who can read the files of a workspace, which disk they are on, and what was left behind.
pub(super) fn check(report: &mut CheckReport, workspace: &Path) {
    let files = side_files(workspace);
    permissions(report, &files);
    disk(report, workspace);
    leftovers(report, &files);
}

fn permissions(report: &mut CheckReport, files: &[SideFile]) {
    let open: Vec<String> = files.iter().filter(|file| !file.is_private).map(|file| pasted(&file.path)).collect();
    if open.is_empty() {
        report.good("Permissions", "its files can be read by their owner alone");
    } else {
        // A problem rather than a note: the files hold names and addresses, and SQLite gives `-wal` and `-shm` the mode
        // of the workspace.
        let message = format!("others can read {}", open.join(" "));
        report.problem("Permissions", message, Some(format!("chmod 600 {}", open.join(" "))));
    }
}

fn disk(report: &mut CheckReport, workspace: &Path) {
    let disk = Disk::of(workspace);
    let name = disk.file_system.as_deref().unwrap_or("unknown");
    let room = disk.free.map(|free| format!(", {} free", ByteSize(free))).unwrap_or_default();
    let described = format!("file system {name}{room}");
    match (disk.kind(), disk.free) {
        // A remote disk is a problem however much room it has: WAL keeps its index in shared memory, which processes on
        // two machines do not share.
        (DiskKind::Remote, _) => report.problem(
            "Disk",
            format!("{described}: it is another machine's, where SQLite's locks do not hold"),
            Some("move the workspace to a disk of this machine".to_owned()),
        ),
        (_, Some(free)) if free < MIN_FREE_BYTES => report.problem(
            "Disk",
            format!("{described}: an import may find no room"),
            Some("make room on the disk".to_owned()),
        ),
        // A note only: such a workspace works for as long as the machine runs.
        (DiskKind::Fleeting, _) => {
            report.note("Disk", format!("{described}: it is memory, which is gone when the machine stops"), None);
        }
        (DiskKind::Local, _) => report.good("Disk", described),
    }
}

fn leftovers(report: &mut CheckReport, files: &[SideFile]) {
    let drafts: Vec<&SideFile> = files.iter().filter(|file| file.kind == SideFileKind::Draft).collect();
    if !drafts.is_empty() {
        let names: Vec<String> = drafts.iter().map(|file| pasted(&file.path)).collect();
        let size: u64 = drafts.iter().map(|file| file.size).sum();
        let message = format!("what a command that was cut off did not finish, {}", ByteSize(size));
        // Only advised, never removed here: the staging file of a backup that is running looks the same.
        let advice = format!("if no backup is running: rm {}", names.join(" "));
        report.note("Left behind", message, Some(advice));
    }
}

fn pasted(path: &Path) -> String {
    quote(&path.to_string_lossy()).into_owned()
}
