//! Spec section 7: the results file and the errors file, and what is imported again from them.

use std::os::unix::fs::symlink;

use crate::support::{Table, TestEnv, names};

const MIXED: &str =
    "First Name,Phone Number,Country\nAnn,+60123000001,MY\nBob,0189988776,Atlantis\nCleo,+60123000003,MY\n";
const ADD: &str = "--purpose add --id phone";

#[test]
fn the_results_are_all_rows_with_their_status_and_errors() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nCleo,+60123000003\n");
    env.write("leads.csv", MIXED);
    let outcome = env.import("leads.csv", ADD).exits(3);
    let results = env.results("leads.csv");
    assert_eq!(results.header, ["First Name", "Phone Number", "Country", "Import Status", "Errors"]);
    assert_eq!(results.column("First Name"), ["Ann", "Bob", "Cleo"]);
    assert_eq!(results.column("Phone Number"), ["+60123000001", "0189988776", "+60123000003"]);
    assert_eq!(results.column("Import Status"), ["Imported", "Error", "Skipped"]);
    let errors = results.column("Errors");
    assert_eq!([errors[0], errors[2]], ["", ""]);
    for issue in outcome.issues() {
        assert!(errors[1].contains(issue["message"].as_str().unwrap()), "{errors:?}\n{outcome}");
    }
    assert_eq!(env.path(outcome.json()["results_file"].as_str().unwrap()), env.path("leads.results.csv"));
}

#[test]
fn a_header_that_looks_like_a_formula_maps_again_from_the_errors_file() {
    let env = TestEnv::new();
    env.write("leads.csv", "=Name,+Mobile no,Country\nAnn,+60123000001,Atlantis\n");
    let options = format!("{ADD} --map '=Name=First Name' --map '+Mobile no=Phone Number'");
    env.import("leads.csv", &options).exits(3);
    assert_eq!(env.errors("leads.csv").header, ["'=Name", "'+Mobile no", "Country", "Error"], "inert in the file");
    env.write("again.csv", env.read("leads.errors.csv").replace("Atlantis", "MY"));
    env.import("again.csv", &options).done();
    assert_eq!(env.results("again.csv").header[..2], ["'=Name", "'+Mobile no"]);
}

#[test]
fn the_errors_file_is_the_rows_in_error() {
    let env = TestEnv::new();
    env.write("leads.csv", MIXED);
    let outcome = env.import("leads.csv", ADD).exits(3);
    let errors = env.errors("leads.csv");
    assert_eq!(errors.header, ["First Name", "Phone Number", "Country", "Error"]);
    assert_eq!(errors.rows.len(), 1);
    assert_eq!(errors.rows[0][..3], ["Bob", "0189988776", "Atlantis"]);
    assert_eq!(errors.column("Error"), [env.results("leads.csv").column("Errors")[1]]);
    assert_eq!(env.path(outcome.json()["errors_file"].as_str().unwrap()), env.path("leads.errors.csv"));
}

#[test]
fn without_errors_there_is_no_errors_file_and_a_stale_one_of_ours_is_removed() {
    let env = TestEnv::new();
    env.write("leads.csv", MIXED);
    env.import("leads.csv", ADD).exits(3);
    assert!(env.has(names::errors_file("leads.csv")));
    env.write("leads.csv", "First Name,Phone Number,Country\nBob,+60189988776,MY\n");
    let outcome = env.import("leads.csv", ADD).done();
    assert!(outcome.json()["errors_file"].is_null());
    assert!(!env.has(names::errors_file("leads.csv")));
    assert_eq!(env.statuses("leads.csv"), ["Imported"], "our own results are replaced");
}

#[test]
fn a_corrected_errors_file_is_imported_as_it_is() {
    let env = TestEnv::new();
    env.write("leads.csv", MIXED);
    env.import("leads.csv", ADD).exits(3);
    let corrected = env.read("leads.errors.csv").replace("0189988776", "+60123000002").replace("Atlantis", "MY");
    env.write("again.csv", corrected);
    let outcome = env.run(&format!("import again.csv {ADD} --no-import-tag")).done();
    outcome.says("not imported: 'Error' (this tool writes a column of that name: --map takes it all the same)");
    assert_eq!(env.values("first_name"), ["Ann", "Cleo", "Bob"]);
    assert_eq!(env.results("again.csv").header, ["First Name", "Phone Number", "Country", "Import Status", "Errors"]);
}

