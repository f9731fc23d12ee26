//! Custom fields (spec sections 1, 4 and 9): their types, their commands, and imports into them.

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::support::{CTRL_C, House, Outcome, Table, csv_row};

/// All types, each with a field of its own.
const FIELDS: [(&str, &str, &str); 8] = [
    ("Nickname", "text", ""),
    ("Level", "list", " --option Gold --option Silver --option 'Très bien'"),
    ("Member", "checkbox", ""),
    ("Work address", "email", ""),
    ("Shoe size", "number", ""),
    ("Site", "url", ""),
    ("Birthday", "date", ""),
    ("Call at", "time", ""),
];

fn house() -> House {
    let house = House::new();
    for (name, kind, options) in FIELDS {
        house.run(&format!("fields add '{name}' --type {kind}{options}")).done();
    }
    house
}

/// Imports the cells of one column, a row each.
fn import_column(house: &House, header: &str, cells: &[&str], options: &str) -> Outcome {
    let mut csv = csv_row(&["First Name", header]);
    for (n, cell) in cells.iter().enumerate() {
        csv += &csv_row(&[&format!("Person {n}"), cell]);
    }
    house.write("leads.csv", csv);
    house.import("leads.csv", &format!("--purpose add-all {options}"))
}

/// The values that the contacts have in a custom field, by Contact ID; `-` is none.
fn custom(house: &House, field: &str) -> Vec<String> {
    let contacts = house.contacts();
    contacts.iter().map(|contact| contact["custom"][field].as_str().unwrap_or("-").to_owned()).collect()
}

#[track_caller]
fn assert_kept(field: &str, options: &str, cells: &[(&str, &str)]) {
    let house = house();
    let written: Vec<&str> = cells.iter().map(|(cell, _)| *cell).collect();
    import_column(&house, field, &written, options).done();
    assert_eq!(custom(&house, field), cells.iter().map(|(_, kept)| *kept).collect::<Vec<_>>());
}

/// Every cell is an error of this code, at its line and column, that says all this.
#[track_caller]
fn assert_refused(field: &str, options: &str, code: &str, cells: &[&str], said: &[&str]) {
    let house = house();
    let outcome = import_column(&house, field, cells, options).exits(3);
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
    assert_kept("Shoe size", "", &[("042.50", "42.5"), ("-1", "-1"), ("12345678901234567890", "12345678901234567890")]);
    assert_kept("Site", "", &[(" https://Example.com/x ", "https://Example.com/x")]);
    assert_kept("Birthday", "", &[("1999-12-31", "1999-12-31"), ("2024-02-29 00:00:00", "2024-02-29")]);
    assert_kept("Call at", "", &[("9:05", "09:05"), ("3:05 PM", "15:05"), ("23:59:59", "23:59:59")]);
}

#[test]
fn values_of_another_type_are_errors() {
    assert_refused("Level", "", "option-unknown", &["Bronze", "Gold, Silver"], &["Gold, Silver, Très bien"]);
    assert_refused("Member", "", "checkbox-invalid", &["ja", "2"], &["yes, y, true, t, on, 1, x", "no, n, false"]);
    assert_refused("Work address", "", "email-invalid", &["ann"], &["name@example.com"]);
    assert_refused("Shoe size", "", "number-invalid", &["1,234.5", "1.234,5", "12,5"], &["1234.5", "comma"]);
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
    let house = house();
    import_column(&house, "Birthday", &["1"], "--date-format day").exits(2).says("DD/MM/YYYY");
}

#[test]
fn a_date_format_is_kept_with_the_session_the_mapping_and_the_history() {
    let house = house();
    house.write("leads.csv", "First Name,Birthday\nAnn,31/12/1999\n");
    house.run("upload leads.csv --purpose add-all --date-format dd/mm/yyyy").done();
    house.run("map leads.csv --save born").done().says("--date-format DD/MM/YYYY");
    house.run("review leads.csv").done();
    house.run("import leads.csv").done();
    house.run("mappings show born").done().says_all(&["Date format", "DD/MM/YYYY"]);
    assert_eq!(house.history()[0]["options"]["date_format"], "DD/MM/YYYY");
    house.run("import leads.csv --use born").done();
    assert_eq!(custom(&house, "Birthday"), ["1999-12-31", "1999-12-31"]);
}

#[test]
fn an_outlook_export_has_empty_dates() {
    let house = house();
    house.write("leads.csv", "First Name,Birthday\nAnn,0/0/00\nBob,12/31/1999\n");
    house.import("leads.csv", "--purpose add-all --preset outlook --date-format M/D/YYYY").done();
    assert_eq!(custom(&house, "Birthday"), ["-", "1999-12-31"]);
}

