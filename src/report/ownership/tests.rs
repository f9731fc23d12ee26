//! Tests of which files an output may replace.

use super::*;
use crate::report::{AtomicFile, remove_orphaned_temp};
use std::io::Write;
use std::path::PathBuf;
use tempfile::TempDir;

/// Folder with one output in it.
struct Place {
    _dir: TempDir,
    path: PathBuf,
}

impl Place {
    fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("leads.results.csv");
        Self { _dir: dir, path }
    }

    fn with(text: &str) -> (Self, FileDigest) {
        let place = Self::empty();
        let written = place.write(text);
        (place, written)
    }

    fn write(&self, text: &str) -> FileDigest {
        let mut file = AtomicFile::create(&self.path).unwrap();
        file.append(text.as_bytes()).unwrap();
        let file = file.finish_staging().unwrap();
        let written = file.written().clone();
        file.publish().unwrap();
        written
    }

    /// Writes as an import does, so that the file carries its digest.
    fn write_output(&self, text: &str) -> FileDigest {
        let mut file = AtomicFile::create_output(&self.path).unwrap();
        file.append(text.as_bytes()).unwrap();
        let file = file.finish_staging().unwrap();
        let written = file.written().clone();
        file.publish().unwrap();
        written
    }

    /// Overwrites the existing file, as an editor does that saves in place.
    fn overwrite(&self, text: &str) {
        let mut file = File::options().write(true).truncate(true).open(&self.path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    fn check(&self, kind: OutputKind, written: Option<&FileDigest>) -> Result<(), &'static str> {
        check_replaceable(&self.path, kind, &digests(written)).map_err(|error| error.code())
    }
}

fn digests(written: Option<&FileDigest>) -> Vec<String> {
    written.iter().map(|written| written.digest.clone()).collect()
}

const OURS: &str = "Name,Import Status,Errors\nAna,Imported,\n";

#[test]
fn where_nothing_stands_anything_may_be_written() {
    assert_eq!(Place::empty().check(OutputKind::Results, None), Ok(()));
}

#[test]
fn a_file_of_ours_may_be_replaced() {
    let (place, written) = Place::with(OURS);
    assert_eq!(place.check(OutputKind::Results, None), Ok(()));
    assert_eq!(place.check(OutputKind::Results, Some(&written)), Ok(()));
}

#[test]
fn our_columns_are_known_in_every_style() {
    let headers = [
        "\u{feff}Name;Import Status;Errors\r\n",
        "Name\tImport Status\tErrors",
        "\"a|b\"|\"Import Status\"|Errors\n",
        "Import Status,Errors\n",
    ];
    for header in headers {
        assert_eq!(Place::with(header).0.check(OutputKind::Results, None), Ok(()), "{header:?}");
    }
    assert_eq!(Place::with("\u{feff}Error\n").0.check(OutputKind::Errors, None), Ok(()));
}

#[test]
fn a_file_with_a_rare_delimiter_is_known_by_what_it_holds() {
    let (place, written) = Place::with("Name^Import Status^Errors\nAna^Imported^\n");
    assert_eq!(place.check(OutputKind::Results, Some(&written)), Ok(()));
    assert_eq!(place.check(OutputKind::Errors, Some(&written)), Err("output-not-ours"));
    assert_eq!(place.check(OutputKind::Results, None), Err("output-not-ours"));
}

#[test]
fn somebody_elses_file_stays() {
    let foreign = [
        "",
        "Name,Email\n",
        "Name,Errors\n",
        "Import Status,Errors,Note\n",
        "x\nName,Import Status,Errors\n",
        "\"",
        "\0",
    ];
    for text in foreign {
        assert_eq!(Place::with(text).0.check(OutputKind::Results, None), Err("output-not-ours"), "{text:?}");
    }
    assert_eq!(Place::with(OURS).0.check(OutputKind::Errors, None), Err("output-not-ours"));
}

#[test]
fn a_file_without_an_end_of_its_first_line_is_not_read_whole() {
    let endless = "x".repeat(3 << 20) + ",Import Status,Errors\n";
    assert_eq!(Place::with(&endless).0.check(OutputKind::Results, None), Err("output-not-ours"));
}

#[test]
fn an_edited_file_holds_somebodys_work() {
    let (place, written) = Place::with(OURS);
    place.write(&OURS.replace("Ana", "Ann")); // the same size
    assert_eq!(place.check(OutputKind::Results, Some(&written)), Err("output-changed"));
    place.write(&OURS.replace("Ana", "Anna"));
    assert_eq!(place.check(OutputKind::Results, Some(&written)), Err("output-changed"));
    place.write("Something else\n");
    assert_eq!(place.check(OutputKind::Results, Some(&written)), Err("output-not-ours"));
}

