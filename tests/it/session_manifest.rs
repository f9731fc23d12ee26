//! Spec section 6: a manifest that is damaged, foreign, newer or changed by hand is a clear error. It is never
//! trusted, and never overwritten.

use std::fs::{self, Metadata};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::process::Command;

use crate::support::{TestEnv, is_root};

const MANIFEST: &str = "leads.csv.import.json";

/// Every command that would read or replace a session.
const ALL: [&str; 9] = [
    "upload leads.csv --purpose add-all",
    "map leads.csv",
    "review leads.csv",
    "review leads.csv --row 2",
    "import leads.csv",
    "import leads.csv --dry-run",
    "cancel leads.csv",
    "import leads.csv --purpose add-all",
    "import leads.csv --purpose add-all --dry-run",
];

/// A list that adds Bob was uploaded, mapped and reviewed.
fn reviewed() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Phone Number\nAnn,+60123000001\n");
    env.write("leads.csv", "First Name,Phone Number\nBob,+60123000002\nCid,0189988776\n");
    env.run("upload leads.csv --purpose add-update --id phone --tag fair").done();
    env.run("map leads.csv").done();
    env.run("review leads.csv").exits(3);
    env
}

/// What stands at the manifest's place, without following it or waiting for it.
fn at_its_place(env: &TestEnv) -> (u64, u64, u32, Option<Vec<u8>>) {
    let path = env.path(MANIFEST);
    let metadata: Metadata = path.symlink_metadata().unwrap();
    let bytes = metadata.is_file().then(|| fs::read(path).unwrap());
    (metadata.ino(), metadata.len(), metadata.mode(), bytes)
}

/// Refused by all these commands, with this code and a way out; and everything is as it was.
#[track_caller]
fn refused_by(lines: &[&str], env: &TestEnv, code: &str) {
    let before = (env.workspace_rows(), at_its_place(env), env.names());
    for line in lines {
        let outcome = env.run(&format!("{line} --json")).exits(4);
        let document = outcome.json();
        assert_eq!(document["error"]["code"], code, "{outcome}");
        let hint = document["error"]["hint"].as_str().unwrap_or_default().to_owned();
        assert!(hint.contains(&format!("mv {MANIFEST} {MANIFEST}.old")), "{outcome}");
        assert!((env.workspace_rows(), at_its_place(env), env.names()) == before, "{outcome}");
    }
}

#[track_caller]
fn refused(env: &TestEnv, code: &str) {
    refused_by(&ALL, env, code);
}

#[test]
fn a_manifest_that_is_not_whole_is_damaged() {
    let env = reviewed();
    let whole = env.read(MANIFEST);
    env.write(MANIFEST, "");
    refused(&env, "session-damaged");
    let pieces = [1, 40, whole.len() / 2, whole.len() - 3].map(|end| whole[..end].to_owned());
    let others = ["hello", "First Name\nAnn\n", "{\"format\":\"contacts-session\"}", "\0\0\0\0"].map(str::to_owned);
    for text in pieces.into_iter().chain(others) {
        env.write(MANIFEST, text);
        refused_by(
            &["upload leads.csv --purpose add-all", "import leads.csv", "cancel leads.csv"],
            &env,
            "session-damaged",
        );
    }
    env.write(MANIFEST, whole);
    env.run("import leads.csv").exits(3);
}

#[test]
fn json_of_another_program_is_foreign() {
    let env = reviewed();
    for text in ["{}", "[]", "null", "{\"format\":\"har\",\"version\":1}", "{\"format\":7}"] {
        env.write(MANIFEST, text);
        refused_by(
            &["upload leads.csv --purpose add-all", "import leads.csv", "cancel leads.csv"],
            &env,
            "session-foreign",
        );
    }
    refused(&env, "session-foreign");
}

