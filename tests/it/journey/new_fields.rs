//! Fields that are created for columns in the questions of `map`.

use serde_json::json;

use super::driver::*;
use crate::support::{CTRL_C, TestEnv};

/// Born becomes a new field of the type that its values have, as the overview proposes.
const MAP_BORN: &[Step] = &[("Is this right?", ENTER)];
/// Born is asked for, and becomes a field with another name.
const MAP_BIRTHDAY: &[Step] = &[
    ("Is this right?", "change\r"),
    ("Which column?", "born\r"),
    ("Contact field for Born", "create\r"),
    ("the new field", "Birthday\r"),
    ("are its values", ENTER),
];

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Born\nAnn,1999-12-31\nBob,2003-02-01\nCid,2004-05-06\n");
    env
}

fn born(env: &TestEnv) -> Vec<serde_json::Value> {
    env.contacts().iter().map(|contact| contact["custom"]["Born"].clone()).collect()
}

fn has_born(env: &TestEnv) -> bool {
    env.run("fields list").done().stdout.contains("Born")
}

fn whole() -> Vec<Step> {
    let upload = [("What may the import do", "\u{1b}[B\u{1b}[B\u{1b}[B\r"), ("Tags for these", ENTER)];
    [&upload[..], MAP_BORN, CONFIRM, SAVE].concat()
}

#[test]
fn who_leaves_with_ctrl_c_has_no_new_field() {
    let env = env();
    env.run("upload leads.csv --purpose add-all").done();
    let before = everything(&env);
    let session = std::fs::read(env.path("leads.csv.import.json")).unwrap();
    // An import keeps the answers so far in its session, and all else as it was.
    let without_session =
        |all: Files| -> Files { all.into_iter().filter(|(name, _)| name != "leads.csv.import.json").collect() };
    let import = [MAP_BORN, CONFIRM].concat();
    for (line, steps) in
        [("map leads.csv", MAP_BIRTHDAY), ("import leads.csv", &import), ("import leads.csv", MAP_BIRTHDAY)]
    {
        for at in 0..steps.len() {
            let mut steps = steps[..=at].to_vec();
            steps[at].1 = CTRL_C;
            // The answers of the round before are forgotten.
            std::fs::write(env.path("leads.csv.import.json"), &session).unwrap();
            let left = go(env.terminal(line), &steps);
            assert_eq!(left.status, 130, "{line} at '{}'\n{}", steps[at].0, left.screen);
            let after = everything(&env);
            let is_same = without_session(after) == without_session(before.clone());
            assert!(is_same, "{line} at '{}' has changed more than the session", steps[at].0);
        }
    }
}

#[test]
fn a_new_field_that_was_named_before_ctrl_c_is_there_when_it_goes_on() {
    for (begin, go_on) in [("map leads.csv", "map leads.csv"), ("import leads.csv", "import leads.csv")] {
        let env = env();
        env.run("upload leads.csv --purpose add-all").done();
        let mut terminal = env.terminal(begin);
        walk(&mut terminal, MAP_BIRTHDAY);
        terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() == 2);
        terminal.press(CTRL_C);
        assert_eq!(terminal.finish().status, 130);
        assert!(!env.run("fields list").done().stdout.contains("Birthday"));
        let after = if go_on.starts_with("import") { [CONFIRM, SAVE].concat() } else { Vec::new() };
        let left = go(env.terminal(go_on), &[&[("Is this right?", ENTER)], &after[..]].concat());
        assert_eq!(left.status, 0, "{}", left.screen);
        let fields = env.run("fields list").done().stdout;
        assert!(fields.contains("Birthday") && fields.contains("date") && !fields.contains("Born"), "{fields}");
        if go_on.starts_with("map") {
            env.run("review leads.csv").done();
            env.run("import leads.csv --yes").done();
        }
        assert_eq!(env.contacts()[0]["custom"]["Birthday"], "1999-12-31");
    }
}

#[test]
fn a_field_is_created_with_the_name_that_was_typed() {
    let env = env();
    env.run("upload leads.csv --purpose add-all").done();
    let mut terminal = env.terminal("map leads.csv");
    walk(&mut terminal, MAP_BIRTHDAY);
    terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() == 2);
    terminal.press(ENTER);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    let fields = env.run("fields list").done().stdout;
    assert!(fields.contains("Birthday") && !has_born(&env), "{fields}");
}

#[test]
fn who_declines_the_new_field_imports_without_it() {
    let env = env();
    let mut steps = whole();
    steps[2].1 = "without\r";
    let left = go(env.terminal("import leads.csv"), &steps);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(env.contacts().len(), 3);
    assert!(!has_born(&env), "{}", left.screen);
}

#[test]
fn an_import_that_is_asked_for_creates_the_field_with_the_contacts() {
    let env = env();
    let left = go(env.terminal("import leads.csv"), &whole());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(born(&env), [json!("1999-12-31"), json!("2003-02-01"), json!("2004-05-06")]);
}

#[test]
fn an_import_that_is_declined_keeps_the_field_with_the_answers() {
    let env = env();
    let mut steps = whole();
    steps.pop(); // What is not imported is not saved.
    steps.last_mut().unwrap().1 = "n\r";
    let left = go(env.terminal("import leads.csv"), &steps);
    assert_eq!(left.status, 4, "{}", left.screen);
    assert!(has_born(&env) && env.contacts().is_empty(), "{}", left.screen);
    let left = go(env.terminal("import leads.csv"), CONFIRM);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(born(&env).len(), 3);
}
