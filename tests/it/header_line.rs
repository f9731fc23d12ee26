//! The line that names the columns (spec section 2.5): sought below a title, named with `--header-line`, or none.

use crate::support::TestEnv;

const TITLED: &str =
    "Contact list March 2026,,\n,,\nFirst Name,Phone Number,Town\nAnn,+60123000001,Ipoh\nBob,+60123000002,Kulim\n";

const IMPORT: &str = "import leads.csv --purpose add --id phone";

fn env(list: &str) -> TestEnv {
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", list);
    env
}

#[test]
fn a_title_above_the_header_is_refused_with_the_option_that_helps() {
    let env = env(TITLED);
    let before = env.workspace_bytes();
    env.run(IMPORT).exits(4).says("error: 'leads.csv': the header seems to be on line 3: --header-line 3 (");
    let error = &env.run(&format!("{IMPORT} --json")).exits(4).json()["error"];
    assert_eq!(error["code"], "source-header-line");
    assert!(error["hint"].as_str().unwrap().starts_with("--header-line 3 "), "{error}");
    assert!(before == env.workspace_bytes(), "nothing is changed");
    env.run(&format!("{IMPORT} --header-line 3")).done().says("lines 1 to 2 above it are left out");
    assert_eq!(env.values("first_name"), ["Somebody", "Ann", "Bob"]);
}

#[test]
fn titles_of_every_kind_are_seen() {
    let header = "First Name,Email,Company";
    let rows = "Ann,ann@example.com,Acme\nBob,bob@example.com,Acme\n";
    for (title, line) in [
        ("Notes:\n\"Some of the addresses are missing, as people chose.\"\n\n", 4),
        ("# exported by a program\n# on 3 March\n", 3),
        ("Contact,,Work\n", 2),
        ("Report \"May\n\n\n\n\n\n", 7),
        ("\"Report of\nMay\"\n", 3),
        ("sep=,\nReport\n", 3),
        (",,\n", 2),
    ] {
        let env = env(&format!("{title}{header}\n{rows}"));
        let add = "import leads.csv --purpose add --id email";
        env.run(add).exits(4).says(&format!("--header-line {line}"));
        env.run(&format!("{add} --header-line {line}")).done();
        assert_eq!(env.values("first_name"), ["Somebody", "Ann", "Bob"], "{title:?}");
    }
}

#[test]
fn delimiters_are_found_below_a_title() {
    for (delimiter, title) in [(";", "Members, as of 3 March 2026"), ("\t", "Members"), ("|", "Members;all")] {
        let list = "First Name,Last Name,Email\nAnn,Lee,ann@example.com\n".replace(',', delimiter);
        let env = env(&format!("{title}\n\n{list}"));
        let add = "import leads.csv --purpose add --id email";
        env.run(add).exits(4).says("--header-line 3");
        env.run(&format!("{add} --header-line 3")).done();
        assert_eq!(env.values("email"), ["-", "ann@example.com"], "{title:?}");
    }
}

#[test]
fn a_header_that_is_no_word_of_ours_stays_the_header() {
    // One in a language that the tool does not know, and one whose first row holds a word for a field.
    for list in ["Qwe,Rty\nAnn,+60123000001\n", "Qwe,Rty\nMobile,Email us\n"] {
        env(list).run("import leads.csv --purpose add-all --map 'Qwe=First Name'").done();
    }
    let env = env(TITLED);
    let first_line = "import leads.csv --purpose add-all --header-line 1 --map '#1=First Name' --dry-run";
    env.run(first_line).done().says("Imported     3");
}

#[test]
fn headers_that_the_user_names_are_sought_too() {
    let env = env("Liste\nKode,Epost\nAnn,ann@example.com\n");
    env.run("import leads.csv --purpose add-all --map 'Kode=First Name' --map Epost=Email")
        .exits(4)
        .says("--header-line 2");
}

#[test]
fn sessions_saved_mappings_and_the_history_keep_the_line() {
    let env = env(TITLED);
    env.run("upload leads.csv --purpose add --id phone").exits(4).says("--header-line 3");
    env.run("upload leads.csv --purpose add --id phone --header-line 3").done();
    env.run("map leads.csv --save titled").done();
    env.run("review leads.csv").done();
    env.run("import leads.csv").done();
    assert_eq!(env.values("first_name"), ["Somebody", "Ann", "Bob"]);
    env.run("mappings show titled").done().says("Header line  3");
    env.run("history 2").done().says("header line 3");
    env.write("next.csv", TITLED.replace("Ann,+60123000001", "Cid,+60123000003"));
    env.run("import next.csv --use titled").done();
    assert_eq!(env.values("first_name"), ["Somebody", "Ann", "Bob", "Cid"]);
}

