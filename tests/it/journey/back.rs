//! Going back with Esc: answers given before are taken again.

use super::driver::*;
use crate::support::{CTRL_C, Terminal, TestEnv};

const OVERVIEW: &str = "Is this right?";
/// Items of the overview, found by typing.
const CHANGE: &str = "change\r";
const WITHOUT: &str = "without\r";

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

/// Answers a question that comes for this many times: an answered one stays on the screen.
#[track_caller]
fn answer(terminal: &mut Terminal, time: usize, question: &str, keys: &str) {
    terminal.wait_until(&format!("{question} ({time})"), |screen| screen.matches(question).count() == time);
    terminal.press(keys);
}

/// Changes a column from the overview, which comes for this many times.
#[track_caller]
fn change_at(terminal: &mut Terminal, time: usize, column: &str, field: &str) {
    answer(terminal, time, OVERVIEW, CHANGE);
    answer(terminal, time, "Which column?", &format!("{column}\r"));
    let question = format!("Contact field for {column}:");
    terminal.wait_until(&question, |screen| {
        screen.rsplit("Which column?").next().is_some_and(|after| after.contains(&question))
    });
    terminal.press(&format!("{field}\r"));
}

#[test]
fn a_field_that_was_given_to_a_column_is_not_offered_to_the_next() {
    let env = uploaded("First Name,Nr,Code\nAnn,+60123000001,7\n");
    let mut terminal = env.terminal("map leads.csv");
    change_at(&mut terminal, 1, "Nr", "phone");
    answer(&mut terminal, 2, OVERVIEW, CHANGE);
    answer(&mut terminal, 2, "Which column?", "Code\r");
    terminal.wait_until("the fields", |screen| {
        screen.split("Contact field for Code").nth(1).is_some_and(|offered| offered.contains("Create a new field"))
    });
    let screen = terminal.screen();
    let offered = screen.split("Contact field for Code").nth(1).unwrap();
    assert!(offered.contains("Email") && !offered.contains("Phone Number"), "{offered}");
    assert!(offered.contains("First Name"), "a column has its name, which may be wrong: {offered}");
    terminal.press(LEAVE_OUT);
    answer(&mut terminal, 3, OVERVIEW, ENTER);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["First Name → First Name", "Nr → Phone Number"]);
}

#[test]
fn an_answer_can_be_taken_back_and_its_field_given_to_another_column() {
    let env = uploaded("First Name,Old Nr,New Nr\nAnn,+60123000001,+60123000002\n");
    let mut terminal = env.terminal("map leads.csv");
    change_at(&mut terminal, 1, "Old Nr", "phone");
    change_at(&mut terminal, 2, "Old Nr", "leave");
    change_at(&mut terminal, 3, "New Nr", "phone");
    answer(&mut terminal, 4, OVERVIEW, ENTER);
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
    walk(&mut terminal, &[(OVERVIEW, ENTER), ("Where a contact has", ESC)]);
    answer(&mut terminal, 2, OVERVIEW, CHANGE);
    walk(&mut terminal, &[("Which column?", "surname\r"), ("Contact field for Surname", LEAVE_OUT)]);
    answer(&mut terminal, 3, OVERVIEW, WITHOUT);
    answer(&mut terminal, 2, "Where a contact has", ENTER);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["Vorname → First Name", "Mobile → Phone Number"]);
    assert!(!env.run("fields list").done().stdout.contains("Remarks"), "a field that was declined");
}

#[test]
fn from_the_overview_there_is_a_way_back_to_tags_identifier_and_purpose() {
    let env = env();
    let mut terminal = env.terminal("import leads.csv");
    walk(&mut terminal, UPLOAD);
    walk(&mut terminal, &[(OVERVIEW, ESC)]);
    // What was typed stands in the line.
    terminal.wait_for("(Enter: none) (Esc: back) fair,vip");
    terminal.press(ESC);
    answer(&mut terminal, 2, "How are contacts", ESC);
    answer(&mut terminal, 2, "What may", "");
    assert!(!terminal.screen().rsplit_once("What may").unwrap().1.contains("Esc"), "{}", terminal.screen());
    pick(&mut terminal, "Only add new");
    answer(&mut terminal, 3, "How are contacts", ENTER);
    answer(&mut terminal, 3, "Tags for these", ENTER);
    answer(&mut terminal, 2, OVERVIEW, ENTER);
    let left = go(terminal, &[CONFIRM, SAVE].concat());
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
    change_at(&mut terminal, 1, "Surname", "leave");
    answer(&mut terminal, 2, OVERVIEW, ESC);
    answer(&mut terminal, 2, "Tags for these", ENTER);
    answer(&mut terminal, 3, OVERVIEW, ENTER);
    let left = go(terminal, &[&MAP[1..], CONFIRM, SAVE].concat());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["Vorname → First Name", "Mobile → Phone Number", "Remarks → Remarks"]);
}

