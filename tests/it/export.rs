//! `export`: the whole workspace as a CSV file that imports again unchanged.

use crate::support::{Table, TestEnv, csv_row};

const HEADER: &[&str] = &["First Name", "Last Name", "Phone Number", "Email", "Country", "Language", "Tags"];

/// People with everything that a CSV file, a spreadsheet or a tag list could get wrong.
fn difficult_people() -> String {
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
        let house = TestEnv::with_contacts(&difficult_people());
        let before = house.contacts();
        assert_eq!(before.len(), 8);
        house.run("export all.csv").done();
        let purpose = if identifier == "phone" { "add-update" } else { "update" };
        let outcome = house.import("all.csv", &format!("--purpose {purpose} --id {identifier}")).done();
        assert_eq!(outcome.counts(), [8, 0, 8, 8, 0, 0], "{outcome}");
        assert_eq!(house.contacts(), before);
    }
}

#[test]
fn export_into_another_workspace_gives_the_same_people() {
    let house = TestEnv::with_contacts(&difficult_people());
    house.run("export all.csv").done();
    let other = TestEnv::new();
    other.write("all.csv", house.bytes("all.csv"));
    other.import("all.csv", "--purpose add-all").done();
    assert_eq!(other.people(), house.people());
    other.run("export again.csv").done();
    assert_eq!(other.read("again.csv"), house.read("all.csv"));
}

#[test]
fn the_file_has_all_fields_by_name_and_is_readable_by_its_owner_alone() {
    let mut house = TestEnv::with_contacts(&difficult_people());
    house.set_umask("000");
    house.run("export all.csv").done();
    let table = Table::read(&house.read("all.csv"));
    for name in HEADER {
        assert!(table.header.iter().any(|header| header == name), "{:?}", table.header);
    }
    assert_eq!(table.column("Contact ID"), ["1", "2", "3", "4", "5", "6", "7", "8"]);
    assert_eq!(table.column("First Name")[1], "'=1+1", "inert in a spreadsheet");
    assert_eq!(house.mode("all.csv"), 0o600);
}

#[test]
fn an_export_leaves_the_workspace_as_it_was() {
    let house = TestEnv::with_contacts(&difficult_people());
    let before = house.workspace_bytes();
    house.run("export all.csv").done();
    assert!(before == house.workspace_bytes());
}

#[test]
fn nobody_elses_file_is_overwritten() {
    let house = TestEnv::with_contacts(&difficult_people());
    house.write("all.csv", "my own notes\n");
    let outcome = house.run("export all.csv").says("all.csv");
    assert!([1, 4].contains(&outcome.status), "{outcome}");
    assert_eq!(house.read("all.csv"), "my own notes\n");
    house.run("export nowhere/all.csv").exits(1).says("nowhere");
}

#[test]
fn a_dash_is_stdout() {
    let house = TestEnv::with_contacts(&difficult_people());
    house.run("export all.csv").done();
    let outcome = house.run("export -").done();
    assert_eq!(outcome.stdout, house.read("all.csv"));
    house.run("export - --json").exits(2).says("stdout");
}

#[test]
fn a_name_that_promises_another_form_is_refused_before_anything_is_made() {
    let house = TestEnv::new();
    let names = [
        ("people.vcf", "people.csv"),
        ("people.jsonl", "people.csv"),
        ("people.db", "people.csv"),
        ("people.xlsx", "people.csv"),
        ("people.csv.gz", "people.csv"),
        ("people.2026-11", "people.2026-11.csv"),
        ("people", "people.csv"),
        (".csv", ".csv.csv"),
        ("'my people.VCF'", "'my people.csv'"),
    ];
    for (name, better) in names {
        let outcome = house.run(&format!("export {name} --json")).exits(2);
        let error = outcome.json()["error"].clone();
        assert_eq!(error["code"], "file-ending-unknown", "{outcome}");
        assert!(error["message"].as_str().unwrap().ends_with("what can be written is .csv"), "{outcome}");
        assert_eq!(error["hint"], format!("name the file {better}"), "{outcome}");
    }
    assert!(house.names().is_empty() && !house.has(house.workspace()));
    house.add_contacts(&difficult_people());
    house.run("export PEOPLE.CSV").done();
    house.run("export ./sub.dir/people").exits(2).says("has no ending");
}

#[test]
fn results_and_samples_are_csv_as_well() {
    let house = TestEnv::new();
    house.write("leads.csv", "First Name\tPhone Number\nAnn\t+60123000001\n");
    house.run("import leads.csv --purpose add --id phone").done();
    for line in
        ["results 1 -o all.vcf", "results 1 -o all", "results 1 --errors -o all.xlsx", "sample list.vcf", "sample list"]
    {
        house.run(line).exits(2).says("what can be written is .csv");
    }
    for name in ["all.csv", "all.TSV", "all.tab", "all.txt"] {
        house.run(&format!("results 1 -o {name}")).done();
        assert_eq!(house.read(name), house.read("leads.results.csv"));
    }
    house.run("sample list.txt").done();
    assert_eq!(house.run("sample -").done().stdout, house.read("list.txt"));
}
