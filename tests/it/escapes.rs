//! Spec section 9: nothing that others have named, a file above all, commands a terminal or begins a line of ours.

use std::time::{Duration, Instant};

use crate::support::TestEnv;

const ADD: &str = "--purpose add --id phone";
/// Sets the clipboard, turns the text around, shows nothing and begins a line.
const NAME: &str = "a\u{1b}]52;c;ZXZpbA==\u{7}\u{202e}\u{3164}\nImport 9 of b.csv";

#[test]
fn the_name_of_a_file_commands_nothing_where_stdout_is_no_terminal() {
    let env = TestEnv::new();
    let file = format!("{NAME}.csv");
    env.write(&file, "First Name,Phone Number\nAnn,+60123000001\nBob,x\n");
    let quoted = format!("'{file}'");
    for line in [
        format!("upload {quoted} {ADD}"),
        format!("map {quoted}"),
        format!("review {quoted}"),
        format!("review {quoted} --row 2"),
        "status".to_owned(),
        format!("cancel {quoted}"),
        format!("import {quoted} {ADD} --dry-run"),
        format!("import {quoted} {ADD}"),
        "status".to_owned(),
        "history".to_owned(),
        "history 1".to_owned(),
        "notifications".to_owned(),
        String::new(),
        format!("upload {quoted}x {ADD}"),
        format!("export {quoted}"),
        format!("import {quoted}"),
        format!("init {quoted}x"),
        format!("-w {quoted} list"),
    ] {
        let outcome = env.run(&line);
        for said in [&outcome.stdout, &outcome.stderr] {
            assert!(!said.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{3164}']), "{outcome}");
            assert!(!said.lines().any(|line| line.starts_with("Import 9")), "{outcome}");
        }
    }
}

#[test]
fn the_next_command_names_the_same_file_when_it_is_pasted() {
    let env = TestEnv::new();
    env.write(&format!("{NAME}.csv"), "First Name,Phone Number\nAnn,+60123000001\n");
    let said = env.run(&format!("upload '{NAME}.csv' {ADD}")).done().stdout;
    let next = said.lines().find_map(|line| line.strip_prefix("Next: ")).unwrap_or_else(|| panic!("{said}"));
    env.write("next.bash", format!("{next}\n"));
    env.shell("bash next.bash").done();
}

#[test]
fn a_time_zone_without_an_end_is_told_and_not_read() {
    let mut env = TestEnv::with_contacts("First Name\nAnn\n");
    env.shell("mkfifo zone").done();
    let pipe = env.path("zone").display().to_string();
    for zone in ["/dev/zero", ":/dev/zero", "../../../dev/zero", "/", &pipe] {
        env.set("TZ", zone);
        let begin = Instant::now();
        env.run("history").done().says_all(&["warning: the variable TZ names", "shown in UTC"]);
        env.run("history --since 2026-01-01").done();
        assert!(begin.elapsed() < Duration::from_secs(10), "{zone}");
    }
    for zone in ["UTC", "", "CET-1CEST,M3.5.0,M10.5.0/3"] {
        env.set("TZ", zone);
        env.run("history").done().never_says("TZ");
    }
}