#[test]
fn at_the_first_question_esc_does_nothing_and_q_is_a_letter() {
    let env = env();
    env.run("upload leads.csv --purpose add-update --id phone").done();
    for (line, question, first) in
        [("import leads.csv", OVERVIEW, "> Looks right"), ("upload leads.csv", "What may the", "> Add new")]
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
fn what_the_purpose_needs_leads_back_to_the_overview_and_can_be_taken_back() {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", "First Name,Nr,Code\nAnn,+60123000001,7\n");
    env.run("upload leads.csv --purpose add-update --id phone --no-import-tag").done();
    let mut terminal = env.terminal("map leads.csv");
    walk(&mut terminal, &[(OVERVIEW, ENTER), ("Phone Number is in", ESC)]);
    answer(&mut terminal, 2, OVERVIEW, ENTER);
    answer(&mut terminal, 2, "Phone Number is in", "code\r");
    walk(&mut terminal, &[("Where a contact has", ESC)]);
    answer(&mut terminal, 3, "Phone Number is in", "nr\r");
    answer(&mut terminal, 2, "Where a contact has", ENTER);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["First Name → First Name", "Nr → Phone Number", "Code → Code"]);
}

#[test]
fn the_questions_for_each_field_lead_back_one_by_one() {
    let env = env();
    env.run("upload leads.csv --purpose add-update --id phone").done();
    let mut terminal = env.terminal("map leads.csv");
    walk(&mut terminal, &MAP[..1]);
    terminal.wait_for("Where a contact has");
    pick(&mut terminal, "Decide for each");
    walk(&mut terminal, &[("Keep the First Name", "y\r"), ("Keep the Last Name", ESC)]);
    terminal.wait_until("the first again", |screen| screen.matches("Keep the First Name").count() == 2);
    terminal.press(ESC);
    terminal.wait_until("the choice again", |screen| screen.matches("Where a contact has").count() == 2);
    pick(&mut terminal, "Keep it, fill");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(left.screen.matches("not overwritten").count(), 4, "{}", left.screen);
}

#[test]
fn from_a_new_field_there_is_a_way_back_to_the_column() {
    let env = uploaded("First Name,Phone Number,Code\nAnn,+60123000001,7\n");
    let mut terminal = env.terminal("map leads.csv");
    change_at(&mut terminal, 1, "Code", "create");
    walk(&mut terminal, &[("the new field", "Number\r"), ("are its values", ESC)]);
    answer(&mut terminal, 2, "Name of the new field", ESC);
    terminal.wait_until("the column again", |screen| {
        screen.rsplit("Name of the new field").next().is_some_and(|after| after.contains("Contact field for Code"))
    });
    terminal.press(LEAVE_OUT);
    answer(&mut terminal, 2, OVERVIEW, ENTER);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(!env.run("fields list").done().stdout.contains("Number\u{20}\u{20}number"));
    assert_eq!(mapping(&env), ["First Name → First Name", "Phone Number → Phone Number"]);
}

#[test]
fn what_the_purpose_needs_is_asked_for_alone() {
    let env = uploaded("First Name,Nr,Code\nAnn,+60123000001,7\n");
    let left = go(env.terminal("map leads.csv"), &[(OVERVIEW, WITHOUT), ("Phone Number is in", "nr\r")]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["First Name → First Name", "Nr → Phone Number"]);
}

