//! Attempts to import that were refused, failed or killed are seen in `status`, `history` and `notifications`.

use serde_json::{Value, json};

use crate::support::{CTRL_C, TestEnv};

const LEADS: &str = "First Name,Email\nAnn,ann@example.com\nBob,bob(at)example.com\n";

fn env() -> TestEnv {
    let env = TestEnv::with_contacts("First Name,Email\nEve,eve@example.com\n");
    env.write("leads.csv", LEADS);
    env
}

#[track_caller]
fn attempt(env: &TestEnv) -> Value {
    env.run("status --json").done().json()["last_attempt"].clone()
}

/// Leaves the lock file as a killed import does; `after` is the last import that it saw.
pub(crate) fn kill_one(env: &TestEnv, after: i64) {
    let holder = json!({
        "pid": 1, "source": "/srv/crm/big.csv", "started_at": "2026-11-22T13:29:00Z", "after": after,
        "progress": { "phase": "writing", "done": 5, "total": 9, "elapsed_ms": 7, "updated_at": "2026-11-22T13:31:00Z" },
    });
    // The holder is recognised by how its description begins.
    let text = holder.to_string();
    let rest = text.replacen("\"pid\":1,", "", 1);
    std::fs::write(lock(env), format!("{{\"pid\":1,{}", &rest[1..])).expect("a lock file");
}

fn lock(env: &TestEnv) -> std::path::PathBuf {
    let mut name = env.workspace().into_os_string();
    name.push("-lock");
    name.into()
}

#[test]
fn the_last_good_import_and_the_last_attempt_are_told_apart() {
    let env = TestEnv::new();
    env.run("init").done();
    env.write("leads.csv", LEADS);
    let status = env.run("status --json").done().json();
    assert_eq!((&status["last_good_import"], &status["last_attempt"]), (&json!(null), &json!(null)));

    env.run("import leads.csv --purpose add --id email").exits(3);
    let status = env.run("status --json").done().json();
    let good = &status["last_good_import"];
    assert_eq!(
        (&good["import_id"], &good["outcome"], &good["exit_code"]),
        (&json!(1), &json!("imported-with-errors"), &json!(3))
    );
    assert_eq!((&good["age_seconds"], &good["counts"]["errors"]), (&json!(0), &json!(1)));
    assert_eq!((&status["last_attempt"]["import_id"], &status["last_attempt"]["exit_code"]), (&json!(1), &json!(3)));
    env.run("status").done().never_says("Last attempt");

    env.run("import leads.csv --purpose add --id email --max-errors 0").exits(4);
    let refused = attempt(&env);
    assert_eq!(
        (&refused["outcome"], &refused["exit_code"], &refused["code"]),
        (&json!("refused"), &json!(4), &json!("guard-exceeded"))
    );
    env.run("status").done().says("Last attempt: 2026-11-22 13:30, leads.csv: refused (exit code 4): 1 of 2 rows");
    let history = env.run("history").done();
    assert!(history.stdout.starts_with("Last attempt: 2026-11-22 13:30, leads.csv: refused"), "{history}");
    assert_eq!(env.run("history --json").done().json()["last_attempt"]["exit_code"], 4);
    env.run("history --kind edit").done().never_says("Last attempt");

    // Done again: the refusal is over.
    env.run("import leads.csv --purpose add --id email").exits(3);
    assert_eq!(attempt(&env)["import_id"], 2);
    env.run("history").done().never_says("Last attempt");
    env.run("undo 2 --yes").done();
    assert_eq!(env.run("status --json").done().json()["last_good_import"]["import_id"], 1);
}

#[test]
fn ages_are_those_of_the_clock() {
    let mut env = env();
    env.set_clock("2026-11-23T14:30:00Z");
    let status = env.run("status --json").done().json();
    assert_eq!(status["checked_at"], "2026-11-23T14:30:00Z");
    assert_eq!(status["last_good_import"]["age_seconds"], 25 * 3600);
    env.set_clock("2026-11-01T00:00:00Z");
    assert_eq!(env.run("status --json").done().json()["last_good_import"]["age_seconds"], 0);
}

