//! A list of forty-five columns, as a program that somebody leaves writes it: in with one command, everything of the right type, and
//! out and in again in each form without a difference.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Table, TestEnv};

/// Columns with their types as `--create-fields` should find them, and a cell for each row.
type Column = (&'static str, &'static str, fn(usize) -> String);

const COLUMNS: [Column; 39] = [
    ("Born", "date", |row| format!("19{:02}-{:02}-{:02}", 50 + row, row % 12 + 1, row % 28 + 1)),
    ("Renewal", "date", |row| format!("2026/{:02}/{:02}", row % 12 + 1, row % 28 + 1)),
    ("Postal Code", "text", |row| format!("{:05}", row * 137)),
    ("Customer No", "text", |row| format!("{row:06}")),
    ("Score", "number", |row| format!("-{}", row + 1)),
    ("Amount", "number", |row| format!("{row}.25")),
    ("Account", "number", |row| format!("123456789012345678{row:02}")),
    ("Newsletter", "checkbox", |row| ["yes", "no"][row % 2].to_owned()),
    ("Active", "checkbox", |row| ["TRUE", "FALSE", ""][row % 3].to_owned()),
    ("Homepage", "url", |row| format!("https://example.com/p/{row}?a=b&c=d,e;f")),
    ("Profile", "url", |row| if row % 3 == 0 { String::new() } else { format!("https://example.org/in/{row}") }),
    ("Biography", "text", |row| format!("{}\nthe {row}th, with \"quotes\"; and more", "Long text, ".repeat(40))),
    ("Mood", "text", |row| ["🎉🎂", "👨‍👩‍👧‍👦 family", "", "✓"][row % 4].to_owned()),
    ("Formula", "text", |row| ["=1+1", "@sum(a)", "+a", "-b", "'quoted", "plain"][row % 6].to_owned()),
    ("Second mail", "email", |row| format!("second{row}@example.org")),
    ("Office", "phone", |row| format!("+4930{}", 12_345_600 + row)),
    ("Opens", "time", |row| format!("{:02}:30", row % 24)),
    ("Colour", "text", |row| ["red", "green", "blue"][row % 3].to_owned()),
    ("Interests", "text", |row| ["a;b", "b;c", "", "a"][row % 4].to_owned()),
    ("Zero", "number", |_| "0".to_owned()),
    ("Mixed", "text", |row| ["1", "two", "3.5", "04"][row % 4].to_owned()),
    ("Select", "text", |row| format!("s{row}")),
    ("order by", "text", |row| format!("o{row}")),
    ("group", "text", |row| format!("g{row}")),
    ("table", "text", |row| format!("t{row}")),
    ("NULL", "text", |row| format!("n{row}")),
    ("id", "text", |row| format!("id-{row}")),
    ("rowid", "text", |row| format!("r{row}")),
    ("contact_id", "text", |row| format!("c{row}")),
    ("created_at", "text", |row| format!("when {row}")),
    ("A \"quoted\" name", "text", |row| format!("q{row}")),
    ("comma, name", "text", |row| format!("k{row}")),
    ("semi; name", "text", |row| format!("e{row}")),
    ("it's", "text", |row| format!("a{row}")),
    ("percent %s", "text", |row| format!("{row}%")),
    ("=x", "text", |row| format!("x{row}")),
    ("back\\slash", "text", |row| format!("b\\n{row}")),
    ("Ünïcödé", "text", |row| format!("ü{row}")),
    ("Seldom", "text", |row| if row == 19 { "once".to_owned() } else { String::new() }),
];

const ROWS: usize = 20;

fn list() -> String {
    let standard = ["First Name", "Last Name", "Phone Number", "Email", "Country", "Tags"];
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let header = standard.into_iter().chain(COLUMNS.iter().map(|(name, ..)| *name)).map(quoted);
    let mut text = header.collect::<Vec<_>>().join(",") + "\n";
    for row in 0..ROWS {
        let tags = ["vip, blog", "\"a,b\"; lead", "", "x \"q\" y", "=sum"][row % 5];
        let cells = [
            format!("Ann{row}"),
            ["O'Brien", "", "de la Cruz"][row % 3].to_owned(),
            format!("+6012300{row:04}"),
            format!("ann{row}@example.com"),
            ["MY", ""][row % 2].to_owned(),
            tags.to_owned(),
        ];
        let own = COLUMNS.iter().map(|(_, _, cell)| cell(row));
        text += &(cells.into_iter().chain(own).map(|cell| quoted(&cell)).collect::<Vec<_>>().join(",") + "\n");
    }
    text
}

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("crm.csv", list());
    env.import("crm.csv", "--purpose add --id email --create-fields").done();
    env
}

