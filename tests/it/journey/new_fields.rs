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
fn an_import_that_is_declined_makes_no_field_and_keeps_the_answers() {
    let env = env();
    let mut steps = whole();
    steps.pop(); // What is not imported is not saved.
    steps.last_mut().unwrap().1 = "n\r";
    let left = go(env.terminal("import leads.csv"), &steps);
    assert_eq!(left.status, 4, "{}", left.screen);
    assert!(left.screen.contains("nothing changed") && left.screen.contains("it stays prepared"), "{}", left.screen);
    assert!(!has_born(&env) && env.contacts().is_empty(), "{}", left.screen);
    env.run("review leads.csv").done();
    let left = go(env.terminal("import leads.csv"), CONFIRM);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(born(&env).len(), 3);
}

#[test]
fn an_import_that_finds_another_one_running_makes_no_field() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number\nAnn,0170 1234567\n");
    env.write("other.csv", "First Name,Born\nBob,1999-12-31\n");
    let mut first = env.terminal("import leads.csv --purpose add-all");
    first.wait_for("They are");
    let mut steps = whole();
    steps.truncate(3);
    let left = go(env.terminal("import other.csv"), &steps);
    assert_eq!(left.status, 75, "{}", left.screen);
    assert!(!has_born(&env), "{}", left.screen);
    first.press(CTRL_C);
    assert_eq!(first.finish().status, 130);
}

#[test]
fn a_field_that_another_command_adds_meanwhile_does_not_take_the_place_of_a_new_one() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number,Remark\nAnn,0170 1234567,hello\nBob,+491711234567,ciao\n");
    let mut terminal = env.terminal("import leads.csv");
    let upload = [("What may the import do", "\u{1b}[B\u{1b}[B\u{1b}[B\r"), ("Tags for these", ENTER)];
    walk(&mut terminal, &[&upload[..], MAP_BORN].concat());
    terminal.wait_for("They are");
    env.run("fields add Score --type number").done();
    walk(&mut terminal, &[&[("They are", "unknown\r")], CONFIRM, SAVE].concat());
    let left = terminal.finish();
    assert_eq!(left.status, 3, "{}", left.screen);
    assert!(left.screen.contains("'Remark' (text)") && !left.screen.contains("not a number"), "{}", left.screen);
    let fields = env.run("fields list").done().stdout;
    assert!(fields.contains("Score") && fields.contains("Remark"), "{fields}");
    assert_eq!(env.contacts()[0]["custom"], json!({"Remark": "ciao"}));
}

#[test]
fn the_answers_are_kept_where_a_new_field_is_made_by_another_command_first() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Remark\nAnn,hello\n");
    let mut terminal = env.terminal("import leads.csv --purpose add-all");
    walk(&mut terminal, MAP_BORN);
    terminal.wait_for("Import?");
    env.run("fields add Remark --type text").done();
    terminal.press(ENTER);
    let left = terminal.finish();
    assert_eq!(left.status, 4, "{}", left.screen);
    assert!(left.screen.contains("have changed meanwhile") && left.screen.contains("are kept"), "{}", left.screen);
    let left = go(env.terminal("import leads.csv"), &[MAP_BORN, CONFIRM, SAVE].concat());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(env.contacts()[0]["custom"], json!({"Remark": "hello"}));
}

/// A column without a name, and two of the same name.
const UNNAMED: &str = "First Name,Email,,Plan,Plan\nAnn,ann@example.com,note a,A,1\nBob,bob@example.com,note b,B,2\n";

const BY_EMAIL: &str = "import leads.csv --purpose add --id email";

