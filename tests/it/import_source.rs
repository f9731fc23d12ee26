//! Spec section 2: what a source may be, how it is read, and on which line a row stands.

use std::io::Write;

use crate::support::{CommandOutput, TestEnv};

const ADD_ALL: &str = "--purpose add-all";

/// Asserts that this source is refused as a whole: exit code 1, all of this is said, nothing is changed.
#[track_caller]
fn assert_refused(content: impl AsRef<[u8]>, said: &[&str]) {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    env.write("leads.csv", content);
    let before = env.workspace_bytes();
    env.run(&format!("import leads.csv {ADD_ALL}")).exits(1).says_all(said).says("error:");
    assert!(before == env.workspace_bytes(), "nothing is changed");
    assert_eq!(env.names(), ["leads.csv"], "no file is made");
}

/// Imports this source and gives what became of it with the environment.
#[track_caller]
fn imported(content: impl AsRef<[u8]>) -> (TestEnv, CommandOutput) {
    let env = TestEnv::new();
    env.write("leads.csv", content);
    let outcome = env.import("leads.csv", ADD_ALL);
    (env, outcome)
}

#[test]
fn other_kinds_of_files_are_refused_by_what_they_are() {
    let zip = |inner: &str| format!("PK\u{3}\u{4}\u{14}\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0{inner}");
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (zip("[Content_Types].xml xl/workbook.xml").into(), "csv"),
        (zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet").into(), "csv"),
        (zip("photos/1.jpg").into(), "zip"),
        (vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0, 0, 0, 0, 0], "xls"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n".to_vec(), "pdf"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03abc".to_vec(), "gzip"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nEND:VCARD\r\n".to_vec(), "vcard"),
        (b"<!DOCTYPE html>\n<html><body>Please log in</body></html>\n".to_vec(), "html"),
        (b"[{\"First Name\": \"Ann\"}, {\"First Name\": \"Bob\"}]\n".to_vec(), "json"),
        (b"SQLite format 3\0\x10\x00\x01\x01\x00\x40\x20\x20".to_vec(), "sqlite"),
    ];
    for (content, kind) in cases {
        assert_refused(content, &[kind, "csv"]);
    }
}

#[test]
fn a_workspace_in_place_of_a_list_is_told_with_the_command_that_makes_a_list_of_it() {
    let env = TestEnv::new();
    env.run("-w other.db init").done();
    env.run(&format!("import other.db {ADD_ALL}"))
        .exits(1)
        .says("'other.db' is a workspace of contacts, not a CSV file");
    env.run("-w other.db export contacts.csv").done();
    env.run(&format!("import other.db {ADD_ALL}")).exits(1).says("contacts -w other.db export contacts.csv");
}

#[test]
fn a_delimiter_that_another_one_could_replace_is_told() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Company;Last Name\nAnn,Moe;Lee\n");
    let notes = &env.import("leads.csv", &format!("{ADD_ALL} --dry-run")).json()["notes"];
    let told = notes.as_array().unwrap().iter().find(|note| note["code"] == "delimiter-detected").expect("a note");
    assert_eq!(
        (told["level"].as_str(), told["option"].as_str()),
        (Some("warning"), Some("--delimiter ';'")),
        "{notes}"
    );
    env.write("leads.csv", "First Name, Company;Last Name\nAnn, Moe;Lee\n");
    env.run(&format!("import leads.csv {ADD_ALL} --map #1='First Name'")).done().says("cells are separated by ';'");
    assert_eq!(env.values("last_name"), ["Lee"]);
}

#[test]
fn a_source_without_rows_is_refused() {
    for content in
        ["", "\u{feff}", "\n\n\n", "First Name,Phone Number\n", "First Name,Phone Number", "First Name\n\n,\n \n"]
    {
        assert_refused(content, &["row"]);
    }
}

#[test]
fn a_source_must_be_a_regular_file_that_is_there() {
    let env = TestEnv::new();
    std::fs::create_dir(env.path("folder")).unwrap();
    for name in ["missing.csv", "folder", "/dev/null"] {
        env.run(&format!("import {name} {ADD_ALL}")).exits(1).says(name);
    }
}

#[test]
fn utf_8_and_utf_16_are_read_by_themselves() {
    let text = "First Name,Last Name\nJosé,Müller\n李,小龍\n";
    let utf_16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(to_bytes).collect()
    };
    let sources = [
        text.as_bytes().to_vec(),
        format!("\u{feff}{text}").into_bytes(),
        format!("\u{feff}\u{feff}{text}").into_bytes(),
        utf_16(u16::to_le_bytes),
        utf_16(u16::to_be_bytes),
    ];
    for source in sources {
        let (env, outcome) = imported(source);
        assert_eq!(outcome.done().counts(), [2, 2, 0, 0, 0, 0]);
        assert_eq!(env.values("first_name"), ["José", "李"]);
        assert_eq!(env.values("last_name"), ["Müller", "小龍"]);
    }
}

