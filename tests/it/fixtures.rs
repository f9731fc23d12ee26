//! `fixtures/`: one file, one case; the name says the case, and this table what becomes of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::support::House;

/// What an import of a fixture comes to.
enum Ends {
    /// So many rows are imported, with so many warnings.
    Well { imported: u64, warnings: u64 },
    /// These rows are in error, as `line code`; so many are imported.
    WithErrors { imported: u64, errors: &'static [&'static str] },
    /// The file is refused with this exit code, and all of this is said.
    Refused { status: i32, said: &'static [&'static str] },
}
use Ends::{Refused, Well, WithErrors};

const fn well(imported: u64) -> Ends {
    Well { imported, warnings: 0 }
}

const fn refused(said: &'static [&'static str]) -> Ends {
    Refused { status: 1, said }
}

/// Every fixture, imported with `--purpose add --id phone`.
const CASES: &[(&str, Ends)] = &[
    ("blank-rows-at-the-end", well(1)),
    ("blank-rows-only", refused(&["row"])),
    ("byte-order-mark-only", refused(&["row"])),
    ("carriage-returns-only", WithErrors { imported: 1, errors: &["5 country-unknown"] }),
    ("empty", refused(&["row"])),
    ("escape-sequence-in-name", well(1)),
    ("excel-damage", WithErrors { imported: 2, errors: &["2 phone-digits-lost", "3 phone-decimal", "4 phone-hashes"] }),
    ("excel-workbook", refused(&["xlsx", "csv"])),
    ("formula-name", well(1)),
    ("full-width-digits", well(1)),
    ("gzip", refused(&["gzip"])),
    ("header-only", refused(&["row"])),
    ("html-login-page", refused(&["html"])),
    ("invisible-characters-in-header", well(1)),
    ("json", refused(&["json"])),
    ("mixed-line-ends", WithErrors { imported: 2, errors: &["4 country-unknown"] }),
    ("newline-in-cell", WithErrors { imported: 1, errors: &["5 country-unknown"] }),
    ("no-header", Refused { status: 2, said: &["--map"] }),
    ("nul-in-cell", WithErrors { imported: 1, errors: &["2 nul-in-cell"] }),
    ("old-excel-workbook", refused(&["xls", "csv"])),
    ("one-bad-byte", WithErrors { imported: 2, errors: &["3 invalid-bytes"] }),
    ("opendocument-spreadsheet", refused(&["ods", "csv"])),
    ("pdf", refused(&["pdf"])),
    ("quotes-gone-wrong", Well { imported: 1, warnings: 1 }),
    ("ragged-rows", WithErrors { imported: 1, errors: &["2 too-few-cells", "3 too-many-cells"] }),
    ("same-number-in-two-forms", WithErrors { imported: 1, errors: &["2 duplicate-in-file", "4 duplicate-in-file"] }),
    ("semicolons-in-notes", well(2)),
    ("sep-line", well(1)),
    ("tab-separated", well(1)),
    ("ten-thousand-columns", refused(&["1,000"])),
    ("two-columns-of-one-name", Refused { status: 2, said: &["#2", "#3"] }),
    ("unclosed-quote", refused(&["line 3"])),
    ("utf-16-big-endian", well(1)),
    ("utf-16-little-endian", well(1)),
    ("utf-32-little-endian", refused(&["UTF-32"])),
    ("utf-8-byte-order-mark", well(1)),
    ("utf-8-two-byte-order-marks", well(1)),
    ("vcard", refused(&["vcf"])),
    ("windows-1252", Refused { status: 4, said: &["--encoding windows-1252"] }),
    ("zip-archive", refused(&["zip"])),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

#[test]
fn every_fixture_comes_to_its_end() {
    for (name, ends) in CASES {
        let house = House::new();
        house.write("leads.csv", std::fs::read(folder().join(format!("{name}.csv"))).expect(name));
        assert_ends(&house, name, ends);
    }
}

#[track_caller]
fn assert_ends(house: &House, name: &str, ends: &Ends) {
    const OPTIONS: &str = "--purpose add --id phone";
    match ends {
        Refused { status, said } => {
            house.run(&format!("import leads.csv {OPTIONS}")).exits(*status).says_all(said);
            assert!(house.contacts().is_empty(), "{name}");
        }
        Well { imported, warnings } => {
            let outcome = house.import("leads.csv", OPTIONS).done();
            let found = (outcome.counts()[1], outcome.warnings());
            assert_eq!(found, (*imported, *warnings), "{name}\n{outcome}");
        }
        WithErrors { imported, errors } => {
            let outcome = house.import("leads.csv", OPTIONS).exits(3);
            assert_eq!(
                (outcome.counts()[1], outcome.errors().as_slice()),
                (*imported, &owned(errors)[..]),
                "{name}\n{outcome}"
            );
        }
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn every_fixture_has_its_line_in_the_table() {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<_> =
        files.filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "csv")).collect();
    let cases: BTreeSet<_> = CASES.iter().map(|(name, _)| format!("{name}.csv")).collect();
    assert_eq!(files, cases);
}
