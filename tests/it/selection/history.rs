//! `--import ID` and `--changed-since`: contacts by what happened to them.

use super::{env, selected};

/// Four contacts of import 1; import 2 adds a fifth and changes the first, entry 3 edits the second.
fn env_with_history() -> crate::support::TestEnv {
    let mut env = env();
    env.write("more.csv", "First Name,Email,Country\nAnn,ann@example.com,SG\nEve,eve@example.com,\n");
    env.set_clock("2026-11-24T10:00:00Z");
    env.import("more.csv", "--purpose add-update --id email --region MY").done();
    env.set_clock("2026-11-26T10:00:00Z");
    env.run("edit 2 Country=DE").done();
    env
}

#[test]
fn an_import_selects_the_contacts_that_it_added_or_changed() {
    let env = env_with_history();
    assert_eq!(selected(&env, "--import 1"), [1, 2, 3, 4]);
    assert_eq!(selected(&env, "--import 2"), [1, 5]);
    assert_eq!(selected(&env, "--import 2 --where 'Country is set'"), [1]);
    env.run("list --import 3").exits(1).says("no import 3");
    assert_eq!(env.run("list --import 9 --json").exits(1).json()["error"]["code"], "import-not-found");
    env.run("list --import x").exits(2);
}

#[test]
fn a_tag_that_an_import_gave_counts_as_a_change() {
    let env = env();
    env.write("again.csv", "First Name,Email\nAnn,ann@example.com\n");
    env.run("import again.csv --purpose update --id email --tag fair").done();
    assert_eq!(selected(&env, "--import 2"), [1]);
    env.run("edit 4 --add-tag fair").done();
    assert_eq!(selected(&env, "--changed-since import:2"), [4]);
}

#[test]
fn changes_are_selected_from_a_moment_or_behind_an_import() {
    let mut env = env_with_history();
    assert_eq!(selected(&env, "--changed-since import:1"), [1, 2, 5]);
    assert_eq!(selected(&env, "--changed-since import:2"), [2]);
    assert_eq!(selected(&env, "--changed-since 2026-11-24"), [1, 2, 5]);
    assert_eq!(selected(&env, "--changed-since 2026-11-25"), [2]);
    assert_eq!(selected(&env, "--changed-since 1d"), [2]);
    assert_eq!(selected(&env, "--changed-since 7d"), [1, 2, 3, 4, 5]);
    assert_eq!(selected(&env, "--changed-since today"), [2]);
    env.set_clock("2026-11-27T10:00:00Z");
    assert!(selected(&env, "--changed-since today").is_empty());
    env.run("undo 3 --yes").done();
    assert_eq!(selected(&env, "--changed-since today"), [2], "an undo changes contacts too");
    for wrong in ["soon", "import:9", "import:x", "7", ""] {
        let outcome = env.run(&format!("list --changed-since '{wrong}'"));
        assert!([1, 2].contains(&outcome.status), "{wrong}: {outcome}");
    }
}

#[test]
fn contacts_that_were_brought_back_have_changed() {
    let mut env = env_with_history();
    env.set_clock("2026-11-28T10:00:00Z");
    env.run("delete 3 --yes").done();
    env.run("undo 4 --yes").done();
    assert_eq!(selected(&env, "--changed-since today"), [3]);
}
