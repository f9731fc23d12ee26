//! Spec sections 2.5 and 4: text in other Unicode forms is the same text, for names of all kinds, for searches and updates.

use serde_json::{Value, json};

use crate::support::TestEnv;

/// `Café` in one code point a letter, and with an accent of its own.
const COMPOSED: &str = "Caf\u{e9}";
const DECOMPOSED: &str = "Cafe\u{301}";

fn total(env: &TestEnv, line: &str) -> Value {
    env.run(&format!("{line} --json")).done().json()["total"].clone()
}

#[test]
fn a_search_ignores_case_accents_and_forms() {
    let env = TestEnv::with_contacts(
        "First Name,Last Name,Email\nJos\u{e9},Nguy\u{1ec5}n,j@example.com\nG\u{f8}ran,\u{110}\u{1eb7}ng,g@example.com\n\
         JOSE\u{301},Wei\u{df},w@example.com\n",
    );
    for (word, found) in [
        ("José", 2),
        ("Jose\u{301}", 2),
        ("jose", 2),
        ("NGUYEN", 1),
        ("Nguye\u{302}\u{303}n", 1),
        ("goran", 1),
        ("Dang", 1),
        ("weiss", 1),
        ("josa", 0),
    ] {
        assert_eq!(total(&env, &format!("list '{word}'")), json!(found), "{word}");
    }
}

#[test]
fn the_same_text_in_another_form_changes_nothing() {
    let env = TestEnv::with_contacts("First Name,Last Name,Email,Tags\nJosé,Nguyễn,j@example.com,Café\n");
    env.write(
        "mac.csv",
        "First Name,Last Name,Email,Tags\nJose\u{301},Nguye\u{302}\u{303}n,j@example.com,Cafe\u{301}\n",
    );
    let outcome = env.import("mac.csv", "--purpose add-update --id email");
    assert_eq!(outcome.json()["counts"]["unchanged"], 1, "{outcome}");
    assert_eq!(env.values("first_name"), ["José"]);
    for tag in [COMPOSED, DECOMPOSED, "CAFÉ"] {
        assert_eq!(total(&env, &format!("list --tag '{tag}'")), json!(1), "{tag}");
    }
    let tags = env.run("tags --json").done().json()["tags"].clone();
    assert_eq!(tags.as_array().map(Vec::len), Some(1), "{tags}");
}

#[test]
fn names_of_the_same_people_are_found_twice() {
    let env = TestEnv::with_contacts(
        "First Name,Last Name\nAn,Nguyễn\nAn,Nguyen\nBinh,Đặng\nBinh,Dang\nGøran,Lie\nGoran,Lie\n\
         Łukasz,Æsa\nLukasz,Aesa\nJose\u{301},Weiß\nJosé,WEISS\nヤマダ,Ko\nヤマタ,Ko\n",
    );
    let json = env.run("duplicates --by name --json").done().json();
    let groups: Vec<Value> = json["groups"].as_array().unwrap().iter().map(|group| group["ids"].clone()).collect();
    assert_eq!(groups, [json!([1, 2]), json!([3, 4]), json!([5, 6]), json!([7, 8]), json!([9, 10])]);
}

#[test]
fn fields_options_and_headers_have_one_name_in_every_form() {
    let env = TestEnv::new();
    env.run(&format!("fields add '{COMPOSED}' --type list --option Cr\u{e8}me")).done();
    env.run(&format!("fields add '{DECOMPOSED}' --type text")).exits(4).says("Café");
    env.write("leads.csv", format!("First Name,{DECOMPOSED}\nAnn,CRE\u{300}ME\n"));
    let outcome = env.import("leads.csv", "--purpose add-all");
    assert_eq!((outcome.status, env.contacts()[0]["custom"][COMPOSED].clone()), (0, json!("Crème")), "{outcome}");
    env.write("more.csv", format!("Prénom,{DECOMPOSED}\nBob,Crème\n"));
    env.run("import more.csv --purpose add-all --no-import-tag --map 'Pre\u{301}nom=First Name'").done();
    assert_eq!(env.values("first_name"), ["Ann", "Bob"]);
}

#[test]
fn a_saved_mapping_finds_its_columns_and_is_found_in_every_form() {
    let env = TestEnv::new();
    env.write("leads.csv", "Prénom,Note\nAnn,x\n");
    let save = format!("import leads.csv --purpose add-all --map 'Prénom=First Name' --save '{COMPOSED}'");
    env.run(&save).done();
    env.write("mac.csv", "Pre\u{301}nom,Note\nBob,x\n");
    let again = env.run(&format!("import mac.csv --use '{DECOMPOSED}'")).done();
    again.never_says("new columns");
    assert_eq!(env.values("first_name"), ["Ann", "Bob"]);
    env.run(&format!("mappings delete '{DECOMPOSED}' --yes")).done();
    assert_eq!(env.run("mappings --json").done().json()["mappings"], json!([]));
}

/// A workspace of version 0.1, which knew no Unicode forms: two tags of one name on two contacts.
fn old_workspace() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Email,Tags\nAnn,a@example.com,Café\nBob,b@example.com,Other\n");
    let db = rusqlite::Connection::open(env.workspace()).unwrap();
    let spell = "UPDATE tags SET name = ?1, name_key = ?2 WHERE name = 'Other'";
    db.execute(spell, (DECOMPOSED, DECOMPOSED.to_lowercase())).unwrap();
    env
}

#[test]
fn tags_of_one_name_that_an_old_workspace_has_are_found_and_can_be_merged() {
    let env = old_workspace();
    assert_eq!(total(&env, &format!("list --tag '{COMPOSED}'")), json!(2));
    // A list that names one of them as it is written gives no contact the other one.
    env.write("leads.csv", format!("First Name,Email,Tags\nBob,b@example.com,{DECOMPOSED}\nCid,c@example.com,Café\n"));
    let outcome = env.import("leads.csv", "--purpose add-update --id email");
    assert_eq!(outcome.json()["counts"]["unchanged"], 1, "{outcome}");
    env.run(&format!("tags merge '{DECOMPOSED}' --into '{COMPOSED}'")).done();
    let tags = env.run("tags --json").done().json()["tags"].clone();
    assert_eq!(
        (tags[0]["name"].clone(), tags[0]["contacts"].clone(), tags[1].clone()),
        (json!(COMPOSED), json!(3), json!(null))
    );
    env.run("undo 3 --yes").done();
    assert_eq!(env.run("tags --json").done().json()["tags"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_tag_that_an_old_workspace_has_in_another_form_is_used_on_and_can_be_spelled_anew() {
    let env = TestEnv::with_contacts("First Name,Email,Tags\nAnn,a@example.com,Other\n");
    let db = rusqlite::Connection::open(env.workspace()).unwrap();
    db.execute("UPDATE tags SET name = ?1, name_key = ?1 WHERE name = 'Other'", [DECOMPOSED]).unwrap();
    env.add_contacts("First Name,Email,Tags\nBob,b@example.com,CAFÉ\n");
    assert_eq!(total(&env, &format!("list --tag '{COMPOSED}'")), json!(2));
    env.run(&format!("tags rename '{COMPOSED}' '{COMPOSED}'")).done();
    let tags = env.run("tags --json").done().json()["tags"].clone();
    assert_eq!((tags[0]["name"].clone(), tags[0]["contacts"].clone()), (json!(COMPOSED), json!(2)), "{tags}");
}
