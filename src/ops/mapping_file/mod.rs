//! Mapping files and job files: told from names of saved mappings, read whole, and checked.
//!
//! | file | what |
//! |---|---|
//! | `mapping_check` | what holds of a saved mapping whatever the list |
//! | `decisions` | its decisions, and those given in place of them |
//! | `error` | why a file cannot be used |

pub mod decisions;
mod error;
pub mod mapping_check;

pub use error::MappingFileError;

use std::borrow::Borrow;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use super::{OpsError, saved_mappings};
use crate::mapping::{SavedMapping, SavedMappingError};
use crate::model::shown_path;
use crate::workspace::Workspace;

/// Maximum size of a file in bytes; a mapping of 1,000 columns needs a tenth of it.
const MAX_BYTES: u64 = 4 << 20;

/// Ending of a job file, by which it is told from the name of a saved mapping.
const ENDING: &str = ".toml";

/// Returns true if a text names a file and no saved mapping: it has a path separator, or ends in `.toml`.
pub fn is_path(text: &str) -> bool {
    let ending = text.len().checked_sub(ENDING.len()).and_then(|at| text.get(at..));
    text.contains(['/', MAIN_SEPARATOR]) || ending.is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

/// A saved mapping or a job file that an import uses.
#[derive(Debug, Clone)]
pub struct UsedMapping {
    /// The mapping, with its job.
    pub mapping: SavedMapping,
    /// The file that it was read from; `None` for one of the workspace.
    pub file: Option<PathBuf>,
}

impl UsedMapping {
    /// A saved mapping of the workspace.
    pub fn of_workspace(mapping: SavedMapping) -> Self {
        Self { mapping, file: None }
    }

    /// Returns what it is called: the path of the file, or `the saved mapping 'crm'`.
    pub fn origin(&self) -> String {
        match &self.file {
            Some(path) => shown_path(path),
            None => format!("the saved mapping '{}'", self.mapping.name),
        }
    }
}

/// The mapping that `--use` names: a job file if the text is a path, else a saved mapping of the workspace, which is opened
/// for it alone. A saved mapping whose name looks like a path is found where there is no such file.
///
/// # Errors
/// [`MappingFileError`] for a file, [`StoredMappingError`](saved_mappings::StoredMappingError) for a name, and those of
/// `workspace`.
pub fn used<W: Borrow<Workspace>, E: From<OpsError>>(
    text: &str,
    workspace: impl FnOnce() -> Result<W, E>,
) -> Result<UsedMapping, E> {
    if !is_path(text) {
        return Ok(UsedMapping::of_workspace(saved_mappings::load(workspace()?.borrow(), text)?));
    }
    let path = PathBuf::from(text);
    match read(&path) {
        Ok(mapping) => Ok(UsedMapping { mapping, file: Some(path) }),
        Err(MappingFileError::Unreadable { path, error }) if error.kind() == ErrorKind::NotFound => {
            let stored =
                workspace()?.borrow().snapshot().map_err(OpsError::from)?.mapping(text).map_err(OpsError::from)?;
            let stored = stored.ok_or_else(|| OpsError::from(MappingFileError::Unreadable { path, error }))?;
            Ok(UsedMapping::of_workspace(saved_mappings::read(&stored).map_err(OpsError::from)?))
        }
        Err(error) => Err(OpsError::from(error).into()),
    }
}

/// Reads a job file. One without a name has that of the file. A relative folder for output files begins at the folder of the
/// job file, so that it means the same wherever a command is run.
///
/// # Errors
/// [`MappingFileError::Invalid`] and [`MappingFileError::Unreadable`].
pub fn read(path: &Path) -> Result<SavedMapping, MappingFileError> {
    let file = open(path).map_err(|error| MappingFileError::Unreadable { path: path.to_owned(), error })?;
    let mut mapping = read_from(file, path, path.file_stem().map(OsStr::to_string_lossy).as_deref())?;
    if let Some(folder) = &mut mapping.job.output_dir {
        *folder = path.parent().unwrap_or(Path::new("")).join(&*folder).display().to_string();
    }
    Ok(mapping)
}

/// Reads a job file from its text. `path` is what messages call it, `name` what it is named where it does not say.
///
/// # Errors
/// [`MappingFileError::Invalid`] and [`MappingFileError::Unreadable`].
pub fn read_from(text: impl Read, path: &Path, name: Option<&str>) -> Result<SavedMapping, MappingFileError> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too large from one that just fits; stdin has no size to ask for.
    let read = text.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| MappingFileError::Unreadable { path: path.to_owned(), error })?;
    parse(bytes, name).map_err(|error| MappingFileError::Invalid { path: path.to_owned(), error })
}

fn parse(bytes: Vec<u8>, name: Option<&str>) -> Result<SavedMapping, SavedMappingError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(invalid(None, "it is larger than 4 MB, so it is no mapping"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        invalid(Some(before.filter(|byte| **byte == b'\n').count() + 1), "it is not UTF-8 text")
    })?;
    let mapping = SavedMapping::from_job_file(&text, name)?;
    mapping_check::check(&mapping)?;
    Ok(mapping)
}

fn invalid(line: Option<usize>, problem: &str) -> SavedMappingError {
    SavedMappingError::Invalid { line, problem: problem.to_owned() }
}

/// Opens the file. A named pipe is refused: without a writer, opening it would wait for ever.
fn open(path: &Path) -> io::Result<File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    File::open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_a_name() {
        for path in ["./crm", "crm.toml", "CRM.TOML", "/srv/jobs/crm", "jobs/crm.toml", ".toml"] {
            assert!(is_path(path), "{path}");
        }
        for name in ["crm", "crm.tom", "weekly leads", "toml", "ä", ""] {
            assert!(!is_path(name), "{name}");
        }
    }
}
