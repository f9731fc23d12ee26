use super::driver::*;
use crate::support::TestEnv;

/// Rows and columns: a telephone, a terminal as it comes, a wide screen.
const SHAPES: [(u16, u16); 3] = [(20, 40), (24, 80), (50, 200)];

#[test]
fn one_command_asks_its_whole_way_at_every_width() {
    for shape in SHAPES {
        let house = house();
        let left = go(house.terminal_of("import leads.csv", shape), &whole_way());
        assert_eq!(left.status, 0, "{}", left.screen);
        assert_imported(&house);
        assert!(house.has("leads.csv.import.json") && house.has("leads.results.csv"));
    }
}

#[test]
fn four_commands_ask_the_same_at_every_width() {
    for shape in SHAPES {
        let house = house();
        for (line, steps) in [
            ("upload leads.csv", UPLOAD),
            ("map leads.csv", MAP),
            ("review leads.csv", &[]),
            ("import leads.csv", CONFIRM),
        ] {
            let left = go(house.terminal_of(line, shape), steps);
            assert_eq!(left.status, 0, "{line}\n{}", left.screen);
        }
        assert_imported(&house);
    }
}

#[test]
fn the_command_that_is_printed_does_the_same_without_prompts() {
    let asked = house();
    let left = go(asked.terminal_of("import leads.csv", (50, 400)), &whole_way());
    let command = left.screen.lines().find_map(|line| line.trim().strip_prefix("contacts import leads.csv --purpose"));
    let told = house();
    told.run(&format!("import leads.csv --purpose{}", command.expect("the command"))).done();
    assert_eq!(told.people(), asked.people());
}

#[test]
fn no_keeps_the_answers_and_imports_nothing() {
    let house = house();
    let people = house.people();
    let mut steps = whole_way();
    *steps.last_mut().unwrap() = ("Import?", "n\r");
    let left = go(house.terminal("import leads.csv"), &steps);
    assert_eq!(left.status, 4, "{}", left.screen);
    assert_eq!(house.people(), people);
    assert_eq!(house.history().len(), 1);
    let left = go(house.terminal("import leads.csv"), CONFIRM);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_imported(&house);
}

#[test]
fn typed_options_are_not_asked_again() {
    let house = house();
    let left = go(house.terminal("upload leads.csv --purpose add-update --id phone --tag fair"), &[]);
    assert_eq!(left.status, 0, "{}", left.screen);
    let steps = [("1 of 1", ESC)];
    let line = "map leads.csv --map Vorname='First Name' --map 'Mobile=Phone Number' --skip Surname --do-not-overwrite";
    let left = go(house.terminal(line), &steps);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(left.screen.contains("not overwritten"), "{}", left.screen);
}

/// Who has which name after Bob Old, who has no e-mail address, was updated so.
fn updated(keep: impl Fn(&mut crate::support::Terminal)) -> Vec<String> {
    let house = TestEnv::with_contacts("First Name,Last Name,Phone Number\nBob,Old,+60123000002\n");
    house.write("leads.csv", "First Name,Last Name,Phone Number,Email\nRobert,New,+60123000002,bob@example.com\n");
    go(house.terminal("upload leads.csv --purpose update --id phone --no-import-tag"), &[]);
    let mut terminal = house.terminal("map leads.csv");
    keep(&mut terminal);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    let left = go(house.terminal("import leads.csv"), CONFIRM);
    assert_eq!(left.status, 0, "{}", left.screen);
    house.people()
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
