//! Custom fields of the type phone: read and kept as Phone Number is (spec section 4).

use serde_json::{Value, json};

use super::{custom, import_column};
use crate::support::TestEnv;

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("fields add Mobile --type phone").done();
    env
}

fn notes(document: &Value, code: &str) -> Vec<Value> {
    document["notes"].as_array().unwrap().iter().filter(|note| note["code"] == code).cloned().collect()
}

#[test]
fn numbers_are_kept_as_e164_and_others_are_errors() {
    let env = env();
    let cells = ["+60 12-300 0001", "0060123000002", "tel:+60123000003", ""];
    import_column(&env, "Mobile", &cells, "").done();
    assert_eq!(custom(&env, "Mobile"), ["+60123000001", "+60123000002", "+60123000003", "-"]);
    let bad = [("+6012300000O", "phone-letters"), ("6.01E+10", "phone-digits-lost"), ("#####", "phone-hashes")];
    let outcome = import_column(&env, "Mobile", &bad.map(|(cell, _)| cell), "").exits(3);
    for (line, (_, code)) in (2..).zip(bad) {
        let issue = &outcome.issues_at(line)[0];
        assert_eq!((&issue["code"], &issue["field"]), (&json!(code), &json!("Mobile")));
    }
}

#[test]
fn the_row_s_country_and_the_region_read_national_numbers() {
    let env = env();
    env.write("leads.csv", "First Name,Country,Mobile\nAnn,MY,012-300 0001\nBob,,012-300 0002\nCid,SG,+60123000003\n");
    let outcome = env.import("leads.csv", "--purpose add-all --region MY").done();
    assert_eq!(custom(&env, "Mobile"), ["+60123000001", "+60123000002", "+60123000003"]);
    let told = notes(&outcome.json(), "phones-national");
    assert_eq!((told.len(), &told[0]["field"], &told[0]["count"]), (1, &json!("Mobile"), &json!(2)));
    assert!(told[0]["message"].as_str().unwrap().starts_with("'Mobile': "));
    assert_eq!(outcome.json()["warnings"], 1, "the country of the third row is another");
    env.run("edit 1 'Mobile=012-300 0009' --region MY").done();
    assert_eq!(custom(&env, "Mobile")[0], "+60123000009");
}

/// Ten bare numbers decide about their own column, not about that of Phone Number.
#[test]
fn each_column_shows_how_its_bare_digits_are_read() {
    let env = env();
    let rows: String = (10..30).map(|n| format!("Person,0{n}1234567,601230000{n}\n")).collect();
    env.write("leads.csv", format!("First Name,Phone Number,Mobile\n{rows}"));
    let outcome = env.import("leads.csv", "--purpose add-all").exits(3);
    let fields = |code| notes(&outcome.json(), code).iter().map(|note| note["field"].clone()).collect::<Vec<_>>();
    assert_eq!(fields("phones-bare-refused"), [json!("Phone Number")]);
    assert_eq!(fields("phones-bare-international"), [json!("Mobile")]);
    let issues = (2..22).flat_map(|line| outcome.issues_at(line));
    let columns: Vec<Value> = issues.map(|issue| issue["column"].clone()).collect();
    assert_eq!(columns, vec![json!("Phone Number"); 20]);
    env.import("leads.csv", "--purpose add-all --only-mapped --skip 'Phone Number'").done();
    assert_eq!(custom(&env, "Mobile")[0], "+60123000010");
}

#[test]
fn a_region_that_fits_no_number_of_the_field_is_refused() {
    let env = env();
    let cells: Vec<String> = (10..30).map(|n| format!("07400 1234{n}")).collect();
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    import_column(&env, "Mobile", &cells, "--region MY").exits(4).says("--region GB");
}

#[test]
fn an_import_creates_a_field_of_phone_numbers_and_an_export_brings_them_back() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Handy\nAnn,+60 12-300 0001\n");
    env.import("leads.csv", "--purpose add-all --create-field Handy=Mobile:phone").done();
    env.run("export all.csv").done();
    assert!(env.read("all.csv").contains(",+60123000001"));
    let again = env.import("all.csv", "--purpose update --id contact-id").done();
    assert_eq!(again.counts(), [1, 0, 1, 1, 0, 0]);
}