#[test]
fn an_import_that_could_not_begin_is_an_attempt_and_a_dry_run_is_none() {
    let env = env();
    env.run("import leads.csv --purpose add --id email --max-errors 0 --dry-run").exits(4);
    assert_eq!(attempt(&env)["import_id"], 1);
    env.run("import gone.csv --purpose add --id email").exits(1);
    let gone = attempt(&env);
    assert_eq!(
        (&gone["outcome"], &gone["exit_code"], &gone["source"]),
        (&json!("failed"), &json!(1), &json!("gone.csv"))
    );
    env.run("import leads.csv --purpose add --id 'no such field'").exits(2);
    let wrong = attempt(&env);
    assert_eq!((&wrong["outcome"], &wrong["exit_code"]), (&json!("failed"), &json!(2)));
    assert!(!wrong.to_string().contains("no such field"), "what was typed may name a person: {wrong}");
    assert_eq!(env.run("notifications --json").done().json()["notifications"][0]["exit_code"], 2);
}

#[test]
fn what_is_seen_to_fail_in_a_terminal_is_no_attempt() {
    let env = env();
    let mut terminal = env.terminal("import leads.csv");
    terminal.wait_for("import do?");
    terminal.press(CTRL_C);
    assert_eq!(terminal.finish().status, 130);
    assert_eq!(attempt(&env)["import_id"], 1);
}

#[test]
fn a_killed_import_is_found_out_and_leaves_one_notification() {
    let env = env();
    kill_one(&env, 1);
    let killed = attempt(&env);
    assert_eq!(
        (&killed["outcome"], &killed["exit_code"], &killed["source"]),
        (&json!("killed"), &json!(null), &json!("big.csv"))
    );
    assert_eq!(killed["at"], "2026-11-22T13:31:00Z", "when it was last seen");
    env.run("status").done().says("big.csv: killed: its process ended");
    let before = env.workspace_rows();
    env.run("status --json").done();
    assert_eq!(env.workspace_rows(), before, "status writes nothing");

    for _ in 0..2 {
        let listed = env.run("notifications --json").done().json();
        let killed = listed["notifications"].as_array().unwrap().iter().filter(|one| one["status"] == "killed").count();
        assert_eq!(killed, 1, "{listed}");
    }
    env.run("import leads.csv --purpose add --id email").exits(3);
    assert_eq!(std::fs::read_to_string(lock(&env)).expect("the lock file"), "");
    let listed = env.run("notifications --json").done().json();
    assert_eq!(listed["notifications"].as_array().unwrap().iter().filter(|one| one["status"] == "killed").count(), 1);
}

#[test]
fn an_import_after_a_killed_one_leaves_the_notification_itself() {
    let env = env();
    kill_one(&env, 1);
    env.run("import leads.csv --purpose add --id email").exits(3);
    env.run("notifications").done().says("killed");
}

#[test]
fn one_that_was_killed_after_its_commit_is_no_failed_attempt() {
    let env = env();
    kill_one(&env, 0);
    assert_eq!(attempt(&env)["import_id"], 1);
    env.run("notifications").done().never_says("killed");
}

#[test]
fn a_process_that_is_really_killed_is_seen() {
    let env = env();
    let rows: String = (0..60_000).map(|n| format!("N{n},n{n}@example.com\n")).collect();
    env.write("big.csv", format!("First Name,Email\n{rows}"));
    let script = "contacts import big.csv --purpose add --id email >/dev/null 2>&1 & pid=$!
        for _ in $(seq 2000); do [ -s \"$LOCK\" ] && break; sleep 0.01; done; kill -9 $pid; wait $pid; true";
    let script = script.replace("$LOCK", &lock(&env).display().to_string());
    env.shell(&script).done();
    assert_eq!(attempt(&env)["outcome"], "killed");
    assert_eq!(env.run("list --json").done().json()["total"], 1);
}

#[test]
fn where_nothing_can_be_written_the_import_fails_as_it_would() {
    let env = env();
    env.shell("mkdir closed; cp \"$HOME/.local/share/contacts/workspace.db\" closed/w.db").done();
    // A folder stands where the notifications of failures would go.
    env.shell("mkdir closed/w.db-notifications.jsonl").done();
    env.run("-w closed/w.db import gone.csv --purpose add --id email")
        .exits(1)
        .says_all(&["gone.csv", "no notification"]);
    env.run("-w closed/w.db status --json").done();
}