fn types(env: &TestEnv) -> BTreeMap<String, String> {
    let fields = env.run("fields --json").done().json()["fields"].clone();
    let text = |field: &Value, key: &str| field[key].as_str().expect("a text").to_owned();
    fields.as_array().expect("fields").iter().map(|field| (text(field, "name"), text(field, "type"))).collect()
}

/// The contacts without what each workspace gives them.
fn whole(env: &TestEnv) -> Vec<Value> {
    let mut contacts = env.contacts();
    for contact in &mut contacts {
        let contact = contact.as_object_mut().expect("an object");
        for key in ["id", "created_at", "updated_at"] {
            contact.remove(key);
        }
    }
    contacts
}

#[test]
fn one_command_brings_everything_in_with_its_type() {
    let env = env();
    let found = types(&env);
    for (name, kind, _) in COLUMNS {
        assert_eq!(found.get(name).map(String::as_str), Some(kind), "{name}");
    }
    let contacts = env.contacts();
    assert_eq!(contacts.len(), ROWS);
    let kept = COLUMNS.iter().filter(|(name, kind, _)| *kind != "checkbox" && *name != "Renewal");
    for (name, _, cell) in kept {
        for (row, contact) in contacts.iter().enumerate() {
            assert_eq!(contact["custom"][*name].as_str().unwrap_or_default(), cell(row), "{name}, row {row}");
        }
    }
    assert_eq!((&contacts[0]["custom"]["Active"], &contacts[1]["custom"]["Newsletter"]), (&"yes".into(), &"no".into()));
    assert_eq!(contacts[4]["custom"]["Renewal"], "2026-05-05");
}

#[test]
fn the_csv_changes_nothing_where_it_came_from_and_makes_the_same_elsewhere() {
    let env = env();
    env.run("export out.csv").done();
    let again = env.import("out.csv", "--purpose update --id contact-id").done();
    assert_eq!(again.json()["counts"]["unchanged"], ROWS, "{again}");
    let other = TestEnv::new();
    other.run("init").done();
    other.write("out.csv", env.bytes("out.csv"));
    other.import("out.csv", "--purpose add --id email --create-fields").done();
    assert_eq!((types(&other), whole(&other)), (types(&env), whole(&env)));
}

#[test]
fn lines_of_json_and_the_database_hold_every_value() {
    let env = env();
    env.run("export out.jsonl").done();
    let lines: Vec<Value> =
        env.read("out.jsonl").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines, env.contacts());
    env.run("export out.db").done();
    let database = rusqlite::Connection::open(env.path("out.db")).expect("a database");
    let told_apart = |name: &str| match name {
        "contact_id" | "created_at" => format!("{name} (field)"),
        _ => name.replace('"', "\"\""),
    };
    for (name, kind, cell) in COLUMNS.iter().filter(|(name, kind, _)| *kind != "checkbox" && *name != "Renewal") {
        // SQLite keeps a number of more than 19 digits as a floating one; `docs/sql.md` says so.
        if *name == "Account" {
            continue;
        }
        let sql =
            format!("SELECT coalesce(CAST(\"{}\" AS TEXT), '') FROM contacts ORDER BY contact_id", told_apart(name));
        let mut statement = database.prepare(&sql).expect(name);
        let found: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(found, (0..ROWS).map(cell).collect::<Vec<_>>(), "{name}, {kind}");
    }
}

#[test]
fn the_files_for_other_programs_come_back_unchanged_with_forty_fields() {
    for program in ["google", "outlook", "thunderbird", "mailchimp"] {
        let env = env();
        let before = whole(&env);
        env.run(&format!("export out.csv --for {program}")).done();
        let options = format!("--purpose update --id email --accept-suggestions --preset {program}");
        let again = env.import("out.csv", &options).done();
        assert_eq!(again.json()["counts"]["unchanged"], ROWS, "{program}: {again}");
        assert_eq!(whole(&env), before, "{program}");
        let table = Table::read(env.read("out.csv").trim_start_matches('\u{feff}'));
        assert!(table.rows.len() == ROWS, "{program}");
        // Every field has a column that comes back: in a workspace of the same fields nothing is missing.
        let other = env.clone_env();
        other.run("delete --all --yes").done();
        let options = format!("--purpose add --id email --accept-suggestions --preset {program}");
        let fresh = other.import("out.csv", &options).done();
        assert_eq!(whole(&other), before, "{program}: {fresh}");
    }
}
