//! Names and folders of the output files.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::ReportError;
use crate::files::{TEMPORARY, check_name_fits};

/// Extensions of tables, which are dropped from the names of the outputs.
const TABLE_EXTENSIONS: [&str; 4] = ["csv", "tsv", "tab", "txt"];

/// Suffixes of the outputs.
const RESULTS_SUFFIX: &str = ".results.csv";
const ERRORS_SUFFIX: &str = ".errors.csv";

/// Paths of an import's output files (spec section 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputPaths {
    /// `NAME.results.csv`: every row with its outcome.
    pub results: PathBuf,
    /// `NAME.errors.csv`: the rows in error; written only if there are any.
    pub errors: PathBuf,
}

impl OutputPaths {
    /// Returns the paths next to the source: `lists/leads.csv` gives `lists/leads.results.csv`. They are absolute,
    /// because the workspace stores them.
    ///
    /// # Errors
    /// [`ReportError::Unwritable`] when the folder does not exist any more.
    pub fn next_to(source: &Path) -> Result<Self, ReportError> {
        Self::in_dir(source, source.parent().unwrap_or(Path::new("")))
    }

    /// Returns the paths in a folder that the user chose (`--output-dir`).
    ///
    /// # Errors
    /// [`ReportError::Unwritable`] when there is no such folder; [`ReportError::NameTooLong`] when it does not accept
    /// such names.
    pub fn in_dir(source: &Path, folder: &Path) -> Result<Self, ReportError> {
        let folder = absolute(folder).map_err(|error| ReportError::unwritable(folder, error))?;
        let place = |suffix| {
            let path = folder.join(with_suffix(base_name(source), suffix));
            check_output_name(&path).map(|()| path)
        };
        Ok(Self { results: place(RESULTS_SUFFIX)?, errors: place(ERRORS_SUFFIX)? })
    }
}

/// Checks that the folder accepts a file of this name, and the longer temporary name with which it replaces an older
/// file.
///
/// # Errors
/// [`ReportError::NameTooLong`].
pub fn check_output_name(path: &Path) -> Result<(), ReportError> {
    let (folder, name) = (path.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or_default());
    check_name_fits(folder, name, TEMPORARY)
        .map_err(|excess| ReportError::NameTooLong { path: path.to_owned(), excess })
}

/// Returns true if a file has a name that this tool gives to its output files.
pub fn is_output_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    [RESULTS_SUFFIX, ERRORS_SUFFIX].iter().any(|ending| name.ends_with(ending))
}

/// Returns true for the name of a results file, which is no list to import.
pub fn is_results_name(path: &Path) -> bool {
    path.file_name().unwrap_or_default().to_string_lossy().ends_with(RESULTS_SUFFIX)
}

/// Returns the canonical path of a folder, with links and `..` resolved.
fn absolute(folder: &Path) -> io::Result<PathBuf> {
    if folder.as_os_str().is_empty() { fs::canonicalize(".") } else { fs::canonicalize(folder) }
}

/// Returns the source's name without the extension of a table. Any other extension belongs to the name: `leads.2026-01`
/// and `leads.2026-02` have outputs of their own.
fn base_name(source: &Path) -> &OsStr {
    let is_table = source
        .extension()
        .is_some_and(|extension| TABLE_EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)));
    let name = if is_table { source.file_stem() } else { source.file_name() };
    name.unwrap_or_default()
}

fn with_suffix(name: &OsStr, suffix: &str) -> OsString {
    let mut whole = name.to_owned();
    whole.push(suffix);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results_of(name: impl AsRef<OsStr>) -> OsString {
        let paths = OutputPaths::next_to(Path::new(name.as_ref())).unwrap();
        paths.results.file_name().unwrap().to_owned()
    }

    #[test]
    fn outputs_have_the_name_of_the_source() {
        assert_eq!(results_of("leads.csv"), "leads.results.csv");
        assert_eq!(results_of("leads.CSV"), "leads.results.csv");
        assert_eq!(results_of("leads"), "leads.results.csv");
        assert_eq!(results_of("leads.txt"), "leads.results.csv");
        assert_eq!(results_of("leads.2026-01"), "leads.2026-01.results.csv");
        assert_eq!(results_of("leads.errors.csv"), "leads.errors.results.csv");
        assert_eq!(results_of(".csv"), ".csv.results.csv");
    }

    #[test]
    fn outputs_stand_beside_the_source_or_in_the_folder_of_choice() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir(root.join("out")).unwrap();
        let source = root.join("out/../leads.csv");
        assert_eq!(OutputPaths::next_to(&source).unwrap().errors, root.join("leads.errors.csv"));
        let paths = OutputPaths::in_dir(&source, &root.join("out")).unwrap();
        assert_eq!(paths.results, root.join("out/leads.results.csv"));
        assert_eq!(paths.errors, root.join("out/leads.errors.csv"));
    }

    #[test]
    fn without_the_folder_there_is_no_place() {
        let dir = tempfile::tempdir().unwrap();
        let error = OutputPaths::in_dir(Path::new("leads.csv"), &dir.path().join("none")).unwrap_err();
        assert_eq!(error.code(), "output-unwritable");
        assert!(error.to_string().contains("none"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_leaves_no_room_for_the_endings_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let paths = |length: usize| OutputPaths::in_dir(Path::new(&("n".repeat(length) + ".csv")), dir.path());
        let longest = (1..255).take_while(|length| paths(*length).is_ok()).count();
        assert_eq!(longest, 255 - ".results.csv".len() - TEMPORARY, "of most disks");
        let error = paths(longest + 2).unwrap_err();
        assert!(error.code() == "output-name-too-long" && error.is_refusal(), "{error:?}");
        assert!(error.to_string().contains("2 bytes too long"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_unicode_is_kept() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(results_of(OsStr::from_bytes(b"l\xe9ads.csv")).as_bytes(), b"l\xe9ads.results.csv");
    }
}
