//! The types of custom fields: each validates, keeps its values in one form, and says what it takes.

use serde_json::json;

use super::{custom, env, import_column};

#[track_caller]
fn assert_kept(field: &str, options: &str, cells: &[(&str, &str)]) {
    let env = env();
    let written: Vec<&str> = cells.iter().map(|(cell, _)| *cell).collect();
    import_column(&env, field, &written, options).done();
    assert_eq!(custom(&env, field), cells.iter().map(|(_, kept)| *kept).collect::<Vec<_>>());
}

/// Every cell is an error of this code, at its line and column, that says all this.
#[track_caller]
fn assert_refused(field: &str, options: &str, code: &str, cells: &[&str], said: &[&str]) {
    let env = env();
    let outcome = import_column(&env, field, cells, options).exits(3);
    assert_eq!(outcome.counts(), [cells.len() as u64, 0, 0, 0, 0, cells.len() as u64], "{outcome}");
    for (line, cell) in (2..).zip(cells) {
        let issues = outcome.issues_at(line);
        assert_eq!(issues.len(), 1, "{cell}\n{outcome}");
        let issue = &issues[0];
        assert_eq!((&issue["code"], &issue["column"]), (&json!(code), &json!(field)), "{cell}\n{outcome}");
        assert_eq!((&issue["field"], &issue["value"]), (&json!(field), &json!(cell)), "{outcome}");
        let message = issue["message"].as_str().unwrap();
        assert!(said.iter().all(|part| message.contains(part)), "{cell}: {message}");
    }
}

#[test]
fn values_of_every_type_are_kept_in_one_form() {
    assert_kept("Nickname", "", &[(" Annie ", "Annie"), ("", "-"), ("=1+1", "=1+1")]);
    assert_kept("Level", "", &[("gold", "Gold"), ("TRÈS BIEN", "Très bien"), (" ", "-")]);
    assert_kept("Member", "", &[("TRUE", "yes"), ("x", "yes"), ("0", "no"), ("Off", "no")]);
    assert_kept("Work address", "", &[("Ann@Example.com", "Ann@Example.com")]);
    assert_kept("Shoe size", "", &[("42.50", "42.5"), ("-1", "-1"), ("12345678901234567890", "12345678901234567890")]);
    assert_kept("Site", "", &[(" https://Example.com/x ", "https://Example.com/x")]);
    assert_kept("Birthday", "", &[("1999-12-31", "1999-12-31"), ("2024-02-29 00:00:00", "2024-02-29")]);
    assert_kept("Call at", "", &[("9:05", "09:05"), ("3:05 PM", "15:05"), ("23:59:59", "23:59:59")]);
}

#[test]
fn values_of_another_type_are_errors() {
    assert_refused("Level", "", "option-unknown", &["Bronze", "Gold, Silver"], &["'Gold', 'Silver', 'Très bien'"]);
    assert_refused("Member", "", "checkbox-invalid", &["perhaps", "2"], &["yes, y, true, t, on, 1, x", "no, n, false"]);
    assert_refused("Work address", "", "email-invalid", &["ann"], &["name@example.com"]);
    assert_refused("Shoe size", "", "number-invalid", &["1,234.5", "1.234,5", "12,5"], &["--decimal comma", "point"]);
    assert_refused("Shoe size", "", "number-invalid", &["1,234", "-12.345"], &["--decimal comma", "thousands"]);
    assert_refused("Shoe size", "", "number-invalid", &["007", "-01"], &["type text"]);
    assert_refused("Shoe size", "", "number-invalid", &["NaN", "inf", "0x1F", "forty"], &["1234.5"]);
    assert_refused(
        "Site",
        "",
        "url-invalid",
        &["example.com", "ftp://example.com", "https://"],
        &["https://example.com"],
    );
    assert_refused("Birthday", "", "date-invalid", &["2023-02-29", "2024-13-01"], &["calendar"]);
    assert_refused("Birthday", "", "date-format-needed", &["31/12/1999", "01.02.2003"], &["--date-format"]);
    assert_refused("Birthday", "", "date-invalid", &["soon", "31 Dec 1999"], &["--date-format"]);
    assert_refused("Birthday", "--date-format DD/MM/YYYY", "date-invalid", &["12.31.1999"], &["DD/MM/YYYY"]);
    assert_refused("Call at", "", "time-invalid", &["24:00", "noon", "15.05"], &["15:05"]);
}

#[test]
fn dates_are_read_as_it_is_said_and_never_guessed() {
    let written = |format: &str| format!("--date-format {format}");
    for (format, cell) in [
        ("DD/MM/YYYY", "02/01/1999"),
        ("mm/dd/yyyy", "01/02/1999"),
        ("DD.MM.YYYY", "2.1.1999"),
        ("YYYY/MM/DD", "1999/01/02"),
        ("D/M/YY", "2/1/99"),
        ("YYYYMMDD", "19990102"),
    ] {
        assert_kept("Birthday", &written(format), &[(cell, "1999-01-02"), ("1999-01-02", "1999-01-02")]);
    }
    let env = env();
    import_column(&env, "Birthday", &["1"], "--date-format day").exits(2).says("DD/MM/YYYY");
}

#[test]
fn a_date_format_is_kept_with_the_session_the_mapping_and_the_history() {
    let env = env();
    env.write("leads.csv", "First Name,Birthday\nAnn,31/12/1999\n");
    env.run("upload leads.csv --purpose add-all --date-format dd/mm/yyyy").done();
    env.run("map leads.csv --save born").done().says("--date-format DD/MM/YYYY");
    env.run("review leads.csv").done();
    env.run("import leads.csv").done();
    env.run("mappings show born").done().says_all(&["Date format", "DD/MM/YYYY"]);
    assert_eq!(env.history()[0]["options"]["date_format"], "DD/MM/YYYY");
    env.run("import leads.csv --use born").done();
    assert_eq!(custom(&env, "Birthday"), ["1999-12-31", "1999-12-31"]);
}

#[test]
fn an_outlook_export_has_empty_dates() {
    let env = env();
    env.write("leads.csv", "First Name,Birthday\nAnn,0/0/00\nBob,12/31/1999\n");
    env.import("leads.csv", "--purpose add-all --preset outlook --date-format M/D/YYYY").done();
    assert_eq!(custom(&env, "Birthday"), ["-", "1999-12-31"]);
}