#[test]
fn in_a_terminal_the_line_is_asked_for() {
    let env = env(TITLED);
    let mut terminal = env.terminal(IMPORT);
    terminal.wait_for("Which line is the header?");
    terminal.press("\r");
    terminal.wait_for("Is this right?");
    terminal.press("\r");
    terminal.wait_for("Import?");
    terminal.press("y\r");
    let left = terminal.finish();
    assert_eq!(left.status, 0, "{}", left.screen);
    assert_eq!(env.values("first_name"), ["Somebody", "Ann", "Bob"]);
}

#[test]
fn a_list_without_a_header_is_read_from_its_first_line() {
    let env = env("ann@example.com,Ann\nbob@example.com,Bob\n");
    let add = "import leads.csv --purpose add --id email";
    env.run(add).exits(2).says("hint: line 1 looks like a contact").says("--header-line none");
    let notes = &env.run(&format!("{add} --json")).json()["error"]["notes"];
    assert_eq!(notes[0]["option"], "--header-line none", "{notes}");
    let by_position = "--header-line none --map '#1=Email' --map '#2=First Name'";
    env.run(&format!("{add} {by_position}")).done().says("every line is read as a row");
    assert_eq!(env.values("first_name"), ["Somebody", "Ann", "Bob"]);
}

#[test]
fn the_errors_file_of_a_list_without_a_header_comes_in_as_it_is() {
    let env = env("ann@example.com,Ann\nbob@,Bob\n");
    let options = "--purpose add --id email --header-line none --map '#1=Email' --map '#2=First Name'";
    env.run(&format!("import leads.csv {options}")).exits(3);
    let errors = env.read("leads.errors.csv");
    assert!(errors.starts_with("#1,#2,Error"), "{errors}");
    env.write("fixed.csv", errors.replace("bob@,", "bob@example.com,"));
    env.run(&format!("import fixed.csv {options}")).done();
    assert_eq!(env.values("first_name"), ["Somebody", "Ann", "Bob"]);
}

#[test]
fn rows_of_a_list_without_a_header_are_compared_with_most_rows() {
    let env = env("ann@example.com,Ann,x\nbob@example.com,Bob\ncid@example.com,Cid,Moe, Sons\neve@example.com,Eve,x\n");
    let options = "--purpose add --id email --header-line none --map '#1=Email' --map '#2=First Name'";
    let outcome = env.run(&format!("import leads.csv {options}")).exits(3);
    outcome.says("1 of 4 rows has fewer cells than most rows (line 2)").says("the row has 4 cells and most rows 3:");
}

#[test]
fn a_row_that_begins_as_a_header_of_ours_is_a_row() {
    for list in ["#1,Ann,ann@example.com\n#2,Bob,bob@example.com\n", "#1,#2,ann@example.com\n#2,Bob,bob@example.com\n"]
    {
        let env = env(list);
        let options = "--purpose add --id email --header-line none --map '#2=First Name' --map '#3=Email'";
        let outcome = env.import("leads.csv", options).done();
        assert_eq!(outcome.counts()[..2], [2, 2], "{list:?}\n{outcome}");
        assert_eq!(outcome.json()["notes"][0]["code"], "no-header", "{outcome}");
    }
}

#[test]
fn the_errors_file_of_a_list_comes_in_with_the_options_of_the_list() {
    let list = "Liste f\u{FC}r M\u{E4}rz\n\nFirst Name;Email\nJos\u{E9};jose@example.com\nBob;bob@\n";
    let latin1: Vec<u8> = list.chars().map(|c| u8::try_from(c).expect("a letter of windows-1252")).collect();
    let env = TestEnv::with_contacts("First Name\nSomebody\n");
    env.write("leads.csv", latin1);
    let options = "--purpose add-update --id email --encoding windows-1252 --header-line 3";
    env.run(&format!("import leads.csv {options} --save nightly")).exits(3);
    let fixed = env.read("leads.errors.csv").replace("bob@;", "bob@example.com;");
    for options in ["--use nightly", options] {
        env.write("leads.errors.csv", &fixed);
        let outcome = env.import("leads.errors.csv", options).done();
        assert_eq!(outcome.counts()[0], 1, "{outcome}");
        let codes: Vec<_> =
            outcome.json()["notes"].as_array().expect("notes").iter().map(|note| note["code"].clone()).collect();
        assert!(codes.contains(&"header-generated".into()) && codes.contains(&"encoding-detected".into()), "{outcome}");
    }
    assert_eq!(env.values("first_name"), ["Somebody", "José", "Bob"]);
}

#[test]
fn a_title_above_two_columns_is_seen_whatever_separates_them() {
    for delimiter in [",", ";", "\t", "|"] {
        let list =
            "Report of May\n\nFirst Name,Email\nBob,bob@example.com\nAnn,ann@example.com\n".replace(',', delimiter);
        env(&list).run("import leads.csv --purpose add-all").exits(4).says("--header-line 3");
    }
}
