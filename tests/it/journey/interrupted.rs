//! Ctrl-C at every question leaves everything as it was.

use std::time::Duration;

use super::back::wide;
use super::driver::*;
use crate::support::{CTRL_C, TestEnv};

/// Breaks off at each question of a command; every time the workspace is left as it was, and no file but the session,
/// which keeps the answers.
#[track_caller]
fn assert_keeps_answers(env: &TestEnv, line: &str, steps: &[Step]) {
    let before = env.workspace_bytes();
    for at in 0..steps.len() {
        let mut steps = steps[..=at].to_vec();
        steps[at].1 = CTRL_C;
        let _ = std::fs::remove_file(env.work().join("leads.csv.import.json")); // that of the round before
        let left = go(env.terminal(line), &steps);
        assert_eq!(left.status, 130, "{line} at '{}'\n{}", steps[at].0, left.screen);
        assert!(env.workspace_bytes() == before, "{line} at '{}' has changed the workspace", steps[at].0);
        let is_kept = env.has("leads.csv.import.json");
        assert_eq!(left.screen.contains("the answers so far are kept"), is_kept, "{}", left.screen);
    }
}

/// Breaks off at each question of a command; every time all is left as it was.
#[track_caller]
fn assert_interruptible(env: &TestEnv, line: &str, steps: &[Step]) {
    let before = everything(env);
    for at in 0..steps.len() {
        let mut steps = steps[..=at].to_vec();
        steps[at].1 = CTRL_C;
        let left = go(env.terminal(line), &steps);
        assert_eq!(left.status, 130, "{line} at '{}'\n{}", steps[at].0, left.screen);
        assert!(everything(env) == before, "{line} at '{}' has changed something", steps[at].0);
    }
}

#[test]
fn the_whole_way_can_be_left_at_every_question() {
    assert_keeps_answers(&env(), "import leads.csv", &[UPLOAD, MAP, CONFIRM].concat());
}

#[test]
fn each_command_can_be_left_at_every_question() {
    let env = env();
    assert_interruptible(&env, "upload leads.csv", UPLOAD);
    env.run("upload leads.csv --purpose add-update --id phone").done();
    assert_interruptible(&env, "upload leads.csv", UPLOAD);
    assert_interruptible(&env, "map leads.csv", MAP);
    env.run("map leads.csv --accept-suggestions").done();
    assert_interruptible(&env, "import leads.csv", CONFIRM);
    env.run("review leads.csv").done();
    assert_interruptible(&env, "import leads.csv", CONFIRM);
}

/// Between two questions Ctrl-C is a signal; the question that comes next must not wait as if there had been none.
#[test]
fn who_breaks_off_between_two_questions_is_heard() {
    let env = env();
    let before = everything(&env);
    let (question, answer) = UPLOAD[0];
    for pause in [0, 1, 2, 4, 8, 16, 32] {
        let mut terminal = env.terminal("import leads.csv");
        terminal.wait_for(question);
        terminal.press(answer);
        std::thread::sleep(Duration::from_millis(pause));
        terminal.press(CTRL_C);
        let left = terminal.finish();
        assert_eq!(left.status, 130, "after {pause} ms\n{}", left.screen);
        assert!(left.modes_restored && everything(&env) == before, "after {pause} ms\n{}", left.screen);
    }
}

#[test]
fn the_question_for_the_encoding_can_be_left() {
    let env = env();
    env.write("leads.csv", b"First Name,Phone Number\nJ\xfcrgen,+60123000001\nZo\xeb,+60123000002\n");
    assert_interruptible(&env, "upload leads.csv", &[("letters right", "y\r"), ("What may the import do", ENTER)]);
}

#[test]
fn the_offer_of_many_columns_and_what_is_missing_can_be_left() {
    let env = env();
    env.write("leads.csv", wide());
    env.run("upload leads.csv --purpose add --id email").done();
    let down = "\u{1b}[B\r";
    assert_interruptible(&env, "map leads.csv", &[("Is this right?", down), ("Email is in", ENTER)]);
}

#[test]
fn the_questions_for_each_field_can_be_left() {
    let env = env();
    env.run("upload leads.csv --purpose add-update --id phone").done();
    let mut steps = MAP.to_vec();
    steps.last_mut().unwrap().1 = "\u{1b}[B\u{1b}[B\r";
    steps.extend([("Keep the First Name", ENTER), ("Keep the Last Name", ENTER)]);
    assert_interruptible(&env, "map leads.csv", &steps);
}
