//! Imports into custom fields, and fields that an import creates.

use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use super::{FIELDS, custom, house};
use crate::support::{Table, Terminal, TestEnv, csv_row};

/// The journal of custom fields: `entry contact before>after line`.
fn journal(house: &TestEnv) -> Vec<String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let workspace = Connection::open_with_flags(house.workspace(), flags).unwrap();
    let sql = "SELECT concat(history_id, ' ', contact_id, ' ', before, '>', after, ' ', line) FROM journal
        WHERE field_id > 100 ORDER BY history_id, contact_id, field_id";
    let mut statement = workspace.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn updates_replace_keep_clear_and_are_journaled() {
    let mut house = house();
    house.write("leads.csv", "First Name,Phone Number,Level\nAnn,+60123000001,Gold\nBob,+60123000002,\n");
    house.import("leads.csv", "--purpose add --id phone").done();
    let update = |house: &TestEnv, csv: &str, options: &str| {
        house.write("more.csv", csv);
        house.import("more.csv", &format!("--purpose update --id phone {options}")).done()
    };
    let silver = "Phone Number,Level\n+60123000001,silver\n+60123000002,silver\n";
    assert_eq!(update(&house, silver, "--do-not-overwrite=Level").counts(), [2, 0, 2, 1, 0, 0]);
    assert_eq!(custom(&house, "Level"), ["Gold", "Silver"]);
    assert_eq!(update(&house, silver, "").counts(), [2, 0, 2, 1, 0, 0]);
    assert_eq!(custom(&house, "Level"), ["Silver", "Silver"]);
    house.set_clock("2026-11-23T13:30:00Z");
    assert_eq!(update(&house, "Phone Number,Level\n+60123000001,-\n", "--clear-marker -").counts(), [1, 0, 1, 0, 0, 0]);
    assert_eq!(custom(&house, "Level"), ["-", "Silver"]);
    assert_eq!(house.values("updated_at"), ["2026-11-23T13:30:00Z", "2026-11-22T13:30:00Z"]);
    update(&house, "Phone Number\n+60123000001\n", "--set level=GOLD");
    assert_eq!(custom(&house, "Level"), ["Gold", "Silver"]);
    house.run("import more.csv --purpose update --id phone --set Level=Bronze").exits(2).says("Très bien");
    let entries = ["2 2 >Silver 3", "3 1 Gold>Silver 2", "4 1 Silver> 2", "5 1 >Gold 2"];
    assert_eq!(journal(&house), entries);
    house.run("fields remove Level --yes").done();
    assert_eq!(journal(&house)[4..], ["6 1 Gold> ", "6 2 Silver> "]);
}

/// A contact with a value of every type.
fn full_house() -> TestEnv {
    let house = house();
    let mut header = vec!["First Name", "Email"];
    header.extend(FIELDS.map(|(name, _, _)| name));
    let ann = [
        "Ann",
        "ann@example.com",
        "=A1",
        "gold",
        "yes",
        "a@example.com",
        "-1.50",
        "https://example.com",
        "1999-12-31",
        "9:05 PM",
    ];
    house.write("leads.csv", csv_row(&header) + &csv_row(&ann) + "Bob,bob@example.com,,,,,,,,\n");
    house.import("leads.csv", "--purpose add --id email").done();
    house
}

#[test]
fn an_export_with_all_types_imports_again() {
    let house = full_house();
    let before = house.contacts();
    assert_eq!(
        before[0]["custom"],
        json!({
            "Nickname": "=A1", "Level": "Gold", "Member": "yes", "Work address": "a@example.com", "Shoe size": "-1.5",
            "Site": "https://example.com", "Birthday": "1999-12-31", "Call at": "21:05",
        })
    );
    assert_eq!(before[1]["custom"], json!({}));
    house.run("export all.csv").done();
    let table = Table::read(&house.read("all.csv"));
    assert_eq!((table.column("Shoe size"), table.column("Level")), (vec!["'-1.5", ""], vec!["Gold", ""]));
    let outcome = house.import("all.csv", "--purpose add-update --id email").done();
    assert_eq!(outcome.counts(), [2, 0, 2, 2, 0, 0]);
    assert_eq!(house.contacts(), before);
    house.run("show 1").done().says_all(&["Shoe size", "-1.5", "Call at", "21:05"]);
    house.run("list").done().says_all(&["Birthday", "1999-12-31"]);
}

#[test]
fn another_header_is_suggested_for_a_custom_field() {
    let house = house();
    house.write("leads.csv", "First Name,Shoe_Size,Nikname\nAnn,42,Annie\n");
    house.import("leads.csv", "--purpose add-all --accept-suggestions").done();
    assert_eq!((custom(&house, "Shoe size"), custom(&house, "Nickname")), (vec!["42".into()], vec!["Annie".into()]));
}

