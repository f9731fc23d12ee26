//! `export`: the whole workspace as a CSV file that imports again unchanged, and the names that it refuses.

use crate::support::{Table, TestEnv, csv_row};

const HEADER: &[&str] = &["First Name", "Last Name", "Phone Number", "Email", "Country", "Language", "Tags"];

/// People with everything that a CSV file, a spreadsheet or a tag list could get wrong.
pub(crate) fn difficult_people() -> String {
    let people: &[[&str; 7]] = &[
        ["Ann", "Lee", "+60123000001", "ann@example.com", "MY", "en", "vip;blog"],
        ["=1+1", "@home", "+60123000002", "Bob.Old@Example.com", "", "", ""],
        ["-2+3", "+A1", "+60123000003", "", "", "", "=tag"],
        ["''=kept", "'tis", "+60123000004", "bea@münchen.de", "DE", "", ""],
        ["two\nlines", "\"quoted\"", "+60123000005", "", "", "haw", "\"a,b\";c"],
        ["semi;colon", "com,ma", "+60123000006", "", "FR", "fr", "\"say \"\"hi\"\"\""],
        ["李", "小龍", "+60123000007", "", "", "", "Größe"],
        ["Zoe\u{301}", "tab\there", "+60189988776", "", "", "", ""],
    ];
    csv_row(HEADER) + &people.iter().map(|person| csv_row(person)).collect::<String>()
}

#[test]
fn export_then_import_changes_nothing() {
    for identifier in ["phone", "contact-id"] {
        let env = TestEnv::with_contacts(&difficult_people());
        let before = env.contacts();
        assert_eq!(before.len(), 8);
        env.run("export all.csv").done();
        let purpose = if identifier == "phone" { "add-update" } else { "update" };
        let outcome = env.import("all.csv", &format!("--purpose {purpose} --id {identifier}")).done();
        assert_eq!(outcome.counts(), [8, 0, 8, 8, 0, 0], "{outcome}");
        assert_eq!(env.contacts(), before);
    }
}

#[test]
fn export_into_another_workspace_gives_the_same_people() {
    let env = TestEnv::with_contacts(&difficult_people());
    env.run("export all.csv").done();
    let other = TestEnv::new();
    other.write("all.csv", env.bytes("all.csv"));
    other.import("all.csv", "--purpose add-all").done();
    assert_eq!(other.people(), env.people());
    other.run("export again.csv").done();
    assert_eq!(other.read("again.csv"), env.read("all.csv"));
}

#[test]
fn the_file_has_all_fields_by_name_and_is_readable_by_its_owner_alone() {
    let mut env = TestEnv::with_contacts(&difficult_people());
    env.set_umask("000");
    env.run("export all.csv").done();
    let table = Table::read(&env.read("all.csv"));
    for name in HEADER {
        assert!(table.header.iter().any(|header| header == name), "{:?}", table.header);
    }
    assert_eq!(table.column("Contact ID"), ["1", "2", "3", "4", "5", "6", "7", "8"]);
    assert_eq!(table.column("First Name")[1], "'=1+1", "inert in a spreadsheet");
    assert_eq!(env.mode("all.csv"), 0o600);
}

#[test]
fn an_export_leaves_the_workspace_as_it_was() {
    let env = TestEnv::with_contacts(&difficult_people());
    let before = env.workspace_bytes();
    env.run("export all.csv").done();
    assert!(before == env.workspace_bytes());
}

#[test]
fn nobody_elses_file_is_overwritten() {
    let env = TestEnv::with_contacts(&difficult_people());
    env.write("all.csv", "my own notes\n");
    let outcome = env.run("export all.csv").says("all.csv");
    assert!([1, 4].contains(&outcome.status), "{outcome}");
    assert_eq!(env.read("all.csv"), "my own notes\n");
    env.run("export nowhere/all.csv").exits(1).says("nowhere");
}

#[test]
fn a_dash_is_stdout() {
    let env = TestEnv::with_contacts(&difficult_people());
    env.run("export all.csv").done();
    let outcome = env.run("export -").done();
    assert_eq!(outcome.stdout, env.read("all.csv"));
    env.run("export - --json").exits(2).says("stdout");
}

#[test]
fn a_name_that_promises_another_form_is_refused_before_anything_is_made() {
    let env = TestEnv::new();
    let names = [
        ("people.vcard", "people.vcf"),
        ("people.json", "people.jsonl"),
        ("people.sqlite3", "people.db"),
        ("people.xlsx", "people.csv"),
        ("people.csv.gz", "people.csv"),
        ("people.2026-11", "people.2026-11.csv"),
        ("people", "people.csv"),
        (".csv", ".csv.csv"),
        ("'my people.ODS'", "'my people.csv'"),
    ];
    for (name, better) in names {
        let outcome = env.run(&format!("export {name} --json")).exits(2);
        let error = outcome.json()["error"].clone();
        assert_eq!(error["code"], "file-ending-unknown", "{outcome}");
        assert!(
            error["message"].as_str().unwrap().ends_with("what can be written is .csv, .jsonl, .vcf, .db"),
            "{outcome}"
        );
        assert_eq!(error["hint"], format!("name the file {better}"), "{outcome}");
    }
    assert!(env.names().is_empty() && !env.has(env.workspace()));
    env.add_contacts(&difficult_people());
    env.run("export PEOPLE.CSV").done();
    env.run("export ./sub.dir/people").exits(2).says("has no ending");
}

#[test]
fn results_and_samples_are_csv_as_well() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name\tPhone Number\nAnn\t+60123000001\n");
    env.run("import leads.csv --purpose add --id phone").done();
    for line in
        ["results 1 -o all.vcf", "results 1 -o all", "results 1 --errors -o all.xlsx", "sample list.vcf", "sample list"]
    {
        env.run(line).exits(2).says("what can be written is .csv");
    }
    for name in ["all.csv", "all.TSV", "all.tab", "all.txt"] {
        env.run(&format!("results 1 -o {name}")).done();
        assert_eq!(env.read(name), env.read("leads.results.csv"));
    }
    env.run("sample list.txt").done();
    assert_eq!(env.run("sample -").done().stdout, env.read("list.txt"));
}

#[test]
fn a_file_that_cannot_be_written_whole_is_told_without_the_options_of_an_import() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    let rows: String = (0..4000).map(|n| format!("{n},A contact with quite a long name {n}\n")).collect();
    env.write("many.csv", format!("First Name,Last Name\n{rows}"));
    env.import("many.csv", "--purpose add-all").done();
    for line in ["export big.csv", "export big.csv --changed-since last"] {
        // The log of the workspace stays below the limit, the file does not.
        let outcome = env.shell(&format!("ulimit -f 100; trap '' XFSZ; contacts {line}"));
        assert_eq!(outcome.status, 1, "{outcome}");
        outcome.says("or name another file").never_says("--output-dir");
        assert!(!env.has("big.csv"));
    }
}
