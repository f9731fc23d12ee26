//! `export` in other forms than CSV: JSON Lines, vCards, a plain database. Readers of other makers check them in
//! [`crate::readers`].

use serde_json::Value;

use crate::export::difficult_people;
use crate::support::TestEnv;

/// Difficult people with custom fields of many kinds.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts(&difficult_people());
    for field in [
        "Company",
        "'Job Title'",
        "Birthday --type date",
        "Website --type url",
        "Notes",
        "City",
        "Größe",
        "'Shoe size' --type number",
        "'Work phone' --type phone",
        "URL2 --type text",
    ] {
        env.run(&format!("fields add {field}")).done();
    }
    env.run("edit 1 Company='Ex; Ample, Ltd' 'Job Title=Head' Birthday=1990-02-28 City=Ipoh").done();
    env.run("edit 1 Website=https://example.com/a,b Größe=L 'Shoe size=42' 'Work phone=+60312345678'").done();
    env.write("notes.csv", format!("Contact ID,Notes\n1,\"line 1\nline 2; {}\"\n", "äö ".repeat(40)));
    env.import("notes.csv", "--purpose update --id contact-id").done();
    env
}

/// The cards of a file, each as its unfolded lines.
fn cards(text: &str) -> Vec<Vec<String>> {
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "a line is too long");
    let unfolded = text.replace("\r\n ", "");
    let lines = unfolded.split("\r\n").map(str::to_owned).collect::<Vec<_>>();
    lines.split(|line| line == "END:VCARD").filter(|card| card.len() > 1).map(<[String]>::to_vec).collect()
}

#[test]
fn lines_of_json_are_those_of_list() {
    let env = env();
    env.run("export all.jsonl").done().says("Wrote 8 contacts to");
    assert_eq!(env.read("all.jsonl"), env.run("list --jsonl").done().stdout);
    assert_eq!(env.mode("all.jsonl"), 0o600);
    let first: Value = serde_json::from_str(env.read("all.jsonl").lines().nth(1).unwrap()).unwrap();
    assert_eq!(first["first_name"], "=1+1", "no spreadsheet reads it, so nothing is guarded");
}

#[test]
fn a_card_has_every_field_where_address_books_look_for_it() {
    let env = env();
    env.run("export all.vcf").done().says("Wrote 8 contacts to");
    let cards = cards(&env.read("all.vcf"));
    assert_eq!(cards.len(), 8);
    let first = &cards[0];
    assert_eq!(first[..2], ["BEGIN:VCARD", "VERSION:4.0"]);
    for line in [
        "FN:Ann Lee",
        "N:Lee;Ann;;;",
        "TEL;VALUE=uri:tel:+60123000001",
        "EMAIL:ann@example.com",
        "ADR:;;;Ipoh;;;MY",
        "LANG:en",
        "ORG:Ex\\; Ample\\, Ltd",
        "TITLE:Head",
        "BDAY:19900228",
        "URL:https://example.com/a,b",
        "CATEGORIES:vip,blog",
        "X-GROSSE:L",
        "X-SHOE-SIZE:42",
        "TEL;TYPE=work;VALUE=uri:tel:+60312345678",
        "REV:20261122T133000Z",
    ] {
        assert!(first.iter().any(|found| found == line), "{line} is not in {first:#?}");
    }
    let note = first.iter().find(|line| line.starts_with("NOTE:")).unwrap();
    assert!(note.starts_with("NOTE:line 1\\nline 2\\; äö äö"), "{note}");
    assert!(cards[1].contains(&"FN:=1+1 @home".to_owned()), "no formula guard: {:#?}", cards[1]);
    assert!(cards[4].contains(&"CATEGORIES:a\\,b,c".to_owned()), "{:#?}", cards[4]);
}

#[test]
fn version_3_0_is_written_for_older_readers() {
    let env = env();
    env.run("export all.vcf --vcard 3.0").done();
    let cards = cards(&env.read("all.vcf"));
    for line in
        ["VERSION:3.0", "TEL:+60123000001", "EMAIL;TYPE=INTERNET:ann@example.com", "BDAY:1990-02-28", "N:Lee;Ann;;;"]
    {
        assert!(cards[0].iter().any(|found| found == line), "{line} is not in {:#?}", cards[0]);
    }
    assert_eq!(env.run("export - --vcard 3.0").done().stdout, env.read("all.vcf"));
}

#[test]
fn the_uid_of_a_contact_stays_and_is_nobody_elses() {
    let env = env();
    let uids = |text: String| {
        let uids = text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned);
        uids.collect::<Vec<_>>()
    };
    env.run("export one.vcf").done();
    env.run("edit 1 'First Name=Anna' Email=anna@example.com").done();
    env.run("export two.vcf --vcard 3.0").done();
    let first = uids(env.read("one.vcf"));
    assert_eq!(first, uids(env.read("two.vcf")));
    assert!(first.iter().all(|uid| uid.starts_with("UID:urn:uuid:") && uid.len() == 49), "{first:?}");
    let mut different = first.clone();
    different.sort();
    different.dedup();
    assert_eq!(different.len(), 8);
    let other = TestEnv::with_contacts(&difficult_people());
    other.run("export other.vcf").done();
    assert!(uids(other.read("other.vcf")).iter().all(|uid| !first.contains(uid)), "another workspace, other people");
}

