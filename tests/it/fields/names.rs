//! Names of custom fields: any text, however strange, is data.

use serde_json::json;

use super::custom;
use crate::support::{TestEnv, csv_row};

#[test]
fn names_are_any_text_and_compare_without_case() {
    let env = TestEnv::new();
    for name in ["Länge", "🎂👩\u{200d}🚀", "שם חיבה", "\"; DROP TABLE contacts; --", "a=b:c", "City, State", "="]
    {
        let quoted = format!("'{name}'");
        env.run(&format!("fields add {quoted}")).done();
        env.run(&format!("fields add {}", quoted.to_uppercase())).exits(4).says("already");
        env.write("leads.csv", csv_row(&["First Name", name]) + &csv_row(&["Ann", "x"]));
        env.import("leads.csv", "--purpose add-all").done();
        let last = env.contacts().pop().unwrap();
        assert_eq!(last["custom"], json!({ name: "x" }));
        env.run(&format!("import leads.csv --purpose add-all --skip '#2' --set '{name}=y'")).done();
        assert_eq!(env.contacts().pop().unwrap()["custom"], json!({ name: "y" }));
    }
    let fields = env.run("fields list --json").done().json();
    let names: Vec<&str> = fields["fields"].as_array().unwrap().iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names.len(), 14, "{names:?}");
}

#[test]
fn names_that_mean_something_else_are_refused() {
    let env = TestEnv::new();
    env.run("fields add Nickname").done();
    env.run("fields add ' NICKNAME ' --type text").exits(4).says_all(&["'Nickname'", "text", "already"]);
    for (name, status, said) in [
        ("first name", 4, "standard"),
        ("First Name ", 4, "standard"),
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
        env.run(&format!("fields add \"{name}\"")).exits(status).says(said);
    }
    env.run(&format!("fields add \"{}\"", "é".repeat(200))).done();
    let json = env.run("--json fields add nickname").exits(4).json();
    assert_eq!(json["error"]["code"], "field-exists");
}

#[test]
fn a_field_whose_name_has_a_comma_is_not_overwritten() {
    let env = TestEnv::new();
    env.run("fields add 'City, State'").done();
    env.write("leads.csv", "First Name,Email,\"City, State\"\nAnn,ann@example.com,Old\n");
    env.import("leads.csv", "--purpose add --id email").done();
    env.write("leads.csv", "First Name,Email,\"City, State\"\nAnna,ann@example.com,New\n");
    env.import("leads.csv", "--purpose update --id email '--do-not-overwrite=Email,\"City, State\"'").done();
    assert_eq!(custom(&env, "City, State"), ["Old"]);
    assert_eq!(env.values("first_name"), ["Anna"]);
}

#[test]
fn a_thousand_fields_are_no_trouble() {
    let env = TestEnv::new();
    let names: Vec<String> = (1..=999).map(|n| format!("Extra {n}")).collect();
    let header: Vec<&str> = std::iter::once("First Name").chain(names.iter().map(String::as_str)).collect();
    let row: Vec<String> = (1..=1000).map(|n| n.to_string()).collect();
    let row: Vec<&str> = row.iter().map(String::as_str).collect();
    env.write("leads.csv", csv_row(&header) + &csv_row(&row));
    let create: String = names.iter().map(|name| format!(" --create-field '{name}=:number'")).collect();
    env.import("leads.csv", &format!("--purpose add-all{create}")).done();
    let contact = env.contacts().remove(0);
    assert_eq!((&contact["custom"]["Extra 999"], &contact["custom"]["Extra 1"]), (&json!("1000"), &json!("2")));
    env.run("export all.csv").done();
}

/// Names that a program which builds SQL, paths, patterns or tables out of them would stumble over.
fn strange_names() -> Vec<String> {
    let written = [
        "\"; DROP TABLE contacts; --",
        "'); DELETE FROM fields; --",
        "🎂👩\u{200d}🚀",
        "שם חיבה",
        "a=b:c",
        "=1+1",
        "City, State",
        "../../up/and away",
        "%s {} $HOME `id`",
        "--json",
        "<b>bold</b>",
        "null",
    ];
    written.into_iter().map(str::to_owned).chain(["é".repeat(200)]).collect()
}