#[test]
fn names_are_any_text_and_compare_without_case() {
    let house = House::new();
    for name in ["Länge", "🎂👩\u{200d}🚀", "שם חיבה", "\"; DROP TABLE contacts; --", "a=b:c", "City, State", "="]
    {
        let quoted = format!("'{name}'");
        house.run(&format!("fields add {quoted}")).done();
        house.run(&format!("fields add {}", quoted.to_uppercase())).exits(4).says("already");
        house.write("leads.csv", csv_row(&["First Name", name]) + &csv_row(&["Ann", "x"]));
        house.import("leads.csv", "--purpose add-all").done();
        let last = house.contacts().pop().unwrap();
        assert_eq!(last["custom"], json!({ name: "x" }));
        house.run(&format!("import leads.csv --purpose add-all --skip '#2' --set '{name}=y'")).done();
        assert_eq!(house.contacts().pop().unwrap()["custom"], json!({ name: "y" }));
    }
    let fields = house.run("fields list --json").done().json();
    let names: Vec<&str> = fields["fields"].as_array().unwrap().iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names.len(), 14, "{names:?}");
}

#[test]
fn names_that_mean_something_else_are_refused() {
    let house = House::new();
    house.run("fields add Nickname").done();
    house.run("fields add ' NICKNAME ' --type text").exits(4).says_all(&["'Nickname'", "text", "already"]);
    for (name, status, said) in [
        ("first name", 4, "standard"),
        ("Tags", 4, "standard"),
        ("contact ID", 2, "another meaning"),
        ("Import Status", 2, "another meaning"),
        ("errors", 2, "another meaning"),
        ("Error", 2, "another meaning"),
        ("#3", 2, "place"),
        ("   ", 2, "blank"),
        ("a\nb", 2, "line break"),
        (&"é".repeat(201), 2, "200 characters"),
    ] {
        house.run(&format!("fields add \"{name}\"")).exits(status).says(said);
    }
    house.run(&format!("fields add \"{}\"", "é".repeat(200))).done();
    let json = house.run("--json fields add nickname").exits(4).json();
    assert_eq!(json["error"]["code"], "field-exists");
}

#[test]
fn a_list_needs_options_and_nothing_else_takes_any() {
    let house = House::new();
    house.run("fields add Level --type list").exits(2).says("--option Gold");
    house.run("fields add Level --type text --option Gold").exits(2).says("--type list");
    house.run("fields add Level --type list --option Gold --option ' gold'").exits(2).says("twice");
    house.run("fields add Level --type list --option ' '").exits(2).says("blank");
    house.run("fields add Level --type colour").exits(2).says("checkbox");
    let added = house.run("fields add Level --type list --option Gold --option Silver --json").done().json();
    assert_eq!(added, json!({ "name": "Level", "type": "list", "options": ["Gold", "Silver"] }));
}