#[test]
fn a_newer_manifest_is_left_to_the_newer_program() {
    let env = reviewed();
    let newer = env.read(MANIFEST).replace("\"version\": 1", "\"version\": 2");
    env.write(MANIFEST, newer);
    refused(&env, "session-newer");
    env.write(MANIFEST, "{\"format\":\"contacts-session\",\"version\":99,\"everything\":\"else\"}");
    refused(&env, "session-newer");
}

#[test]
fn what_was_changed_by_hand_is_not_trusted() {
    let env = reviewed();
    let whole = env.read(MANIFEST);
    let zero = "0".repeat(64);
    let digest = whole.split("\"digest\": \"").nth(1).unwrap()[..64].to_owned();
    let seal = whole.split("\"seal\": \"").nth(1).unwrap()[..64].to_owned();
    let id = whole.split("\"id\": \"").nth(1).unwrap()[..32].to_owned();
    let workspace = env.workspace().display().to_string();
    let edits = [
        ("\"purpose\": \"add-update\"", "\"purpose\": \"add\""),
        ("\"identifier\": \"phone\"", "\"identifier\": \"email\""),
        ("\"fair\"", "\"fare\""),
        ("\"imported\": 1", "\"imported\": 2"),
        ("\"errors\": 1", "\"errors\": 0"),
        ("\"at\": \"2026-11-22T13:30:00Z\"", "\"at\": \"2026-11-22T14:30:00Z\""),
        ("\"uploaded-at\": \"2026-11-22T13:30:00Z\"", "\"uploaded-at\": \"2026-11-22T13:30:01Z\""),
        ("\"stage\": \"reviewed\"", "\"stage\": \"uploaded\""),
        ("\"name\": \"leads.csv\"", "\"name\": \"../leads.csv\""),
        ("\"size\": ", "\"size\": 1"),
        ("\"workspace-revision\": ", "\"workspace-revision\": 1"),
        ("\"field\": \"First Name\"", "\"field\": \"Last Name\""),
        ("\"import-tag\": \"automatic\"", "\"import-tag\": \"none\""),
        ("  \"stage\"", "  \"more\": 1,\n  \"stage\""),
        ("    \"purpose\"", "    \"more\": 1,\n    \"purpose\""),
        ("{\n", "{ \n"),
        (&digest, &zero),
        (&seal, &zero),
        (&seal, ""),
        (&id, &zero[..32]),
        (&workspace, "/tmp/elsewhere.db"),
    ];
    for (from, to) in edits {
        let changed = whole.replacen(from, to, 1);
        assert_ne!(changed, whole, "'{from}' is not in the manifest");
        env.write(MANIFEST, changed);
        let code = if from == "    \"purpose\"" { "session-damaged" } else { "session-tampered" };
        refused_by(&["upload leads.csv --purpose add-all", "import leads.csv --yes"], &env, code);
    }
    refused(&env, "session-tampered");
    env.write(MANIFEST, whole + "\n");
    refused(&env, "session-tampered");
}

#[test]
fn a_manifest_without_its_seal_is_not_trusted() {
    let env = reviewed();
    let whole = env.read(MANIFEST);
    let at = whole.find(",\n  \"seal\"").unwrap();
    env.write(MANIFEST, format!("{}\n}}\n", &whole[..at]));
    refused(&env, "session-tampered");
}

#[test]
fn a_manifest_says_nothing_to_the_terminal() {
    let env = reviewed();
    let id = env.read(MANIFEST).split("\"id\": \"").nth(2).unwrap()[..32].to_owned();
    let hostile = env
        .read(MANIFEST)
        .replace(&id, &"f".repeat(32))
        .replace(&env.workspace().display().to_string(), "/tmp/\\u001b[2J\\u009b31m\\nerror: all is well");
    env.write(MANIFEST, hostile);
    let outcome = env.run("import leads.csv").exits(4).says("another workspace");
    assert!(!outcome.stderr.contains(['\u{1b}', '\u{9b}']), "{outcome}");
    assert!(!outcome.stderr.lines().any(|line| line == "error: all is well"), "{outcome}");
    refused_by(&["import leads.csv"], &env, "session-other-workspace");
}