#[test]
fn a_text_that_looks_like_a_byte_of_an_errors_file_is_imported_from_one() {
    let env = TestEnv::new();
    env.write(
        "leads.csv",
        b"First Name,Last Name,Phone Number\nAnn,D:\\x64\\tools,0189988776\nJos\xE9,\\xE9,+60123000002\n",
    );
    let add = "--purpose add --id phone --encoding utf-8";
    env.import("leads.csv", add).exits(3);
    let corrected = env.read("leads.errors.csv").replace("0189988776", "+60123000001");
    env.write("again.csv", &corrected);
    let outcome = env.import("again.csv", add).exits(3);
    assert_eq!(outcome.errors(), ["3 invalid-bytes"], "{outcome}");
    assert_eq!(env.values("last_name"), ["D:\\x64\\tools"]);
    env.write("again.csv", env.read("again.errors.csv").replace("Jos\\xE9", "José"));
    env.import("again.csv", add).done();
    assert_eq!(env.values("last_name"), ["D:\\x64\\tools", "\\xE9"]);
}

#[test]
fn a_results_file_is_imported_as_it_is() {
    let env = TestEnv::new();
    env.write("leads.csv", MIXED);
    env.import("leads.csv", ADD).exits(3);
    std::fs::rename(env.path("leads.results.csv"), env.path("again.csv")).unwrap();
    let outcome = env.import("again.csv", ADD).exits(3);
    assert_eq!(outcome.counts(), [3, 0, 0, 0, 2, 1]);
    assert_eq!(env.results("again.csv").header, ["First Name", "Phone Number", "Country", "Import Status", "Errors"]);
}

#[test]
fn delimiter_order_and_byte_order_mark_are_those_of_the_source() {
    for (delimiter, mark) in [(';', ""), ('\t', "\u{feff}"), ('|', "\u{feff}"), (',', "")] {
        let env = TestEnv::new();
        let note = r#""said ""hi"", left; then | came back""#;
        let source = format!("{mark}Note{delimiter}First Name\n{note}{delimiter}Ann\n{delimiter}Bob\n");
        env.write("leads.csv", &source);
        env.import("leads.csv", "--purpose add-all").done();
        let written = env.read("leads.results.csv");
        assert_eq!(written.starts_with('\u{feff}'), !mark.is_empty(), "{written:?}");
        let results = Table::read_delimited(&written, u8::try_from(delimiter).unwrap());
        assert_eq!(results.header, ["Note", "First Name", "Import Status", "Errors"]);
        assert_eq!(results.column("Note"), ["said \"hi\", left; then | came back", ""]);
        assert_eq!(results.column("First Name"), ["Ann", "Bob"]);
    }
}

#[test]
fn results_of_a_utf_16_source_are_utf_8_with_a_byte_order_mark() {
    let env = TestEnv::new();
    let source: Vec<u8> = "\u{feff}First Name\nJosé\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    env.write("leads.csv", source);
    env.import("leads.csv", "--purpose add-all").done();
    let written = env.read("leads.results.csv");
    assert!(written.starts_with('\u{feff}'));
    assert_eq!(Table::read(&written).column("First Name"), ["José"]);
}

/// Cells, and how they stand in a file that a spreadsheet may open.
const FORMULAS: &[(&str, &str)] = &[
    ("=1+1", "'=1+1"),
    ("=HYPERLINK(\"http://example.com\")", "'=HYPERLINK(\"http://example.com\")"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("+A1", "'+A1"),
    ("-2+3", "'-2+3"),
    ("+60 12-300 0001", "'+60 12-300 0001"),
    ("+60123000001", "+60123000001"),
    ("+60 12 300 0001", "+60 12 300 0001"),
    ("-5", "-5"),
    ("plain", "plain"),
    ("O'Brien", "O'Brien"),
    ("'tis", "'tis"),
    ("＝1", "'＝1"),
];

/// Cells that an import reads without what stands before them, and how they stand in such a file.
const READ_WITHOUT_BEGINNING: &[(&str, &str)] = &[("'=1", "''=1"), ("'+60", "''+60"), ("\n=1", "'\n=1")];

#[test]
fn cells_that_a_spreadsheet_would_run_are_made_inert() {
    let env = TestEnv::new();
    let all = || FORMULAS.iter().chain(READ_WITHOUT_BEGINNING);
    let rows: String = all().map(|(cell, _)| crate::support::csv_row(&[cell, "Atlantis"])).collect();
    env.write("leads.csv", format!("First Name,Country\n{rows}"));
    env.import("leads.csv", "--purpose add-all").exits(3);
    let expected: Vec<_> = all().map(|(_, guarded)| *guarded).collect();
    assert_eq!(env.results("leads.csv").column("First Name"), expected);
    assert_eq!(env.errors("leads.csv").column("First Name"), expected);
}

#[test]
fn an_import_removes_the_formula_guard() {
    let env = TestEnv::new();
    let rows: String = FORMULAS.iter().map(|(cell, _)| crate::support::csv_row(&[cell, "Atlantis"])).collect();
    env.write("leads.csv", format!("First Name,Country\n{rows}"));
    env.import("leads.csv", "--purpose add-all").exits(3);
    env.write("again.csv", env.read("leads.errors.csv").replace("Atlantis", "MY"));
    env.import("again.csv", "--purpose add-all").done();
    let names: Vec<_> = FORMULAS.iter().map(|(cell, _)| *cell).collect();
    assert_eq!(env.values("first_name"), names);
}

#[test]
fn headers_are_guarded_too() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,=1+1\nAnn,x\n");
    env.import("leads.csv", "--purpose add-all").done();
    assert_eq!(env.results("leads.csv").header, ["First Name", "'=1+1", "Import Status", "Errors"]);
}