#[test]
fn a_folder_is_not_ours() {
    let place = Place::empty();
    fs::create_dir(&place.path).unwrap();
    assert_eq!(place.check(OutputKind::Results, None), Err("output-not-ours"));
}

#[cfg(unix)]
#[test]
fn a_link_stays_wherever_it_leads() {
    let (ours, written) = Place::with(OURS);
    let link = Place::empty();
    std::os::unix::fs::symlink(&ours.path, &link.path).unwrap();
    assert_eq!(link.check(OutputKind::Results, Some(&written)), Err("output-is-a-link"));
    let dangling = Place::empty();
    std::os::unix::fs::symlink("/nonexistent", &dangling.path).unwrap();
    assert_eq!(dangling.check(OutputKind::Results, None), Err("output-is-a-link"));
}

#[test]
fn a_stale_errors_file_of_ours_is_removed_and_no_other() {
    let (ours, written) = Place::with("Name,Error\nAna,bad\n");
    assert!(remove_stale_errors(&ours.path, &digests(Some(&written))).unwrap());
    assert!(!ours.path.exists());
    assert!(!remove_stale_errors(&ours.path, &digests(Some(&written))).unwrap());

    let foreign = Place::with("Name,Email\n").0;
    assert!(!remove_stale_errors(&foreign.path, &[]).unwrap());
    let corrected = Place::with("Name,Error\nAna,corrected\n").0;
    assert!(!remove_stale_errors(&corrected.path, &digests(Some(&written))).unwrap());
    assert!(foreign.path.exists() && corrected.path.exists());
}

#[test]
fn errors_name_the_file_and_say_what_to_do() {
    let place = Place::with("Name\n").0;
    let error = check_replaceable(&place.path, OutputKind::Results, &[]).unwrap_err();
    assert!(error.to_string().contains("leads.results.csv"), "{error}");
}

#[test]
fn what_a_killed_process_left_is_known_by_its_bytes() {
    let (place, written) = Place::with(OURS);
    let beside = |name: &str| place.path.with_file_name(name);
    for (name, text) in [(".leads.results.csv.a1B2c3", OURS), (".leads.results.csv.backup", "mine"), ("copy", OURS)] {
        File::options().write(true).create_new(true).open(beside(name)).unwrap().write_all(text.as_bytes()).unwrap();
    }
    remove_orphaned_temp(&place.path, &written);
    assert!(!beside(".leads.results.csv.a1B2c3").exists());
    assert!(place.path.exists() && beside(".leads.results.csv.backup").exists() && beside("copy").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_of_ours_is_known_whichever_workspace_it_was_written_for() {
    let (place, before) = Place::with(OURS);
    place.write_output(&OURS.replace("Ana", "Another list"));
    assert_eq!(place.check(OutputKind::Results, Some(&before)), Ok(()), "what is remembered is out of date");
    assert_eq!(place.check(OutputKind::Results, None), Ok(()));
    assert_eq!(place.check(OutputKind::Errors, None), Err("output-not-ours"));
}

#[cfg(target_os = "linux")]
#[test]
fn an_edited_file_is_known_in_every_workspace_until_the_edit_is_taken_back() {
    let place = Place::empty();
    let written = place.write_output(OURS);
    place.overwrite(&OURS.replace("Ana", "Ann"));
    for remembered in [None, Some(&written)] {
        assert_eq!(place.check(OutputKind::Results, remembered), Err("output-changed"));
    }
    place.overwrite(OURS);
    for remembered in [None, Some(&written)] {
        assert_eq!(place.check(OutputKind::Results, remembered), Ok(()));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_an_editor_saved_anew_is_known_by_who_remembers_it() {
    let place = Place::empty();
    let written = place.write_output(OURS);
    fs::remove_file(&place.path).unwrap();
    place.write(&OURS.replace("Ana", "Ann"));
    assert_eq!(place.check(OutputKind::Results, Some(&written)), Err("output-changed"));
    place.write(OURS);
    assert_eq!(place.check(OutputKind::Results, Some(&written)), Ok(()));
}

#[cfg(target_os = "linux")]
#[test]
fn the_digest_is_that_of_the_bytes_and_goes_with_the_file() {
    let place = Place::empty();
    let written = place.write_output(OURS);
    let carried = || carried_digest::of(&File::open(&place.path).unwrap());
    assert_eq!(carried(), Some(written.digest));
    place.write("Name\n");
    assert_eq!(carried(), None, "another file has no digest of this one");
}

#[test]
fn a_file_is_known_by_any_digest_that_is_remembered() {
    let (place, written) = Place::with(OURS);
    let earlier = place.write(&OURS.replace("Ana", "Ann"));
    place.write(OURS);
    assert_eq!(place.check(OutputKind::Results, Some(&earlier)), Err("output-changed"));
    let remembered = [earlier.digest, written.digest];
    assert!(check_replaceable(&place.path, OutputKind::Results, &remembered).is_ok());
}
