//! A week of bad nights: the job of `docs/nightly.md`, set up as it stands there. Each night goes wrong in its own way;
//! somebody hears of each, and what was imported before stays.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::readme::file_of;
use crate::support::{CommandOutput, TestEnv, numbered};

/// How many people are on the list of an ordinary night.
const PEOPLE: usize = 200;

/// An environment with the script, a mapping saved by hand, and one good night behind it.
fn job() -> TestEnv {
    let mut env = TestEnv::new();
    env.write_program("nightly-contacts", file_of("docs/nightly.md", "nightly-contacts"));
    env.set("LIST", "leads.csv");
    env.set("LOG", "nightly.log");
    env.run("init").done();
    std::fs::create_dir(copies(&env)).expect("a folder");
    env.set("COPIES", &copies(&env).display().to_string());
    env.set("CONTACTS_WORKSPACE", &env.workspace().display().to_string());
    env.write("told.sh", "#!/bin/sh\ncat >>told.json\n");
    env.run("config set notify-when problems").done();
    env.run("config set notify-command 'sh told.sh'").done();
    env.write("leads.csv", numbered(PEOPLE));
    env.run("import leads.csv --purpose add-update --id phone --no-import-tag --save nightly").done();
    night(&env).exits(0);
    assert!(!env.has("told.json"), "a good night is not told of");
    env
}

/// The folder next to the workspace for its copies.
fn copies(env: &TestEnv) -> PathBuf {
    env.workspace().with_file_name("copies")
}

/// One night. What the script says is what cron would send.
fn night(env: &TestEnv) -> CommandOutput {
    env.shell("./nightly-contacts")
}

/// A night that changes nothing, is heard of, and leaves a notification of this status.
#[track_caller]
fn bad_night(env: &TestEnv, exit: i32, says: &[&str], status: Option<&str>) {
    let (before, notes) = (env.people(), notifications(env).len());
    night(env).exits(exit).says_all(says);
    assert_eq!(env.people(), before);
    let after = notifications(env);
    match status {
        Some(status) => {
            assert_eq!((after.len(), after[0].as_str()), (notes + 1, status));
            assert!(env.read("told.json").contains(&format!("\"exit_code\":{exit}")), "{}", env.read("told.json"));
            std::fs::remove_file(env.path("told.json")).expect("what was told");
        }
        None => assert_eq!(after.len(), notes),
    }
}

/// How each import has ended, the latest first.
fn notifications(env: &TestEnv) -> Vec<String> {
    let json = env.run("notifications --json").done().json();
    let all = json["notifications"].as_array().expect("notifications").iter();
    all.map(|one| one["status"].as_str().expect("a status").to_owned()).collect()
}

#[test]
fn a_good_night_is_silent_and_a_second_one_changes_nothing() {
    let env = job();
    let outcome = night(&env).exits(0);
    assert_eq!(outcome.stdout, "");
    assert_eq!(env.people().len(), PEOPLE);
    let log = env.read("nightly.log");
    assert!(log.contains("200 of them unchanged") && !log.contains("Person"), "{log}");
    let year = env.shell("date +%Y-").done().stdout;
    let dated: Vec<&str> = log.lines().filter(|line| line.starts_with(year.trim())).collect();
    assert_eq!(dated.len(), 6, "each step of two nights has a date: {log}");
    assert!(dated[1].ends_with("Import of leads.csv") && dated[5].ends_with("Exit code 0"), "{log}");
}

#[test]
fn what_is_said_names_the_workspace_and_the_machine() {
    let env = job();
    std::fs::remove_file(env.path("leads.csv")).expect("no list");
    let host = env.shell("uname -n").done().stdout;
    night(&env).exits(1).says(&format!("{} on {}: Nothing was", env.workspace().display(), host.trim()));
    let told: serde_json::Value = serde_json::from_str(&env.read("told.json")).expect("JSON");
    assert_eq!(told["workspace"], env.workspace().display().to_string());
    assert!(env.read("nightly.log").trim_end().ends_with("Nothing was imported (exit code 1)"));
}

#[test]
fn a_ping_after_every_night_goes_with_mails_of_bad_ones() {
    let env = job();
    env.run("config set notify-command-when always").done();
    night(&env).exits(0);
    assert!(env.read("told.json").contains("\"exit_code\":0"));
}

#[test]
fn monday_the_list_is_not_there() {
    let env = job();
    std::fs::remove_file(env.path("leads.csv")).expect("no list");
    bad_night(&env, 1, &["does not exist", "Nothing was imported"], Some("failed"));
}

