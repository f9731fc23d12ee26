//! Whole sessions in terminals of several widths, from the first question to the import.

use super::driver::*;
use crate::support::TestEnv;

/// Rows and columns: a telephone, a terminal as it comes, a wide screen.
const SHAPES: [(u16, u16); 3] = [(20, 40), (24, 80), (50, 200)];

#[test]
fn one_command_asks_its_whole_way_at_every_width() {
    for shape in SHAPES {
        let env = env();
        let left = go(env.terminal_of("import leads.csv", shape), &whole_way());
        assert_eq!(left.status, 0, "{}", left.screen);
        assert_imported(&env);
        assert!(env.has("leads.csv.import.json") && env.has("leads.results.csv"));
    }
}

#[test]
fn four_commands_ask_the_same_at_every_width() {
    for shape in SHAPES {
        let env = env();
        for (line, steps) in [
            ("upload leads.csv", UPLOAD),
            ("map leads.csv", MAP),
            ("review leads.csv", &[]),
            ("import leads.csv", CONFIRM),
        ] {
            let left = go(env.terminal_of(line, shape), steps);
            assert_eq!(left.status, 0, "{line}\n{}", left.screen);
        }
        assert_imported(&env);
    }
}

#[test]
fn the_command_that_is_printed_does_the_same_without_prompts() {
    let asked = env();
    let left = go(asked.terminal_of("import leads.csv", (50, 400)), &whole_way());
    let command = left.screen.lines().find_map(|line| line.trim().strip_prefix("contacts import leads.csv --purpose"));
    let told = env();
    told.run(&format!("import leads.csv --purpose{}", command.expect("the command"))).done();
    assert_eq!(told.people(), asked.people());
}

#[test]
fn no_keeps_the_answers_and_imports_nothing() {
    let env = env();
    let people = env.people();
    let mut steps = whole_way();
    steps.truncate(steps.len() - SAVE.len());
    *steps.last_mut().unwrap() = ("Import?", "n\r");
    let left = go(env.terminal("import leads.csv"), &steps);
    assert_eq!(left.status, 4, "{}", left.screen);
    assert_eq!(env.people(), people);
    assert_eq!(env.history().len(), 1);
    let left = go(env.terminal("import leads.csv"), CONFIRM);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_imported(&env);
}

#[test]
fn typed_options_are_not_asked_again() {
    let env = env();
    let left = go(env.terminal("upload leads.csv --purpose add-update --id phone --tag fair"), &[]);
    assert_eq!(left.status, 0, "{}", left.screen);
    let steps = [("Is this right?", "without\r")];
    let line = "map leads.csv --map Vorname='First Name' --map 'Mobile=Phone Number' --skip Surname --do-not-overwrite";
    let left = go(env.terminal(line), &steps);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(left.screen.contains("not overwritten"), "{}", left.screen);
}

#[test]
fn among_many_fields_one_is_found_by_typing_below_the_column_and_its_values() {
    for (rows, columns) in [(20, 50), (24, 80), (24, 160)] {
        let env = TestEnv::new();
        for number in 1..=12 {
            env.run(&format!("fields add 'Own field {number}'")).done();
        }
        env.write("leads.csv", "First Name,Remarks\nAnn,met twice\nBob,called\n");
        env.run("upload leads.csv --purpose add-all --no-import-tag").done();
        let mut terminal = env.terminal_of("map leads.csv", (rows, columns));
        change(&mut terminal, "Remarks");
        terminal.wait_for("> A field of its own (text)");
        let screen = terminal.screen();
        assert!(screen.contains("column #2: Remarks\n  met twice | called\n"), "{screen}");
        let drawn = screen.lines().skip_while(|line| !line.starts_with("column #2")).count();
        assert!(drawn <= usize::from(rows), "{drawn} lines\n{screen}");
        terminal.press("FIELD 7");
        terminal.wait_for("> Own field 7");
        terminal.press(ENTER);
        terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() >= 2);
        terminal.press(ENTER);
        let left = terminal.finish();
        assert_eq!(left.status, 0, "{}", left.screen);
        assert!(left.screen.contains("Contact field for Remarks: Own field 7\n"), "{}", left.screen);
    }
}

/// Who has which name after Bob Old, who has no e-mail address, was updated so.
fn updated(keep: impl Fn(&mut crate::support::Terminal)) -> Vec<String> {
    let env = TestEnv::with_contacts("First Name,Last Name,Phone Number\nBob,Old,+60123000002\n");
    env.write("leads.csv", "First Name,Last Name,Phone Number,Email\nRobert,New,+60123000002,bob@example.com\n");
    go(env.terminal("upload leads.csv --purpose update --id phone --no-import-tag"), &[]);
    let mut terminal = env.terminal("map leads.csv");
    keep(&mut terminal);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    let left = go(env.terminal("import leads.csv"), CONFIRM);
    assert_eq!(left.status, 0, "{}", left.screen);
    env.people()
}

#[test]
fn what_a_contact_has_is_replaced_or_kept_as_answered() {
    let question = "Where a contact has";
    let replaced = updated(|terminal| walk(terminal, &[(question, ENTER)]));
    assert_eq!(replaced, ["1 Robert, New, +60123000002, bob@example.com, -, -, []"]);
    let kept = updated(|terminal| {
        terminal.wait_for(question);
        pick(terminal, "Keep it");
    });
    assert_eq!(kept, ["1 Bob, Old, +60123000002, bob@example.com, -, -, []"]);
    let each = updated(|terminal| {
        terminal.wait_for(question);
        pick(terminal, "Decide for each");
        walk(terminal, &[("Keep the First Name", "y\r"), ("Keep the Last Name", "n\r"), ("Keep the Email", "\r")]);
    });
    assert_eq!(each, ["1 Bob, New, +60123000002, bob@example.com, -, -, []"]);
}
