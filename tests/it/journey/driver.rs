//! Drives a command in a terminal through its questions.

use serde_json::Value;

use crate::support::{FinishedTerminal, Terminal, TestEnv};

pub(crate) const ENTER: &str = "\r";
pub(super) const ESC: &str = "\u{1b}";
pub(super) const DOWN: &str = "\u{1b}[B";

/// A question, by words that only it has, and the keys that answer it.
pub(crate) type Step = (&'static str, &'static str);

/// Suggested are First Name, Last Name and Phone Number; nothing speaks for Remarks.
pub(super) const LEADS: &str = "Vorname,Surname,Mobile,Remarks\n\
    Ann,Lee,+60123000001,met twice\n\
    Bob,Tan,+60123000002,\n";

pub(super) const UPLOAD: &[Step] =
    &[("What may the import do", ENTER), ("How are contacts recognised", ENTER), ("Tags for these", "fair, vip\r")];

/// Leaves a column out, whatever is suggested: the item is found by typing.
pub(super) const LEAVE_OUT: &str = "leave\r";

/// What becomes of the columns looks right: the suggestions are taken, and Remarks gets a field of its own.
pub(super) const MAP: &[Step] = &[("Is this right?", ENTER), ("Where a contact has", ENTER)];

pub(super) const CONFIRM: &[Step] = &[("Import?", "y\r")];

/// Asked once an import is done of which the mapping was asked for.
pub(super) const SAVE: &[Step] = &[("Save this mapping?", ENTER)];

/// What `import` asks where nothing is prepared.
pub(super) fn whole_way() -> Vec<Step> {
    [UPLOAD, MAP, CONFIRM, SAVE].concat()
}

/// Leads from the overview to the question what this column becomes.
#[track_caller]
pub(super) fn change(terminal: &mut Terminal, column: &str) {
    terminal.wait_for("Is this right?");
    pick(terminal, "Change a column");
    terminal.wait_for("Which column?");
    pick(terminal, column);
}

/// An environment with a contact whom [`LEADS`] updates, so that the outcome shows both.
pub(super) fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Last Name,Phone Number\nBob,Old,+60123000002\n");
    env.write("leads.csv", LEADS);
    env
}

/// What the workspace holds after [`LEADS`] went the [`whole_way`]; the import tag is left out of the comparison.
#[track_caller]
pub(super) fn assert_imported(env: &TestEnv) {
    let names: Vec<_> = env.people().iter().map(|line| line.split(", -").next().unwrap().to_owned()).collect();
    assert_eq!(names, ["1 Bob, Tan, +60123000002", "2 Ann, Lee, +60123000001"]);
    for contact in env.contacts() {
        let tags = contact["tags"].as_array().unwrap();
        assert!(["fair", "vip"].iter().all(|tag| tags.contains(&Value::from(*tag))), "{tags:?}");
    }
}

/// Answers the questions as they come.
#[track_caller]
pub(crate) fn walk(terminal: &mut Terminal, steps: &[Step]) {
    for (question, keys) in steps {
        terminal.wait_until(question, |screen| is_asked(screen, question));
        terminal.press(keys);
    }
}

/// Whether a question waits for its answer: what a column is about is told before it is asked where it goes.
fn is_asked(screen: &str, question: &str) -> bool {
    let is_column = question.contains(" of ");
    let after = screen.rsplit_once(question).map(|(_, after)| after);
    after.is_some_and(|after| !is_column || after.contains("Contact field"))
}

/// Answers all questions and waits for the end, which leaves the terminal as it was.
#[track_caller]
pub(super) fn go(mut terminal: Terminal, steps: &[Step]) -> FinishedTerminal {
    walk(&mut terminal, steps);
    let left = terminal.finish();
    assert_tidy(&left);
    left
}

/// The user has a cursor, and a terminal that takes lines and echoes.
#[track_caller]
pub(super) fn assert_tidy(left: &FinishedTerminal) {
    assert!(!left.cursor_hidden, "the cursor is hidden\n{}", left.screen);
    assert!(left.modes_restored, "the modes are not as before\n{}", left.screen);
}

/// Moves the cursor to an item of the list on the screen, and takes it.
#[track_caller]
pub(super) fn pick(terminal: &mut Terminal, item: &str) {
    terminal.wait_until("a list", |screen| cursor_line(screen).is_some());
    for _ in 0..120 {
        let line = cursor_line(&terminal.screen()).unwrap_or_default();
        if line.contains(item) {
            terminal.press(ENTER);
            return;
        }
        terminal.press(DOWN);
        terminal.wait_until("another item", |screen| cursor_line(screen).is_some_and(|now| now != line));
    }
    panic!("no item '{item}' in\n{}", terminal.screen());
}

/// The last line with a mark for the cursor.
fn cursor_line(screen: &str) -> Option<String> {
    let marked = |line: &&str| line.trim_start().starts_with(['>', '❯']);
    screen.lines().rev().find(marked).map(str::to_owned)
}

/// Names and contents of files.
pub(super) type Files = Vec<(String, Vec<u8>)>;

/// Everything that must stay: the names and contents of all files, and the workspace.
pub(super) fn everything(env: &TestEnv) -> Files {
    let mut all: Vec<_> = env.names().into_iter().map(|name| (name.clone(), env.bytes(&name))).collect();
    let (database, log) = env.workspace_bytes();
    all.extend([("database".to_owned(), database), ("log".to_owned(), log)]);
    all
}
