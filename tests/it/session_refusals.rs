//! Spec sections 6 and 7: when a prepared import does not go on. Each refusal has its code and its hint, and leaves
//! workspace, manifest and files as they were.

use std::fs;

use crate::support::{CommandOutput, TestEnv};

const LEADS: &str = "First Name,Phone Number,Email\nAnn,+60123000001,ann@example.com\nBob,+60123000002,\n";

/// Ann is known; a list that updates her and adds Bob was uploaded.
fn uploaded() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("leads.csv", LEADS);
    env.run("upload leads.csv --purpose add-update --id phone --no-import-tag").done();
    env
}

fn mapped() -> TestEnv {
    let env = uploaded();
    env.run("map leads.csv").done();
    env
}

fn reviewed() -> TestEnv {
    let env = mapped();
    env.run("review leads.csv").done();
    env
}

/// All that a refusal must leave as it is.
fn state(env: &TestEnv) -> impl PartialEq + use<> {
    let files: Vec<_> = env.names().into_iter().map(|name| (fs::read(env.path(&name)).ok(), name)).collect();
    (env.workspace_rows(), files)
}

/// Runs a command that must be refused, and nothing else happen.
#[track_caller]
fn refused(env: &TestEnv, line: &str, code: &str, hint: &str) -> CommandOutput {
    let before = state(env);
    let outcome = env.run(&format!("{line} --json")).exits(4);
    assert!(state(env) == before, "a refusal changes nothing\n{outcome}");
    let document = outcome.json();
    assert_eq!(document["error"]["code"], code, "{outcome}");
    let told = document["error"]["hint"].as_str().unwrap_or_default().to_owned();
    assert!(told.contains(hint), "the hint does not say '{hint}'\n{outcome}");
    outcome
}

/// The commands that go on with a session.
const STEPS: [&str; 3] = ["map leads.csv", "review leads.csv", "import leads.csv"];

/// Refused for every command that would go on, whatever is said yes to.
#[track_caller]
fn does_not_go_on(env: &TestEnv, code: &str, hint: &str) {
    for line in STEPS {
        refused(env, line, code, hint);
    }
    for line in ["review leads.csv --row 2", "import leads.csv --yes", "import leads.csv --dry-run"] {
        refused(env, line, code, hint);
    }
}

#[track_caller]
fn imports(env: &TestEnv, options: &str) {
    assert_eq!(env.run(&format!("import leads.csv {options} --json")).done().counts(), [2, 1, 1, 0, 0, 0]);
}

#[test]
fn a_session_still_imports_an_hour_after_its_review() {
    let mut env = reviewed();
    env.set_clock("2026-11-22T14:30:00Z");
    imports(&env, "");
}

#[test]
fn a_session_expires_a_second_after_its_hour() {
    let mut env = reviewed();
    env.set_clock("2026-11-22T14:30:01Z");
    does_not_go_on(&env, "session-expired", "contacts upload leads.csv");
    env.run("import leads.csv").exits(4).says("Session expired");
    env.run("cancel leads.csv").done();
}

#[test]
fn what_is_expired_is_uploaded_again() {
    let mut env = reviewed();
    env.set_clock("2026-11-23T08:00:00Z");
    env.run("upload leads.csv --purpose add-update --id phone").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").done();
    imports(&env, "");
}

#[test]
fn a_second_review_begins_another_hour() {
    let mut env = reviewed();
    env.set_clock("2026-11-22T14:20:00Z");
    env.run("review leads.csv").done();
    env.set_clock("2026-11-22T15:20:00Z");
    imports(&env, "");
}

#[test]
fn what_was_never_reviewed_does_not_expire() {
    let mut env = mapped();
    env.set_clock("2026-11-25T00:00:00Z");
    env.run("review leads.csv").done();
    imports(&env, "");
}

#[test]
fn a_clock_that_was_set_back_makes_no_session_immortal() {
    let mut env = reviewed();
    env.set_clock("2026-11-22T13:28:59Z");
    does_not_go_on(&env, "session-expired", "contacts upload leads.csv");
    env.run("import leads.csv").exits(4).says_all(&["Session expired", "set back"]);
}

#[test]
fn a_clock_that_was_set_right_by_up_to_a_minute_ends_no_session() {
    for moment in ["2026-11-22T13:29:59Z", "2026-11-22T13:29:00Z"] {
        let mut env = reviewed();
        env.set_clock(moment);
        imports(&env, "");
    }
}

