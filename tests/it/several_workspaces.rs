//! Spec section 7: one list imported into several workspaces, night after night, needs no option, and an edited file is
//! still never replaced.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::{CommandOutput, TestEnv};

const ADD: &str = "--purpose add-update --id phone --no-import-tag";

/// An environment with the workspaces of two teams. The first has Ann already, so the outcomes differ.
fn env() -> TestEnv {
    let env = TestEnv::new();
    env.run("init a.db").done();
    env.run("init b.db").done();
    env.write("known.csv", "First Name,Phone Number\nAnn,+60123000001\n");
    env.run(&format!("-w a.db import known.csv {ADD}")).done();
    env
}

/// The list of a night: Ann, somebody new, and a number that is wrong unless Malaysia's are meant.
fn write_list(env: &TestEnv, night: usize) {
    env.write(
        "leads.csv",
        format!("First Name,Phone Number\nAnn {night},+60123000001\nNew,+6012300010{night}\nBad,0123000009\n"),
    );
}

fn import(env: &TestEnv, workspace: &str, options: &str) -> CommandOutput {
    env.run(&format!("-w {workspace} import leads.csv {ADD} {options}"))
}

#[test]
fn every_night_each_workspace_imports_the_same_list() {
    let env = env();
    for night in 1..=3 {
        write_list(&env, night);
        import(&env, "a.db", "").exits(3);
        assert_eq!(env.statuses("leads.csv"), ["Updated", "Imported", "Error"]);
        let of_a = env.read("leads.results.csv");
        import(&env, "b.db", "").exits(3);
        let ann = if night == 1 { "Imported" } else { "Updated" };
        assert_eq!(env.statuses("leads.csv"), [ann, "Imported", "Error"]);
        assert_eq!(env.errors("leads.csv").column("First Name"), ["Bad"]);
        let id = night + 1;
        assert_eq!(env.run(&format!("-w a.db results {id}")).done().stdout, of_a, "each keeps its own results");
    }
    assert_eq!(
        env.names(),
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
    let env = env();
    for night in 1..=3 {
        write_list(&env, night);
        import(&env, "a.db", "").exits(3);
        assert!(env.has("leads.errors.csv"));
        import(&env, "b.db", "--region MY").done();
        assert!(!env.has("leads.errors.csv"), "it is not of these results");
    }
}

#[test]
fn a_session_of_one_workspace_goes_on_after_an_import_into_the_other() {
    let env = env();
    write_list(&env, 1);
    for step in ["upload leads.csv --purpose add-update --id phone", "map leads.csv"] {
        env.run(&format!("-w a.db {step}")).done();
    }
    env.run("-w a.db review leads.csv").exits(3);
    fs::rename(env.path("leads.csv.import.json"), env.path("kept.json")).unwrap();
    import(&env, "b.db", "").exits(3);
    fs::rename(env.path("kept.json"), env.path("leads.csv.import.json")).unwrap();
    env.run("-w a.db review leads.csv").exits(3);
    env.run("-w a.db import leads.csv").exits(3);
    import(&env, "b.db", "").exits(3);
}

/// Asserts that nobody replaces the results or errors file.
#[track_caller]
fn assert_kept(env: &TestEnv, name: &str, workspaces: &[&str], said: &str) {
    let before = env.read(name);
    for workspace in workspaces {
        let outcome = import(env, workspace, "").exits(4).says_all(&[name, said, "--output-dir"]);
        assert_eq!(env.read(name), before, "{outcome}");
    }
}

#[test]
fn an_edited_file_is_replaced_by_no_workspace() {
    for name in ["leads.results.csv", "leads.errors.csv"] {
        let env = env();
        env.run("init c.db").done();
        write_list(&env, 1);
        import(&env, "a.db", "").exits(3);
        import(&env, "b.db", "").exits(3);
        let written = env.read(name);
        env.write(name, written.replace("Bad", "Bea"));
        assert_kept(&env, name, &["a.db", "b.db", "c.db"], "was changed since contacts wrote it");
        env.write(name, written.clone() + "\n");
        assert_kept(&env, name, &["a.db", "b.db", "c.db"], "was changed since contacts wrote it");
        env.write(name, &written);
        for workspace in ["a.db", "b.db", "c.db"] {
            import(&env, workspace, "").exits(3);
        }
    }
}

#[test]
fn a_file_that_an_editor_saved_anew_is_replaced_by_no_workspace_that_wrote_it() {
    let env = env();
    write_list(&env, 1);
    import(&env, "a.db", "").exits(3);
    import(&env, "b.db", "").exits(3);
    env.shell("sed -i s/Bad/Bea/ leads.results.csv && cp leads.results.csv saved && mv saved leads.results.csv").done();
    assert_kept(&env, "leads.results.csv", &["a.db", "b.db"], "was changed since contacts wrote it");
}

#[test]
fn what_another_program_wrote_and_a_link_are_replaced_by_no_workspace() {
    let env = env();
    write_list(&env, 1);
    import(&env, "a.db", "").exits(3);
    import(&env, "b.db", "").exits(3);
    fs::rename(env.path("leads.results.csv"), env.path("mine.csv")).unwrap();
    symlink("mine.csv", env.path("leads.results.csv")).unwrap();
    assert_kept(&env, "leads.results.csv", &["a.db", "b.db"], "is a link");
    fs::remove_file(env.path("leads.results.csv")).unwrap();
    env.write("leads.results.csv", "my own,notes\n1,2\n");
    assert_kept(&env, "leads.results.csv", &["a.db", "b.db"], "was not written by contacts");
}

/// As on a file system that keeps no attributes, and for another user, whose list of written files does not have it: then a
/// workspace knows what it wrote itself, and no more.
#[test]
fn without_the_digest_on_the_file_a_workspace_knows_its_own_files() {
    let env = env();
    let forget = || {
        rustix::fs::removexattr(env.path("leads.results.csv"), "user.contacts.sha256").unwrap();
        fs::remove_file(env.home().join(".local/state/contacts/written-files")).unwrap();
    };
    write_list(&env, 1);
    import(&env, "a.db", "").exits(3);
    forget();
    import(&env, "a.db", "").exits(3);
    import(&env, "b.db", "").exits(3);
    forget();
    assert_kept(&env, "leads.results.csv", &["a.db"], "--output-dir");
    import(&env, "b.db", "").exits(3);
}

#[test]
fn two_at_the_same_time_leave_the_files_of_one() {
    let env = env();
    for night in 1..=6 {
        write_list(&env, night);
        let runs = [("a.db", "--region MY", 0), ("b.db", "", 3)].map(|(workspace, options, status)| {
            (env.start(&format!("-w {workspace} import leads.csv {ADD} {options}")), status)
        });
        for (run, status) in runs {
            run.finish().exits(status);
        }
        let has_errors = env.statuses("leads.csv").contains(&"Error".to_owned());
        assert_eq!(env.has("leads.errors.csv"), has_errors, "results and errors are of one import");
    }
    let leftovers: Vec<_> = env.names().into_iter().filter(|name| name.starts_with('.')).collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
}
