//! `export`: the whole workspace as a CSV file that imports again unchanged.

use crate::support::{House, Table, csv_row};

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
        let house = House::with_contacts(&difficult_people());
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
    let house = House::with_contacts(&difficult_people());
    house.run("export all.csv").done();
    let other = House::new();
    other.write("all.csv", house.bytes("all.csv"));
    other.import("all.csv", "--purpose add-all").done();
    assert_eq!(other.people(), house.people());
    other.run("export again.csv").done();
    assert_eq!(other.read("again.csv"), house.read("all.csv"));
}

#[test]
fn the_file_has_all_fields_by_name_and_is_readable_by_its_owner_alone() {
    let mut house = House::with_contacts(&difficult_people());
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
    let house = House::with_contacts(&difficult_people());
    let before = house.workspace_bytes();
    house.run("export all.csv").done();
    assert!(before == house.workspace_bytes());
}

#[test]
fn nobody_elses_file_is_overwritten() {
    let house = House::with_contacts(&difficult_people());
    house.write("all.csv", "my own notes\n");
    let outcome = house.run("export all.csv").says("all.csv");
    assert!([1, 4].contains(&outcome.status), "{outcome}");
    assert_eq!(house.read("all.csv"), "my own notes\n");
    house.run("export nowhere/all.csv").exits(1).says("nowhere");
}

#[test]
fn a_dash_is_stdout() {
    let house = House::with_contacts(&difficult_people());
    house.run("export all.csv").done();
    let outcome = house.run("export -").done();
    assert_eq!(outcome.stdout, house.read("all.csv"));
    house.run("export - --json").exits(2).says("stdout");
}