#[test]
fn another_source_than_the_uploaded_one_is_refused() {
    let same_size = LEADS.replace("Bob", "Rob");
    let others: [(&str, &[u8]); 6] = [
        ("appended", &[LEADS.as_bytes(), b"\n"].concat()),
        ("same size", same_size.as_bytes()),
        ("other columns", b"Name\nAnn\n"),
        ("no CSV", b"PK\x03\x04 no longer a list"),
        ("no rows", b"First Name,Phone Number\n"),
        ("nothing", b""),
    ];
    for (env, steps) in [(uploaded(), &STEPS[..1]), (mapped(), &STEPS[..2]), (reviewed(), &STEPS[..])] {
        for (what, bytes) in others {
            env.write("leads.csv", bytes);
            for line in steps {
                let outcome = refused(&env, line, "session-source-changed", "contacts upload leads.csv");
                assert!(outcome.stdout.contains("changed since it was uploaded"), "{what}: {outcome}");
            }
        }
        env.write("leads.csv", LEADS);
        env.run("map leads.csv").done();
    }
}

#[test]
fn a_source_that_is_gone_is_told_as_such() {
    let env = reviewed();
    fs::remove_file(env.path("leads.csv")).unwrap();
    for line in STEPS {
        let before = state(&env);
        let outcome = env.run(&format!("{line} --json")).exits(1);
        assert_eq!(outcome.json()["error"]["code"], "source-not-found", "{outcome}");
        assert!(state(&env) == before, "{outcome}");
    }
    env.run("cancel leads.csv").done();
}

#[test]
fn a_folder_at_the_sources_place_is_no_source() {
    let env = reviewed();
    fs::remove_file(env.path("leads.csv")).unwrap();
    fs::create_dir(env.path("leads.csv")).unwrap();
    for line in STEPS {
        env.run(line).exits(1).never_says("panicked");
    }
}

#[test]
fn another_mapping_than_the_reviewed_one_is_refused() {
    let env = reviewed();
    env.run("map leads.csv --skip Email").done();
    for line in ["import leads.csv", "import leads.csv --yes", "import leads.csv --dry-run"] {
        refused(&env, line, "session-mapping-changed", "contacts review leads.csv");
    }
    env.run("review leads.csv").done();
    assert_eq!(env.run("import leads.csv --json").done().counts(), [2, 1, 1, 1, 0, 0]);
}

#[test]
fn the_same_mapping_once_more_is_the_reviewed_one() {
    let env = reviewed();
    env.run("map leads.csv --skip Email").done();
    env.run("map leads.csv --map Email=Email").done();
    imports(&env, "");
}

#[test]
fn a_changed_workspace_with_another_outcome_is_shown_and_refused() {
    let env = reviewed();
    env.add_contacts("First Name,Phone Number\nBobby,+60123000002\n");
    let outcome = refused(&env, "import leads.csv", "session-workspace-changed", "contacts review leads.csv");
    assert!(outcome.stderr.contains("Imported 1 → 0, Updated 1 → 2"), "{outcome}");
    assert_eq!(env.run("import leads.csv --yes --json").done().counts(), [2, 0, 2, 0, 0, 0]);
}

#[test]
fn other_values_with_the_same_counts_are_another_outcome() {
    let env = reviewed();
    env.write("other.csv", "First Name,Phone Number\nAnna,+60123000001\n");
    env.import("other.csv", "--purpose update --id phone").done();
    let outcome = refused(&env, "import leads.csv", "session-workspace-changed", "contacts review leads.csv");
    assert!(outcome.stderr.contains("the counts are the same"), "{outcome}");
    env.run("review leads.csv").done();
    imports(&env, "");
}

#[test]
fn a_changed_workspace_with_the_same_outcome_is_no_reason_to_ask() {
    let env = reviewed();
    env.add_contacts("First Name,Phone Number\nZoe,+60123000009\n");
    imports(&env, "");
}

#[test]
fn a_setting_that_changes_the_outcome_is_a_changed_workspace() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    env.write("leads.csv", "First Name,Phone Number\nBob,0123000002\n");
    env.run("upload leads.csv --purpose add --id phone").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").exits(3);
    env.run("config set region MY").done();
    let outcome = refused(&env, "import leads.csv", "session-workspace-changed", "contacts review leads.csv");
    assert!(outcome.stderr.contains("Error 1 → 0"), "{outcome}");
}

#[test]
fn a_tag_that_another_import_made_meanwhile_changes_no_outcome() {
    let env = TestEnv::new();
    env.write("leads.csv", "First Name,Email,Tags\nAnn,ann@example.com,\"zulu,alpha\"\n");
    env.run("upload leads.csv --purpose add --id email").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").done();
    env.write("other.csv", "First Name,Email,Tags\nBob,bob@example.com,alpha\n");
    env.run("import other.csv --purpose add --id email").done();
    env.run("import leads.csv").done();
}

