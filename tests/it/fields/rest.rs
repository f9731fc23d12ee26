//! `--create-fields`: a field for every column that is left (spec section 5).

use serde_json::{Value, json};

use crate::support::TestEnv;

const CRM: &str = "\
First Name,Mobile,Company,Birthday,Zip,Score,Newsletter,Site,,Deal value,Unused,Invited by
Ann,+6591230081,Acme,1980-01-31,10115,12,yes,https://example.com,x,\"1,234.50\",,cid@example.com
Bob,+6591230082,Bolt,1981-02-28,01067,7,no,https://example.org,y,999.00,,
";
const HOW: &str = "--purpose add-update --id phone --accept-suggestions --create-fields";

fn env(csv: &str) -> TestEnv {
    let env = TestEnv::new();
    env.write("crm.csv", csv);
    env
}

/// The custom fields with their types.
fn fields(env: &TestEnv) -> Vec<(String, String)> {
    let list = env.run("fields list --json").done().json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all = list["fields"].as_array().unwrap().iter();
    all.skip(7).map(|field| (text(&field["name"]), text(&field["type"]))).collect()
}

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned())).collect()
}

#[test]
fn every_column_that_is_left_becomes_a_field_of_the_type_of_its_values() {
    let env = env(CRM);
    let done = env.import("crm.csv", HOW).done().json();
    let expected = [
        ("Company", "text"),
        ("Birthday", "date"),
        ("Zip", "text"),
        ("Score", "number"),
        ("Newsletter", "checkbox"),
        ("Site", "url"),
        ("Deal value", "number"),
        ("Invited by", "email"),
    ];
    assert_eq!(fields(&env), pairs(&expected));
    assert_eq!(env.contacts()[1]["custom"]["Zip"], "01067");
    let left_out: Vec<&Value> =
        done["notes"].as_array().unwrap().iter().filter(|note| note["code"] == "column-left-out").collect();
    let told: Vec<&str> = left_out.iter().map(|note| note["message"].as_str().unwrap()).collect();
    assert_eq!(told, ["'#9' is not imported: it has no name", "'Unused' is not imported: no row has a value"]);
}

#[test]
fn the_same_is_printed_as_options_that_work_when_they_are_pasted() {
    let one = env(CRM);
    let said = one.run(&format!("import crm.csv {HOW} --dry-run")).done();
    let options = said.stderr.lines().find(|line| line.trim().starts_with("--create-field ")).unwrap().trim();
    let pasted = format!("--purpose add-update --id phone --accept-suggestions {options}");
    one.import("crm.csv", &pasted).done();
    let other = env(CRM);
    other.import("crm.csv", HOW).done();
    assert_eq!(fields(&one), fields(&other));
    assert_eq!(one.contacts(), other.contacts());
}

#[test]
fn a_column_with_a_suggested_field_waits_for_its_answer() {
    let env = env("First Name,Phone Number,E-mail address,Level\nAnn,+6591230081,ann@example.com,Gold\n");
    let done = env.run("import crm.csv --purpose add --id phone --create-fields").done();
    done.says("--map 'E-mail address=Email'");
    assert_eq!(fields(&env), pairs(&[("Level", "text")]));
}

#[test]
fn the_type_holds_for_rows_far_below_or_is_text() {
    let row = |n: u64, score: &str| format!("Ann,+65{},{score}\n", 91_230_000 + n);
    let rows: String = (0..3000).map(|n| row(n, if n < 1100 { "12" } else { "A-12" })).collect();
    let env = env(&format!("First Name,Phone Number,Score\n{rows}"));
    let counts = env.import("crm.csv", "--purpose add --id phone --create-fields").done().counts();
    assert_eq!(counts, [3000, 3000, 0, 0, 0, 0]);
    assert_eq!(fields(&env), pairs(&[("Score", "text")]));
}

#[test]
fn a_night_with_a_new_column_creates_its_field_and_undo_takes_it_away() {
    let env = env("First Name,Phone Number,Level\nAnn,+6591230081,Gold\n");
    let how = "--purpose add-update --id phone --create-fields";
    env.import("crm.csv", how).done();
    env.write("crm.csv", "First Name,Phone Number,Level,Since\nAnn,+6591230081,Gold,2024-01-31\n");
    env.import("crm.csv", how).done();
    assert_eq!(fields(&env), pairs(&[("Level", "text"), ("Since", "date")]));
    assert_eq!(env.history()[0]["created_fields"], json!([{"name": "Since", "type": "date", "options": []}]));
    env.run("undo 2 --yes").done();
    assert_eq!(fields(&env), pairs(&[("Level", "text")]));
}

#[test]
fn an_export_of_forty_five_columns_comes_in_with_one_command() {
    let headers: Vec<String> = (1..=43).map(|n| format!("Trait {n}")).collect();
    let values: Vec<String> = (1..=43).map(|n| format!("v{n}")).collect();
    let env = env(&format!("First Name,Email,{}\nAnn,ann@example.com,{}\n", headers.join(","), values.join(",")));
    env.import("crm.csv", "--purpose add --id email --create-fields").done();
    assert_eq!(fields(&env).len(), 43);
    assert_eq!(env.contacts()[0]["custom"]["Trait 43"], "v43");
}
