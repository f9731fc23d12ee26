//! Creates files under names that the user gives: only new ones, and only with an ending that fits the content.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::mapping::quote;
use crate::model::shown_path;
use crate::report::{AtomicFile, ReportError, StagedFile};

/// Hint for a file that cannot be written.
pub(super) const CHOOSE_ANOTHER_HINT: &str =
    "make sure that its folder exists, that you may write to it and that its disk is not full, or name another file";

/// File that the user named and that must not exist yet, so that nothing of the user's is overwritten. Dropping it leaves
/// nothing behind.
pub(super) struct NewFile(AtomicFile);

impl NewFile {
    /// Begins the file.
    ///
    /// # Errors
    /// `file-exists` if anything has the name; otherwise what the system says, with [`CHOOSE_ANOTHER_HINT`].
    pub(super) fn create(path: &Path) -> Result<Self, CliError> {
        // Checked early for a good message. What counts is `publish`, which also refuses a file that appears in the meantime.
        check_free(path)?;
        AtomicFile::create(path).map(Self).map_err(unwritten)
    }

    /// Appends bytes.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.0.append(bytes).map_err(unwritten)
    }

    /// Gives the file its name now that it is whole; a name that was taken in the meantime is refused.
    pub(super) fn publish(self) -> Result<(), CliError> {
        self.0.finish_staging().and_then(StagedFile::publish_new).map_err(unwritten)
    }
}

/// Returns the error for a file that the user named. The options of an import, which others advise, do not choose its place.
pub(super) fn unwritten(error: ReportError) -> CliError {
    let is_unwritable = matches!(error, ReportError::Unwritable { .. });
    let failure = CliError::from(error);
    if is_unwritable { failure.with_hint(CHOOSE_ANOTHER_HINT) } else { failure }
}

/// Makes sure that a name has one of these endings, in any case; each stands for a format that can be written.
///
/// # Errors
/// `file-ending-unknown` with a name that would do.
pub(super) fn check_ending(path: &Path, known: &[&str]) -> Result<(), CliError> {
    // `export people.vcf` wrote CSV once: another program takes the file for what its name says.
    if has_ending(path, known) { Ok(()) } else { Err(unknown_ending(path, known, known)) }
}

/// Returns the error for a name with an ending that is not known. `best` are the known ones, the most fitting first.
pub(super) fn unknown_ending(path: &Path, known: &[&str], best: &[&str]) -> CliError {
    let what = match path.extension() {
        Some(ending) => format!("ends with .{}", ending.to_string_lossy()),
        None => "has no ending".to_owned(),
    };
    let endings: Vec<String> = known.iter().map(|known| format!(".{known}")).collect();
    let message = format!("{} {what}; what can be written is {}", shown_path(&path), endings.join(", "));
    CliError::new(Exit::Usage, "file-ending-unknown", anyhow::Error::msg(message))
        .with_hint(name_hint(&with_ending(path, best)))
}

/// Returns the hint that names the file with another ending.
pub(super) fn name_with(path: &Path, ending: &str) -> String {
    name_hint(&with_ending(path, &[ending]))
}

fn name_hint(path: &Path) -> String {
    format!("name the file {}", quote(&path.to_string_lossy()))
}

fn has_ending(path: &Path, known: &[&str]) -> bool {
    let ending = path.extension().map(OsStr::to_string_lossy);
    ending.is_some_and(|ending| known.iter().any(|known| known.eq_ignore_ascii_case(&ending)))
}

/// Returns the name with a known ending: `people.csv` for `people.vcf` and `people.csv.gz`, but `people.2026-11.csv`
/// for `people.2026-11`.
fn with_ending(path: &Path, known: &[&str]) -> PathBuf {
    let (bare, usual) = (path.with_extension(""), known.first().copied().unwrap_or_default());
    let is_word = |ending: &OsStr| ending.as_encoded_bytes().iter().all(u8::is_ascii_alphabetic);
    if has_ending(&bare, known) {
        return bare;
    }
    // An ending with digits is more likely a part of the name, such as a date.
    if path.extension().is_none_or(is_word) {
        return path.with_extension(usual);
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(usual);
    name.into()
}

/// Makes sure that nothing has the name, not even a dangling link.
///
/// # Errors
/// `file-exists`.
pub(super) fn check_free(path: &Path) -> Result<(), CliError> {
    // `exists` follows links and would call the name of a dangling one free.
    if std::fs::symlink_metadata(path).is_ok() { Err(taken(path)) } else { Ok(()) }
}

/// Returns the error for a name that is taken.
pub(super) fn taken(path: &Path) -> CliError {
    CliError::refused("file-exists", format!("{} exists already", shown_path(&path)))
        .with_hint("name another file, or move that one away")
}
