//! The file system a workspace is on, and whether SQLite can rely on it.

use std::path::Path;

/// Network and shared file systems.
// SQLite's locks and its shared memory do not work across machines (sqlite.org/wal.html).
const NETWORK_FS: &[&str] = &[
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "davfs",
    "drvfs",
    "gfs2",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "prl_fs",
    "smb3",
    "smbfs",
    "vboxsf",
];

/// File systems that lose everything when the machine stops.
const VOLATILE_FS: &[&str] = &["ramfs", "tmpfs"];

/// The disk a file is on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Disk {
    /// Name of its file system, such as `ext4`, where the system tells it.
    pub file_system: Option<String>,
    /// Free space in bytes.
    pub free: Option<u64>,
}

/// Kind of disk, by the guarantees SQLite gets from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskKind {
    /// A local disk, as far as is known.
    Local,
    /// A disk of another machine.
    Remote,
    /// Memory.
    Fleeting,
}

impl Disk {
    /// Returns the disk of a file or folder.
    pub fn of(path: &Path) -> Self {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        Self { file_system: file_system(&mounts(), &path), free: free(&path) }
    }

    /// Returns the kind of the disk.
    pub fn kind(&self) -> DiskKind {
        match self.file_system.as_deref() {
            Some(name) if NETWORK_FS.contains(&name) || name.starts_with("fuse.") => DiskKind::Remote,
            Some(name) if VOLATILE_FS.contains(&name) => DiskKind::Fleeting,
            _ => DiskKind::Local,
        }
    }
}

/// Returns what is mounted where; nothing where the system does not tell.
#[cfg(target_os = "linux")]
fn mounts() -> String {
    std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
fn mounts() -> String {
    String::new()
}

/// Free space in bytes for users other than root.
#[cfg(unix)]
fn free(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

#[cfg(not(unix))]
fn free(_path: &Path) -> Option<u64> {
    None
}

/// Returns the file system of the longest mount point that is a prefix of the path; of equal ones the last, which is
/// mounted over the others.
///
/// A line is `36 35 98:0 / /home rw,noatime shared:1 - ext4 /dev/root rw`, with any number of fields before the `-`.
fn file_system(mounts: &str, path: &Path) -> Option<String> {
    let mount = |line: &str| {
        let (before, after) = line.split_once(" - ")?;
        let point = unescaped(before.split(' ').nth(4)?);
        path.starts_with(&point).then(|| (point.len(), after.split(' ').next().unwrap_or_default().to_owned()))
    };
    mounts.lines().filter_map(mount).max_by_key(|(length, _)| *length).map(|(_, name)| name)
}

/// Decodes a mount point: the kernel writes blank, tab, newline and backslash in octal, such as `\040`.
fn unescaped(point: &str) -> String {
    point.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /tmp rw - tmpfs tmpfs rw
41 22 0:36 / /mnt/team\\040share rw shared:9 master:2 - nfs4 server:/team rw
42 41 0:37 / /mnt/team\\040share rw - fuse.sshfs ann@server:/ rw
";

    fn kind(path: &str) -> (Option<String>, DiskKind) {
        let disk = Disk { file_system: file_system(MOUNTS, Path::new(path)), free: None };
        (disk.file_system.clone(), disk.kind())
    }

    #[test]
    fn the_nearest_mount_point_decides() {
        assert_eq!(kind("/home/ann/x.db"), (Some("ext4".into()), DiskKind::Local));
        assert_eq!(kind("/tmp/x.db"), (Some("tmpfs".into()), DiskKind::Fleeting));
        assert_eq!(kind("/tmpx/x.db"), (Some("ext4".into()), DiskKind::Local));
        assert_eq!(kind("/mnt/team share/x.db"), (Some("fuse.sshfs".into()), DiskKind::Remote));
    }

    #[test]
    fn an_empty_mount_table_names_no_file_system() {
        assert_eq!(file_system("", Path::new("/x")), None);
        assert_eq!(Disk::default().kind(), DiskKind::Local);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_there_has_room() {
        assert!(Disk::of(Path::new("/")).free.is_some());
    }
}
