//! Spec sections 2 and 4 on files as they come: `fixtures/messy/`, a folder for each family, one file for each case. What
//! becomes of each stands in the folder's `outcomes.txt`; see [`case`] for how to read and to add one.

mod case;
mod dialect_matrix;
mod large;
mod outcome;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use case::Case;

/// Set to anything, it writes the outcomes that the tool has now, to be read before they are kept.
const UPDATE: &str = "UPDATE_FIXTURES";

fn folder(family: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/messy").join(family)
}

/// Imports every file of a family and compares what becomes of it.
#[track_caller]
fn check(family: &str) {
    let folder = folder(family);
    let path = folder.join("outcomes.txt");
    let text = fs::read_to_string(&path).unwrap();
    let (preamble, cases) = Case::read_all(&text);
    assert_all_listed(&folder, &cases);
    let found: Vec<Case> = cases.iter().map(|case| outcome::of(case, &folder)).collect();
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&path, Case::write_all(&preamble, &found)).unwrap();
        return;
    }
    let different: Vec<String> = cases
        .iter()
        .zip(&found)
        .filter(|(expected, found)| expected.outcome != found.outcome)
        .map(|(expected, found)| format!("── expected\n{expected}── but it came to\n{found}"))
        .collect();
    assert!(different.is_empty(), "{family}\n{}\n", different.join("\n"));
}

/// Each file has its case, and each case its file. Files that begin with `_` are what cases start with.
#[track_caller]
fn assert_all_listed(folder: &Path, cases: &[Case]) {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names = names.filter_map(|name| name.strip_suffix(".csv").map(str::to_owned));
    let files: BTreeSet<_> = names.filter(|name| !name.starts_with('_')).collect();
    let listed: BTreeSet<_> = cases.iter().map(|case| case.name.clone()).collect();
    assert_eq!(files, listed);
}

/// A test for each family, so that they run side by side.
macro_rules! families {
    ($($family:ident: $folder:literal,)+) => {
        $(
            #[test]
            fn $family() {
                check($folder);
            }
        )+

        #[test]
        fn every_family_is_tried_and_together_they_are_many() {
            let folders = fs::read_dir(folder("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
            assert_eq!(folders.collect::<BTreeSet<_>>(), BTreeSet::from([$($folder.to_owned()),+]));
            let count = |family| Case::read_all(&fs::read_to_string(folder(family).join("outcomes.txt")).unwrap()).1.len();
            let cases: usize = [$($folder),+].into_iter().map(count).sum();
            assert!(cases >= 150, "only {cases}");
        }
    };
}

families! {
    addresses: "addresses",
    columns: "columns",
    custom_fields: "custom-fields",
    dates: "dates",
    delimiters: "delimiters",
    encodings: "encodings",
    kinds_of_files: "kinds",
    lines: "lines",
    names_and_lists: "names",
    nothing: "nothing",
    phones: "phones",
    quotes: "quotes",
    rows: "rows",
    twins: "twins",
}