#[test]
fn fields_whose_names_look_alike_have_properties_of_their_own() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    for (name, value) in [("'Shoe size'", "1"), ("Shoe-Size", "2"), ("尺寸", "3")] {
        env.run(&format!("fields add {name}")).done();
        env.run(&format!("edit 1 {name}={value}")).done();
    }
    let text = env.run("export - --vcard 4.0").done().stdout;
    for line in ["X-SHOE-SIZE:1\r\n", "X-SHOE-SIZE-102:2\r\n", "X-FIELD-103:3\r\n"] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn a_database_has_plain_tables_with_a_column_for_each_field_and_nothing_else() {
    let env = env();
    env.run("export all.db").done().says("Wrote 8 contacts to");
    assert_eq!(env.mode("all.db"), 0o600);
    assert_eq!(env.names(), ["all.db", "notes.csv", "notes.results.csv"]);
    let database = rusqlite::Connection::open(env.path("all.db")).unwrap();
    let text = |sql: &str| -> String { database.query_row(sql, [], |row| row.get(0)).unwrap() };
    assert_eq!(
        text("SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1)"),
        "contacts,fields,tags"
    );
    assert_eq!(text("SELECT \"First Name\" FROM contacts WHERE contact_id = 2"), "=1+1");
    assert_eq!(text("SELECT Tags FROM contacts WHERE contact_id = 1"), "vip,blog");
    assert_eq!(text("SELECT group_concat(tag, '+') FROM tags WHERE contact_id = 5"), "a,b+c");
    assert_eq!(
        text("SELECT typeof(\"Shoe size\") || Birthday || created_at FROM contacts WHERE contact_id = 1"),
        "integer1990-02-282026-11-22T13:30:00Z"
    );
    assert_eq!(text("SELECT type FROM fields WHERE field = 'Work phone'"), "phone");
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    let raw = String::from_utf8_lossy(&env.bytes("all.db")).into_owned();
    assert!(!raw.contains("journal") && !raw.contains("session_key"));
    env.run("-w all.db list").exits(1).says("not a workspace");
}

#[test]
fn no_form_overwrites_a_file_or_leaves_one_behind() {
    let env = env();
    for name in ["all.jsonl", "all.vcf", "all.db"] {
        env.write(name, "my own");
        env.run(&format!("export {name}")).exits(4).says(&format!("{name} exists already"));
        assert_eq!(env.read(name), "my own");
        env.run(&format!("export nowhere/{name}")).exits(1).says("make sure that its folder exists");
        std::fs::remove_file(env.path(name)).unwrap();
        std::os::unix::fs::symlink("elsewhere", env.path(name)).unwrap();
        env.run(&format!("export {name}")).exits(4);
        assert!(!env.has("elsewhere"));
        std::fs::remove_file(env.path(name)).unwrap();
    }
    assert_eq!(env.names(), ["notes.csv", "notes.results.csv"]);
}

#[test]
fn an_option_that_does_not_fit_the_ending_is_refused_with_a_name_that_does() {
    let env = env();
    env.run("export all.vcf --for google").exits(2).says("name the file all.csv");
    env.run("export all.db --for outlook").exits(2).says("name the file all.csv");
    env.run("export all.csv --vcard 3.0").exits(2).says("name the file all.vcf");
    env.run("export all.csv --for excel").exits(2).says("google");
    env.run("export all.vcf --vcard 2.1").exits(2).says("3.0");
    assert_eq!(env.names(), ["notes.csv", "notes.results.csv"]);
}

#[test]
fn selection_and_columns_count_in_every_form() {
    let env = env();
    let only = "--where 'Country is set' --sort -Country";
    env.run(&format!("export all.csv {only}")).done().says("Wrote 3 of 8 contacts");
    env.run(&format!("export all.jsonl {only} --columns Country,Tags")).done();
    assert!(env.read("all.jsonl").starts_with("{\"id\":1,\"country\":\"MY\",\"tags\""), "{}", env.read("all.jsonl"));
    env.run(&format!("export all.vcf {only}")).done();
    assert_eq!(cards(&env.read("all.vcf")).len(), 3);
    env.run(&format!("export all.db {only} --columns Country,'Shoe size'")).done();
    let database = rusqlite::Connection::open(env.path("all.db")).unwrap();
    let statement = database.prepare("SELECT * FROM contacts").unwrap();
    let names: Vec<&str> = statement.column_names().collect();
    assert_eq!(names, ["contact_id", "Country", "Shoe size", "created_at", "updated_at"]);
    env.run(&format!("export google.csv --for google {only}")).done().says("Wrote 3 of 8 contacts");
    for line in ["export a.vcf --columns Email", "export a.csv --for outlook --columns Email"] {
        env.run(line).exits(2).says("--columns is for .csv, .jsonl and .db");
    }
}

#[test]
fn an_export_writes_nothing_to_the_workspace() {
    let env = env();
    let before = env.workspace_bytes();
    for name in ["all.jsonl", "all.vcf", "all.db", "all.csv --for google"] {
        env.run(&format!("export {name}")).done();
    }
    assert!(before == env.workspace_bytes());
}

#[test]
fn an_empty_workspace_gives_empty_files() {
    let env = TestEnv::new();
    for name in ["all.jsonl", "all.vcf"] {
        env.run(&format!("export {name}")).done().says("Wrote 0 contacts");
        assert_eq!(env.read(name), "");
    }
    env.run("export all.db --json").done();
    env.run("export all.csv --for thunderbird").done();
    assert_eq!(env.read("all.csv").lines().count(), 1);
}
