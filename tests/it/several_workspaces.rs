//! Spec section 7: one list imported into several workspaces, night after night, needs no option, and an edited file is
//! still never replaced.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::{CommandOutput, TestEnv};

const ADD: &str = "--purpose add-update --id phone --no-import-tag";

/// A house with the workspaces of two teams. The first has Ann already, so the outcomes differ.
fn house() -> TestEnv {
    let house = TestEnv::new();
    house.run("init a.db").done();
    house.run("init b.db").done();
    house.write("known.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    house.run(&format!("-w a.db import known.csv {ADD}")).done();
    house
}

/// The list of a night: Ann, somebody new, and a number that is wrong unless Malaysia's are meant.
fn write_list(house: &TestEnv, night: usize) {
    house.write(
        "leads.csv",
        format!("First Name,Phone Number\nAnn {night},+60123000001\nNew,+6012300010{night}\nBad,0123000009\n"),
    );
}

fn import(house: &TestEnv, workspace: &str, options: &str) -> CommandOutput {
    house.run(&format!("-w {workspace} import leads.csv {ADD} {options}"))
}

#[test]
fn every_night_each_workspace_imports_the_same_list() {
    let house = house();
    for night in 1..=3 {
        write_list(&house, night);
        import(&house, "a.db", "").exits(3);
        assert_eq!(house.statuses("leads.csv"), ["Updated", "Imported", "Error"]);
        let of_a = house.read("leads.results.csv");
        import(&house, "b.db", "").exits(3);
        let ann = if night == 1 { "Imported" } else { "Updated" };
        assert_eq!(house.statuses("leads.csv"), [ann, "Imported", "Error"]);
        assert_eq!(house.errors("leads.csv").column("First Name"), ["Bad"]);
        let id = night + 1;
        assert_eq!(house.run(&format!("-w a.db results {id}")).done().stdout, of_a, "each keeps its own results");
    }
    assert_eq!(
        house.names(),
        [
            "a.db",
            "a.db-lock",
            "b.db",
            "b.db-lock",
            "known.csv",
            "known.results.csv",
            "leads.csv",
            "leads.errors.csv",
            "leads.results.csv"
        ]
    );
}

#[test]
fn a_stale_errors_file_of_another_workspace_is_removed() {
    let house = house();
    for night in 1..=3 {
        write_list(&house, night);
        import(&house, "a.db", "").exits(3);
        assert!(house.has("leads.errors.csv"));
        import(&house, "b.db", "--region MY").done();
        assert!(!house.has("leads.errors.csv"), "it is not of these results");
    }
}

#[test]
fn a_session_of_one_workspace_goes_on_after_an_import_into_the_other() {
    let house = house();
    write_list(&house, 1);
    for step in ["upload leads.csv --purpose add-update --id phone", "map leads.csv"] {
        house.run(&format!("-w a.db {step}")).done();
    }
    house.run("-w a.db review leads.csv").exits(3);
    fs::rename(house.path("leads.csv.import.json"), house.path("kept.json")).unwrap();
    import(&house, "b.db", "").exits(3);
    fs::rename(house.path("kept.json"), house.path("leads.csv.import.json")).unwrap();
    house.run("-w a.db review leads.csv").exits(3);
    house.run("-w a.db import leads.csv").exits(3);
    import(&house, "b.db", "").exits(3);
}

/// Asserts that nobody replaces the results or errors file.
#[track_caller]
fn assert_kept(house: &TestEnv, name: &str, workspaces: &[&str], said: &str) {
    let before = house.read(name);
    for workspace in workspaces {
        let outcome = import(house, workspace, "").exits(4).says_all(&[name, said, "--output-dir"]);
        assert_eq!(house.read(name), before, "{outcome}");
    }
}

#[test]
fn an_edited_file_is_replaced_by_no_workspace() {
    for name in ["leads.results.csv", "leads.errors.csv"] {
        let house = house();
        house.run("init c.db").done();
        write_list(&house, 1);
        import(&house, "a.db", "").exits(3);
        import(&house, "b.db", "").exits(3);
        let written = house.read(name);
        house.write(name, written.replace("Bad", "Bea"));
        assert_kept(&house, name, &["a.db", "b.db", "c.db"], "was changed since contacts wrote it");
        house.write(name, written.clone() + "\n");
        assert_kept(&house, name, &["a.db", "b.db", "c.db"], "was changed since contacts wrote it");
        house.write(name, &written);
        for workspace in ["a.db", "b.db", "c.db"] {
            import(&house, workspace, "").exits(3);
        }
    }
}

#[test]
fn a_file_that_an_editor_saved_anew_is_replaced_by_no_workspace_that_wrote_it() {
    let house = house();
    write_list(&house, 1);
    import(&house, "a.db", "").exits(3);
    import(&house, "b.db", "").exits(3);
    house
        .shell("sed -i s/Bad/Bea/ leads.results.csv && cp leads.results.csv saved && mv saved leads.results.csv")
        .done();
    assert_kept(&house, "leads.results.csv", &["a.db", "b.db"], "was changed since contacts wrote it");
}

#[test]
fn what_another_program_wrote_and_a_link_are_replaced_by_no_workspace() {
    let house = house();
    write_list(&house, 1);
    import(&house, "a.db", "").exits(3);
    import(&house, "b.db", "").exits(3);
    fs::rename(house.path("leads.results.csv"), house.path("mine.csv")).unwrap();
    symlink("mine.csv", house.path("leads.results.csv")).unwrap();
    assert_kept(&house, "leads.results.csv", &["a.db", "b.db"], "is a link");
    fs::remove_file(house.path("leads.results.csv")).unwrap();
    house.write("leads.results.csv", "my own,notes\n1,2\n");
    assert_kept(&house, "leads.results.csv", &["a.db", "b.db"], "was not written by contacts");
}

/// As on a file system that keeps no attributes: then a workspace knows what it wrote itself, and no more.
#[test]
fn without_the_digest_on_the_file_a_workspace_knows_its_own_files() {
    let house = house();
    let forget = || rustix::fs::removexattr(house.path("leads.results.csv"), "user.contacts.sha256").unwrap();
    write_list(&house, 1);
    import(&house, "a.db", "").exits(3);
    forget();
    import(&house, "a.db", "").exits(3);
    import(&house, "b.db", "").exits(3);
    forget();
    assert_kept(&house, "leads.results.csv", &["a.db"], "--output-dir");
    import(&house, "b.db", "").exits(3);
}

#[test]
fn two_at_the_same_time_leave_the_files_of_one() {
    let house = house();
    for night in 1..=6 {
        write_list(&house, night);
        let runs = [("a.db", "--region MY", 0), ("b.db", "", 3)].map(|(workspace, options, status)| {
            (house.start(&format!("-w {workspace} import leads.csv {ADD} {options}")), status)
        });
        for (run, status) in runs {
            run.finish().exits(status);
        }
        let has_errors = house.statuses("leads.csv").contains(&"Error".to_owned());
        assert_eq!(house.has("leads.errors.csv"), has_errors, "results and errors are of one import");
    }
    let leftovers: Vec<_> = house.names().into_iter().filter(|name| name.starts_with('.')).collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
}
