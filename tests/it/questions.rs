//! The questions of an import in a terminal: what the list cannot answer is asked, with the likely answer preselected, so
//! that Enter alone brings a list in rightly.

use serde_json::{Value, json};

use crate::journey::driver::{ENTER, walk};
use crate::support::{CTRL_C, FinishedTerminal, TestEnv};

const ESC: &str = "\u{1b}";

/// Full names, national numbers and dates of the United States, and a column of yes and no.
const THREE: &str = "Full Name,Email,Phone,Born,VIP,Notes\n\
    Maria Silva,maria@example.com,(415) 555-2671,03/25/1980,yes,met at the fair\n\
    Ann Lee,ann@example.com,(212) 736-5000,12/31/1990,no,\n\
    Bob Tan,bob@example.com,(312) 744-5001,07/04/1976,yes,x\n";

/// All questions of an import of [`THREE`] from the purpose to the saved mapping.
const BY_ENTER: [&str; 9] = [
    "What may the import do",
    "How are contacts recognised",
    "Tags for these",
    "Is this right?",
    "Where a contact has",
    "They are",
    "03/25/1980 is",
    "Import?",
    "Save this mapping?",
];

pub(crate) fn env(list: &str) -> TestEnv {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", list);
    env
}

/// Answers these questions with Enter.
#[track_caller]
pub(crate) fn by_enter(env: &TestEnv, line: &str, questions: &[&'static str]) -> FinishedTerminal {
    let steps: Vec<(&'static str, &'static str)> = questions.iter().map(|question| (*question, ENTER)).collect();
    answered(env, line, &steps)
}

#[track_caller]
pub(crate) fn answered(env: &TestEnv, line: &str, steps: &[(&'static str, &'static str)]) -> FinishedTerminal {
    let mut terminal = env.terminal_of(line, (40, 100));
    walk(&mut terminal, steps);
    terminal.finish()
}

/// The contact of this name.
#[track_caller]
pub(crate) fn contact(env: &TestEnv, first_name: &str) -> Value {
    let contacts = env.contacts();
    contacts.iter().find(|contact| contact["first_name"] == first_name).cloned().expect("a contact of this name")
}

#[test]
fn a_list_of_full_names_national_numbers_dates_and_yes_or_no_comes_in_rightly_by_nine_times_enter() {
    let env = env(THREE);
    let left = by_enter(&env, "import leads.csv", &BY_ENTER);
    assert_eq!(left.status, 0, "{}", left.screen);
    let maria = contact(&env, "Maria");
    assert_eq!((&maria["last_name"], &maria["phone"]), (&json!("Silva"), &json!("+14155552671")));
    let custom = &maria["custom"];
    assert_eq!(*custom, json!({"Born": "1980-03-25", "VIP": "yes", "Notes": "met at the fair"}), "{custom}");
    assert_eq!(contact(&env, "Ann")["custom"]["VIP"], "no");
    assert!(
        left.screen.contains("--date-format Born=MM/DD/YYYY") && left.screen.contains("--region US"),
        "{}",
        left.screen
    );
}

#[test]
fn forty_columns_cost_no_more_keys_than_six() {
    let headers: String = (1..=36).map(|number| format!(",Extra {number}")).collect();
    let cells =
        |row: usize| (1..=36).map(move |number| if number % 4 == 0 { ",".into() } else { format!(",v{number}-{row}") });
    let row = |name: &str, at: usize| format!("{name},{name}@example.com,Lee,x{}\n", cells(at).collect::<String>());
    let env = env(&format!("First Name,Email,Last Name,Code{headers}\n{}{}", row("Ann", 1), row("Bob", 2)));
    let questions =
        ["What may", "How are contacts", "Tags for", "Is this right?", "Where a contact has", "Import?", "Save this"];
    let left = by_enter(&env, "import leads.csv", &questions);
    assert_eq!(left.status, 0, "{}", left.screen);
    let custom = &contact(&env, "Ann")["custom"];
    assert_eq!(custom.as_object().unwrap().len(), 28, "a field for each column with values: {custom}");
    assert_eq!(custom["Extra 1"], "v1-1");
}

#[test]
fn new_fields_are_declined_in_one_answer_and_none_is_made() {
    let env = env("First Name,Email,Size\nAnn,ann@example.com,42\n");
    let line = "import leads.csv --purpose add --id email";
    let left = answered(&env, line, &[("Is this right?", "without\r"), ("Import?", ENTER)]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(contact(&env, "Ann")["custom"], json!({}));
    assert!(!env.run("fields list").done().stdout.contains("Size"));
}

#[test]
fn typed_options_narrow_the_questions_and_yes_asks_none() {
    let env = env(THREE);
    let typed = "import leads.csv --purpose add --id phone --region US --date-format MM/DD/YYYY --accept-suggestions";
    let left = by_enter(&env, &format!("{typed} --dry-run"), &[]);
    assert_eq!(left.status, 0, "all is said, and a dry run does not ask whether to import: {}", left.screen);
    let questions = [&BY_ENTER[..5], &["03/25/1980 is"]].concat();
    let left = by_enter(&env, "import leads.csv --region US --dry-run", &questions);
    assert_eq!(left.status, 0, "a purpose that is missing is asked for: {}", left.screen);
    let left = by_enter(
        &env,
        "import leads.csv --purpose add --id email --region US",
        &["Is this right?", "03/25/1980 is", "Import?"],
    );
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(contact(&env, "Bob")["phone"], "+13127445001");
    let left = by_enter(
        &env,
        "import leads.csv --purpose add --id email --accept-suggestions --region US --date-format MM/DD/YYYY --yes",
        &[],
    );
    assert_eq!(left.status, 0, "{}", left.screen);
}

#[test]
fn numbers_may_be_of_any_country_and_stay_errors_where_nobody_knows() {
    let list = "First Name,Phone\nAnn,012-345 6789\nBob,012-345 6790\nCid,019-876 5432\n";
    let line = "import leads.csv --purpose add --id phone --accept-suggestions";
    let malaysian = env(list);
    assert_eq!(by_enter(&malaysian, line, &["They are", "Import?"]).status, 0);
    assert_eq!(contact(&malaysian, "Ann")["phone"], "+60123456789");
    let other = env(list);
    let steps = [("They are", "another\r"), ("Country:", "singap\r"), ("Nothing to import", ENTER)];
    assert_eq!(answered(&other, line, &steps).status, 4, "they are none of Singapore");
    let unknown = env(list);
    assert_eq!(answered(&unknown, line, &[("They are", "unknown\r"), ("Nothing to import", ENTER)]).status, 4);
    assert_eq!(unknown.contacts().len(), 1, "Somebody");
}

#[test]
fn numbers_of_an_own_field_are_asked_about_too() {
    let env = env(
        "First Name,Email,Mobile\nAnn,ann@example.com,012-345 6789\nBob,bob@example.com,012-345 6790\nCid,,019-876 5432\n",
    );
    let line = "import leads.csv --purpose add-all --create-field Mobile=:phone";
    assert_eq!(by_enter(&env, line, &["They are", "Import?"]).status, 0);
    assert_eq!(contact(&env, "Ann")["custom"]["Mobile"], "+60123456789");
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_asked_for_with_an_example() {
    let list = "First Name,Phone,Born\nAnn,(415) 555-2671,03/04/1980\nBob,(212) 736-5000,05/06/1999\n";
    let add = "import leads.csv --purpose add --id phone --create-field Born=:date --accept-suggestions";
    let american = env(list);
    let left = by_enter(&american, add, &["They are", "03/04/1980 is", "Import?"]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(contact(&american, "Ann")["custom"]["Born"], "1980-03-04", "the numbers are American");
    let european = env(list);
    let steps = [("They are", ENTER), ("03/04/1980 is", "1980-04-03\r"), ("Import?", ENTER)];
    assert_eq!(answered(&european, add, &steps).status, 0);
    assert_eq!(contact(&european, "Ann")["custom"]["Born"], "1980-04-03");
}

#[test]
fn words_for_nothing_and_decimal_marks_are_asked_for_and_esc_leads_back() {
    let env = env("First Name,Email,Sum\nAnn,ann@example.com,1.234\nBob,N/A,2.500\nCid,n/a,3.000\n");
    let add = "import leads.csv --purpose add-all --create-field Sum=:number";
    let mut terminal = env.terminal_of(add, (40, 100));
    walk(&mut terminal, &[("hold words that may stand for nothing", ENTER)]);
    terminal.wait_for("They have");
    terminal.press(ESC);
    terminal.wait_until("the words again", |screen| screen.matches("They are").count() == 2);
    terminal.press(ENTER);
    terminal.wait_until("the mark again", |screen| screen.matches("They have").count() == 2);
    terminal.press("comma\r");
    walk(&mut terminal, &[("Import?", ENTER)]);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(contact(&env, "Ann")["custom"]["Sum"], "1234");
    assert_eq!(contact(&env, "Bob")["email"], Value::Null);
}

#[test]
fn the_last_question_shows_who_comes_and_what_changes() {
    let env = TestEnv::with_contacts("First Name,Last Name,Email\nAisha,Rahman,aisha@example.com\n");
    env.write(
        "leads.csv",
        "First Name,Last Name,Email\nAisha,Rahman-Lee,aisha@example.com\nAmara,Okafor,amara@example.com\n",
    );
    let line = "import leads.csv --purpose add-update --id email";
    let mut terminal = env.terminal_of(line, (40, 100));
    terminal.wait_for("Yes, import 2 rows");
    let screen = terminal.screen();
    assert!(screen.contains("+ Amara Okafor  amara@example.com"), "{screen}");
    assert!(screen.contains("~ Aisha Rahman  Last Name: Rahman → Rahman-Lee"), "{screen}");
    terminal.press("see\r");
    terminal.wait_for("Amara Okafor  (new, line 3)");
    terminal.wait_until("the question again", |screen| screen.matches("Import?").count() >= 2);
    terminal.press("no\r");
    let left = terminal.finish();
    assert_eq!(left.status, 4, "{}", left.screen);
    assert_eq!(env.contacts().len(), 1);
}

#[test]
fn where_nothing_would_change_enter_imports_nothing() {
    let env = TestEnv::with_contacts("First Name,Email\nAnn,ann@example.com\n");
    env.write("leads.csv", "First Name,Email\nAnn,ann@example.com\n");
    let left = by_enter(
        &env,
        "import leads.csv --purpose add-update --id email --no-import-tag",
        &["Nothing to import. Import?"],
    );
    assert_eq!(left.status, 4, "{}", left.screen);
    assert_eq!(env.history().len(), 1);
}

#[test]
fn a_column_of_full_names_shows_how_a_name_is_split() {
    let env = env("Full Name,Email\nAnn Lee,ann@example.com\nBob Tan,bob@example.com\n");
    let left = answered(&env, "import leads.csv --purpose add --id email", &[("Is this right?", CTRL_C)]);
    assert!(left.screen.contains("Ann | Lee"), "{}", left.screen);
}

#[test]
fn saving_is_offered_at_the_end_under_the_name_of_the_list() {
    let env = env("Vorname,Mail\nAnn,ann@example.com\n");
    let steps = [
        ("What may", ENTER),
        ("How are contacts", ENTER),
        ("Tags for", ENTER),
        ("Is this right?", ENTER),
        ("Where a contact has", ENTER),
        ("Import?", ENTER),
        ("Save this mapping?", "yes\r"),
        ("[leads]", ENTER),
    ];
    let left = answered(&env, "import leads.csv", &steps);
    assert_eq!(left.status, 0, "{}", left.screen);
    env.run("mappings show leads").done().says("Vorname");
}

#[test]
fn ctrl_c_keeps_the_answers_and_import_goes_on_with_them() {
    let env = env("Vorname,Mail\nAnn,ann@example.com\n");
    let steps = [("What may", ENTER), ("How are contacts", ENTER), ("Tags for", "fair\r"), ("Is this right?", CTRL_C)];
    let left = answered(&env, "import leads.csv", &steps);
    assert_eq!(left.status, 130, "{}", left.screen);
    assert!(
        left.screen.contains("the answers so far are kept; to go on: contacts import leads.csv"),
        "{}",
        left.screen
    );
    let left = by_enter(&env, "import leads.csv", &["Is this right?", "Where a contact has", "Import?", "Save this"]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(contact(&env, "Ann")["tags"].as_array().unwrap().contains(&json!("fair")));
}

#[test]
fn without_a_phone_column_the_address_is_preselected_as_identifier() {
    let env = env("Vorname,Mail\nAnn,ann@example.com\n");
    let mut terminal = env.terminal("import leads.csv");
    walk(&mut terminal, &[("What may", ENTER)]);
    terminal.wait_for("> By e-mail address");
    terminal.press(CTRL_C);
    assert_eq!(terminal.finish().status, 130);
}

#[test]
fn an_encoding_is_confirmed_by_its_letters_or_another_is_chosen() {
    let list = b"First Name,Email\r\nJ\x81rgen,j@example.com\r\nJos\x82,jo@example.com\r\n";
    let line = "import leads.csv --purpose add --id email";
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", list);
    assert_eq!(by_enter(&env, line, &["Are the letters right?", "Import?"]).status, 0);
    assert_eq!(env.values("first_name"), ["Somebody", "Jürgen", "José"]);
    let other = TestEnv::with_contacts("First Name\nSomebody\n");
    other.write("leads.csv", list);
    let steps = [("Are the letters right?", "no\r"), ("Encoding:", "cp437\r"), ("Import?", ENTER)];
    assert_eq!(answered(&other, line, &steps).status, 0);
    assert_eq!(other.values("first_name"), ["Somebody", "Jürgen", "José"], "both pages have these letters");
    other.run("history 2").done().says("cp437");
}

#[test]
fn a_column_with_a_new_field_keeps_it_leaves_it_out_or_goes_elsewhere() {
    let list = "First Name,Email,Size\nAnn,ann@example.com,42\n";
    let line = "import leads.csv --purpose add --id email";
    for (answer, size) in [(ENTER, json!({"Size": "42"})), ("leave\r", json!({})), ("last\r", json!({}))] {
        let env = env(list);
        let mut terminal = env.terminal_of(line, (40, 100));
        walk(&mut terminal, &[("Is this right?", "change\r"), ("Which column?", ENTER)]);
        terminal.wait_for("Contact field for Size");
        terminal.press(answer);
        terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() == 2);
        terminal.press(ENTER);
        walk(&mut terminal, &[("Import?", ENTER)]);
        assert_eq!(terminal.finish().status, 0);
        assert_eq!(contact(&env, "Ann")["custom"], size, "{answer:?}");
    }
}

#[test]
fn the_last_question_leads_back_to_the_mapping_with_all_answers() {
    let env = env("First Name,Email,Size,Born\nAnn,ann@example.com,42,03/04/1980\n");
    for line in ["import leads.csv --purpose add --id email", "import leads.csv"] {
        let mut terminal = env.terminal_of(line, (50, 100));
        if line.ends_with("leads.csv") {
            walk(&mut terminal, &[("What may", ENTER), ("How are contacts", ENTER), ("Tags for", ENTER)]);
        }
        walk(&mut terminal, &[("Is this right?", "change\r"), ("Which column?", "size\r")]);
        walk(&mut terminal, &[("Contact field for Size", "leave\r")]);
        terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() == 2);
        terminal.press(ENTER);
        if line.ends_with("leads.csv") {
            walk(&mut terminal, &[("Where a contact has", "keep\r")]);
        }
        walk(&mut terminal, &[("03/04/1980 is", ENTER), ("Import?", "change the\r")]);
        terminal.wait_until("the overview a third time", |screen| screen.matches("Is this right?").count() == 3);
        let screen = terminal.screen();
        let overview = screen.rsplit("Goes to").next().unwrap();
        assert!(overview.contains("not imported") && overview.contains("new field (date)"), "{overview}");
        terminal.press(CTRL_C);
        let left = terminal.finish();
        assert_eq!(left.status, 130, "{}", left.screen);
        env.run("cancel leads.csv").done();
        std::fs::remove_file(env.path("leads.csv.import.json")).unwrap();
    }
}

#[test]
fn esc_at_the_first_doubt_leads_back_to_the_question_before_it() {
    let list = "First Name,Email,Born\nAnn,ann@example.com,03/04/1980\n";
    let env = env(list);
    let mut terminal = env.terminal_of("import leads.csv", (50, 100));
    let steps = [("What may", ENTER), ("How are contacts", ENTER), ("Tags for", ENTER), ("Is this right?", ENTER)];
    walk(&mut terminal, &steps);
    walk(&mut terminal, &[("Where a contact has", "keep\r"), ("03/04/1980 is", ESC)]);
    terminal.wait_until("the question before", |screen| screen.matches("Where a contact has").count() == 2);
    terminal.press(ESC);
    terminal.wait_until("the overview", |screen| screen.matches("Is this right?").count() == 2);
    terminal.press(ESC);
    terminal.wait_until("the tags", |screen| screen.matches("Tags for").count() == 2);
    terminal.press(ENTER);
    terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() == 3);
    terminal.press(ENTER);
    terminal.wait_until("the question again", |screen| screen.matches("> Keep it, fill only").count() == 1);
    terminal.press(ENTER);
    terminal.wait_until("the date again", |screen| screen.matches("03/04/1980 is").count() == 2);
    terminal.press("1980-04-03\r");
    walk(&mut terminal, &[("Import?", ENTER), ("Save this", ENTER)]);
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(contact(&env, "Ann")["custom"]["Born"], "1980-04-03");
    assert!(left.screen.contains("--do-not-overwrite"), "{}", left.screen);
    let typed = self::env(list);
    let mut terminal = typed.terminal_of("import leads.csv --purpose add --id email", (40, 100));
    walk(&mut terminal, &[("Is this right?", ENTER), ("03/04/1980 is", ESC)]);
    terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() == 2);
    terminal.press("without\r");
    walk(&mut terminal, &[("Import?", ENTER)]);
    assert_eq!(terminal.finish().status, 0);
    assert_eq!(contact(&typed, "Ann")["custom"], json!({}));
}

#[test]
fn map_asks_about_doubtful_values_and_no_later_step_asks_again() {
    let env = env("First Name,Email,Born\nAnn,ann@example.com,03/04/1980\n");
    env.run("upload leads.csv --purpose add --id email").done();
    let left = by_enter(&env, "map leads.csv --create-field Born=:date", &["03/04/1980 is"]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(by_enter(&env, "review leads.csv", &[]).status, 0);
    assert_eq!(by_enter(&env, "import leads.csv", &["Import?"]).status, 0);
    assert_eq!(contact(&env, "Ann")["custom"]["Born"], "1980-04-03");
    let other = self::env("First Name,Email,Born\nAnn,ann@example.com,03/04/1980\n");
    other.run("upload leads.csv --purpose add --id email").done();
    let left = answered(&other, "map leads.csv --create-field Born=:date", &[("03/04/1980 is", "unknown\r")]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(by_enter(&other, "import leads.csv", &["Nothing to import"]).status, 4, "the date stays an error");
}

#[test]
fn ctrl_c_keeps_what_was_answered_about_columns_where_new_fields_are_made_or_options_typed() {
    let list = "First Name,Email,Size,Old\nAnn,ann@example.com,42,x\n";
    for line in ["import leads.csv", "import leads.csv --purpose add --id email"] {
        let env = env(list);
        let mut terminal = env.terminal_of(line, (50, 100));
        if line.ends_with("leads.csv") {
            walk(&mut terminal, &[("What may", "only add\r"), ("How are contacts", ENTER), ("Tags for", ENTER)]);
        }
        walk(&mut terminal, &[("Is this right?", "change\r"), ("Which column?", "old\r")]);
        walk(&mut terminal, &[("Contact field for Old", "last\r")]);
        terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() == 2);
        terminal.press(ENTER);
        walk(&mut terminal, &[("Import?", CTRL_C)]);
        let left = terminal.finish();
        assert_eq!(left.status, 130, "{}", left.screen);
        assert!(left.screen.contains("to go on: contacts import leads.csv"), "{}", left.screen);
        assert!(!env.run("fields list").done().stdout.contains("Size"), "an interrupted import makes no field");
        let left = by_enter(&env, "import leads.csv", &["Is this right?", "Import?", "Save this"]);
        assert_eq!(left.status, 0, "{}", left.screen);
        let ann = contact(&env, "Ann");
        assert_eq!((&ann["last_name"], &ann["custom"]), (&json!("x"), &json!({"Size": "42"})));
    }
}

#[test]
fn ctrl_c_at_the_overview_keeps_the_columns_that_were_changed() {
    let env = env("First Name,Email,Old\nAnn,ann@example.com,x\n");
    let mut terminal = env.terminal_of("import leads.csv --purpose add --id email --region US", (40, 100));
    walk(&mut terminal, &[("Is this right?", "change\r"), ("Which column?", "old\r")]);
    walk(&mut terminal, &[("Contact field for Old", "last\r")]);
    terminal.wait_until("the overview again", |screen| screen.matches("Is this right?").count() == 2);
    terminal.press(CTRL_C);
    assert_eq!(terminal.finish().status, 130);
    assert_eq!(by_enter(&env, "import leads.csv", &["Is this right?", "Import?", "Save this"]).status, 0);
    assert_eq!(contact(&env, "Ann")["last_name"], "x");
}

#[test]
fn options_go_over_a_prepared_import_without_asking_again() {
    let env = env("First Name,Phone,Born\nAnn,(415) 555-2671,03/04/1980\n");
    env.run("upload leads.csv --purpose add --id phone --tag fair").done();
    env.run("map leads.csv --create-field Born=:date --accept-suggestions").done();
    let line = "import leads.csv --region US --date-format DD/MM/YYYY --tag spring";
    let left = by_enter(&env, line, &["Is this right?", "Import?", "Save this"]);
    assert_eq!(left.status, 0, "{}", left.screen);
    let ann = contact(&env, "Ann");
    assert_eq!((&ann["phone"], &ann["custom"]["Born"]), (&json!("+14155552671"), &json!("1980-04-03")));
    assert!(["fair", "spring"].iter().all(|tag| ann["tags"].as_array().unwrap().contains(&json!(tag))), "{ann}");
}

#[test]
fn the_last_question_shows_each_kind_of_error_once_with_its_values() {
    let env = env("First Name,Email\nAnn,ann@example.com\nBob,bobexample.com\nCid,cidexample.com\n");
    let mut terminal = env.terminal_of("import leads.csv --purpose add --id email --color always", (40, 100));
    terminal.wait_for("Import?");
    let screen = terminal.screen();
    assert!(screen.contains("Errors: 2 in 2 rows"), "{screen}");
    assert_eq!(screen.matches("it has no @").count(), 1, "{screen}");
    assert!(screen.contains("line 3, Email: bobexample.com") && screen.contains("line 4, Email: cidexample.com"));
    terminal.press("no\r");
    assert_eq!(terminal.finish().status, 4);
}

#[test]
fn a_dry_run_asks_its_questions_and_leaves_nothing() {
    let env = env(THREE);
    let left = by_enter(&env, "import leads.csv --dry-run", &BY_ENTER[..7]);
    assert_eq!(left.status, 0, "{}", left.screen);
    assert!(left.screen.contains("Dry run: nothing was written."), "{}", left.screen);
    assert_eq!((env.names(), env.history().len()), (vec!["leads.csv".to_owned()], 1));
}
