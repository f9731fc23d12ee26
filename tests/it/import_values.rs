//! Spec section 4: what each kind of cell becomes, and the codes of all that can be wrong with it.

use std::fs;
use std::path::Path;

use contacts::model::{IssueCode, Severity};
use serde_json::{Value, json};

use crate::support::{CommandOutput, TestEnv, csv_row};

/// What a cell becomes.
enum Becomes {
    /// This value, without a word.
    Stored(&'static str),
    /// This value, with a warning.
    Told(&'static str),
    /// An error of this code.
    Error(&'static str),
}
use Becomes::{Error, Stored, Told};

/// Imports all cells of one column, a row each, and compares what became of each.
#[track_caller]
fn assert_column(header: &str, json_field: &str, cells: &[(&str, Becomes)]) {
    let env = TestEnv::new();
    let mut csv = csv_row(&["First Name", header]);
    for (n, (cell, _)) in cells.iter().enumerate() {
        csv += &csv_row(&[&format!("Person {n}"), cell]);
    }
    env.write("leads.csv", csv);
    let outcome = env.import("leads.csv", "--purpose add-all");
    let contacts = env.contacts();
    for (n, (cell, becomes)) in cells.iter().enumerate() {
        let name = format!("Person {n}");
        let contact = contacts.iter().find(|contact| contact["first_name"] == name.as_str());
        let stored = contact.map_or(&Value::Null, |contact| &contact[json_field]);
        assert_cell(&outcome, n as u64 + 2, (cell, becomes), stored);
    }
    let told = cells.iter().filter(|(_, becomes)| matches!(becomes, Told(_))).count() as u64;
    assert_eq!(outcome.warnings(), told, "{outcome}");
}

#[track_caller]
fn assert_cell(outcome: &CommandOutput, line: u64, (cell, becomes): (&str, &Becomes), stored: &Value) {
    let issues = outcome.issues_at(line);
    let codes: Vec<_> = issues.iter().map(|issue| issue["code"].as_str().unwrap_or_default()).collect();
    match becomes {
        Stored(value) | Told(value) => {
            assert!(codes.is_empty(), "{cell:?} is {codes:?}\n{outcome}");
            assert_eq!(stored, value, "{cell:?}\n{outcome}");
        }
        Error(code) => {
            assert_eq!(codes, [*code], "{cell:?}\n{outcome}");
            assert_eq!(issues[0]["value"], *cell, "the value is told as it stands in the file");
        }
    }
}

#[test]
fn phone_numbers_are_kept_as_e164() {
    assert_column(
        "Phone Number",
        "phone",
        &[
            ("+60123000001", Stored("+60123000001")),
            ("+60 12-300 0002", Stored("+60123000002")),
            ("0060123000003", Stored("+60123000003")),
            ("00 60 12.300.0004", Stored("+60123000004")),
            ("+60 (0)12-300 0005", Stored("+60123000005")),
            ("  +60123000006  ", Stored("+60123000006")),
            ("+60\u{a0}12\u{a0}300\u{a0}0007", Stored("+60123000007")),
            ("+60123000008", Stored("+60123000008")),
            ("+٦٠١٢٣٠٠٠٠٠٩", Stored("+60123000009")),
            ("+44 7911 123456", Stored("+447911123456")),
            ("+1 (212) 555-2368", Stored("+12125552368")),
            ("+39 06 69812345", Stored("+390669812345")),
        ],
    );
}

#[test]
fn phone_numbers_that_are_imported_with_a_warning() {
    assert_column(
        "Phone Number",
        "phone",
        &[
            ("+60189988776", Told("+60189988776")),
            ("'+60123000001", Told("+60123000001")),
            ("=\"+60123000002\"", Told("+60123000002")),
        ],
    );
}

#[test]
fn phone_numbers_that_are_errors() {
    assert_column(
        "Phone Number",
        "phone",
        &[
            ("0189988776", Error("phone-no-country-code")),
            ("018-998 8776", Error("phone-no-country-code")),
            ("+6018998877O", Error("phone-letters")),
            ("+1 800 FLOWERS", Error("phone-letters")),
            ("60189988776.0", Error("phone-decimal")),
            ("6.01899E+10", Error("phone-digits-lost")),
            ("6,01899E+10", Error("phone-digits-lost")),
            ("#######", Error("phone-hashes")),
            ("=+60123000001", Error("phone-formula")),
            ("+60123000001 / +60123000002", Error("phone-several")),
            ("+60123000001;+60123000002", Error("phone-several")),
            ("+60123000001, +60123000002", Error("phone-several")),
            ("+60123000001 ext. 5", Error("phone-extension")),
            ("+60123000001 x5", Error("phone-extension")),
            ("+1 253 0000", Error("phone-local-only")),
            ("?", Error("phone-invalid")),
            ("+6012", Error("phone-impossible")),
            ("+601230000011234567", Error("phone-impossible")),
            ("+999123456789", Error("phone-impossible")),
        ],
    );
}

/// So many bare numbers that are valid internationally, and so many that are not.
fn bare_column(valid: usize, invalid: usize) -> String {
    let good = (0..valid).map(|n| format!("Good,6012300{n:04}\n"));
    let bad = (0..invalid).map(|n| format!("Bad,123{n:02}\n"));
    std::iter::once("First Name,Phone Number\n".to_owned()).chain(good).chain(bad).collect()
}

#[test]
fn bare_digits_are_international_when_nine_in_ten_are_valid_so() {
    let env = TestEnv::new();
    env.write("leads.csv", bare_column(9, 1));
    let outcome = env.run("import leads.csv --purpose add-all --no-import-tag").exits(3);
    outcome.says("country code");
    assert_eq!(env.values("phone").len(), 9);
    assert_eq!(env.values("phone")[0], "+60123000000");
}

#[test]
fn bare_digits_are_errors_when_fewer_are_valid() {
    let env = TestEnv::new();
    env.write("leads.csv", bare_column(8, 2));
    let outcome = env.import("leads.csv", "--purpose add-all").exits(3);
    assert_eq!(outcome.counts(), [10, 0, 0, 0, 0, 10]);
    assert!(outcome.errors().iter().all(|error| error.ends_with("phone-no-country-code")), "{outcome}");
}

#[test]
fn numbers_with_a_plus_have_no_say_in_how_bare_ones_are_read() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number\nA,+60123000001\nB,+60123000002\nC,0123000003\n");
    let outcome = env.import("leads.csv", "--purpose add-all").exits(3);
    assert_eq!(outcome.errors(), ["4 phone-no-country-code"]);
}

#[test]
fn a_region_reads_national_numbers() {
    let csv = "First Name,Phone Number\nAnn,012-300 0001\nBob,+60123000002\nUte,+49 1512 3456789\n";
    let expected = ["+60123000001", "+60123000002", "+4915123456789"];

    let by_option = TestEnv::new();
    by_option.write("leads.csv", csv);
    by_option.import("leads.csv", "--purpose add-all --region MY").done();
    assert_eq!(by_option.values("phone"), expected);

    let by_setting = TestEnv::new();
    by_setting.write("leads.csv", csv);
    by_setting.run("config set region MY").done();
    by_setting.import("leads.csv", "--purpose add-all").done();
    assert_eq!(by_setting.values("phone"), expected);
}

#[test]
fn a_region_that_is_no_country_is_wrong_usage() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number\nAnn,0123000001\n");
    env.run("import leads.csv --purpose add-all --region ZZ").exits(2).says("ZZ");
}

#[test]
fn each_e_mail_address_is_canonicalized_or_refused() {
    assert_column(
        "Email",
        "email",
        &[
            ("ann@example.com", Stored("ann@example.com")),
            ("  Ann.Lee+News@Example.COM ", Stored("Ann.Lee+News@Example.COM")),
            ("bea@münchen.de", Stored("bea@münchen.de")),
            ("аnn@example.com", Told("аnn@example.com")),
            ("a@b", Error("email-invalid")),
            ("a..b@example.com", Error("email-invalid")),
            ("nobody", Error("email-invalid")),
            ("@example.com", Error("email-invalid")),
            ("a@1.2.3.4", Error("email-invalid")),
            ("a@b_c.com", Error("email-invalid")),
            ("a b@example.com", Error("email-invalid")),
            ("an\u{200b}n@example.com", Error("email-invisible-characters")),
            ("ann\u{202e}@example.com", Error("email-invisible-characters")),
            ("ann@example.com, bob@example.com", Error("email-several")),
            ("ann@example.com;bob@example.com", Error("email-several")),
            ("Bob <bob@example.com>", Error("email-display-name")),
        ],
    );
}

#[test]
fn a_word_for_nothing_is_no_code_in_a_column_of_names() {
    let names = [
        ("Malaysia", Stored("MY")),
        ("日本", Stored("JP")),
        ("Österreich", Stored("AT")),
        ("NA", Error("country-unknown")),
        ("n/a", Error("country-unknown")),
    ];
    assert_column("Country", "country", &names);
    let codes = [("MY", Stored("MY")), ("JP", Stored("JP")), ("NA", Stored("NA")), ("n/a", Error("country-unknown"))];
    assert_column("Country", "country", &codes);
    let languages = [("English", Stored("en")), ("Deutsch", Stored("de")), ("nan", Error("language-unknown"))];
    assert_column("Language", "language", &languages);
}

#[test]
fn what_holds_no_value_and_what_is_wrapped_says_nothing_of_how_a_column_is_written() {
    let countries = |cells: &str, options: &str| {
        let env = TestEnv::new();
        let rows: String = cells.split(' ').map(|cell| format!("Ann,{cell}\n")).collect();
        env.write("leads.csv", format!("First Name,Country\n{rows}"));
        env.import("leads.csv", &format!("--purpose add-all {options}"))
    };
    for blanks in ["--blank XX", "--clear-marker XX"] {
        let outcome = countries("Malaysia Singapore NA XX XX XX", blanks).exits(3);
        assert_eq!(outcome.errors(), ["4 country-unknown"], "{blanks}");
    }
    countries("=\"MY\" =\"SG\" =\"NA\"", "").done();
}

#[test]
fn a_word_for_nothing_is_told_with_the_option_that_counts_it_as_blank() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Country,Phone Number\nAnn,Malaysia,\nBob,Japan,\nEve,NA,0811234567\n");
    let outcome = env.import("leads.csv", "--purpose add-all");
    let issues = outcome.issues_at(4);
    assert_eq!(
        issues[0]["message"],
        "NA stands for nothing in a column of names: add --blank NA to count such cells as blank"
    );
    assert_eq!(issues[1]["code"], "phone-no-country-code", "its number is not read as one of Namibia");
    let by_phone = env.import("leads.csv", "--purpose add --id phone");
    let codes: Vec<_> = by_phone.issues_at(4).iter().map(|issue| issue["code"].clone()).collect();
    assert_eq!(codes, ["country-unknown", "phone-no-country-code"], "{by_phone}");
}