/// `First Name` and `José` as an old Windows program writes them.
const WINDOWS_1252: &[u8] = b"First Name,Last Name\nJos\xe9,M\xfcller\nAna\xefs,L\xf3pez\n";

#[test]
fn another_encoding_is_refused_without_a_terminal_and_the_option_is_named() {
    let env = TestEnv::new();
    env.write("leads.csv", WINDOWS_1252);
    env.run(&format!("import leads.csv {ADD_ALL}")).exits(4).says("--encoding windows-1252");
    env.run(&format!("import leads.csv {ADD_ALL} --yes")).exits(4).says("--encoding windows-1252");
    assert!(env.contacts().is_empty());
    env.import("leads.csv", &format!("{ADD_ALL} --encoding windows-1252")).done();
    assert_eq!(env.values("first_name"), ["José", "Anaïs"]);
    assert!(env.bytes("leads.results.csv").starts_with("\u{feff}".as_bytes()), "not UTF-8, so a BOM");
}

#[test]
fn an_encoding_that_nobody_knows_is_wrong_usage() {
    let env = TestEnv::new();
    env.write("leads.csv", WINDOWS_1252);
    env.run(&format!("import leads.csv {ADD_ALL} --encoding klingon-8")).exits(2).says("klingon-8");
}

#[test]
fn utf_32_is_refused_by_name() {
    let text = "First Name\nAnn\n";
    let little: Vec<u8> =
        std::iter::once('\u{feff}').chain(text.chars()).flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let big: Vec<u8> =
        std::iter::once('\u{feff}').chain(text.chars()).flat_map(|c| u32::from(c).to_be_bytes()).collect();
    assert_refused(little, &["UTF-32"]);
    assert_refused(big, &["UTF-32"]);
}

#[test]
fn a_bad_byte_in_a_utf_8_file_is_an_error_of_its_row() {
    let mut source = b"First Name,Last Name\n".to_vec();
    for n in 0..10_000 {
        let last: &[u8] = if n == 4_999 { b"M\xffller" } else { "Müller".as_bytes() };
        write!(source, "Person {n},").unwrap();
        source.extend_from_slice(last);
        source.push(b'\n');
    }
    let (env, outcome) = imported(source);
    assert_eq!(outcome.errors(), ["5001 invalid-bytes"], "{outcome}");
    assert!(outcome.issues()[0]["message"].as_str().unwrap().to_lowercase().contains("ff"), "it names the byte");
    assert_eq!(outcome.counts(), [10_000, 9_999, 0, 0, 0, 1]);
    assert!(!env.read("leads.results.csv").is_empty());
}

#[test]
fn delimiters_are_found() {
    let cases = [
        "First Name,Last Name\nAnn,Lee\n",
        "First Name;Last Name\nAnn;Lee\n",
        "First Name\tLast Name\nAnn\tLee\n",
        "First Name|Last Name\nAnn|Lee\n",
        "sep=;\nFirst Name;Last Name\nAnn;Lee\n",
        "sep=|\r\nFirst Name|Last Name\r\nAnn|Lee\r\n",
        "First Name,Last Name,Note\nAnn,Lee,a;b;c;d;e\n",
        "First Name;Last Name;Note\nAnn;Lee;\"a,b,c,d,e,f\"\n",
        "\"First Name\",\"Last Name\",\"Note\"\nAnn,Lee,\"x;y\nz;w\"\n",
    ];
    for source in cases {
        let (env, outcome) = imported(source);
        outcome.done();
        assert_eq!(env.people(), ["1 Ann, Lee, -, -, -, -, []"], "{source:?}");
    }
}

#[test]
fn the_delimiter_of_the_command_line_wins() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name;Last Name,Email\nAnn;Lee,x\n");
    env.import("leads.csv", &format!("{ADD_ALL} --delimiter ';'")).done();
    assert_eq!(env.values("first_name"), ["Ann"]);
    for impossible in ["ab", "", "é", "'\"'", "'\n'"] {
        env.run(&format!("import leads.csv {ADD_ALL} --delimiter={impossible}")).exits(2).says("delimiter");
    }
}

