//! The findings about the files of a workspace in words, with commands to paste.

use std::path::{Path, PathBuf};

use super::checks::Words;
use crate::mapping::quote;
use crate::model::ByteSize;
use crate::ops::diagnosis::{DiskFault, FileFinding};
use crate::workspace::Disk;

/// Puts a finding about the files into words.
pub(super) fn describe(finding: &FileFinding) -> Words {
    match finding {
        FileFinding::Private => Words::new("Permissions", "its files can be read by their owner alone"),
        FileFinding::PermissionsUnknown => {
            Words::new("Permissions", "not checked on this system: its files are as private as their folder")
        }
        FileFinding::ReadableByOthers { paths } => {
            let files = pasted(paths);
            Words::new("Permissions", format!("others can read {files}")).advice(format!("chmod 600 {files}"))
        }
        FileFinding::Disk { disk, fault } => describe_disk(disk, *fault),
        FileFinding::LeftBehind { paths, size } => {
            let message = format!("what a command that was cut off did not finish, {}", ByteSize(*size));
            // Only advised, never removed: the staging file of a backup that is running looks the same.
            Words::new("Left behind", message).advice(format!("if no backup is running: rm {}", pasted(paths)))
        }
    }
}

fn describe_disk(disk: &Disk, fault: Option<DiskFault>) -> Words {
    let name = disk.file_system.as_deref().unwrap_or("unknown");
    let room = disk.free.map(|free| format!(", {} free", ByteSize(free))).unwrap_or_default();
    let described = format!("file system {name}{room}");
    let faulty = |problem: &str| Words::new("Disk", format!("{described}: {problem}"));
    match fault {
        None => Words::new("Disk", described),
        Some(DiskFault::Remote) => faulty("it is another machine's, where SQLite's locks do not hold")
            .advice("move the workspace to a disk of this machine"),
        Some(DiskFault::Full) => faulty("an import may find no room").advice("make room on the disk"),
        Some(DiskFault::Volatile) => faulty("it is memory, which is gone when the machine stops"),
    }
}

/// Returns the paths as words of a shell command.
fn pasted(paths: &[PathBuf]) -> String {
    let quoted = |path: &PathBuf| quote(&Path::to_string_lossy(path)).into_owned();
    paths.iter().map(quoted).collect::<Vec<_>>().join(" ")
}