#[test]
fn each_country_is_read_as_its_code_or_refused() {
    assert_column(
        "Country",
        "country",
        &[
            ("MY", Stored("MY")),
            ("my", Stored("MY")),
            ("MYS", Stored("MY")),
            ("Malaysia", Stored("MY")),
            (" germany ", Stored("DE")),
            ("France", Stored("FR")),
            ("Atlantis", Error("country-unknown")),
            ("ZZ", Error("country-unknown")),
        ],
    );
}

#[test]
fn each_language_is_read_as_its_code_or_refused() {
    assert_column(
        "Language",
        "language",
        &[
            ("en", Stored("en")),
            ("EN", Stored("en")),
            ("eng", Stored("en")),
            ("English", Stored("en")),
            (" german ", Stored("de")),
            ("haw", Stored("haw")),
            ("zz", Error("language-unknown")),
            ("Dothrakese", Error("language-unknown")),
        ],
    );
}

#[test]
fn invalid_tags_are_errors_of_their_rows() {
    let env = TestEnv::new();
    let long = "x".repeat(10_000);
    env.write("leads.csv", format!("First Name,Tags\nAnn,{long}\nBob,a\u{7}b\nCleo,\"vip; blog\"\n"));
    let outcome = env.import("leads.csv", "--purpose add-all").exits(3);
    assert_eq!(outcome.errors(), ["2 tag-invalid", "3 tag-invalid"]);
    assert_eq!(env.values("tags"), ["[blog vip]"]);
}