#[test]
fn an_import_creates_fields_in_its_own_transaction() {
    let house = TestEnv::new();
    house.write("leads.csv", "First Name,Born,Level,a=b\nAnn,31.12.1999,Gold,x\nBob,1.2.2003,silver,\nCid,,GOLD,\n");
    let create = "--create-field Born=Birthday:date --create-field Level=:list --create-field 'a=b=c=d:e:text'";
    let line = format!("--purpose add-all --date-format DD.MM.YYYY {create}");
    house.import("leads.csv", &format!("{line} --dry-run")).done();
    house.import("leads.csv", &format!("{line} --min-rows 9")).exits(4);
    house.run("fields list").done().never_says("Birthday");
    house.import("leads.csv", &line).done();
    assert_eq!(custom(&house, "Birthday"), ["1999-12-31", "2003-02-01", "-"]);
    assert_eq!(custom(&house, "Level"), ["Gold", "silver", "Gold"]);
    assert_eq!(custom(&house, "c=d:e"), ["x", "-", "-"]);
    house.import("leads.csv", &line).done();
    assert_eq!(custom(&house, "Level").len(), 6, "what is run every night creates a field once");
    house.import("leads.csv", "--purpose add-all --create-field Born=birthday:number").exits(4).says("date");
}

#[test]
fn what_cannot_be_created_is_told() {
    let house = TestEnv::new();
    let values: String = (0..51).map(|n| format!("Ann,v{n},x\n")).collect();
    house.write("leads.csv", format!("First Name,Many,None\n{values}").replace(",x\n", ",\n"));
    for (option, status, said) in [
        ("Many=Kind:list", 2, "50 different values"),
        ("None=Kind:list", 2, "no values"),
        ("Many=Kind", 2, "COLUMN=NAME:TYPE"),
        ("Many=Kind:colour", 2, "checkbox"),
        ("Kind:text", 2, "COLUMN=NAME:TYPE"),
        ("Much=Kind:text", 2, "Much"),
        ("Many=Email:text", 4, "standard"),
        ("Many=#3:text", 2, "place"),
        ("Many=Errors:text", 2, "another meaning"),
    ] {
        house.import("leads.csv", &format!("--purpose add-all --create-field '{option}'")).exits(status).says(said);
    }
    assert!(!house.has("leads.results.csv"));
}

#[test]
fn map_creates_a_field_when_the_mapping_is_stored() {
    let house = TestEnv::new();
    house.write("leads.csv", "First Name,Size\nAnn,42\n");
    house.run("upload leads.csv --purpose add-all").done();
    house.run("map leads.csv --create-field Size=:number --map 'Hat=Email'").exits(2);
    house.run("fields list").done().never_says("Size");
    house.run("map leads.csv --create-field Size=:number").done().says("Size");
    house.run("fields list").done().says("number");
    house.run("review leads.csv").done();
    house.run("import leads.csv").done();
    assert_eq!(custom(&house, "Size"), ["42"]);
}

#[test]
fn the_map_prompt_creates_a_field_of_the_type_that_the_values_have() {
    let house = TestEnv::new();
    house.write("leads.csv", "First Name,Born\nAnn,1999-12-31\nBob,2003-02-01\nCid,2004-05-06\n");
    house.run("upload leads.csv --purpose add-all").done();
    let mut terminal = house.terminal("map leads.csv");
    terminal.wait_for("Contact field:");
    terminal.press("\x1b[B\r");
    terminal.wait_for("Name of the new field");
    terminal.press("\r");
    terminal.wait_for("What are its values?");
    terminal.press("\r");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    let list = house.run("fields list --json").done().json();
    let born = &list["fields"][7];
    assert_eq!((&born["name"], &born["type"]), (&json!("Born"), &json!("date")), "{list}");
}

#[test]
fn a_removed_field_is_not_written_by_a_prepared_import() {
    let house = house();
    house.write("leads.csv", "First Name,Shoe size\nAnn,42\n");
    house.run("upload leads.csv --purpose add-all").done();
    house.run("map leads.csv").done();
    house.run("review leads.csv").done();
    house.run("fields remove 'Shoe size' --yes").done();
    house.run("import leads.csv").exits(2).says_all(&["Shoe size", "fields add"]);
    assert!(house.contacts().is_empty());
}

/// A terminal that stands at the question of an import into Shoe size and Level.
fn asked(house: &TestEnv) -> Terminal {
    house.write("leads.csv", "First Name,Shoe size,Level\nAnn,42,Gold\n");
    let mut terminal = house.terminal("import leads.csv --purpose add-all --no-import-tag");
    terminal.wait_for("Import?");
    terminal
}

#[test]
fn a_field_that_changed_between_mapping_and_writing_is_not_written() {
    for meanwhile in [
        "fields remove 'Shoe size' --yes",
        "fields option remove Level Gold",
        // Somebody else's field of the name is not the one that was reviewed.
        "sh: contacts fields remove Level --yes && contacts fields add Level",
    ] {
        let house = house();
        let mut terminal = asked(&house);
        match meanwhile.strip_prefix("sh: ") {
            Some(line) => house.shell(line).done(),
            None => house.run(meanwhile).done(),
        };
        terminal.press("y\r");
        let left = terminal.finish();
        assert_eq!(left.status, 4, "{meanwhile}\n{}", left.screen);
        assert!(left.screen.contains("was removed or changed meanwhile"), "{meanwhile}\n{}", left.screen);
        assert!(house.contacts().is_empty() && house.history().is_empty(), "{meanwhile}");
        assert!(!house.has("leads.results.csv"));
    }
}

#[test]
fn a_field_that_was_renamed_between_mapping_and_writing_is_the_same_field() {
    let house = house();
    let mut terminal = asked(&house);
    house.run("fields rename 'Shoe size' Size").done();
    terminal.press("y\r");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(custom(&house, "Size"), ["42"]);
}
