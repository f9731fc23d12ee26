//! Questions about doubtful values show these values, and preselect nothing that they do not show.

use super::driver::*;
use crate::support::{CTRL_C, TestEnv};

const IMPORT: &str = "import leads.csv --purpose add-all";

/// The screen with the question about values, which is left then.
#[track_caller]
fn asked(list: &str, question: &'static str) -> String {
    let env = TestEnv::new();
    env.write("leads.csv", list);
    let mut terminal = env.terminal(IMPORT);
    terminal.wait_until("a question", |screen| ["Is this right?", question].iter().any(|asked| screen.contains(asked)));
    if terminal.screen().contains("Is this right?") {
        terminal.press(ENTER);
    }
    terminal.wait_for(question);
    let screen = terminal.screen();
    terminal.press(CTRL_C);
    assert_eq!(terminal.finish().status, 130);
    screen
}

/// The line on which the cursor is.
fn preselected(screen: &str) -> &str {
    screen.lines().rev().find(|line| line.trim_start().starts_with(['>', '❯'])).unwrap_or_default()
}

#[test]
fn a_date_in_doubt_is_shown_in_place_of_those_that_are_none() {
    let plain: String = (1..=3).map(|day| format!("Ann,2020-01-0{day}\n")).collect();
    let screen = asked(&format!("First Name,Born\n{plain}Bob,03/04/1980\n"), "03/04/1980 is");
    assert!(screen.contains("1980-04-03 (DD/MM/YYYY)") && screen.contains("1980-03-04 (MM/DD/YYYY)"), "{screen}");
    assert!(screen.lines().any(|line| line.trim() == "03/04/1980"), "{screen}");
}

#[test]
fn a_date_that_tells_the_formats_apart_is_found_however_late_it_stands() {
    let alike: String = (1..=12).map(|day| format!("Ann,{day:02}/{day:02}/1980\n")).collect();
    let screen = asked(&format!("First Name,Born\n{alike}Bob,03/04/1980\n"), "1980 is");
    assert!(screen.contains("03/04/1980 is") && screen.contains("1980-04-03 (DD/MM/YYYY)"), "{screen}");
}

#[test]
fn phone_numbers_whose_rows_name_their_country_are_not_shown_and_one_number_preselects_no_country() {
    let settled =
        "A,030 1234567,Deutschland\nB,030 7654321,Deutschland\nC,+43 1 5123456,Österreich\nD,044 6681800,Schweiz\n";
    let screen = asked(&format!("First Name,Phone Number,Country\n{settled}E,0170/1234567,\n"), "They are");
    assert!(screen.contains("0170/1234567") && !screen.contains("030 1234567 |"), "{screen}");
    assert!(preselected(&screen).contains("unknown"), "{screen}");
}

#[test]
fn a_number_whose_mark_is_in_doubt_is_shown() {
    let plain: String = (1..=9).map(|number| format!("Ann {number},{number}\n")).collect();
    let screen = asked(&format!("First Name,Points\n{plain}Bob,\"1,234\"\n"), "They have");
    assert!(screen.lines().any(|line| line.trim() == "1,234"), "{screen}");
}

#[test]
fn values_that_are_no_options_yet_are_named_and_added_if_the_user_says_so() {
    let env = TestEnv::new();
    env.run("fields add Level --type list --option Gold").done();
    env.write("leads.csv", "First Name,Level\nAnn,Gold\nBob,Tin\nCid,Zinc\nDan,N/A\n");
    let mut terminal = env.terminal(IMPORT);
    walk(&mut terminal, &[("hold words that may stand for nothing", ENTER)]);
    terminal.wait_for("Values that are no options yet");
    assert!(terminal.screen().contains("'Level': Tin, Zinc"), "{}", terminal.screen());
    terminal.press("new options\r");
    walk(&mut terminal, &[("Import?", ENTER)]);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    let levels: Vec<_> = env.contacts().iter().map(|contact| contact["custom"]["Level"].clone()).collect();
    assert_eq!(levels[..3], ["Gold", "Tin", "Zinc"]);
}

#[test]
fn a_first_line_that_looks_like_a_contact_is_asked_about() {
    for (answer, count) in [(ENTER, 2), ("is the header\r", 1)] {
        let env = TestEnv::new();
        env.write("leads.csv", "Ann,ann@example.com\nBob,bob@example.com\n");
        let mut terminal = env.terminal("import leads.csv --purpose add-all");
        walk(&mut terminal, &[("Line 1:", answer), ("Is this right?", "change\r")]);
        terminal.wait_for("Which column?");
        let screen = terminal.screen();
        assert_eq!(screen.contains("of 2"), count == 2, "{screen}");
        terminal.press(CTRL_C);
        terminal.finish();
    }
}

#[test]
fn a_list_without_the_identifier_is_left_with_a_command_that_works() {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", "First Name,Email,Remark\nAnn,ann@example.com,met\n");
    let left = go(
        env.terminal("import leads.csv --purpose add --id phone"),
        &[("Is this right?", "without\r"), ("Phone Number is in the column", "none of them\r")],
    );
    assert_eq!(left.status, 2, "{}", left.screen);
    let command = "contacts import leads.csv --purpose add --id email";
    assert!(left.screen.contains(command), "{}", left.screen);
    env.shell(&format!("{command} --yes")).done();
}