#[test]
fn a_dry_run_tells_a_changed_workspace_as_the_import_does() {
    let env = reviewed();
    env.add_contacts("First Name,Phone Number\nBobby,+60123000002\n");
    refused(&env, "import leads.csv --dry-run", "session-workspace-changed", "contacts review leads.csv");
    assert_eq!(env.run("import leads.csv --yes --dry-run --json").done().counts(), [2, 0, 2, 0, 0, 0]);
}

/// Every command that would go on with the session, or begin another one in its place.
const ALL: [&str; 5] =
    ["upload leads.csv --purpose add-all", "map leads.csv", "review leads.csv", "import leads.csv", "cancel leads.csv"];

#[test]
fn a_session_of_another_workspace_is_left_to_it() {
    let env = reviewed();
    let other = env.home().join("other.db").display().to_string();
    env.run(&format!("init {other}")).done();
    let hint = format!("-w {}", env.workspace().display());
    for line in ALL {
        refused(&env, &format!("-w {other} {line}"), "session-other-workspace", &hint);
    }
    imports(&env, "");
}

/// An import in one run needs no session, so that of another workspace does not keep a nightly one from its work.
#[test]
fn an_import_in_one_run_leaves_the_session_of_another_workspace_alone() {
    let env = reviewed();
    let other = env.home().join("other.db").display().to_string();
    env.run(&format!("init {other}")).done();
    let session = env.bytes("leads.csv.import.json");
    for options in ["--dry-run", ""] {
        env.run(&format!("-w {other} import leads.csv --purpose add-all {options}")).done();
        assert!(env.bytes("leads.csv.import.json") == session);
    }
    imports(&env, "");
}

#[test]
fn another_workspace_at_the_same_place_is_another_one() {
    let env = reviewed();
    fs::remove_file(env.workspace()).unwrap();
    env.run(&format!("init {}", env.workspace().display())).done();
    for line in ALL {
        let outcome = refused(&env, line, "session-other-workspace", "mv leads.csv.import.json");
        assert!(!outcome.stdout.contains("name that workspace with"), "it has that name already\n{outcome}");
    }
}

#[test]
fn a_workspace_that_was_moved_is_the_same_one() {
    let env = reviewed();
    fs::rename(env.workspace(), env.path("moved.db")).unwrap();
    assert_eq!(env.run("-w moved.db import leads.csv --json").done().counts(), [2, 1, 1, 0, 0, 0]);
}

#[test]
fn what_was_imported_is_finished() {
    let env = reviewed();
    imports(&env, "");
    does_not_go_on(&env, "session-finished", "contacts history 2");
    refused(&env, "cancel leads.csv", "session-finished", "contacts upload leads.csv");
    env.run("upload leads.csv --purpose add-all").done().never_says("replaced");
}

#[test]
fn a_process_that_ended_before_it_said_so_has_imported_all_the_same() {
    let env = reviewed();
    let manifest = env.bytes("leads.csv.import.json");
    imports(&env, "");
    env.write("leads.csv.import.json", manifest);
    does_not_go_on(&env, "session-finished", "contacts history 2");
    refused(&env, "cancel leads.csv", "session-finished", "contacts upload leads.csv");
    assert_eq!(env.contacts().len(), 2);
    env.run("upload leads.csv --purpose add-all").done().never_says("replaced");
}

#[test]
fn a_cancelled_session_is_refused() {
    let env = reviewed();
    env.run("cancel leads.csv").done();
    does_not_go_on(&env, "session-cancelled", "contacts upload leads.csv");
    refused(&env, "cancel leads.csv", "session-cancelled", "contacts upload leads.csv");
    env.run("upload leads.csv --purpose add-all").done().never_says("replaced");
}

#[test]
fn a_session_that_is_cancelled_while_its_import_waits_is_not_imported() {
    let env = reviewed();
    let lock = env.hold_lock();
    let waiting = env.start("import leads.csv --wait");
    while !waiting.says("Waiting for") {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    env.run("cancel leads.csv").done();
    drop(lock);
    waiting.finish().exits(4).says("cancelled");
    assert_eq!(env.contacts().len(), 1);
}

#[test]
fn what_is_not_mapped_is_neither_reviewed_nor_imported() {
    let env = uploaded();
    for line in ["review leads.csv", "review leads.csv --row 2", "import leads.csv", "import leads.csv --dry-run"] {
        refused(&env, line, "session-not-mapped", "contacts map leads.csv");
    }
}

#[test]
fn what_is_not_reviewed_is_not_imported() {
    let env = mapped();
    for line in ["import leads.csv", "import leads.csv --yes", "import leads.csv --dry-run"] {
        refused(&env, line, "session-not-reviewed", "contacts review leads.csv");
    }
}

#[test]
fn a_source_without_a_session_is_refused_by_every_step() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    env.write("leads.csv", LEADS);
    for line in ["map leads.csv", "review leads.csv", "cancel leads.csv"] {
        refused(&env, line, "session-missing", "contacts upload leads.csv");
    }
    env.run("import leads.csv").exits(2).says_all(&["--purpose", "contacts import leads.csv"]);
    let cancelled = refused(&env, "cancel nofile.csv", "session-missing", "contacts status");
    cancelled.never_says("upload");
    assert!(!env.has("leads.csv.import.json"));
}