#[test]
fn tuesday_the_list_was_cut_off() {
    let env = job();
    let whole = numbered(PEOPLE);
    env.write("leads.csv", &whole[..600]);
    bad_night(&env, 4, &["--min-rows"], Some("refused"));
    env.write("leads.csv", whole.replace("Person 150,", "\"Person 150,"));
    bad_night(&env, 1, &["quote", "line 151"], Some("failed"));
    env.write("leads.csv", "");
    bad_night(&env, 1, &["Nothing was imported"], Some("failed"));
}

#[test]
fn wednesday_the_columns_have_changed() {
    let env = job();
    env.write("leads.csv", numbered(PEOPLE).replace("Phone Number", "Telephone"));
    bad_night(&env, 2, &["no column is mapped to Phone Number", "Nothing was imported"], Some("failed"));
    // A column without which an import is possible: it is done, and somebody hears of it.
    env.write("leads.csv", numbered(PEOPLE).replace("First Name", "Name"));
    night(&env).exits(2).says("First Name");
    let with_mail = numbered(PEOPLE).replace('\n', ",a\n").replacen(",a\n", ",Note\n", 1);
    env.write("leads.csv", with_mail);
    night(&env).exits(3).says_all(&["new since the mapping was saved", "'Note'"]);
}

#[test]
fn thursday_two_come_at_once() {
    let env = job();
    let holder = env.hold_lock();
    env.write("quick", env.read("nightly-contacts").replace("--wait=600", "--wait=0"));
    env.shell("sh quick").exits(75).says("another import was still running");
    assert_eq!(notifications(&env)[0], "busy");
    drop(holder);
    night(&env).exits(0);
    let (one, two) = (env.start_shell("./nightly-contacts"), env.start_shell("./nightly-contacts"));
    one.finish().exits(0);
    two.finish().exits(0);
    assert_eq!(env.people().len(), PEOPLE);
}

#[test]
fn friday_the_list_is_full_of_errors() {
    let env = job();
    env.write("leads.csv", numbered(PEOPLE).replace(",+60", ",0"));
    bad_night(&env, 4, &["--max-errors"], Some("refused"));
    env.write("leads.csv", numbered(PEOPLE).replacen(",+60", ",x", 3));
    night(&env).exits(3).says("leads.errors.csv");
    assert_eq!(notifications(&env)[0], "imported-with-errors");
    assert_eq!(env.read("leads.errors.csv").lines().count(), 4);
}

#[test]
fn saturday_the_list_is_in_another_encoding_or_of_somebody_else() {
    let env = job();
    let mut bytes = numbered(PEOPLE).into_bytes();
    bytes.extend(b"Jos\xe9,+60123900001\nM\xfcller,+60123900002\n");
    env.write("leads.csv", bytes);
    bad_night(&env, 4, &["is not UTF-8"], Some("refused"));
    env.write("leads.csv", numbered(PEOPLE).replace("+60123", "+60124"));
    bad_night(&env, 4, &["--max-new"], Some("refused"));
    env.write("leads.csv", "<!doctype html><html><body>Sign in</body></html>\n");
    bad_night(&env, 1, &["HTML"], Some("failed"));
}

/// The script alone knows of this one: it is heard of, and nothing ran.
#[test]
fn sunday_the_list_is_of_the_night_before() {
    let env = job();
    env.shell("touch -d '26 hours ago' leads.csv").done();
    bad_night(&env, 4, &["not of this night"], None);
    env.shell("touch leads.csv").done();
    night(&env).exits(0);
    // The link is new, and the list behind it is not.
    env.shell("mv leads.csv list-of-monday.csv; touch -d '26 hours ago' list-of-monday.csv; ln -s list-of-monday.csv leads.csv")
        .done();
    bad_night(&env, 4, &["not of this night"], None);
    env.shell("touch list-of-monday.csv").done();
    night(&env).exits(0);
}

#[test]
fn a_week_of_nights_keeps_seven_copies() {
    let mut env = job();
    for day in 1..=9 {
        env.set_clock(&format!("2026-12-0{day}T04:15:00Z"));
        night(&env).exits(0);
    }
    let listed = env.shell(&format!("ls {}", copies(&env).display())).done().stdout;
    let kept: Vec<&str> = listed.lines().collect();
    assert_eq!((kept.len(), kept[0]), (7, "workspace-2026-12-03-041500.db"));
    assert_eq!(kept[6], "workspace-2026-12-09-041500.db");
}

#[test]
fn a_night_without_room_for_the_copy_imports_and_is_heard_of() {
    let env = job();
    std::fs::remove_dir_all(copies(&env)).expect("no folder");
    let before = env.history().len();
    night(&env).exits(1).says_all(&["copies is not a folder", "was not copied to", "mkdir -m 700"]);
    assert_eq!(env.history().len(), before + 1);
}

