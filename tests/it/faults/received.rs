//! A workspace that somebody else made: it is data, and does nothing by itself (spec section 10).

use rusqlite::Connection;

use crate::support::TestEnv;

const IMPORT: &str = "import a.csv --purpose add-update --id phone";

/// An environment with a workspace in which a sender has imported and set what acts.
fn sent() -> TestEnv {
    let env = TestEnv::new();
    env.run("init sent.db").done();
    env.write("a.csv", "First Name,Phone Number\n\"ssh-ed25519 AAAA attacker\",+60123000001\n");
    env.run(&format!("-w sent.db {IMPORT}")).done();
    env.run("-w sent.db config set notify-command 'touch pwned'").done();
    env
}

/// The same in the environment of somebody else, who has no key or one of their own.
fn received() -> TestEnv {
    let env = sent();
    std::fs::remove_dir_all(env.home().join(".config")).unwrap();
    env
}

fn tamper(env: &TestEnv, sql: &str) {
    Connection::open(env.path("sent.db")).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn settings_that_act_count_for_the_user_who_set_them_alone() {
    let env = sent();
    env.run(&format!("-w sent.db {IMPORT}")).done();
    assert!(env.has("pwned"), "the user's own command is run");

    let env = received();
    env.run(&format!("-w sent.db {IMPORT}")).done().says_all(&[
        "warning:",
        "notify-command was not set by you",
        "contacts -w sent.db config trust",
    ]);
    env.run("-w sent.db notifications --test").never_says("Delivered");
    assert!(!env.has("pwned"));
    env.run("-w sent.db config list").done().says_all(&["touch pwned (not used", "contacts -w sent.db config trust"]);
    env.run("-w sent.db doctor").says("not set by you on this machine");
    env.run("-w sent.db config trust").exits(4).says("--yes");
    env.run("-w sent.db config trust --yes").done().says("Trusted: notify-command");
    env.run("-w sent.db config trust --yes").done().says("count already");
    env.run(&format!("-w sent.db {IMPORT}")).done().never_says("warning:");
    assert!(env.has("pwned"));
}

#[test]
fn a_setting_that_was_changed_in_the_file_does_not_count() {
    let env = sent();
    tamper(&env, "UPDATE settings SET value = 'touch other' WHERE name = 'notify-command'");
    env.run(&format!("-w sent.db {IMPORT}")).done().says("not set by you");
    assert!(!env.has("other"));
}

#[test]
fn what_stands_in_cells_is_not_told_because_a_file_says_so() {
    let env = TestEnv::new();
    env.run("init sent.db").done();
    env.write("a.csv", "First Name,Phone Number\nAnn,xSECRET\n");
    env.run("-w sent.db config set notify-command 'sh -c \"cat > told\"'").done();
    tamper(&env, "INSERT INTO settings (name, value) VALUES ('notify-content', 'values')");
    env.run(&format!("-w sent.db {IMPORT}")).exits(3).says("notify-content was not set by you");
    let told = env.read("told");
    assert!(told.contains("phone-letters") && !told.contains("SECRET"), "{told}");
    env.run("-w sent.db config trust --yes").done();
    env.run(&format!("-w sent.db {IMPORT}")).exits(3);
    assert!(env.read("told").contains("xSECRET"));
}

#[test]
fn a_view_without_an_end_holds_nobody_up() {
    let env = sent();
    tamper(
        &env,
        "ALTER TABLE contacts RENAME TO kept;
         CREATE VIEW contacts AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT * FROM n",
    );
    for command in ["list", IMPORT, "doctor", "status", "backup copy.db"] {
        let begin = std::time::Instant::now();
        env.run(&format!("-w sent.db {command}"));
        assert!(begin.elapsed() < std::time::Duration::from_secs(20), "{command}");
    }
    env.run("-w sent.db list").exits(1).says("contacts is not as contacts makes it");
}

#[test]
fn a_seal_of_another_workspace_does_not_count() {
    let env = sent();
    env.run("init mine.db").done();
    env.run("-w mine.db config set notify-command 'touch pwned'").done();
    let seal: String = Connection::open(env.path("mine.db"))
        .unwrap()
        .query_row("SELECT seal FROM settings WHERE name = 'notify-command'", [], |row| row.get(0))
        .unwrap();
    tamper(&env, &format!("UPDATE settings SET seal = '{seal}'"));
    env.run(&format!("-w sent.db {IMPORT}")).done().says("not set by you");
    assert!(!env.has("pwned"));
}

#[test]
fn owed_files_are_written_for_the_user_who_began_the_import_alone() {
    let env = sent();
    let target = env.home().join("authorized_keys");
    let path = target.display();
    tamper(&env, &format!("UPDATE imports SET results_path = '{path}', files_pending = 1"));
    env.run("-w sent.db list").done().says_all(&["not begun by you", "contacts -w sent.db results 1"]);
    assert!(!target.exists());
    env.run("-w sent.db list").done().never_says("not begun");

    let own = sent();
    let results = own.path("a.results.csv");
    std::fs::remove_file(&results).unwrap();
    tamper(&own, "UPDATE imports SET files_pending = 1");
    own.run("-w sent.db list").done().says("made its files");
    assert!(results.exists());

    let other = received();
    std::fs::remove_file(other.path("a.results.csv")).unwrap();
    tamper(&other, "UPDATE imports SET files_pending = 1");
    other.run("-w sent.db list").done().says("not begun by you");
    assert!(!other.has("a.results.csv"));
}

/// On a disk without links an empty file reserves the name, and stays when the process is killed there.
#[test]
fn an_empty_file_under_its_name_does_not_stop_an_owed_file() {
    let env = sent();
    env.write("a.results.csv", "");
    tamper(&env, "UPDATE imports SET files_pending = 1");
    env.run("-w sent.db list").done().says("made its files");
    assert!(env.read("a.results.csv").contains("Import Status"));
}

#[test]
fn owed_files_replace_nothing_of_the_users() {
    let env = sent();
    env.write("a.results.csv", "precious\n");
    tamper(&env, "UPDATE imports SET files_pending = 1");
    env.run("-w sent.db list").done().says("could not be made");
    assert_eq!(env.read("a.results.csv"), "precious\n");
}

/// The workspace has the path as text, which tells no more which bytes of it were no UTF-8.
#[test]
fn owed_files_of_a_folder_whose_name_is_no_text_are_not_made_elsewhere() {
    let env = sent();
    let list = format!(
        "folder=$(printf 'b\\351'); mkdir \"$folder\" && contacts -w sent.db {IMPORT} --output-dir \"$folder\""
    );
    env.shell(&list).done();
    tamper(&env, "UPDATE imports SET files_pending = 1 WHERE id = 2");
    let names = env.names();
    env.run("-w sent.db list").done().says_all(&["their path is not UTF-8", "contacts -w sent.db results 2"]);
    assert_eq!(env.names(), names);
}

#[test]
fn what_a_file_brings_along_neither_acts_nor_answers() {
    for (sql, said) in [
        ("CREATE TRIGGER t AFTER INSERT ON history BEGIN DELETE FROM contacts; END", "trigger of another program"),
        ("CREATE UNIQUE INDEX i ON contacts (first_name)", "index of another program"),
        ("ALTER TABLE tags RENAME TO t; CREATE VIEW tags AS SELECT * FROM t", "tags is not as contacts makes it"),
        ("DROP TABLE mappings", "mappings is not as contacts makes it"),
        ("PRAGMA user_version = 4", "is not as contacts makes it"),
        ("PRAGMA user_version = 0", "schema version 0"),
        ("PRAGMA user_version = -1", "schema version -1"),
    ] {
        let env = sent();
        tamper(&env, sql);
        let before = env.bytes("sent.db");
        for command in ["list", IMPORT, "history", "undo 1 --yes"] {
            env.run(&format!("-w sent.db {command}")).exits(1).says_all(&["error:", "damaged", said, "hint: "]);
        }
        env.run("-w sent.db doctor").exits(1).says(said);
        assert!(before == env.bytes("sent.db"), "{sql}");
    }
    let env = sent();
    tamper(&env, "CREATE TABLE mine (x); CREATE VIEW names AS SELECT first_name FROM contacts");
    env.run("-w sent.db list").done();
}

#[test]
fn a_text_that_is_no_utf8_is_told_and_found() {
    let env = sent();
    tamper(&env, "UPDATE contacts SET first_name = cast(x'c141' AS TEXT)");
    for command in ["list", "show 1", "export -", "list attacker", IMPORT, "--json list"] {
        let outcome = env.run(&format!("-w sent.db {command}")).exits(1);
        outcome.says_all(&["is damaged: a value in it is not what it should be", "doctor"]);
    }
    env.run("-w sent.db backup copy.db").exits(1).says("contact 1: a text that is no UTF-8");
    assert!(!env.has("copy.db"));
    env.run("-w sent.db doctor").exits(1).says("contact 1: a text that is no UTF-8");
}
