//! Lists that come through a pipe: `import -` (spec section 2.8).

use std::process::Command;

use crate::support::{TestEnv, tool_available};

const LIST: &str = "First Name,Phone Number\nAnn,+6591230081\nBob,91230082\n";
const HOW: &str = "--purpose add-update --id phone --no-import-tag";

fn env() -> TestEnv {
    let env = TestEnv::new();
    env.write("list.txt", LIST);
    env
}

#[test]
fn a_piped_list_is_imported_under_its_name_with_results_in_the_current_folder() {
    let env = env();
    let imported = env.shell(&format!("cat list.txt | contacts import - --name leads.csv {HOW}")).exits(3);
    imported.says_all(&["leads.csv", "leads.errors.csv"]);
    assert_eq!(env.values("first_name"), ["Ann"]);
    assert_eq!(env.statuses("leads.csv"), ["Imported", "Error"]);
    assert_eq!(env.history()[0]["source"], "leads.csv");
    assert!(!env.has("leads.csv") && !env.has("leads.csv.import.json"), "{:?}", env.names());
}

#[test]
fn a_piped_list_without_a_name_has_a_plain_one_and_the_output_folder_counts() {
    let env = env();
    env.shell(&format!("mkdir out && cat list.txt | contacts import - {HOW} --output-dir out --json")).exits(3);
    assert!(env.has("out/stdin.results.csv") && env.has("out/stdin.errors.csv"), "{:?}", env.names());
    assert!(!env.has("stdin.results.csv"));
    env.shell(&format!("contacts import - {HOW} --dry-run < list.txt")).exits(3).says("Review of stdin.csv");
}

#[test]
fn a_prepared_import_of_a_file_of_that_name_stays_as_it_is() {
    let env = env();
    env.write("leads.csv", "First Name,Phone Number\nEve,+6591230083\n");
    env.run("upload leads.csv --purpose add --id phone").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").done();
    let before = env.bytes("leads.csv.import.json");
    env.shell(&format!("cat list.txt | contacts import - --name leads.csv {HOW}")).exits(3);
    assert_eq!(env.bytes("leads.csv.import.json"), before);
    env.run("import leads.csv").done();
    assert_eq!(env.values("first_name"), ["Ann", "Eve"]);
}

#[test]
fn an_errors_file_of_a_piped_list_is_corrected_and_imported() {
    let env = env();
    env.shell(&format!("cat list.txt | contacts import - --name leads.csv {HOW}")).exits(3);
    env.shell("sed -i s/91230082/+6591230082/ leads.errors.csv").done();
    env.run(&format!("import leads.errors.csv {HOW}")).done();
    assert_eq!(env.values("first_name"), ["Ann", "Bob"]);
}

#[test]
fn a_pipe_that_brings_no_list_is_refused_and_nothing_is_written() {
    let env = env();
    env.write("sheet.xlsx", b"PK\x03\x04rest of a zip");
    for (line, status, said) in [
        (format!("true | contacts import - {HOW}"), 1, "'stdin.csv'"),
        (format!("contacts import - {HOW} < sheet.xlsx"), 1, "'stdin.csv' is"),
        (format!("contacts import - {HOW} < ."), 1, "stdin.csv"),
        ("cat list.txt | contacts import -".to_owned(), 2, "contacts import - --purpose add-update --id phone"),
        (format!("cat list.txt | contacts import - --name a/b.csv {HOW}"), 2, "'a/b.csv' is not the name of a file"),
        (format!("cat list.txt | contacts import - --name .. {HOW}"), 2, "'..' is not the name of a file"),
        (format!("contacts import list.txt --name leads.csv {HOW}"), 2, "--name goes with '-' alone"),
        ("cat list.txt | contacts upload - --purpose add".to_owned(), 1, "contacts import - --purpose add-update"),
    ] {
        env.shell(&line).exits(status).says(said);
    }
    assert_eq!(env.names(), ["list.txt", "sheet.xlsx"]);
}