/// What the note on a column that is not imported says.
fn left_out(env: &TestEnv, import: &str) -> Vec<String> {
    let notes = env.run(&format!("history {import} --json")).done().json()["notes"].as_array().unwrap().clone();
    let left_out = notes.iter().filter(|note| note["code"] == "column-left-out");
    left_out.map(|note| note["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn columns_whose_names_no_field_can_have_are_shown_as_left_out_with_the_reason() {
    for line in ["import leads.csv", BY_EMAIL] {
        let env = TestEnv::new();
        env.write("leads.csv", UNNAMED);
        let upload = if line == BY_EMAIL {
            &[][..]
        } else {
            &[("What may", ENTER), ("recognised", "e-mail\r"), ("Tags for", ENTER)]
        };
        let over = if line == BY_EMAIL { &[][..] } else { &[("Where a contact has", ENTER)] };
        let left = go(
            env.terminal(line),
            &[upload, &[("Is this right?", ENTER)], over, CONFIRM, if line == BY_EMAIL { &[] } else { SAVE }].concat(),
        );
        assert_eq!(left.status, 0, "{}", left.screen);
        assert!(left.screen.contains("— not imported (it has no name)"), "{}", left.screen);
        assert!(left.screen.contains("— not imported (its name is taken)"), "{}", left.screen);
        assert!(left.screen.contains("'Change a column…'"), "{}", left.screen);
        assert_eq!(env.contacts()[0]["custom"], json!({"Plan": "A"}));
        let wanted = ["'#3' is not imported: it has no name", "'Plan' #5 is not imported: its name is taken"];
        assert_eq!(left_out(&env, "1"), wanted, "{line}");
    }
}

#[test]
fn a_column_without_a_usable_name_gets_a_field_whose_name_is_asked_for() {
    let env = TestEnv::new();
    env.write("leads.csv", UNNAMED);
    let name = |column: &'static str, name: &'static str| -> [Step; 5] {
        [
            ("Is this right?", "change\r"),
            ("Which column?", column),
            ("Contact field for", "its own\r"),
            ("the new field", name),
            ("Is this right?", ENTER),
        ]
    };
    let steps = [&name("#3\r", "Remark\r")[..4], &name("plan → — not\r", "Level\r"), CONFIRM].concat();
    let left = go(env.terminal(BY_EMAIL), &steps);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(env.contacts()[1]["custom"], json!({"Remark": "note b", "Plan": "B", "Level": "2"}));
    assert!(left_out(&env, "1").is_empty());
}

#[test]
fn a_list_without_a_header_tells_which_columns_have_no_field() {
    let env = TestEnv::new();
    env.write("leads.csv", "Ann,blue,ann@example.com\nBob,red,bob@example.com\n");
    let line = "import leads.csv --purpose add --id email --header-line none --map '#1=First Name' --map '#3=Email'";
    let left = go(env.terminal(line), &[&[("Is this right?", ENTER)], CONFIRM].concat());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(left.screen.contains("— not imported (it has no name)"), "{}", left.screen);
}

#[test]
fn a_column_that_the_user_leaves_out_is_told_so() {
    let env = env();
    let steps = [
        ("Is this right?", "change\r"),
        ("Which column?", "born\r"),
        ("Contact field for", LEAVE_OUT),
        ("Is this right?", ENTER),
    ];
    let left = go(env.terminal("import leads.csv --purpose add-all"), &[&steps[..], CONFIRM].concat());
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(left_out(&env, "1"), ["'Born' is not imported: you left it out"]);
}

#[test]
fn new_fields_that_were_declined_stay_declined_after_ctrl_c() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Email,Born\nAnn,ann@example.com,1999-12-31\n");
    env.run("upload leads.csv --purpose add-update --id email").done();
    let left =
        go(env.terminal("import leads.csv"), &[("Is this right?", "without\r"), ("Where a contact has", CTRL_C)]);
    assert_eq!(left.status, 130, "{}", left.screen);
    let left = go(
        env.terminal("import leads.csv"),
        &[&[("Is this right?", ENTER), ("Where a contact has", ENTER)], CONFIRM, SAVE].concat(),
    );
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(!has_born(&env), "{}", left.screen);
}
