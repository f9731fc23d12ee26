//! A week of bad nights: the job of `docs/nightly.md`, set up as it stands there. Each night goes wrong in its own way;
//! somebody hears of each, and what was imported before stays.

use std::os::unix::fs::PermissionsExt;

use crate::readme::file_of;
use crate::support::{CommandOutput, TestEnv, numbered};

/// How many people are on the list of an ordinary night.
const PEOPLE: usize = 200;

/// A house with the script, a mapping saved by hand, and one good night behind it.
fn job() -> TestEnv {
    let mut house = TestEnv::new();
    let script = house.write("nightly-contacts", file_of("docs/nightly.md", "nightly-contacts"));
    std::fs::set_permissions(script, std::fs::Permissions::from_mode(0o755)).expect("a script");
    house.set("LIST", "leads.csv");
    house.set("LOG", "nightly.log");
    house.run("init").done();
    house.set("CONTACTS_WORKSPACE", &house.workspace().display().to_string());
    house.write("told.sh", "#!/bin/sh\ncat >>told.json\n");
    house.run("config set notify-when problems").done();
    house.run("config set notify-command 'sh told.sh'").done();
    house.write("leads.csv", numbered(PEOPLE));
    house.run("import leads.csv --purpose add-update --id phone --no-import-tag --save nightly").done();
    night(&house).exits(0);
    assert!(!house.has("told.json"), "a good night is not told of");
    house
}

/// One night. What the script says is what cron would send.
fn night(house: &TestEnv) -> CommandOutput {
    house.shell("./nightly-contacts")
}

/// A night that changes nothing, is heard of, and leaves a notification of this status.
#[track_caller]
fn bad_night(house: &TestEnv, exit: i32, says: &[&str], status: Option<&str>) {
    let (before, notes) = (house.people(), notifications(house).len());
    night(house).exits(exit).says_all(says);
    assert_eq!(house.people(), before);
    let after = notifications(house);
    match status {
        Some(status) => {
            assert_eq!((after.len(), after[0].as_str()), (notes + 1, status));
            assert!(house.read("told.json").contains(&format!("\"exit_code\":{exit}")), "{}", house.read("told.json"));
            std::fs::remove_file(house.path("told.json")).expect("what was told");
        }
        None => assert_eq!(after.len(), notes),
    }
}

/// How each import has ended, the latest first.
fn notifications(house: &TestEnv) -> Vec<String> {
    let json = house.run("notifications --json").done().json();
    let all = json["notifications"].as_array().expect("notifications").iter();
    all.map(|one| one["status"].as_str().expect("a status").to_owned()).collect()
}

#[test]
fn a_good_night_is_silent_and_a_second_one_changes_nothing() {
    let house = job();
    let outcome = night(&house).exits(0);
    assert_eq!(outcome.stdout, "");
    assert_eq!(house.people().len(), PEOPLE);
    let log = house.read("nightly.log");
    assert!(log.contains("200 of them unchanged") && !log.contains("Person"), "{log}");
}

#[test]
fn monday_the_list_is_not_there() {
    let house = job();
    std::fs::remove_file(house.path("leads.csv")).expect("no list");
    bad_night(&house, 1, &["does not exist", "Nothing was imported"], Some("failed"));
}

#[test]
fn tuesday_the_list_was_cut_off() {
    let house = job();
    let whole = numbered(PEOPLE);
    house.write("leads.csv", &whole[..600]);
    bad_night(&house, 4, &["--min-rows"], Some("refused"));
    house.write("leads.csv", whole.replace("Person 150,", "\"Person 150,"));
    bad_night(&house, 1, &["quote", "line 151"], Some("failed"));
    house.write("leads.csv", "");
    bad_night(&house, 1, &["Nothing was imported"], Some("failed"));
}

