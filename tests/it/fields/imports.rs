//! Imports into custom fields, and fields that an import creates.

use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use super::{FIELDS, custom, env};
use crate::support::{Table, Terminal, TestEnv, csv_row};

/// The journal of custom fields: `entry contact before>after line`.
fn journal(env: &TestEnv) -> Vec<String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let workspace = Connection::open_with_flags(env.workspace(), flags).unwrap();
    let sql = "SELECT concat(history_id, ' ', contact_id, ' ', before, '>', after, ' ', line) FROM journal
        WHERE field_id > 100 ORDER BY history_id, contact_id, field_id";
    let mut statement = workspace.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn updates_replace_keep_clear_and_are_journaled() {
    let mut env = env();
    env.write("leads.csv", "First Name,Phone Number,Level\nAnn,+60123000001,Gold\nBob,+60123000002,\n");
    env.import("leads.csv", "--purpose add --id phone").done();
    let update = |env: &TestEnv, csv: &str, options: &str| {
        env.write("more.csv", csv);
        env.import("more.csv", &format!("--purpose update --id phone {options}")).done()
    };
    let silver = "Phone Number,Level\n+60123000001,silver\n+60123000002,silver\n";
    assert_eq!(update(&env, silver, "--do-not-overwrite=Level").counts(), [2, 0, 2, 1, 0, 0]);
    assert_eq!(custom(&env, "Level"), ["Gold", "Silver"]);
    assert_eq!(update(&env, silver, "").counts(), [2, 0, 2, 1, 0, 0]);
    assert_eq!(custom(&env, "Level"), ["Silver", "Silver"]);
    env.set_clock("2026-11-23T13:30:00Z");
    assert_eq!(update(&env, "Phone Number,Level\n+60123000001,-\n", "--clear-marker -").counts(), [1, 0, 1, 0, 0, 0]);
    assert_eq!(custom(&env, "Level"), ["-", "Silver"]);
    assert_eq!(env.values("updated_at"), ["2026-11-23T13:30:00Z", "2026-11-22T13:30:00Z"]);
    update(&env, "Phone Number\n+60123000001\n", "--set level=GOLD");
    assert_eq!(custom(&env, "Level"), ["Gold", "Silver"]);
    env.run("import more.csv --purpose update --id phone --set Level=Bronze").exits(2).says("Très bien");
    let entries = ["2 2 >Silver 3", "3 1 Gold>Silver 2", "4 1 Silver> 2", "5 1 >Gold 2"];
    assert_eq!(journal(&env), entries);
    env.run("fields remove Level --yes").done();
    assert_eq!(journal(&env)[4..], ["6 1 Gold> ", "6 2 Silver> "]);
}

/// A contact with a value of every type.
fn full_env() -> TestEnv {
    let env = env();
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
    env.write("leads.csv", csv_row(&header) + &csv_row(&ann) + "Bob,bob@example.com,,,,,,,,\n");
    env.import("leads.csv", "--purpose add --id email").done();
    env
}

#[test]
fn an_export_with_all_types_imports_again() {
    let env = full_env();
    let before = env.contacts();
    assert_eq!(
        before[0]["custom"],
        json!({
            "Nickname": "=A1", "Level": "Gold", "Member": "yes", "Work address": "a@example.com", "Shoe size": "-1.5",
            "Site": "https://example.com", "Birthday": "1999-12-31", "Call at": "21:05",
        })
    );
    assert_eq!(before[1]["custom"], json!({}));
    env.run("export all.csv").done();
    let table = Table::read(&env.read("all.csv"));
    assert_eq!((table.column("Shoe size"), table.column("Level")), (vec!["'-1.5", ""], vec!["Gold", ""]));
    let outcome = env.import("all.csv", "--purpose add-update --id email").done();
    assert_eq!(outcome.counts(), [2, 0, 2, 2, 0, 0]);
    assert_eq!(env.contacts(), before);
    env.run("show 1").done().says_all(&["Shoe size", "-1.5", "Call at", "21:05"]);
    env.run("list").done().says_all(&["Birthday", "1999-12-31"]);
}

#[test]
fn another_header_is_suggested_for_a_custom_field() {
    let env = env();
    env.write("leads.csv", "First Name,Shoe_Size,Nikname\nAnn,42,Annie\n");
    env.import("leads.csv", "--purpose add-all --accept-suggestions").done();
    assert_eq!((custom(&env, "Shoe size"), custom(&env, "Nickname")), (vec!["42".into()], vec!["Annie".into()]));
}