#[test]
fn any_text_is_a_name() {
    let names =
        ["O'Brien", "Łukasz", "李小龍", "نور", "Zoë\u{301}", "=1+1", "@home", "\"quoted\"", "a,b", "two\nlines"];
    let env = TestEnv::new();
    let rows: String = names.iter().map(|name| csv_row(&[name, "x"])).collect();
    env.write("leads.csv", format!("First Name,Last Name\n{rows}"));
    env.import("leads.csv", "--purpose add-all").done();
    assert_eq!(env.values("first_name"), names);
}

#[test]
fn an_issue_says_where_and_what() {
    let env = TestEnv::new();
    env.write("leads.csv", "Given,Mobile,Country\nAnn,+60123000001,MY\nBob,0189988776,\n");
    let outcome =
        env.import("leads.csv", "--purpose add-all --map 'Given=First Name' --map 'Mobile=Phone Number'").exits(3);
    let issue = &outcome.issues()[0];
    let message = issue["message"].as_str().unwrap();
    assert!(!message.is_empty());
    assert_eq!(
        *issue,
        json!({
            "line": 3, "column": "Mobile", "field": "Phone Number", "code": "phone-no-country-code",
            "value": "0189988776", "message": message,
        })
    );
}

#[test]
fn only_the_first_hundred_errors_are_listed_and_all_are_counted() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Country\n".to_owned() + &"Ann,Atlantis\n".repeat(150));
    let outcome = env.import("leads.csv", "--purpose add-all").exits(3);
    assert_eq!(outcome.counts(), [150, 0, 0, 0, 0, 150]);
    assert_eq!(outcome.issues().len(), 100);
    assert_eq!(env.errors("leads.csv").rows.len(), 150);
}

/// The texts of all tests of a folder and of those in it.
fn texts(folder: &Path) -> String {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let text = |path: std::path::PathBuf| match path.extension() {
        _ if path.is_dir() => texts(&path),
        Some(extension) if extension == "rs" => fs::read_to_string(path).unwrap(),
        _ => String::new(),
    };
    paths.map(text).collect()
}

#[test]
fn every_error_code_is_expected_by_some_test() {
    let tests = texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it"));
    let errors = IssueCode::ALL.iter().filter(|code| code.severity() == Severity::Error).map(|code| code.as_str());
    let forgotten: Vec<_> = errors
        .filter(|code| !tests.contains(&format!("\"{code}\"")) && !tests.contains(&format!(" {code}\"")))
        .collect();
    assert!(forgotten.is_empty(), "no test expects {forgotten:?}");
}
