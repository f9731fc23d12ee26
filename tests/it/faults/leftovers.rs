//! What a killed command leaves under a name of the moment goes with a later command, whatever that one works on.

use std::fs;

use crate::support::{SignalSender, TestEnv, numbered};

const MANIFEST: &str = "leads.csv.import.json";

#[test]
fn drafts_of_a_killed_backup_go_with_the_next_one_of_any_name() {
    let env = TestEnv::with_contacts(&numbered(40_000));
    let mut sender = SignalSender::stand_by();
    let is_begun = || env.names().iter().any(|name| name.starts_with(".monday.db."));
    for _ in 0..20 {
        let mut backup = env.start("backup monday.db");
        while backup.stop(&mut sender) && !is_begun() {
            backup.cont(&mut sender);
        }
        backup.kill();
        backup.finish();
        if is_begun() {
            break;
        }
        let _ = fs::remove_file(env.path("monday.db"));
    }
    assert!(is_begun(), "no backup was caught in the middle");
    env.write(".notes.txt.7.draft", "notes of another program");
    env.run("backup tuesday.db").done();
    assert_eq!(env.names(), [".notes.txt.7.draft", "tuesday.db"]);
}

#[test]
fn a_manifest_that_a_killed_command_left_goes_with_the_next_one() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\n");
    env.run("upload leads.csv --purpose add-update --id phone").done();
    let left = format!(".{MANIFEST}.a1B2c3");
    fs::copy(env.path(MANIFEST), env.path(&left)).unwrap();
    let sealed = env.read(MANIFEST);
    let others = [
        (format!(".{MANIFEST}.a1B2c4"), "half a file of another program".to_owned()),
        (format!(".{MANIFEST}.backup"), sealed.replace("add-update", "add")),
        (format!(".{MANIFEST}.mine.too"), sealed.clone()),
        (".other.csv.import.json.a1B2c3".to_owned(), sealed),
    ];
    for (name, content) in &others {
        env.write(name, content);
    }
    env.run("map leads.csv").done();
    assert!(!env.has(&left));
    for (name, content) in &others {
        assert_eq!(env.read(name), *content, "{name}");
    }
}

#[test]
fn pages_that_a_killed_command_left_go_with_the_next_one() {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    fs::create_dir(env.path("man1")).unwrap();
    for (line, name, left) in [
        ("history 1 --html one.html", "one.html", ".one.html.a1B2c3"),
        ("man man1", "man1/contacts.1", "man1/.contacts.1.a1B2c3"),
    ] {
        env.run(line).done();
        fs::copy(env.path(name), env.path(left)).unwrap();
        let other = left.replace('3', "4");
        env.write(&other, "half a file of another program");
        env.run(line).done();
        assert!(!env.has(left) && env.has(&other), "{line}");
    }
}