#[test]
fn a_new_field_gives_way_to_the_one_that_the_purpose_needs() {
    let env = uploaded("First Name,Nr,Code\nAnn,+60123000001,7\n");
    let left = go(env.terminal("map leads.csv"), &[(OVERVIEW, ENTER), ("Phone Number is in", "nr\r")]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), ["First Name → First Name", "Nr → Phone Number", "Code → Code"]);
    let fields = env.run("fields list").done().stdout;
    assert!(fields.contains("Code") && !fields.contains("Nr"), "{fields}");
}

#[test]
fn a_source_without_the_identifier_is_told_so() {
    let env = uploaded("First Name,Code\nAnn,7\n");
    let before = everything(&env);
    let left = go(env.terminal("map leads.csv"), &[(OVERVIEW, WITHOUT), ("Phone Number is in", "in none\r")]);
    assert_eq!(left.status, 2, "{}", left.screen);
    assert!(left.screen.contains("no column is mapped to Phone Number"), "{}", left.screen);
    assert_eq!(everything(&env), before);
}

/// What is suggested for [`wide`].
const SUGGESTED: [&str; 2] = ["Vorname → First Name", "Mobile → Phone Number"];

/// Two columns that are suggested, a dozen that say nothing, two of them with values.
pub(super) fn wide() -> String {
    let more: Vec<String> = (1..=12).map(|number| format!("Extra {number}")).collect();
    format!("Vorname,Mobile,{}\nAnn,+60123000001,x,y{}\n", more.join(","), ",".repeat(10))
}

#[test]
fn many_columns_have_one_table_and_those_without_a_field_are_named_below() {
    let env = uploaded(&wide());
    let left = go(env.terminal("map leads.csv"), &[(OVERVIEW, ENTER)]);
    assert_eq!(left.status, 0, "{}", left.screen);
    for line in
        ["New fields: Extra 1 (checkbox), Extra 2 (checkbox)\n", "Not imported: Extra 3, Extra 4,", " and 2 more\n"]
    {
        assert!(left.screen.contains(line), "{line}\n{}", left.screen);
    }
    assert_eq!(mapping(&env), [&SUGGESTED[..], &["Extra 1 → Extra 1", "Extra 2 → Extra 2"]].concat());
}

#[test]
fn new_fields_are_declined_in_one_answer() {
    let env = uploaded(&wide());
    let left = go(env.terminal("map leads.csv"), &[(OVERVIEW, WITHOUT)]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), SUGGESTED);
    assert!(!env.run("fields list").done().stdout.contains("Extra"), "a field that was declined");
}

#[test]
fn from_a_column_there_is_a_way_back_to_the_overview_and_before() {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", wide());
    let mut terminal = env.terminal("import leads.csv");
    walk(&mut terminal, UPLOAD);
    walk(&mut terminal, &[(OVERVIEW, CHANGE), ("Which column?", ESC)]);
    answer(&mut terminal, 2, OVERVIEW, CHANGE);
    answer(&mut terminal, 2, "Which column?", "mobile\r");
    walk(&mut terminal, &[("Contact field for Mobile", ESC)]);
    answer(&mut terminal, 3, OVERVIEW, ESC);
    answer(&mut terminal, 2, "Tags for these", ENTER);
    answer(&mut terminal, 4, OVERVIEW, WITHOUT);
    let left = go(terminal, &[&MAP[1..], CONFIRM, SAVE].concat());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(mapping(&env), SUGGESTED);
}

#[test]
fn one_column_is_changed_and_the_overview_comes_again_with_it() {
    let env = uploaded(&wide());
    let mut terminal = env.terminal("map leads.csv");
    change(&mut terminal, "Extra 2");
    walk(&mut terminal, &[("Contact field for", "last name\r")]);
    answer(&mut terminal, 2, OVERVIEW, WITHOUT);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    let overview = left.screen.rsplit("Contact field for").next().unwrap().split(OVERVIEW).next().unwrap();
    let row = overview.lines().find(|line| line.starts_with("Extra 2"));
    assert!(row.is_some_and(|row| row.contains("Last Name")), "{overview}");
    assert!(overview.contains("New field: Extra 1 (checkbox)\n"), "{overview}");
    assert_eq!(mapping(&env), [&SUGGESTED[..], &["Extra 2 → Last Name"]].concat());
}