#[test]
fn an_import_creates_fields_in_its_own_transaction() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Born,Level,a=b\nAnn,31.12.1999,Gold,x\nBob,1.2.2003,silver,\nCid,,GOLD,\n");
    let create = "--create-field Born=Birthday:date --create-field Level=:list --create-field 'a=b=c=d:e:text'";
    let line = format!("--purpose add-all --date-format DD.MM.YYYY {create}");
    env.import("leads.csv", &format!("{line} --dry-run")).done();
    env.import("leads.csv", &format!("{line} --min-rows 9")).exits(4);
    env.run("fields list").done().never_says("Birthday");
    env.import("leads.csv", &line).done();
    assert_eq!(custom(&env, "Birthday"), ["1999-12-31", "2003-02-01", "-"]);
    assert_eq!(custom(&env, "Level"), ["Gold", "silver", "Gold"]);
    assert_eq!(custom(&env, "c=d:e"), ["x", "-", "-"]);
    env.import("leads.csv", &line).done();
    assert_eq!(custom(&env, "Level").len(), 6, "what is run every night creates a field once");
    env.import("leads.csv", "--purpose add-all --create-field Born=birthday:number").exits(4).says("date");
}

#[test]
fn what_cannot_be_created_is_told() {
    let env = TestEnv::new();
    let values: String = (0..51).map(|n| format!("Ann,v{n},x\n")).collect();
    env.write("leads.csv", format!("First Name,Many,None\n{values}").replace(",x\n", ",\n"));
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
        env.import("leads.csv", &format!("--purpose add-all --create-field '{option}'")).exits(status).says(said);
    }
    assert!(!env.has("leads.results.csv"));
}

#[test]
fn map_creates_a_field_when_the_mapping_is_stored() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Size\nAnn,42\n");
    env.run("upload leads.csv --purpose add-all").done();
    env.run("map leads.csv --create-field Size=:number --map 'Hat=Email'").exits(2);
    env.run("fields list").done().never_says("Size");
    env.run("map leads.csv --create-field Size=:number").done().says("Size");
    env.run("fields list").done().says("number");
    env.run("review leads.csv").done();
    env.run("import leads.csv").done();
    assert_eq!(custom(&env, "Size"), ["42"]);
}

#[test]
fn the_map_prompt_creates_a_field_of_the_type_that_the_values_have() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Born\nAnn,1999-12-31\nBob,2003-02-01\nCid,2004-05-06\n");
    env.run("upload leads.csv --purpose add-all").done();
    let mut terminal = env.terminal("map leads.csv");
    terminal.wait_for("new field (date)");
    terminal.wait_for("Is this right?");
    terminal.press("\r");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    let list = env.run("fields list --json").done().json();
    let born = &list["fields"][7];
    assert_eq!((&born["name"], &born["type"]), (&json!("Born"), &json!("date")), "{list}");
}

#[test]
fn a_removed_field_is_not_written_by_a_prepared_import() {
    let env = env();
    env.write("leads.csv", "First Name,Shoe size\nAnn,42\n");
    env.run("upload leads.csv --purpose add-all").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").done();
    env.run("fields remove 'Shoe size' --yes").done();
    env.run("import leads.csv").exits(2).says_all(&["Shoe size", "fields add"]);
    assert!(env.contacts().is_empty());
}

/// A terminal that stands at the question of an import into Shoe size and Level.
fn asked(env: &TestEnv) -> Terminal {
    env.write("leads.csv", "First Name,Shoe size,Level\nAnn,42,Gold\n");
    let mut terminal = env.terminal("import leads.csv --purpose add-all --no-import-tag");
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
        let env = env();
        let mut terminal = asked(&env);
        match meanwhile.strip_prefix("sh: ") {
            Some(line) => env.shell(line).done(),
            None => env.run(meanwhile).done(),
        };
        terminal.press("y\r");
        let left = terminal.finish();
        assert_eq!(left.status, 4, "{meanwhile}\n{}", left.screen);
        assert!(left.screen.contains("was removed or changed meanwhile"), "{meanwhile}\n{}", left.screen);
        assert!(env.contacts().is_empty() && env.history().is_empty(), "{meanwhile}");
        assert!(!env.has("leads.results.csv"));
    }
}

#[test]
fn a_field_that_was_renamed_between_mapping_and_writing_is_the_same_field() {
    let env = env();
    let mut terminal = asked(&env);
    env.run("fields rename 'Shoe size' Size").done();
    terminal.press("y\r");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(custom(&env, "Size"), ["42"]);
}
