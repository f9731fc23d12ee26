//! Going back with Esc: answers given before are taken again.

use super::driver::*;
use crate::support::TestEnv;

/// A session beside a source with these columns, to be mapped.
fn uploaded(csv: &str) -> TestEnv {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", csv);
    env.run("upload leads.csv --purpose add --id phone --no-import-tag").done();
    env
}

/// `Vorname → First Name` for each mapped column.
fn mapping(env: &TestEnv) -> Vec<String> {
    let manifest: serde_json::Value = serde_json::from_str(&env.read("leads.csv.import.json")).unwrap();
    let columns = find(&manifest, "columns").expect("the columns of the recipe");
    let pairs = columns.iter().filter_map(|column| {
        let (header, field) = (column["header"].as_str()?, column["field"].as_str()?);
        Some(format!("{header} → {field}"))
    });
    pairs.collect()
}

/// The list of objects of this name, wherever it is.
fn find<'a>(value: &'a serde_json::Value, name: &str) -> Option<&'a Vec<serde_json::Value>> {
    let object = value.as_object()?;
    let here =
        object.get(name).and_then(|list| list.as_array()).filter(|list| list.iter().all(serde_json::Value::is_object));
    here.or_else(|| object.values().find_map(|inner| find(inner, name)))
}

#[test]
fn a_field_that_a_column_has_is_not_offered_to_the_next() {
    let env = uploaded("First Name,Nr,Code\nAnn,+60123000001,7\n");
    let mut terminal = env.terminal("map leads.csv");
    terminal.wait_for("1 of 2");
    pick(&mut terminal, "Phone Number");
    terminal.wait_for("2 of 2");
    terminal.wait_for("Back");
    let screen = terminal.screen();
    let offered = screen.split("2 of 2").nth(1).unwrap();
    assert!(offered.contains("Email") && !offered.contains("Phone Number"), "{offered}");
    assert!(!offered.contains("First Name"), "a field with a column of its name: {offered}");
    terminal.press(ESC);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["First Name → First Name", "Nr → Phone Number"]);
}

#[test]
fn an_answer_can_be_taken_back_and_its_field_given_to_another_column() {
    let env = uploaded("First Name,Old Nr,New Nr\nAnn,+60123000001,+60123000002\n");
    let mut terminal = env.terminal("map leads.csv");
    terminal.wait_for("1 of 2");
    pick(&mut terminal, "Phone Number");
    terminal.wait_for("2 of 2");
    pick(&mut terminal, "Back");
    terminal.wait_until("the first question again", |screen| screen.matches("1 of 2").count() == 2);
    pick(&mut terminal, "Leave it out");
    terminal.wait_until("the second question again", |screen| screen.matches("2 of 2").count() == 2);
    pick(&mut terminal, "Phone Number");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["First Name → First Name", "New Nr → Phone Number"]);
}

#[test]
fn from_the_identifier_there_is_a_way_back_to_the_purpose() {
    let env = env();
    let mut terminal = env.terminal("upload leads.csv");
    walk(&mut terminal, &[("What may the import do", ENTER), ("How are contacts", ESC)]);
    terminal.wait_until("the purpose again", |screen| screen.matches("What may").count() == 2);
    pick(&mut terminal, "Add every row");
    let left = go(terminal, &[("Tags for these", ENTER)]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(left.screen.contains("add-all"), "{}", left.screen);
}

#[test]
fn from_the_last_question_there_is_a_way_back_to_the_columns() {
    let env = env();
    env.run("upload leads.csv --purpose add-update --id phone").done();
    let mut terminal = env.terminal("map leads.csv");
    walk(&mut terminal, &MAP[..4]);
    terminal.wait_for("Where a contact has");
    pick(&mut terminal, "Back");
    terminal.wait_until("the first column again", |screen| screen.matches("1 of 4").count() == 2);
    terminal.press(ENTER);
    terminal.wait_until("the second", |screen| screen.matches("2 of 4").count() == 2);
    terminal.press(ESC);
    terminal.wait_until("the third", |screen| screen.matches("3 of 4").count() == 2);
    terminal.press(ENTER);
    terminal.wait_until("the fourth", |screen| screen.matches("4 of 4").count() == 2);
    terminal.press(ENTER);
    terminal.wait_until("the last", |screen| screen.matches("Where a contact").count() == 2);
    terminal.press(ENTER);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["Vorname → First Name", "Mobile → Phone Number"]);
}

#[test]
fn what_the_purpose_needs_is_asked_for_alone() {
    let env = uploaded("First Name,Nr,Code\nAnn,+60123000001,7\n");
    let mut terminal = env.terminal("map leads.csv");
    walk(&mut terminal, &[("1 of 2", ESC), ("2 of 2", ESC)]);
    terminal.wait_for("Phone Number is in");
    pick(&mut terminal, "Nr");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["First Name → First Name", "Nr → Phone Number"]);
}

#[test]
fn a_source_without_the_identifier_is_told_so() {
    let env = uploaded("First Name,Code\nAnn,7\n");
    let before = everything(&env);
    let left = go(env.terminal("map leads.csv"), &[("1 of 1", ESC), ("Phone Number is in", ESC)]);
    assert_eq!(left.status, 2, "{}", left.screen);
    assert!(left.screen.contains("no column is mapped to Phone Number"), "{}", left.screen);
    assert_eq!(everything(&env), before);
}

/// Two columns that are suggested, a dozen that say nothing, two of them with values.
pub(super) fn wide() -> String {
    let more: Vec<String> = (1..=12).map(|number| format!("Extra {number}")).collect();
    format!("Vorname,Mobile,{}\nAnn,+60123000001,x,y{}\n", more.join(","), ",".repeat(10))
}

#[test]
fn many_columns_are_offered_together() {
    let env = uploaded(&wide());
    let left = go(env.terminal("map leads.csv"), &[("Take the 2", ENTER)]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["Vorname → First Name", "Mobile → Phone Number"]);
}

#[test]
fn of_many_columns_those_with_values_can_be_asked_for() {
    let env = uploaded(&wide());
    let mut terminal = env.terminal("map leads.csv");
    terminal.wait_for("Take the 2");
    pick(&mut terminal, "Ask me about the 4");
    walk(&mut terminal, &[("1 of 4", ENTER), ("2 of 4", ENTER)]);
    terminal.wait_for("3 of 4");
    pick(&mut terminal, "Last Name");
    let left = go(terminal, &[("4 of 4", ENTER)]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["Vorname → First Name", "Mobile → Phone Number", "Extra 1 → Last Name"]);
}