#[test]
fn a_hint_can_be_pasted_whatever_the_source_is_called() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    env.write("my 'leads'.csv", LEADS);
    refused(&env, "map \"my 'leads'.csv\"", "session-missing", r"contacts upload 'my '\''leads'\''.csv'");
}

/// A session with decisions of every kind, and what its review tells of it.
fn decided() -> (TestEnv, serde_json::Value) {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write(
        "leads.csv",
        "Name;Mobile;Born;Plan;Country;Owner\nAnn Lee;012-300 0001;31/01/1990;Gold;SG;Jo\nBob Tan;012-300 0002;x;Basic;SG;Jo\n",
    );
    let upload = "--purpose add-update --id phone --region MY --tag 'spring, fair' --import-tag batch --delimiter ';' \
                  --date-format DD/MM/YYYY --source crm --missing report";
    env.run(&format!("upload leads.csv {upload}")).done();
    let map = "--split Name --map 'Mobile=Phone Number' --create-field Born=:date --create-field Plan=Tier:list \
               --skip Country --set Language=en --do-not-overwrite='Last Name'";
    env.run(&format!("map leads.csv {map}")).done();
    let review = told(&env);
    (env, review)
}

/// What a review counts, and the decisions of its session.
fn told(env: &TestEnv) -> serde_json::Value {
    let mut review = env.run("review leads.csv --json").exits(3).json();
    let mut manifest: serde_json::Value = serde_json::from_slice(&env.bytes("leads.csv.import.json")).unwrap();
    serde_json::json!([review["counts"].take(), review["errors"].take(), manifest["recipe"].take()])
}

/// The commands that a refusal gives to prepare the list again.
#[track_caller]
fn commands_to_prepare_again(outcome: &CommandOutput) -> String {
    let hint = outcome.json()["error"]["hint"].as_str().unwrap().to_owned();
    hint[hint.find("contacts upload").expect("an upload")..].to_owned()
}

#[test]
fn what_is_pasted_to_upload_again_keeps_all_options_of_the_session() {
    let over: [fn(&mut TestEnv); 3] = [
        |env| env.set_clock("2026-11-22T23:59:00Z"),
        |env| {
            env.run("cancel leads.csv").done();
        },
        |env| {
            env.run("import leads.csv --yes").exits(3);
            env.run("undo 2 --yes").done();
        },
    ];
    for end in over {
        let (mut env, review) = decided();
        end(&mut env);
        let commands = commands_to_prepare_again(&env.run("import leads.csv --yes --json").exits(4));
        env.shell(&commands).done();
        assert_eq!(told(&env), review, "{commands}");
    }
}

#[test]
fn a_changed_source_is_uploaded_again_with_the_options_of_its_session() {
    let env = TestEnv::with_contacts("First Name\nAnn\n");
    env.write("leads.csv", LEADS);
    env.run("upload leads.csv --purpose add --id phone --region MY --tag 'spring fair' --no-import-tag").done();
    env.write("leads.csv", format!("{LEADS}Cid,+60123000003,\n"));
    let command = "contacts upload leads.csv --purpose add --id phone --tag 'spring fair' --no-import-tag --region MY";
    let outcome = refused(&env, "map leads.csv", "session-source-changed", command);
    assert_eq!(commands_to_prepare_again(&outcome), command);
}

#[test]
fn options_of_a_new_import_beside_a_prepared_one_are_told_where_they_go() {
    let env = reviewed();
    let told = env.run("import leads.csv --region MY").exits(2);
    let told = told.says("an import of leads.csv is prepared").says("contacts review leads.csv --region MY");
    let review = told.stderr.lines().find_map(|line| line.split("options: contacts ").nth(1)).unwrap();
    env.run(review.split(';').next().unwrap()).done();
    env.run("import leads.csv --tag fair").exits(2).says("contacts upload leads.csv").says("add --purpose and --id");
    env.run("import leads.csv --yes").done();
    env.run("import leads.csv --region MY").exits(2).says("say what the import may do");
}