#[test]
fn line_numbers_are_those_of_an_editor() {
    // Each source holds a row in error; the line on which that row begins is expected.
    let cases = [
        ("First Name,Country\nAnn,MY\nBob,Atlantis\n", 3),
        ("First Name,Country\r\nAnn,MY\r\nBob,Atlantis\r\n", 3),
        ("First Name,Country\rAnn,MY\rBob,Atlantis\r", 3),
        ("First Name,Country\nAnn,MY\r\nBob,Atlantis\r", 3),
        ("First Name,Country\n\"Ann\nof\nPenang\",MY\nBob,Atlantis\n", 5),
        ("First Name,Country\r\n\"Ann\r\nof\r\nPenang\",MY\r\nBob,Atlantis\r\n", 5),
        ("First Name,Country\r\"Ann\rof\rPenang\",MY\rBob,Atlantis\r", 5),
        ("First Name,Country\n\n\n,\nAnn,MY\n\nBob,Atlantis\n", 7),
        ("sep=,\nFirst Name,Country\nAnn,MY\nBob,Atlantis", 4),
        ("\u{feff}First Name,Country\nAnn,MY\nBob,Atlantis", 3),
        ("\"First\nName\",Country\nAnn,MY\nBob,Atlantis\n", 4),
        ("First Name,Country\nAnn,MY\n\"Bob\nof\nPenang\",Atlantis\n", 3),
    ];
    for (source, line) in cases {
        let env = TestEnv::new();
        env.write("leads.csv", source);
        let outcome = env.import("leads.csv", &format!("{ADD_ALL} --map '#1=First Name'"));
        assert_eq!(outcome.errors(), [format!("{line} country-unknown")], "{source:?}\n{outcome}");
    }
}

#[test]
fn blank_rows_are_left_out_and_their_number_is_told() {
    let blank = ",\n  , \n\n".repeat(334);
    let (env, outcome) = imported(format!("First Name,Last Name\nAnn,Lee\n{blank}Bob,Lee\n"));
    assert_eq!(outcome.counts(), [2, 2, 0, 0, 0, 0]);
    assert_eq!(outcome.json()["blank_rows"], 1002, "an empty line is a blank row as well");
    assert_eq!(env.results("leads.csv").rows.len(), 2);
    env.run(&format!("import leads.csv {ADD_ALL}")).done().says("blank");
}

#[test]
fn rows_with_too_many_cells_are_errors_of_their_rows() {
    let (env, outcome) = imported("First Name,Last Name\nAnn\nBob,Lee,extra\nCleo,Lee,, \nDan,Lee\n");
    assert_eq!(outcome.errors(), ["3 too-many-cells", "4 too-many-cells"], "{outcome}");
    assert_eq!(env.values("first_name"), ["Ann", "Dan"]);
}

#[test]
fn a_nul_and_a_giant_cell_are_errors_of_their_rows() {
    let limit = "x".repeat(64 * 1024);
    let (_, outcome) = imported(format!("First Name,Last Name\nA\0nn,Lee\nBob,{limit}y\nCleo,{limit}\nDan,Lee\n"));
    assert_eq!(outcome.errors(), ["2 nul-in-cell", "3 cell-too-large"]);
    assert_eq!(outcome.counts(), [4, 2, 0, 0, 0, 2]);
}

#[test]
fn an_unclosed_quote_is_an_error_of_the_file_that_names_its_line() {
    assert_refused("First Name,Last Name\nAnn,Lee\nBob,\"Lee\nCleo,Lee\n", &["line 3", "quote"]);
    let rows = "Dan,Lee\n".repeat(100_000);
    assert_refused(format!("First Name,Last Name\nAnn,Lee\n\"Bob,Lee\n{rows}"), &["line 3", "quote"]);
    assert_refused("First Name,Last Name\r\"Ann\r\rof\",Lee\rBob,\"Lee\rCleo,Lee\r", &["line 5", "quote"]);
}

#[test]
fn strange_quotes_are_told_and_imported() {
    let cases = [
        "First Name,Last Name\nAnn,\"Lee\" Jr\n",
        "First Name,Last Name\nAnn, \"Lee\"\n",
        "First Name,Last Name\nAnn,\"Lee \\\"the\\\" Ann\"\n",
    ];
    for source in cases {
        let (env, outcome) = imported(source);
        assert!(outcome.warnings() >= 1, "{source:?}\n{outcome}");
        assert_eq!(env.contacts().len(), 1, "{source:?}\n{outcome}");
    }
}

#[test]
fn an_unsure_encoding_is_named_with_up_to_three_rows_as_they_would_read() {
    // "José;Málaga" and the like, in what Excel writes as CSV (MS-DOS) and CSV (Macintosh).
    let lists: [(&[u8], &str); 2] = [
        (
            b"First Name;Town\r\nJos\x82;M\xA0laga\r\nJ\x81rgen;K\x94ln\r\nZo\x82;Orl\x82ans\r\nRen\x82;Metz\r\n",
            "cp850",
        ),
        (b"First Name;Town\rJos\x8E;M\x87laga\rJ\x9Frgen;K\x9Aln\rZo\x8E;Orl\x8Eans\rRen\x8E;Metz\r", "macintosh"),
    ];
    for (list, encoding) in lists {
        let env = TestEnv::with_contacts("First Name\nAnn\n");
        env.write("leads.csv", list);
        let refused = env.run("import leads.csv --purpose add-all").exits(4).says(&format!("--encoding {encoding}"));
        assert!(refused.stderr.contains("line 2: José;Málaga") && !refused.stderr.contains("René"), "{refused}");
        let error = &env.run("import leads.csv --purpose add-all --json").exits(4).json()["error"];
        assert_eq!(error["samples"][2], serde_json::json!({"line": 4, "text": "Zoé;Orléans"}), "{error}");
        assert_eq!(error["samples"].as_array().unwrap().len(), 3);
        env.run(&format!("import leads.csv --purpose add-all --encoding {encoding}")).done();
        assert_eq!(env.values("first_name"), ["Ann", "José", "Jürgen", "Zoé", "René"]);
    }
}