#[test]
fn a_strange_name_goes_through_every_command() {
    for name in strange_names() {
        let mut env = TestEnv::new();
        env.set("NAME", &name);
        let values = |env: &TestEnv| env.contacts()[0]["custom"].clone();
        env.shell("contacts fields add -- \"$NAME\"").done();
        env.write("leads.csv", csv_row(&["First Name", "Phone Number", &name]) + "Ann,+60123000001,x\n");
        env.import("leads.csv", "--purpose add --id phone").done();
        env.shell("contacts edit 1 -- \"$NAME=y\"").done();
        assert_eq!(values(&env), json!({ &name: "y" }));
        for line in ["show 1 --json", "blame 1 --json", "history 2 --json", "fields list --json", "list --json"] {
            env.run(line).done().says(&serde_json::to_string(&name).unwrap());
        }
        for line in ["show 1", "blame 1", "history 2", "fields list", "list", "undo 2 --dry-run"] {
            env.run(line).done();
        }
        env.run("export all.csv").done();
        assert_eq!(env.import("all.csv", "--purpose update --id phone").done().counts()[3], 1, "{name}");
        env.run("undo 2 --yes").done();
        assert_eq!(values(&env), json!({ &name: "x" }));
        env.shell("contacts fields rename -- \"$NAME\" Other && contacts fields rename -- Other \"$NAME\"").done();
        let before = env.names();
        env.shell("contacts fields remove --yes -- \"$NAME\"").done();
        let new: Vec<String> = env.names().into_iter().filter(|file| !before.contains(file)).collect();
        assert!(new.len() == 1 && new[0].ends_with(".values.csv"), "{name}: {new:?}");
        assert_eq!(values(&env), json!({}));
        env.shell("contacts fields add -- \"$NAME\"").done();
        env.shell("contacts import ./*.values.csv --purpose update --id contact-id").done();
        assert_eq!(values(&env), json!({ &name: "x" }));
    }
}

/// Characters that nobody sees, or that look like a plain blank.
const HIDDEN: [char; 12] = [
    '\u{200B}',
    '\u{200D}',
    '\u{200E}',
    '\u{202E}',
    '\u{2060}',
    '\u{FEFF}',
    '\u{AD}',
    '\u{34F}',
    '\u{3164}',
    '\u{FE0F}',
    '\u{E0041}',
    '\u{115F}',
];

#[test]
fn a_name_that_differs_by_an_invisible_character_alone_is_taken() {
    let env = TestEnv::new();
    env.run("fields add 'Shoe size'").done();
    for c in HIDDEN {
        for name in
            [format!("Shoe{c} size"), format!("Shoe size{c}"), format!("{c}SHOE SIZE"), format!("Shoe\u{A0}{c}size")]
        {
            env.run(&format!("fields add '{name}'")).exits(4).says_all(&["'Shoe size'", "already"]);
            env.run(&format!("fields add '{c}First{c} Name'")).exits(4).says("standard");
        }
    }
    let fields = env.run("fields list --json").done().json();
    assert_eq!(fields["fields"].as_array().unwrap().len(), 8);
}

#[test]
fn a_new_name_has_no_invisible_character() {
    let env = TestEnv::new();
    env.run("fields add Level --type list --option Gold").done();
    env.write("leads.csv", "First Name,Other\nAnn,x\n");
    let said = |c: char| format!("(U+{:04X})", u32::from(c));
    for c in HIDDEN {
        let lines = [
            format!("fields add 'Nick{c}name'"),
            format!("fields rename Level 'Nick{c}name'"),
            format!("fields add Rank --type list --option 'Sil{c}ver'"),
            format!("fields option add Level 'Sil{c}ver'"),
            format!("import leads.csv --purpose add-all --create-field 'Other=Nick{c}name:text'"),
        ];
        for line in lines {
            env.run(&line).exits(2).says_all(&["an invisible character", &said(c), "leave it out"]);
        }
    }
    env.run("fields add 'Nick\u{A0}name'").exits(2).says_all(&["looks like a plain one", "(U+00A0)"]);
    env.run("fields option add Level 'Gold\u{200B}'").exits(2);
    assert!(env.contacts().is_empty());
    let names = env.run("fields list --json").done().json()["fields"].as_array().unwrap().len();
    assert_eq!(names, 8, "none was added");
}

#[test]
fn a_cell_is_the_option_that_it_looks_like() {
    let env = TestEnv::new();
    env.run("fields add City --type list --option 'New York'").done();
    env.write("leads.csv", "First Name,City\nAnn,New\u{A0}York\nBob,\u{200E}new york\u{200B}\nCid,New\u{AD} York\n");
    env.import("leads.csv", "--purpose add-all").done();
    assert_eq!(custom(&env, "City"), ["New York"; 3]);
}

/// As edition 1 let them come in.
#[test]
fn a_field_whose_name_looks_like_another_can_be_renamed() {
    let env = TestEnv::new();
    env.run("fields add Nickname").done();
    let database = rusqlite::Connection::open(env.workspace()).unwrap();
    let sql = "INSERT INTO fields (id, name, name_key, kind) VALUES (150, 'Nick\u{AD}name', 'nick\u{AD}name', 'text')";
    database.execute(sql, []).unwrap();
    env.run("fields rename 'Nick\u{AD}name' 'Second name'").done();
    let fields = env.run("fields list --json").done().json();
    let names: Vec<_> =
        fields["fields"].as_array().unwrap().iter().skip(7).map(|field| field["name"].clone()).collect();
    assert_eq!(names, ["Nickname", "Second name"]);
}
