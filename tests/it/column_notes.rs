//! Notes on what a list as a whole shows: footer lines, lost digits, garbled texts (spec sections 4 and 5a).

use serde_json::Value;

use crate::support::{CommandOutput, TestEnv};

const FOOTER: &str = "First Name,Last Name,Phone Number,Email\nAnn,Lee,+60123456781,ann@example.com\n";

/// The notes of an outcome with this code.
fn notes(outcome: &CommandOutput, code: &str) -> Vec<Value> {
    let notes = outcome.json()["notes"].as_array().cloned().unwrap_or_default();
    notes.into_iter().filter(|note| note["code"] == code).collect()
}

/// Imports a list with nothing but the purpose, and returns the outcome as JSON.
fn added(list: &str) -> CommandOutput {
    let env = TestEnv::new();
    env.write("leads.csv", list);
    env.run("import leads.csv --purpose add-all --json")
}

#[test]
fn lines_below_the_last_row_are_named() {
    let list = format!("{FOOTER},,,\nTotal: 1 contact,,,\nCopyright (c) 2026 Example Ltd\nAll rights reserved,,,\n");
    let outcome = added(&list).done();
    let found = notes(&outcome, "footer-lines");
    assert_eq!((&found[0]["count"], &found[0]["level"]), (&3.into(), &"warning".into()), "{outcome}");
    let message = found[0]["message"].as_str().unwrap();
    assert!(message.starts_with("lines 4 to 6 at the end look like a footer"), "{message}");
    assert_eq!(outcome.counts()[1], 4, "they are never dropped in silence: {outcome}");
}

#[test]
fn a_sum_with_its_number_is_a_footer_too() {
    for line in ["Total,,,1", "Gesamt:,1,,", "2 contacts exported,,,", "© 2026 Example,,,", "----------,,,"] {
        let outcome = added(&format!("{FOOTER}{line}\n"));
        assert_eq!(notes(&outcome, "footer-lines").len(), 1, "{line}: {outcome}");
    }
}

#[test]
fn last_rows_that_may_be_people_are_no_footer() {
    let sparse = "First Name,Last Name\nAnn,\nBob,\nCid,\nDan,Lee\nTotal: 4,\n";
    let one_column = "First Name\nAnn\nBob\nTotal: 2\n";
    let name = format!("{FOOTER}Bob,,,\n");
    for list in [sparse, one_column, &name] {
        let outcome = added(list);
        assert!(notes(&outcome, "footer-lines").is_empty(), "{list}: {outcome}");
    }
}

#[test]
fn digits_that_a_spreadsheet_dropped_are_told_for_their_column() {
    let env = TestEnv::new();
    env.write(
        "ids.csv",
        "First Name,Phone Number,Customer ID,Mass,Code\n\
         Ann,+60123456781,9.78014E+12,1.5E+03,\"9,78014E+12\"\n\
         Bob,+60123456782,9.78014E+12,1.5E+03,X1E+05\n",
    );
    let create = "--create-field 'Customer ID=:text' --create-field Mass=:number --create-field Code=:text";
    let line = format!("import ids.csv --purpose add --id phone --json {create}");
    let outcome = env.run(&line).exits(3);
    let columns: Vec<(Value, Value)> =
        notes(&outcome, "digits-lost").iter().map(|note| (note["column"].clone(), note["count"].clone())).collect();
    assert_eq!(columns, [("Customer ID".into(), 2.into()), ("Code".into(), 1.into())], "{outcome}");
    env.run("import ids.csv --purpose add --id phone --create-field 'Customer ID=:number' --dry-run")
        .exits(3)
        .says("2 of 2 cells of 'Customer ID' are in a spreadsheet's scientific notation");
}

#[test]
fn garbled_texts_are_counted_by_column() {
    let outcome = added(
        "First Name,Last Name,Email\n\
         Jos&eacute;,O&#39;Brien,a@example.com\n\
         MÃ¼ller,Lee,b@example.com\n\
         Ann\u{9b}X,Moe,c@example.com\n",
    )
    .done();
    let found = notes(&outcome, "texts-garbled");
    let counts: Vec<(&Value, &Value)> = found.iter().map(|note| (&note["field"], &note["count"])).collect();
    assert_eq!(counts, [(&"First Name".into(), &3.into()), (&"Last Name".into(), &1.into())], "{outcome}");
    let message = found[0]["message"].as_str().unwrap();
    assert!(message.starts_with("3 texts of 'First Name' were decoded wrongly"), "{message}");
}

