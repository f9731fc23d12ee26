//! Fields that are created for columns in the questions of `map`.

use serde_json::json;

use super::driver::*;
use crate::support::{CTRL_C, TestEnv};

/// Born becomes a new field of the type that its values have.
const MAP_BORN: &[Step] = &[("1 of 1", "\u{1b}[B\r"), ("the new field", ENTER), ("are its values", ENTER)];

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
    [&upload[..], MAP_BORN, CONFIRM].concat()
}

#[test]
fn who_leaves_with_ctrl_c_has_no_new_field() {
    let env = env();
    env.run("upload leads.csv --purpose add-all").done();
    let before = everything(&env);
    for (line, steps) in [("map leads.csv", MAP_BORN.to_vec()), ("import leads.csv", [MAP_BORN, CONFIRM].concat())] {
        for at in 0..steps.len() {
            let mut steps = steps[..=at].to_vec();
            steps[at].1 = CTRL_C;
            let left = go(env.terminal(line), &steps);
            assert_eq!(left.status, 130, "{line} at '{}'\n{}", steps[at].0, left.screen);
            assert!(everything(&env) == before, "{line} at '{}' has changed something", steps[at].0);
        }
    }
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
    steps.last_mut().unwrap().1 = "n\r";
    let left = go(env.terminal("import leads.csv"), &steps);
    assert_eq!(left.status, 4, "{}", left.screen);
    assert!(has_born(&env) && env.contacts().is_empty(), "{}", left.screen);
    let left = go(env.terminal("import leads.csv"), CONFIRM);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(born(&env).len(), 3);
}
