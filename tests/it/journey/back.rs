//! Going back with Esc: answers given before are taken again.

use super::driver::*;
use crate::support::{CTRL_C, TestEnv};

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
    terminal.wait_for("Esc: back");
    let screen = terminal.screen();
    let offered = screen.split("2 of 2").nth(1).unwrap();
    assert!(offered.contains("Email") && !offered.contains("Phone Number"), "{offered}");
    assert!(!offered.contains("First Name"), "a field with a column of its name: {offered}");
    terminal.press(LEAVE_OUT);
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
    walk(&mut terminal, &[("2 of 2", ESC)]);
    terminal.wait_for("1 of 2");
    pick(&mut terminal, "Leave it out");
    terminal.wait_for("2 of 2");
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
    walk(&mut terminal, &[("Where a contact has", ESC), ("4 of 4", ESC), ("3 of 4", ESC), ("2 of 4", LEAVE_OUT)]);
    walk(&mut terminal, &[("3 of 4", ENTER), ("4 of 4", ENTER), ("Where a contact has", ENTER)]);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["Vorname → First Name", "Mobile → Phone Number"]);
}

#[test]
fn from_the_first_column_there_is_a_way_back_to_tags_identifier_and_purpose() {
    let env = env();
    let mut terminal = env.terminal("import leads.csv");
    walk(&mut terminal, UPLOAD);
    walk(&mut terminal, &[("1 of 4", ESC)]);
    // What was typed stands in the line.
    terminal.wait_for("(Enter: none) (Esc: back) fair,vip");
    terminal.press(ESC);
    terminal.wait_until("the identifier again", |screen| screen.matches("How are contacts").count() == 2);
    terminal.press(ESC);
    terminal.wait_until("the purpose again", |screen| screen.matches("What may").count() == 2);
    assert!(!terminal.screen().rsplit_once("What may").unwrap().1.contains("Esc"), "{}", terminal.screen());
    pick(&mut terminal, "Only add new");
    terminal.wait_until("the identifier once more", |screen| screen.matches("How are contacts").count() == 3);
    terminal.press(ENTER);
    terminal.wait_until("the tags once more", |screen| screen.matches("Tags for these").count() == 3);
    terminal.press(ENTER);
    let left = go(terminal, &[&MAP[..4], CONFIRM].concat());
    assert_eq!(left.status, 0, "{}", left.screen);
    // Who only adds is not asked what of a contact is replaced, and Bob stays as he was.
    assert!(!left.screen.contains("Where a contact has"), "{}", left.screen);
    let people = env.people();
    assert!(people[0].starts_with("1 Bob, Old,") && people[1].starts_with("2 Ann, Lee,"), "{people:?}");
    assert!(people[1].contains("fair") && people[1].contains("vip"), "{people:?}");
}

#[test]
fn who_goes_back_before_the_columns_answers_none_of_them_twice() {
    let env = env();
    let mut terminal = env.terminal("import leads.csv");
    walk(&mut terminal, UPLOAD);
    walk(&mut terminal, &[("1 of 4", ENTER), ("2 of 4", LEAVE_OUT), ("3 of 4", ESC), ("2 of 4", ESC), ("1 of 4", ESC)]);
    terminal.wait_until("the tags again", |screen| screen.matches("Tags for these").count() == 2);
    terminal.press(ENTER);
    let left = go(terminal, &[MAP, CONFIRM].concat());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["Vorname → First Name", "Mobile → Phone Number"]);
}

#[test]
fn at_the_first_question_esc_does_nothing_and_q_is_a_letter() {
    let env = env();
    env.run("upload leads.csv --purpose add-update --id phone").done();
    for (line, question, first) in
        [("import leads.csv", "Contact field for", "> First Name"), ("upload leads.csv", "What may the", "> Add new")]
    {
        let mut terminal = env.terminal(line);
        terminal.wait_for(question);
        terminal.wait_for(first);
        assert!(!terminal.screen().contains("Esc"), "{}", terminal.screen());
        terminal.press("q");
        terminal.wait_for("No item has this in it");
        terminal.press(ESC);
        terminal.wait_for(first);
        terminal.press(ESC);
        terminal.press(CTRL_C);
        assert_tidy(&terminal.finish());
    }
}

