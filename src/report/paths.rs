use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Extensions of tables: they are left out of the names of the outputs.
const TABLE_EXTENSIONS: [&str; 4] = ["csv", "tsv", "tab", "txt"];

/// Where the files of an import go (spec section 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputPaths {
    /// `NAME.results.csv`: every row with what became of it.
    pub results: PathBuf,
    /// `NAME.errors.csv`: the rows in error; written only when there are any.
    pub errors: PathBuf,
}

impl OutputPaths {
    /// Beside the source: `lists/leads.csv` gives `lists/leads.results.csv`.
    pub fn beside(source: &Path) -> Self {
        Self::in_dir(source, source.parent().unwrap_or(Path::new("")))
    }

    /// In a folder of the user's choice (`--output-dir`).
    pub fn in_dir(source: &Path, dir: &Path) -> Self {
        let name = base_name(source);
        Self {
            results: dir.join(with_suffix(name, ".results.csv")),
            errors: dir.join(with_suffix(name, ".errors.csv")),
        }
    }
}

/// The source's name without the extension of a table. Any other ending belongs to the name: `leads.2026-01` and
/// `leads.2026-02` have outputs of their own.
fn base_name(source: &Path) -> &OsStr {
    let is_table = source.extension().is_some_and(|extension| {
        TABLE_EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    });
    let name = if is_table {
        source.file_stem()
    } else {
        source.file_name()
    };
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

    fn names(source: &str) -> (String, String) {
        let paths = OutputPaths::beside(Path::new(source));
        (paths.results.display().to_string(), paths.errors.display().to_string())
    }

    #[test]
    fn outputs_stand_beside_the_source_under_its_name() {
        assert_eq!(
            names("lists/leads.csv"),
            ("lists/leads.results.csv".into(), "lists/leads.errors.csv".into())
        );
        assert_eq!(names("leads.CSV").0, "leads.results.csv");
        assert_eq!(names("leads").0, "leads.results.csv");
        assert_eq!(names("leads.txt").0, "leads.results.csv");
        assert_eq!(names("leads.2026-01").0, "leads.2026-01.results.csv");
        assert_eq!(names("leads.errors.csv").0, "leads.errors.results.csv");
        assert_eq!(names(".csv").0, ".csv.results.csv");
    }

    #[test]
    fn another_folder_changes_the_folder_alone() {
        let paths = OutputPaths::in_dir(Path::new("lists/leads.csv"), Path::new("out"));
        assert_eq!(paths.results, Path::new("out/leads.results.csv"));
        assert_eq!(paths.errors, Path::new("out/leads.errors.csv"));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_unicode_is_kept() {
        use std::os::unix::ffi::OsStrExt;
        let source = Path::new(OsStr::from_bytes(b"l\xe9ads.csv"));
        assert_eq!(
            OutputPaths::beside(source).results.as_os_str().as_bytes(),
            b"l\xe9ads.results.csv"
        );
    }
}