#[test]
fn wednesday_the_columns_have_changed() {
    let house = job();
    house.write("leads.csv", numbered(PEOPLE).replace("Phone Number", "Telephone"));
    bad_night(&house, 2, &["no column is mapped to Phone Number", "Nothing was imported"], Some("failed"));
    // A column without which an import is possible: it is done, and somebody hears of it.
    house.write("leads.csv", numbered(PEOPLE).replace("First Name", "Name"));
    night(&house).exits(2).says("First Name");
    let with_mail = numbered(PEOPLE).replace('\n', ",a\n").replacen(",a\n", ",Note\n", 1);
    house.write("leads.csv", with_mail);
    night(&house).exits(3).says_all(&["new since the mapping was saved", "'Note'"]);
}

#[test]
fn thursday_two_come_at_once() {
    let house = job();
    let holder = house.hold_lock();
    house.write("quick", house.read("nightly-contacts").replace("--wait=600", "--wait=0"));
    house.shell("sh quick").exits(75).says("another import was still running");
    assert_eq!(notifications(&house)[0], "busy");
    drop(holder);
    night(&house).exits(0);
    let (one, two) = (house.start_shell("./nightly-contacts"), house.start_shell("./nightly-contacts"));
    one.finish().exits(0);
    two.finish().exits(0);
    assert_eq!(house.people().len(), PEOPLE);
}

#[test]
fn friday_the_list_is_full_of_errors() {
    let house = job();
    house.write("leads.csv", numbered(PEOPLE).replace(",+60", ",0"));
    bad_night(&house, 4, &["--max-errors"], Some("refused"));
    house.write("leads.csv", numbered(PEOPLE).replacen(",+60", ",x", 3));
    night(&house).exits(3).says("leads.errors.csv");
    assert_eq!(notifications(&house)[0], "imported-with-errors");
    assert_eq!(house.read("leads.errors.csv").lines().count(), 4);
}

#[test]
fn saturday_the_list_is_in_another_encoding_or_of_somebody_else() {
    let house = job();
    let mut bytes = numbered(PEOPLE).into_bytes();
    bytes.extend(b"Jos\xe9,+60123900001\nM\xfcller,+60123900002\n");
    house.write("leads.csv", bytes);
    bad_night(&house, 4, &["is not UTF-8"], Some("refused"));
    house.write("leads.csv", numbered(PEOPLE).replace("+60123", "+60124"));
    bad_night(&house, 4, &["--max-new"], Some("refused"));
    house.write("leads.csv", "<!doctype html><html><body>Sign in</body></html>\n");
    bad_night(&house, 1, &["HTML"], Some("failed"));
}

/// The script alone knows of this one: it is heard of, and nothing ran.
#[test]
fn sunday_the_list_is_of_the_night_before() {
    let house = job();
    house.shell("touch -d '26 hours ago' leads.csv").done();
    bad_night(&house, 4, &["not of this night"], None);
    house.shell("touch leads.csv").done();
    night(&house).exits(0);
}

/// The list that no guard can tell from a good one. It is noticed by people, and taken back.
#[test]
fn a_wrong_list_that_looks_right_is_taken_back() {
    let house = job();
    let before = house.people();
    house.write("leads.csv", numbered(PEOPLE).replace("Person ", "Nobody "));
    night(&house).exits(0);
    assert_ne!(house.people(), before);
    let last = house.history()[0]["id"].to_string();
    house.run(&format!("undo {last} --yes")).done();
    assert_eq!(house.people(), before);
}

/// systemd reads the units as they stand in the docs; where there is no systemd this is not checked.
#[test]
fn the_systemd_units_of_the_docs_are_valid() {
    let house = TestEnv::new();
    let units = ["nightly-contacts.service", "nightly-contacts.timer", "nightly-contacts-failed.service"];
    for unit in units {
        house.write(unit, file_of("docs/nightly.md", unit));
    }
    let service = house.read(units[0]).replace("/usr/local/bin/nightly-contacts", "/bin/true");
    house.write(units[0], service);
    let checked =
        house.shell("command -v systemd-analyze >/dev/null || exit 77; systemd-analyze verify ./nightly-contacts.*");
    assert!(checked.status == 77 || (checked.status == 0 && checked.stdout.is_empty()), "{checked}");
}