#[test]
fn a_link_is_no_manifest() {
    let env = reviewed();
    fs::rename(env.path(MANIFEST), env.path("elsewhere.json")).unwrap();
    let whole = env.read("elsewhere.json");
    std::os::unix::fs::symlink("elsewhere.json", env.path(MANIFEST)).unwrap();
    refused(&env, "session-foreign");
    assert_eq!(env.read("elsewhere.json"), whole);
}

#[test]
fn a_link_that_leads_nowhere_is_no_manifest() {
    let env = reviewed();
    fs::remove_file(env.path(MANIFEST)).unwrap();
    std::os::unix::fs::symlink("nowhere.json", env.path(MANIFEST)).unwrap();
    refused(&env, "session-foreign");
    assert!(!env.has("nowhere.json"));
}

#[test]
fn a_folder_is_no_manifest() {
    let env = reviewed();
    fs::remove_file(env.path(MANIFEST)).unwrap();
    fs::create_dir(env.path(MANIFEST)).unwrap();
    refused(&env, "session-foreign");
}

#[test]
fn a_pipe_is_no_manifest_and_nobody_waits_for_it() {
    let env = reviewed();
    fs::remove_file(env.path(MANIFEST)).unwrap();
    assert!(Command::new("mkfifo").arg(env.path(MANIFEST)).status().unwrap().success());
    refused(&env, "session-foreign");
    assert!(env.path(MANIFEST).symlink_metadata().unwrap().file_type().is_fifo());
}

#[test]
fn a_manifest_of_another_user_is_not_trusted() {
    if !is_root() {
        return;
    }
    let env = reviewed();
    std::os::unix::fs::chown(env.path(MANIFEST), Some(65_534), None).unwrap();
    refused_by(&ALL[..7], &env, "session-other-user");
}

/// A nightly import of one list by several users: each has a workspace, and the session of one is nothing to the others.
#[test]
fn a_manifest_of_another_user_keeps_nobody_from_importing_in_one_run() {
    if !is_root() {
        return;
    }
    let env = reviewed();
    let before = env.read(MANIFEST);
    std::os::unix::fs::chown(env.path(MANIFEST), Some(65_534), None).unwrap();
    env.run("import leads.csv --purpose add-update --id phone --dry-run").exits(3);
    env.run("import leads.csv --purpose add-update --id phone").exits(3);
    assert_eq!(env.read(MANIFEST), before);
    env.run("upload leads.csv --purpose add-all").exits(4).says("contacts import leads.csv --purpose");
}

#[test]
fn a_manifest_that_cannot_be_read_is_a_failure() {
    if is_root() {
        return;
    }
    let env = reviewed();
    fs::set_permissions(env.path(MANIFEST), fs::Permissions::from_mode(0o000)).unwrap();
    for line in ALL {
        let outcome = env.run(&format!("{line} --json")).exits(1);
        assert_eq!(outcome.json()["error"]["code"], "session-unreadable", "{outcome}");
    }
    assert_eq!(env.contacts().len(), 1);
}

#[test]
fn a_manifest_is_its_owners_alone() {
    for umask in ["000", "022", "077"] {
        let mut env = TestEnv::new();
        env.set_umask(umask);
        env.write("leads.csv", "First Name\nBob\n");
        for line in ["upload leads.csv --purpose add-all", "map leads.csv", "review leads.csv", "import leads.csv"] {
            env.run(line).done();
            assert_eq!(env.mode(MANIFEST), 0o600, "umask {umask}, {line}");
        }
        env.run("upload leads.csv --purpose add-all").done();
        env.run("cancel leads.csv").done();
        assert_eq!(env.mode(MANIFEST), 0o600, "umask {umask}, cancel");
        assert_eq!(env.names(), ["leads.csv", "leads.csv.import.json", "leads.results.csv"]);
    }
}