#[test]
fn a_control_character_in_a_name_is_a_warning() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name\n\u{9b}31mX\nO\u{92}Brien\n");
    env.run("import leads.csv --purpose add-all").done().says_all(&["U+009B", "U+0092 probably stands for '’'"]);
}

#[test]
fn a_word_for_nothing_among_names_of_countries_is_offered_as_blank() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Email,Country\nAnn,a@example.com,Malaysia\nBob,b@example.com,NA\n");
    let line = "import leads.csv --purpose add-update --id email --json";
    let outcome = env.run(line).exits(3);
    assert_eq!(notes(&outcome, "placeholders")[0]["option"], "--blank=NA", "{outcome}");
    assert!(notes(&env.run(&format!("{line} --blank=NA")).done(), "placeholders").is_empty());
}

#[test]
fn a_time_with_a_point_is_read_beside_its_half_of_the_day() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Email,Call\nAnn,a@example.com,3.10 p.m.\n");
    env.run("import leads.csv --purpose add --id email --create-field Call=:time").done();
    env.run("show 1").done().says("15:10");
}

#[test]
fn map_tells_the_notes_on_the_columns_before_the_review() {
    let env = TestEnv::new();
    let rows: String = (10..20).map(|n| format!("P{n},p{n}@example.com,07400 1234{n},{n}/03/1990\n")).collect();
    env.write("leads.csv", format!("First Name,Email,Mobile,Born\n{rows}Total: 10,,,\n"));
    env.run("fields add Born --type date").done();
    env.run("upload leads.csv --purpose add-update --id email").done();
    let outcome = env.run("map leads.csv --accept-suggestions --json").done();
    for (code, option) in [("date-format-fits", "--date-format DD/MM/YYYY"), ("phones-bare-refused", "--region GB")] {
        assert_eq!(notes(&outcome, code)[0]["option"], option, "{outcome}");
    }
    assert_eq!(notes(&outcome, "footer-lines").len(), 1, "{outcome}");
    let outcome = env.run("map leads.csv --accept-suggestions --date-format DD/MM/YYYY --region GB --json").done();
    assert!(notes(&outcome, "date-format-fits").is_empty() && notes(&outcome, "phones-bare-refused").is_empty());
    env.run("review leads.csv").exits(3).says("footer");
}

#[test]
fn a_word_for_nothing_that_makes_an_error_is_offered_as_blank() {
    let env = TestEnv::new();
    env.write(
        "leads.csv",
        "First Name,Email,Phone Number,Born,Score,Site\nAnn,N/A,-,none,-,?\nBob,b@example,123,x,y,z z\n",
    );
    let line = "import leads.csv --purpose add-all --create-field Born=:date --create-field Score=:number \
                --create-field Site=:url --json";
    let outcome = env.run(line).exits(3);
    let offered = |line: u64| {
        let issues = outcome.issues_at(line);
        let message = |issue: &serde_json::Value| issue["message"].as_str().unwrap().to_owned();
        let option = |message: String| Some(message.split_once("; to count such cells as blank: ")?.1.to_owned());
        issues.iter().map(|issue| option(message(issue))).collect::<Vec<_>>()
    };
    let options = ["--blank=N/A", "--blank=-", "--blank=none", "--blank=-", "--blank='?'"];
    assert_eq!(offered(2), options.map(|option| Some(option.to_owned())), "{outcome}");
    assert!(offered(3).iter().all(Option::is_none), "{outcome}");
}

#[test]
fn a_word_that_stands_for_nothing_becomes_nobodys_name() {
    let env = TestEnv::with_contacts("First Name,Last Name,Email\nAnn,Lee,ann@example.com\n");
    env.write(
        "leads.csv",
        "First Name,Last Name,Email\nAnn,N/A,ann@example.com\nBob,-,bob@example.com\nNan,Null,n@example.com\n",
    );
    let add = "import leads.csv --purpose add-update --id email --no-import-tag";
    env.run(add).exits(3).says_all(&["name-placeholder", "add --blank=N/A", "add --blank=-"]);
    assert_eq!(env.values("last_name"), ["Lee", "Null"], "Nan and Null are people's names");
    env.run(&format!("{add} --blank=N/A --blank=-")).done();
    assert_eq!(env.values("last_name"), ["Lee", "Null", "-"], "a blank one is shown so");
    assert_eq!(env.values("first_name"), ["Ann", "Nan", "Bob"]);
}
