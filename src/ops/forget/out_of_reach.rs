//! Files that may hold forgotten people and that are not the workspace's to change.

use std::path::{Path, PathBuf};

use crate::ops::OpsError;
use crate::workspace::{Snapshot, copies_of};

/// A file that may hold a forgotten person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfReach {
    /// Its kind.
    pub kind: OutOfReachKind,
    /// Its path.
    pub path: PathBuf,
}

/// Kind of a file that is out of reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutOfReachKind {
    /// A list that was imported.
    Source,
    /// The results file of an import.
    Results,
    /// The errors file of an import.
    Errors,
    /// An export of changes.
    Export,
    /// A copy of the workspace beside it: a backup, or the copy before a migration.
    Copy,
}

impl OutOfReachKind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Source, Self::Results, Self::Errors, Self::Export, Self::Copy];

    /// Returns the name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Results => "results",
            Self::Errors => "errors",
            Self::Export => "export",
            Self::Copy => "copy",
        }
    }
}

/// Returns the files that the workspace knows of and that are still there: lists, results and errors files of its
/// imports, exports of changes, and copies beside it. Other exports, and copies elsewhere, are not recorded anywhere.
///
/// # Errors
/// When the workspace cannot be read.
pub fn out_of_reach(snapshot: &Snapshot<'_>, workspace: &Path) -> Result<Vec<OutOfReach>, OpsError> {
    let files = snapshot.files_of_imports()?;
    let of_kind = |kind, paths: Vec<String>| paths.into_iter().map(move |path| OutOfReach { kind, path: path.into() });
    let known = of_kind(OutOfReachKind::Source, files.sources)
        .chain(of_kind(OutOfReachKind::Results, files.results))
        .chain(of_kind(OutOfReachKind::Errors, files.errors))
        .chain(of_kind(OutOfReachKind::Export, snapshot.export_names()?))
        // A relative name is that of a list from standard input, or of an export that was given a name.
        .filter(|file| file.path.is_absolute() && file.path.exists());
    let copies = copies_of(workspace).into_iter().map(|path| OutOfReach { kind: OutOfReachKind::Copy, path });
    Ok(known.chain(copies).collect())
}