#[test]
fn the_list_tells_types_options_and_how_many_contacts_have_a_value() {
    let house = house();
    import_column(&house, "Level", &["gold", "", "Silver"], "--set 'Tags=vip'").done();
    let list = house.run("fields list --json").done().json();
    let find = |name: &str| {
        list["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).unwrap_or(&Value::Null).clone()
    };
    let options = ["Gold", "Silver", "Très bien"];
    let level = json!({ "name": "Level", "type": "list", "standard": false, "contacts": 2, "options": options });
    assert_eq!(find("Level"), level);
    let first_name = json!({ "name": "First Name", "type": "text", "standard": true, "contacts": 3, "options": [] });
    assert_eq!(find("First Name"), first_name);
    assert_eq!((&find("Tags")["contacts"], &find("Email")["contacts"]), (&json!(3), &json!(0)));
    house.run("fields list").done().says_all(&["Shoe size", "number", "Gold, Silver, Très bien", "standard"]);
}

#[test]
fn options_of_a_list_are_added_and_removed() {
    let house = house();
    import_column(&house, "Level", &["gold"], "").done();
    let added = house.run("fields option add level Platinum Bronze --json").done().json();
    let options = json!(["Gold", "Silver", "Très bien", "Platinum", "Bronze"]);
    assert_eq!(added, json!({ "name": "Level", "type": "list", "options": options }));
    import_column(&house, "Level", &["PLATINUM"], "").done();
    house.run("fields option remove Level SILVER bronze").done().says("Gold, Très bien, Platinum");
    import_column(&house, "Level", &["Silver"], "").exits(3);
    house.run("fields option add Level Copper GOLD").exits(4).says("'GOLD'");
    house.run("fields option remove Level 'très bien' gold").exits(4).says("1 contact has");
    house.run("fields option remove Level Silver").exits(1).says("no option");
    house.run("fields option add 'Shoe size' 42").exits(4).says("number");
    house.run("fields option add Country MY").exits(4).says("standard");
    house.run("fields list").done().says("Gold, Très bien, Platinum");
    assert_eq!(custom(&house, "Level"), ["Gold", "Platinum"]);
}

#[test]
fn a_renamed_field_keeps_its_values_and_its_saved_mappings() {
    let house = house();
    house.write("leads.csv", "First Name,Size\nAnn,42\n");
    house.import("leads.csv", "--purpose add-all --map 'Size=Shoe size' --save sizes").done();
    house.run("fields rename 'shoe SIZE' 'Shoe Size (EU)'").done().says_all(&["Shoe size", "Shoe Size (EU)", "sizes"]);
    assert_eq!(custom(&house, "Shoe Size (EU)"), ["42"]);
    house.run("import leads.csv --use sizes").done();
    assert_eq!(custom(&house, "Shoe Size (EU)"), ["42", "42"]);
    house.run("fields rename 'Shoe Size (EU)' 'SHOE SIZE (EU)'").done();
    house.run("fields rename 'Shoe Size (EU)' nickname").exits(4).says("Nickname");
    house.run("fields rename Email Mail").exits(4).says("standard");
    house.run("fields rename Hat Cap").exits(1).says("fields list");
}

#[test]
fn a_removed_field_leaves_its_values_in_a_file_that_brings_them_back() {
    let mut house = house();
    house.set_umask("000");
    import_column(&house, "Shoe size", &["42", "", "38"], "--save sizes").done();
    let before = house.workspace_bytes();
    house.run("fields remove 'Shoe size'").exits(4).says("--yes");
    assert!(before == house.workspace_bytes());
    let removed = house.run("fields remove 'shoe size' --yes").done();
    removed.says_all(&["Shoe size.values.csv", "2 contacts", "sizes"]);
    assert_eq!(house.read("Shoe size.values.csv"), "Contact ID,Shoe size\n1,42\n3,38\n");
    assert_eq!(house.mode("Shoe size.values.csv"), 0o600);
    assert_eq!(custom(&house, "Shoe size"), ["-", "-", "-"]);
    house.run("import leads.csv --use sizes").exits(2).says("Shoe size");

    house.run("fields add 'Shoe size' --type number").done();
    house.import("'Shoe size.values.csv'", "--purpose update --id contact-id").done();
    assert_eq!(custom(&house, "Shoe size"), ["42", "-", "38"]);
    house.run("fields remove 'Shoe size' --yes").exits(4).says("exists");
    assert_eq!(custom(&house, "Shoe size"), ["42", "-", "38"], "nothing is overwritten, so nothing is removed");
    let empty = house.run("fields remove Level --yes --json").done().json();
    assert_eq!(empty, json!({ "removed": "Level", "contacts": 0, "values_file": null }));
    house.run("fields remove 'First Name' --yes").exits(4).says("standard");
    house.run("fields remove Hat --yes").exits(1).says("Hat");
}

#[test]
fn removing_asks_in_a_terminal() {
    let house = house();
    import_column(&house, "Shoe size", &["42", "38"], "").done();
    let mut terminal = house.terminal("fields remove 'Shoe size'");
    terminal.wait_for("the values that 2 contacts have");
    terminal.press(CTRL_C);
    assert_eq!(terminal.finish().status, 130);
    assert_eq!(custom(&house, "Shoe size"), ["42", "38"]);
    assert!(!house.has("Shoe size.values.csv"));
}

/// The journal of custom fields: `entry contact before>after line`.
fn journal(house: &House) -> Vec<String> {
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
    let update = |house: &House, csv: &str, options: &str| {
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

#[test]
fn a_field_whose_name_has_a_comma_is_not_overwritten() {
    let house = House::new();
    house.run("fields add 'City, State'").done();
    house.write("leads.csv", "First Name,Email,\"City, State\"\nAnn,ann@example.com,Old\n");
    house.import("leads.csv", "--purpose add --id email").done();
    house.write("leads.csv", "First Name,Email,\"City, State\"\nAnna,ann@example.com,New\n");
    house.import("leads.csv", "--purpose update --id email '--do-not-overwrite=Email,\"City, State\"'").done();
    assert_eq!(custom(&house, "City, State"), ["Old"]);
    assert_eq!(house.values("first_name"), ["Anna"]);
}

/// A contact with a value of every type.
fn full_house() -> House {
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
    let house = House::new();
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
fn what_can_not_be_created_is_told() {
    let house = House::new();
    let values: String = (0..51).map(|n| format!("Ann,v{n},x\n")).collect();
    house.write("leads.csv", format!("First Name,Many,None\n{values}").replace(",x\n", ",\n"));
    for (option, status, said) in [
        ("Many=Kind:list", 2, "50 different values"),
        ("None=Kind:list", 2, "no values"),
        ("Many=Kind", 2, "COLUMN=NAME:TYPE"),
        ("Many=Kind:colour", 2, "checkbox"),
        ("Kind:text", 2, "COLUMN=FIELD"),
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
    let house = House::new();
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
    let house = House::new();
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

#[test]
fn a_thousand_fields_are_no_trouble() {
    let house = House::new();
    let names: Vec<String> = (1..=999).map(|n| format!("Extra {n}")).collect();
    let header: Vec<&str> = std::iter::once("First Name").chain(names.iter().map(String::as_str)).collect();
    let row: Vec<String> = (1..=1000).map(|n| n.to_string()).collect();
    let row: Vec<&str> = row.iter().map(String::as_str).collect();
    house.write("leads.csv", csv_row(&header) + &csv_row(&row));
    let create: String = names.iter().map(|name| format!(" --create-field '{name}=:number'")).collect();
    house.import("leads.csv", &format!("--purpose add-all{create}")).done();
    let contact = house.contacts().remove(0);
    assert_eq!((&contact["custom"]["Extra 999"], &contact["custom"]["Extra 1"]), (&json!("1000"), &json!("2")));
    house.run("export all.csv").done();
}