/// The drill: the workspace is destroyed on Thursday, and the copy of Tuesday is what is left. The lists of the lost days come
/// again, although their results files were written by imports that the copy knows nothing of.
#[test]
fn after_a_restore_the_files_of_the_lost_days_do_not_stop_the_next_night() {
    // A program for backups of the machine, or a disk without extended attributes, leaves files without their digests.
    for without_attributes in [false, true] {
        let mut env = job();
        for day in 1..=4 {
            env.set_clock(&format!("2026-12-0{day}T04:15:00Z"));
            let rows = numbered(PEOPLE + day).replacen(",+60", ",x", 1 + day % 2);
            env.write("leads.csv", rows);
            night(&env).exits(3);
        }
        let people = env.people();
        if without_attributes {
            env.shell("for file in leads.*.csv; do cp $file plain && mv plain $file; done").done();
        }
        let workspace = env.workspace().display().to_string();
        env.shell(&format!("mkdir before && mv {workspace}* before")).done();
        let newest = "copies/workspace-2026-12-04-041500.db";
        night(&env).exits(1).says_all(&["there is no workspace at", newest]).never_says("contacts init");
        let copy = copies(&env).join("workspace-2026-12-02-041500.db");
        env.shell(&format!("cp {} {workspace}", copy.display())).done();
        env.run("doctor").done();
        night(&env).exits(3).never_says("was changed since");
        assert_eq!(env.people(), people);
        // What a person edited is still nobody's to replace.
        env.shell("sed 's/Person/Somebody/' leads.results.csv >edited && mv edited leads.results.csv").done();
        night(&env).exits(4).says("was changed since contacts wrote it");
    }
}

/// The list that no guard can tell from a good one. It is noticed by people, and taken back.
#[test]
fn a_wrong_list_that_looks_right_is_taken_back() {
    let env = job();
    let before = env.people();
    env.write("leads.csv", numbered(PEOPLE).replace("Person ", "Nobody "));
    night(&env).exits(0);
    assert_ne!(env.people(), before);
    let last = env.history()[0]["id"].to_string();
    env.run(&format!("undo {last} --yes")).done();
    assert_eq!(env.people(), before);
}

/// systemd reads the units as they stand in the docs; where there is no systemd this is not checked.
#[test]
fn the_systemd_units_of_the_docs_are_valid() {
    let env = TestEnv::new();
    let units = ["nightly-contacts.service", "nightly-contacts.timer", "nightly-contacts-failed.service"];
    for unit in units {
        env.write(unit, file_of("docs/nightly.md", unit));
    }
    let service = env.read(units[0]).replace("/usr/local/bin/nightly-contacts", "/bin/true");
    env.write(units[0], service);
    let checked =
        env.shell("command -v systemd-analyze >/dev/null || exit 77; systemd-analyze verify ./nightly-contacts.*");
    assert!(checked.status == 77 || (checked.status == 0 && checked.stdout.is_empty()), "{checked}");
}

/// In each of these zones the clocks are set forward at another time of the night.
#[test]
fn the_timer_of_the_docs_loses_no_night_when_clocks_are_set_forward() {
    let timer = file_of("docs/nightly.md", "nightly-contacts.timer");
    let when = timer.lines().find_map(|line| line.strip_prefix("OnCalendar=")).expect("a time");
    let env = TestEnv::new();
    for (zone, spring) in
        [("Europe/Berlin", "2027-03-28"), ("America/New_York", "2027-03-14"), ("Europe/Athens", "2027-03-28")]
    {
        let calendar = format!(
            "command -v systemd-analyze >/dev/null && test -e /usr/share/zoneinfo/{zone} || exit 77
            TZ={zone} systemd-analyze calendar --base-time='2027-03-10 12:00' --iterations=30 '{when}'"
        );
        let checked = env.shell(&calendar);
        assert!(checked.status == 77 || checked.stdout.contains(spring), "{checked}");
    }
}

/// The files that are shipped are those of the docs.
#[test]
fn the_files_of_the_package_are_those_of_the_docs() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/nightly");
    let mut shipped = 0;
    for entry in std::fs::read_dir(folder).expect("files") {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("an entry");
        let text = std::fs::read_to_string(&path).expect("a text");
        assert_eq!(text, file_of("docs/nightly.md", &name.to_string_lossy()), "{}", path.display());
        let mode = std::fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o111 != 0, text.starts_with("#!"), "{}", path.display());
        shipped += 1;
    }
    assert_eq!(shipped, 5);
}