#[test]
fn the_files_are_readable_by_their_owner_alone() {
    let mut env = TestEnv::new();
    env.set_umask("000");
    env.write("leads.csv", MIXED);
    env.import("leads.csv", ADD).exits(3);
    for name in [names::results_file("leads.csv"), names::errors_file("leads.csv")] {
        assert_eq!(env.mode(&name), 0o600, "{name}");
    }
}

#[test]
fn a_file_that_this_tool_did_not_write_is_not_overwritten() {
    for name in [names::results_file("leads.csv"), names::errors_file("leads.csv")] {
        let env = TestEnv::new();
        env.write("leads.csv", MIXED);
        env.write(&name, "my own,notes\n1,2\n");
        env.run(&format!("import leads.csv {ADD}")).exits(4).says(&name);
        assert_eq!(env.read(&name), "my own,notes\n1,2\n");
        assert!(env.contacts().is_empty(), "it refuses before it begins");
        assert_eq!(env.names().len(), 2);
    }
}

#[test]
fn a_link_is_not_followed_nor_replaced() {
    for name in [names::results_file("leads.csv"), names::errors_file("leads.csv")] {
        for target in ["mine.csv", "nowhere.csv"] {
            let env = TestEnv::new();
            env.write("leads.csv", MIXED);
            env.write("mine.csv", "First Name,Import Status,Errors\n");
            symlink(env.path(target), env.path(&name)).unwrap();
            env.run(&format!("import leads.csv {ADD}")).exits(4).says(&name);
            assert_eq!(env.read("mine.csv"), "First Name,Import Status,Errors\n");
            assert!(env.contacts().is_empty());
            assert!(!env.has("nowhere.csv"));
        }
    }
}

#[test]
fn a_directory_of_that_name_is_refused() {
    let env = TestEnv::new();
    env.write("leads.csv", MIXED);
    std::fs::create_dir(env.path("leads.results.csv")).unwrap();
    env.run(&format!("import leads.csv {ADD}")).exits(4).says("leads.results.csv");
    assert!(env.contacts().is_empty());
}

#[test]
fn the_files_can_be_written_elsewhere() {
    let env = TestEnv::new();
    std::fs::create_dir(env.path("out")).unwrap();
    env.write("leads.csv", MIXED);
    env.import("leads.csv", &format!("{ADD} --output-dir out")).exits(3);
    assert!(env.has("out/leads.results.csv") && env.has("out/leads.errors.csv"));
    assert_eq!(env.names(), ["leads.csv", "out"]);
}

#[test]
fn an_output_directory_that_is_not_there_is_an_error_before_the_import() {
    let env = TestEnv::new();
    env.write("leads.csv", MIXED);
    let outcome = env.run(&format!("import leads.csv {ADD} --output-dir nowhere")).says("nowhere");
    assert!([1, 2, 4].contains(&outcome.status), "{outcome}");
    assert!(env.contacts().is_empty());
    assert_eq!(env.names(), ["leads.csv"]);
}

#[test]
fn nothing_but_the_two_files_is_left_beside_the_source() {
    let env = TestEnv::new();
    env.write("leads.csv", MIXED);
    env.import("leads.csv", ADD).exits(3);
    assert_eq!(env.names(), ["leads.csv", "leads.errors.csv", "leads.results.csv"]);
}

#[test]
fn ragged_rows_keep_all_their_cells() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Last Name\nAnn\nBob,Lee,extra\nCleo,Lee\n");
    env.import("leads.csv", "--purpose add-all").exits(3);
    let results = env.read("leads.results.csv");
    assert!(results.contains("extra"), "{results}");
    assert_eq!(results.lines().count(), 4, "{results}");
}

#[test]
fn files_with_a_rare_delimiter_are_replaced_night_after_night() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name^Phone Number\nAnn^+60123000001\nBob^x\n");
    for _ in 0..2 {
        env.import("leads.csv", "--purpose add-update --id phone --delimiter '^'").exits(3);
    }
    assert!(env.read("leads.errors.csv").starts_with("First Name^Phone Number^Error\nBob^x^"));
}
