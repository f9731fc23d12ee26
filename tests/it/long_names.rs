//! Names so long that the files beside them cannot have theirs: refused before anything is done.

use crate::support::TestEnv;

const LIST: &str = "First Name,Phone Number\nAnn,+60123000001\nEve,unknown\n";
const IMPORT: &str = "--purpose add-update --id phone";

fn env_with(source: &str) -> TestEnv {
    let env = TestEnv::new();
    env.write(source, LIST);
    env
}

#[test]
fn a_source_is_refused_or_imported_with_its_files() {
    let mut refused = 0;
    for length in (225..=251).chain([100]) {
        let (stem, source) = ("n".repeat(length), format!("{}.csv", "n".repeat(length)));
        let env = env_with(&source);
        env.run(&format!("import {source} {IMPORT} --dry-run"));
        let outcome = env.run(&format!("import {source} {IMPORT}"));
        if outcome.status == 4 {
            refused += 1;
            outcome.says_all(&["bytes too long", "hint: rename the source"]);
            assert_eq!(env.names(), [source]);
            assert!(env.contacts().is_empty());
            continue;
        }
        outcome.exits(3).never_says("could not be");
        assert!(env.has(format!("{stem}.results.csv")) && env.has(format!("{stem}.errors.csv")), "{length}");
        // The files are replaced by a second import.
        env.run(&format!("import {source} {IMPORT}")).exits(3).never_says("could not be");
        env.run("list").done().never_says("warning");
    }
    assert!((10..27).contains(&refused), "{refused}");
}

#[test]
fn a_folder_for_the_files_may_take_other_names() {
    let source = format!("{}.csv", "n".repeat(245));
    let env = env_with(&source);
    std::fs::create_dir(env.path("out")).unwrap();
    let outcome = env.run(&format!("import {source} {IMPORT} --output-dir out --json")).exits(4);
    assert_eq!(outcome.json()["error"]["code"], "output-name-too-long");
}

#[test]
fn a_session_is_refused_or_goes_to_its_end() {
    let mut refused = 0;
    for length in 225..=251 {
        let source = format!("{}.csv", "n".repeat(length));
        let env = env_with(&source);
        let outcome = env.run(&format!("upload {source} {IMPORT} --json"));
        if outcome.status == 4 {
            refused += 1;
            let document = outcome.json();
            assert_eq!(document["error"]["code"], "output-name-too-long", "{outcome}");
            assert_eq!(env.names(), [source]);
            continue;
        }
        for line in ["map", "review", "import"] {
            let outcome = env.run(&format!("{line} {source}"));
            assert!([0, 3].contains(&outcome.status), "{outcome}");
            outcome.never_says("could not be");
        }
    }
    assert!((10..27).contains(&refused), "{refused}");
}

#[test]
fn a_workspace_is_refused_or_has_all_that_stands_beside_it() {
    let mut refused = 0;
    for (length, command) in (205..=255).step_by(2).flat_map(|length| [(length, "init"), (length, "backup")]) {
        let name = "w".repeat(length);
        let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
        let outcome = env.run(&format!("{command} {name}"));
        if outcome.status == 1 {
            refused += 1;
            outcome.says_all(&["bytes too long", "hint: give it a shorter name"]);
            assert!(env.names().is_empty());
            continue;
        }
        outcome.done();
        env.run(&format!("-w {name} import nowhere.csv {IMPORT}")).exits(1).never_says("no notification");
        env.run(&format!("-w {name} edit 1 'First Name=Zoe'"));
    }
    assert!((20..50).contains(&refused), "{refused}");
}