#[test]
fn a_first_row_that_looks_like_data_is_warned_of() {
    let env = TestEnv::new();
    env.write("leads.csv", "Ann,+60123000001\nBob,+60123000002\n");
    env.run("import leads.csv --purpose add --id phone --map '#1=First Name' --map '#2=Phone Number'")
        .done()
        .says("header");
}

#[test]
fn a_source_has_at_most_a_thousand_columns() {
    let header = |columns: usize| (1..columns).map(|n| format!(",c{n}")).collect::<String>();
    assert_refused(format!("First Name{}\nAnn{}\n", header(1_001), ",".repeat(1_000)), &["1,000", "column"]);
    let (_, outcome) = imported(format!("First Name{}\nAnn{}\n", header(1_000), ",".repeat(999)));
    outcome.done();
}

#[test]
fn a_file_of_exactly_the_size_limit_is_refused_and_one_byte_less_is_not() {
    let limit = 20 * 1024 * 1024;
    let cell = "x".repeat(60_000);
    let mut source = "First Name,Last Name\n".to_owned();
    while source.len() + cell.len() + 6 < limit {
        source += &format!("Ann,{cell}\n");
    }
    source += "Bob,";
    let fill = limit - source.len() - 1;
    source += &format!("{}\n", "y".repeat(fill));
    assert_eq!(source.len(), limit);
    assert_refused(&source, &["20 MB", "max-file-size"]);

    source.truncate(limit - 1);
    let (_, outcome) = imported(source);
    outcome.done();
}

#[test]
fn as_many_rows_as_the_limit_are_refused_and_one_less_is_not() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name\n".to_owned() + &"Ann\n".repeat(200_000));
    env.run(&format!("import leads.csv {ADD_ALL} --dry-run")).exits(1).says_all(&["200,000", "max-rows"]);
    env.write("leads.csv", "First Name\n".to_owned() + &"Ann\n\n".repeat(199_999));
    let outcome = env.import("leads.csv", &format!("{ADD_ALL} --dry-run")).done();
    assert_eq!(outcome.counts()[0], 199_999, "blank lines do not count");
}

#[test]
fn the_source_is_never_written_to() {
    let source = "First Name,Country\nAnn,MY\nBob,Atlantis\n";
    let (env, outcome) = imported(source);
    outcome.exits(3);
    assert_eq!(env.read("leads.csv"), source);
}

#[test]
fn an_encoding_that_a_saved_mapping_gives_is_held_against_the_list_of_tonight() {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", b"First Name;Email\nJos\xE9;jose@example.com\n");
    env.run("import leads.csv --purpose add-update --id email --encoding windows-1252 --save nightly").done();
    env.write("leads.csv", "First Name;Email\nZoë;zoe@example.com\n");
    let refused = env.run("import leads.csv --use nightly").exits(1);
    refused.says("is not windows-1252: all of it is valid utf-8").says("--encoding utf-8");
    env.run("import leads.csv --use nightly --encoding utf-8").done();
    assert_eq!(env.values("first_name"), ["Somebody", "José", "Zoë"]);
}

#[test]
fn the_end_mark_of_ms_dos_is_no_part_of_the_last_cell() {
    for list in ["First Name,Last Name\r\nAnn,Lee\x1A", "First Name,Last Name\r\nAnn,Lee\r\n\x1A"] {
        let (env, outcome) = imported(list);
        assert_eq!(outcome.counts()[..2], [1, 1], "{outcome}");
        assert_eq!(env.values("last_name"), ["Lee"]);
    }
}

#[test]
fn a_line_alone_that_looks_like_a_contact_names_the_option_that_reads_it() {
    assert_refused("Ann,ann@example.com\n", &["--header-line none"]);
    let url = "Ann,https://example.com/ann,Oslo\nBob,https://example.com/bob,Rome\n";
    let env = TestEnv::new();
    env.write("leads.csv", url);
    env.run(&format!("import leads.csv {ADD_ALL}")).exits(2).says("looks like a contact").says("--header-line none");
}