#[test]
fn a_program_that_brings_nothing_or_breaks_off_is_what_the_advice_is_about() {
    let env = env();
    for (producer, status, said) in [
        ("true", 1, ["has no rows: it is empty", "run it alone to see what it writes"]),
        ("head -1 list.txt", 1, ["nothing below its header", "run it alone to see what it writes"]),
        ("printf 'First Name,Phone Number\\nAnn,\"+65912'", 1, ["is never closed", "broke off within a row"]),
        ("printf 'First Name,Phone Number\\nAnn,+6591230081\\nBob,+65912'", 3, ["line 3", "has no line end"]),
        ("head -c 100000 /dev/zero", 1, ["'stdin.csv'", "hint: "]),
        ("gzip -c list.txt", 1, ["is a gzip archive", "hint: unpack it"]),
        (
            "(printf 'First Name,Phone Number\\n'; head -c 3000000 /dev/zero | tr '\\0' a; echo ,+6591230081)",
            3,
            ["65,536 is the most", "line 2"],
        ),
    ] {
        env.shell(&format!("{producer} | contacts import - {HOW} --dry-run")).exits(status).says_all(&said);
    }
    let whole = env.shell(&format!("cat list.txt | contacts import - {HOW} --dry-run"));
    whole.never_says("has no line end");
}

#[test]
fn a_pipe_without_end_is_read_no_further_than_a_file_may_be_long() {
    let env = env();
    env.run("config set max-file-size 1MB").done();
    env.shell(&format!("yes Ann,+6591230081 | contacts import - {HOW}"))
        .exits(1)
        .says_all(&["max-file-size", "a pipe does not tell"]);
}

#[test]
fn a_list_that_the_temporary_folder_does_not_take_is_an_error_with_a_way_on() {
    let env = env();
    env.shell(&format!("cat list.txt | TMPDIR=/nowhere contacts import - {HOW}"))
        .exits(1)
        .says_all(&["could not be kept in /nowhere", "TMPDIR=FOLDER"]);
}

#[test]
fn a_program_that_delivers_nothing_can_be_interrupted() {
    let env = env();
    // A background job of a script ignores SIGINT, so it is SIGTERM that ends it.
    let line = "mkfifo pipe; sleep 30 >pipe & sleeper=$!
        contacts import - HOW <pipe & import=$!
        sleep 1; kill -TERM $import; wait $import; code=$?; kill $sleeper; exit $code";
    env.shell(&line.replace("HOW", HOW)).exits(130);
}

#[test]
fn a_keyboard_is_no_pipe() {
    let env = env();
    let mut terminal = env.terminal(&format!("import - {HOW}"));
    terminal.wait_for("standard input is a terminal");
    assert_eq!(terminal.finish().status, 2);
}

#[test]
fn a_workbook_comes_in_through_xlsx2csv() {
    let works = Command::new("xlsx2csv").arg("--version").output().is_ok_and(|output| output.status.success());
    if !tool_available("xlsx2csv", works, "CONTACTS_TEST_XLSX2CSV", "xlsx2csv") {
        return;
    }
    let env = env();
    let workbook = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/workbooks/leads.xlsx");
    env.shell(&format!("xlsx2csv {workbook} | contacts import - --name leads.csv {HOW}")).done();
    assert_eq!(env.values("first_name"), ["Ann", "Zoë"]);
}

#[test]
fn a_name_of_standard_input_has_no_folder_for_the_results() {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("leads.csv", "First Name,Email\nAnn,ann@example.com\n");
    for name in ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"] {
        let outcome = env.shell(&format!("contacts import {name} --purpose add --id email < leads.csv"));
        outcome.exits(1).says("contacts import -").never_says(".results.csv");
        env.shell(&format!("contacts upload {name} --purpose add --id email < leads.csv")).exits(1);
    }
    assert!(env.history().is_empty());
}
