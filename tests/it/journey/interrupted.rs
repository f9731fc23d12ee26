//! Ctrl-C at every question leaves everything as it was, but for the session, which keeps the answers.

use std::time::Duration;

use super::back::wide;
use super::driver::*;
use crate::support::{CTRL_C, TestEnv};

const SESSION: &str = "leads.csv.import.json";

/// Everything but the session, with the session.
fn with_session(env: &TestEnv) -> (Files, Option<Vec<u8>>) {
    let (session, all): (Files, Files) = everything(env).into_iter().partition(|(name, _)| name == SESSION);
    (all, session.into_iter().next().map(|(_, bytes)| bytes))
}

/// Breaks off at each question of a command; every time all is left as it was, but for the session, which is `prepared`
/// before: from the second question on it keeps the answers, and it says how to go on.
#[track_caller]
fn assert_keeps_answers(env: &TestEnv, line: &str, steps: &[Step], prepare: impl Fn()) {
    for at in 0..steps.len() {
        let mut steps = steps[..=at].to_vec();
        steps[at].1 = CTRL_C;
        let _ = std::fs::remove_file(env.work().join(SESSION)); // that of the round before
        prepare();
        let (before, session) = with_session(env);
        let left = go(env.terminal(line), &steps);
        assert_eq!(left.status, 130, "{line} at '{}'\n{}", steps[at].0, left.screen);
        let (after, kept) = with_session(env);
        assert!(after == before, "{line} at '{}' has changed something", steps[at].0);
        assert_eq!(kept.is_some(), session.is_some() || at > 0, "{line} at '{}'", steps[at].0);
        assert!(kept == session || at > 0, "{line} at the first question");
        let way_on = format!("the answers so far are kept; to go on: contacts {line}");
        assert_eq!(left.screen.contains(&way_on), at > 0, "{}", left.screen);
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
    assert_keeps_answers(&env(), "import leads.csv", &[UPLOAD, MAP, CONFIRM].concat(), || {});
}

#[test]
fn each_command_can_be_left_at_every_question() {
    let env = env();
    let upload = || env.run("upload leads.csv --purpose add-update --id phone").done();
    assert_keeps_answers(&env, "upload leads.csv", UPLOAD, || {});
    assert_keeps_answers(&env, "map leads.csv", MAP, || drop(upload()));
    upload();
    assert_interruptible(&env, "upload leads.csv", UPLOAD); // What is prepared is worth more than some answers.
    env.run("map leads.csv --accept-suggestions").done();
    assert_interruptible(&env, "map leads.csv", &[("Is this right?", CTRL_C)]);
    assert_interruptible(&env, "import leads.csv", CONFIRM);
    env.run("review leads.csv").done();
    assert_interruptible(&env, "import leads.csv", CONFIRM);
}

/// Between two questions Ctrl-C is a signal; the question that comes next must not wait as if there had been none.
#[test]
fn who_breaks_off_between_two_questions_is_heard() {
    let env = env();
    let (before, _) = with_session(&env);
    let (question, answer) = UPLOAD[0];
    for pause in [0, 1, 2, 4, 8, 16, 32] {
        let mut terminal = env.terminal("import leads.csv");
        terminal.wait_for(question);
        terminal.press(answer);
        std::thread::sleep(Duration::from_millis(pause));
        terminal.press(CTRL_C);
        let left = terminal.finish();
        assert_eq!(left.status, 130, "after {pause} ms\n{}", left.screen);
        assert!(left.modes_restored && with_session(&env).0 == before, "after {pause} ms\n{}", left.screen);
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
    assert_interruptible(&env, "map leads.csv", &[("Is this right?", down)]);
    let left = go(env.terminal("map leads.csv"), &[("Is this right?", down), ("Email is in", CTRL_C)]);
    assert_eq!(left.status, 130, "{}", left.screen);
}

#[test]
fn the_questions_for_each_field_can_be_left() {
    let env = env();
    let mut steps = MAP.to_vec();
    steps.last_mut().unwrap().1 = "\u{1b}[B\u{1b}[B\r";
    steps.extend([("Keep the First Name", ENTER), ("Keep the Last Name", ENTER)]);
    assert_keeps_answers(&env, "map leads.csv", &steps, || {
        env.run("upload leads.csv --purpose add-update --id phone").done();
    });
}

#[test]
fn an_upload_that_was_left_goes_on_with_its_answers() {
    for line in ["upload leads.csv", "import leads.csv"] {
        let env = env();
        let left = go(env.terminal(line), &[("What may the import do", "only update\r"), ("How are contacts", CTRL_C)]);
        assert_eq!(left.status, 130, "{}", left.screen);
        let status = env.run("status --json").done().json();
        assert_eq!(status["sessions"][0]["session"]["stage"], "begun", "{status:#}");
        for next in ["map leads.csv", "review leads.csv", "import leads.csv"] {
            env.run(&format!("{next} --json")).exits(4).says_all(&[
                "session-not-uploaded",
                "upload it with: contacts upload leads.csv --purpose update --id phone",
            ]);
        }
        let mut terminal = env.terminal(line);
        terminal.wait_for("> Only update existing contacts");
        terminal.press(ENTER);
        walk(&mut terminal, &[("How are contacts", ENTER), ("Tags for these", CTRL_C)]);
        assert_eq!(terminal.finish().status, 130);
        let mut terminal = env.terminal("upload leads.csv");
        walk(&mut terminal, &UPLOAD.iter().map(|(question, _)| (*question, ENTER)).collect::<Vec<_>>());
        assert_eq!(terminal.finish().status, 0);
        let status = env.run("status --json").done().json();
        assert_eq!(status["sessions"][0]["session"]["stage"], "uploaded");
        assert_eq!(status["sessions"][0]["session"]["purpose"], "update");
    }
}

#[test]
fn what_was_answered_about_columns_is_there_when_they_are_mapped_again() {
    let env = env();
    env.run("upload leads.csv --purpose add-update --id phone").done();
    let mut terminal = env.terminal_of("map leads.csv", (40, 100));
    change(&mut terminal, "Surname");
    terminal.wait_for("Contact field for Surname");
    terminal.press(LEAVE_OUT);
    terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() == 2);
    terminal.press(CTRL_C);
    assert_eq!(terminal.finish().status, 130);
    let mut terminal = env.terminal_of("map leads.csv", (40, 100));
    walk(&mut terminal, &[("Is this right?", ENTER), ("Where a contact has", ENTER)]);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    let mapped = env.run("review leads.csv --json").done().json();
    assert!(!mapped.to_string().contains("\"Last Name\""), "{mapped:#}");
}
