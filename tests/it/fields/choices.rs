//! Choices: several options of a fixed set (spec section 4).

use serde_json::json;

use super::{custom, import_column};
use crate::support::{TestEnv, csv_row};

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("fields add Interests --type choices --option Hiking --option 'Oil, Gas & Mining' --option Müsik").done();
    env
}

#[test]
fn cells_are_kept_in_the_spelling_and_order_of_the_options() {
    let env = env();
    let cells = [
        ("hiking", "Hiking"),
        ("MÜSIK;hiking;Hiking", "Hiking; Müsik"),
        ("Mu\u{308}sik | Hiking", "Hiking; Müsik"),
        ("Hiking, Oil, Gas & Mining, müsik", "Hiking; Oil, Gas & Mining; Müsik"),
        (r#"["Müsik","oil, gas & mining"]"#, "Oil, Gas & Mining; Müsik"),
        ("{müsik,hiking}", "Hiking; Müsik"),
        ("Müsik；Hiking", "Hiking; Müsik"),
        (" ; ", "-"),
        ("[]", "-"),
        ("", "-"),
    ];
    import_column(&env, "Interests", &cells.map(|(cell, _)| cell), "").done();
    assert_eq!(custom(&env, "Interests"), cells.map(|(_, kept)| kept));
    let before = env.contacts();
    env.run("export all.csv").done();
    let again = env.import("all.csv", "--purpose update --id contact-id").done();
    assert_eq!((again.counts(), env.contacts()), ([10, 0, 10, 10, 0, 0], before), "an export is read as it was");
}

#[test]
fn what_is_no_option_is_named_with_what_is_and_with_the_command_that_adds_it() {
    let env = env();
    let outcome = import_column(&env, "Interests", &["Hiking, Golf", "Golf;it's", "Hiking, #N/A"], "").exits(3);
    let said = |line: u64| outcome.issues_at(line)[0]["message"].as_str().unwrap().to_owned();
    let takes =
        "it takes 'Hiking', 'Oil, Gas & Mining', 'Müsik'; to add it: --add-options, or fields option add Interests";
    assert_eq!(said(2), format!("'Golf' is not an option of the field: {takes} Golf"));
    assert_eq!(said(3), format!("'Golf' and 'it's' are not options of the field: {takes} Golf 'it'\\''s'"));
    assert_eq!(outcome.issues_at(4)[0]["code"], "spreadsheet-error");
    import_column(&env, "Interests", &["Hiking"], "").done();
    env.run("edit 1 Interests=Golf").exits(2).says("contacts fields option add Interests Golf");
    env.run("fields option add Interests Golf").done().says("Hiking; Oil, Gas & Mining; Müsik; Golf");
    env.run("edit 1 'Interests=golf, müsik'").done();
    assert_eq!(custom(&env, "Interests"), ["Müsik; Golf"]);
}

#[test]
fn an_option_holds_no_semicolon_and_is_removed_only_where_no_contact_has_it() {
    let env = env();
    env.run("fields add Other --type choices --option 'a;b'").exits(2).says("semicolon");
    env.run("fields option add Interests 'a;b'").exits(2).says("semicolon");
    env.run("fields add Other --type choices").exits(2).says("--option Gold");
    env.run("fields option add Interests Hik Golf").done();
    import_column(&env, "Interests", &["müsik, hiking"], "").done();
    for option in ["müsik", "Hiking"] {
        env.run(&format!("fields option remove Interests {option}")).exits(4).says("1 contact has");
    }
    env.run("fields option remove Interests hik GOLF").done().says("Hiking; Oil, Gas & Mining; Müsik");
    let list = env.run("fields list --json").done().json();
    let options = json!(["Hiking", "Oil, Gas & Mining", "Müsik"]);
    let field = json!({"name": "Interests", "type": "choices", "standard": false, "contacts": 1, "options": options});
    assert_eq!(list["fields"][7], field);
}

#[test]
fn an_import_creates_choices_of_what_a_column_holds() {
    let env = TestEnv::new();
    let rows = [["Ann", "A; B"], ["Bob", "b|C"], ["Cid", "c"], ["Dan", ""]];
    env.write("leads.csv", csv_row(&["First Name", "Kinds"]) + &rows.map(|row| csv_row(&row)).concat());
    env.import("leads.csv", "--purpose add-all --create-field Kinds=Kind:choices").done();
    assert_eq!(custom(&env, "Kind"), ["A; B", "B; C", "C", "-"]);
    assert_eq!(
        env.history()[0]["created_fields"],
        json!([{"name": "Kind", "type": "choices", "options": ["A", "B", "C"]}])
    );
    env.run("undo 1 --yes").done().says("removed");
    env.run("undo 2 --yes").done();
    assert_eq!(custom(&env, "Kind"), ["A; B", "B; C", "C", "-"]);
}

#[test]
fn undo_gives_choices_back_and_a_merge_keeps_them() {
    let env = env();
    import_column(&env, "Interests", &["hiking", "müsik,hiking"], "").done();
    env.run("edit 1 Interests=Müsik").done();
    env.run("undo 2 --yes").done();
    assert_eq!(custom(&env, "Interests"), ["Hiking", "Hiking; Müsik"]);
    env.run("merge 1 2 --keep 2 --yes").done();
    assert_eq!(custom(&env, "Interests"), ["Hiking; Müsik"]);
    env.run("doctor").done();
}