#[test]
fn what_the_purpose_needs_leads_back_to_the_last_column_and_can_be_taken_back() {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", "First Name,Nr,Code\nAnn,+60123000001,7\n");
    env.run("upload leads.csv --purpose add-update --id phone --no-import-tag").done();
    let mut terminal = env.terminal("map leads.csv");
    walk(&mut terminal, &[("1 of 2", LEAVE_OUT), ("2 of 2", LEAVE_OUT), ("Phone Number is in", ESC)]);
    walk(&mut terminal, &[("2 of 2", LEAVE_OUT)]);
    terminal.wait_until("the field again", |screen| screen.matches("Phone Number is in").count() == 2);
    pick(&mut terminal, "Code");
    walk(&mut terminal, &[("Where a contact has", ESC)]);
    terminal.wait_until("the field once more", |screen| screen.matches("Phone Number is in").count() == 3);
    pick(&mut terminal, "Nr");
    terminal.wait_until("the last question again", |screen| screen.matches("Where a contact has").count() == 2);
    terminal.press(ENTER);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["First Name → First Name", "Nr → Phone Number"]);
}

#[test]
fn the_questions_for_each_field_lead_back_one_by_one() {
    let env = env();
    env.run("upload leads.csv --purpose add-update --id phone").done();
    let mut terminal = env.terminal("map leads.csv");
    walk(&mut terminal, &MAP[..4]);
    terminal.wait_for("Where a contact has");
    pick(&mut terminal, "Decide for each");
    walk(&mut terminal, &[("Keep the First Name", "y\r"), ("Keep the Last Name", ESC)]);
    terminal.wait_until("the first again", |screen| screen.matches("Keep the First Name").count() == 2);
    terminal.press(ESC);
    terminal.wait_until("the choice again", |screen| screen.matches("Where a contact has").count() == 2);
    pick(&mut terminal, "Keep it, fill");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(left.screen.matches("not overwritten").count(), 3, "{}", left.screen);
}

#[test]
fn from_a_new_field_there_is_a_way_back_to_the_column() {
    let env = uploaded("First Name,Phone Number,Code\nAnn,+60123000001,7\n");
    let mut terminal = env.terminal("map leads.csv");
    walk(&mut terminal, &[("1 of 1", "create\r"), ("the new field", "Number\r"), ("are its values", ESC)]);
    terminal.wait_until("the name again", |screen| screen.matches("Name of the new field").count() == 2);
    terminal.press(ESC);
    let left = go(terminal, &[("1 of 1", LEAVE_OUT)]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(!env.run("fields list").done().stdout.contains("Number\u{20}\u{20}number"));
    assert_eq!(mapping(&env), ["First Name → First Name", "Phone Number → Phone Number"]);
}

#[test]
fn what_the_purpose_needs_is_asked_for_alone() {
    let env = uploaded("First Name,Nr,Code\nAnn,+60123000001,7\n");
    let mut terminal = env.terminal("map leads.csv");
    walk(&mut terminal, &[("1 of 2", LEAVE_OUT), ("2 of 2", LEAVE_OUT)]);
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
    let left = go(env.terminal("map leads.csv"), &[("1 of 1", LEAVE_OUT), ("Phone Number is in", "in none\r")]);
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
fn from_many_columns_there_is_a_way_back_to_the_offer_and_before() {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", wide());
    let mut terminal = env.terminal("import leads.csv");
    walk(&mut terminal, UPLOAD);
    terminal.wait_for("Take the 2");
    pick(&mut terminal, "Ask me about the 4");
    walk(&mut terminal, &[("1 of 4", ESC), ("Take the 2", ESC)]);
    terminal.wait_until("the tags again", |screen| screen.matches("Tags for these").count() == 2);
    let left =
        go(terminal, &[("Tags for these", ENTER), ("Take the 2", ENTER), ("Where a contact", ENTER), CONFIRM[0]]);
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
