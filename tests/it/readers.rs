//! Programs of other makers read what an export writes: vobject, the sqlite3 shell, DuckDB, PostgreSQL.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::export::difficult_people;
use crate::readme::file_of;
use crate::support::{TestEnv, is_root, tool_available};

/// A Python that has this module: the one of `CONTACTS_TEST_PYTHON`, else the usual ones.
fn python_with(module: &str) -> Option<String> {
    let named = std::env::var("CONTACTS_TEST_PYTHON").ok();
    let candidates = named.into_iter().chain(["python3", "/usr/bin/python3"].map(str::to_owned));
    let has = |python: &String| {
        let output = Command::new(python).args(["-c", &format!("import {module}")]).output();
        output.is_ok_and(|output| output.status.success())
    };
    candidates.into_iter().find(has)
}

/// Difficult people with fields of their own.
fn env() -> TestEnv {
    let env = TestEnv::with_contacts(&difficult_people());
    for field in ["Company", "Notes", "Birthday --type date", "'Shoe size' --type number"] {
        env.run(&format!("fields add {field}")).done();
    }
    env.run("edit 1 'Company=Ex; Ample, Ltd' Birthday=1990-02-28 'Shoe size=42'").done();
    env.write("notes.csv", format!("Contact ID,Notes\n1,\"a \\ b\nline 2; {}\"\n", "äö ".repeat(40)));
    env.import("notes.csv", "--purpose update --id contact-id").done();
    env
}

/// Runs a script of Python in the environment.
#[track_caller]
fn run_python(env: &TestEnv, python: &str, script: &str) -> String {
    env.write("script.py", script);
    env.shell(&format!("{python} script.py")).done().stdout
}

const READ_CARDS: &str = "
import json, sys, vobject
for name in ['all4.vcf', 'all3.vcf']:
    for card in vobject.readComponents(open(name, newline='', encoding='utf-8').read()):
        one = lambda key: card.contents[key][0].value if key in card.contents else None
        address, name = one('adr'), one('n')
        print(json.dumps([card.version.value, one('fn'), name.given, name.family, one('tel'), one('email'),
            address.country if address else None, one('categories') or [], one('org'), one('note')]))
";

#[test]
fn vobject_reads_every_card_as_it_was_meant() {
    let python = python_with("vobject");
    if !tool_available("vobject for Python", python.is_some(), "CONTACTS_TEST_READERS", "python3-vobject") {
        return;
    }
    let env = env();
    env.run("export all4.vcf").done();
    env.run("export all3.vcf --vcard 3.0").done();
    let printed = run_python(&env, &python.unwrap_or_default(), READ_CARDS);
    let cards: Vec<serde_json::Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let contacts = env.contacts();
    assert_eq!(cards.len(), 2 * contacts.len());
    for (at, card) in cards.iter().enumerate() {
        let contact = &contacts[at % contacts.len()];
        let (version, scheme) = if at < contacts.len() { ("4.0", "tel:") } else { ("3.0", "") };
        let text = |field: &str| contact[field].as_str();
        let last = text("last_name").unwrap_or_default();
        let expected = serde_json::json!([
            version,
            format!("{} {last}", text("first_name").unwrap()),
            text("first_name"),
            last,
            text("phone").map(|number| format!("{scheme}{number}")),
            text("email"),
            text("country"),
            contact["tags"],
            text("country").filter(|country| *country == "MY").map(|_| ["Ex; Ample, Ltd"]),
            contact["custom"].get("Notes"),
        ]);
        assert_eq!(card.to_string(), expected.to_string());
    }
}

#[test]
fn duckdb_makes_parquet_of_an_export_as_the_docs_say() {
    let python = python_with("duckdb");
    if !tool_available("duckdb for Python", python.is_some(), "CONTACTS_TEST_READERS", "duckdb") {
        return;
    }
    let env = env();
    env.run("export everyone.csv").done();
    env.run("export people.jsonl").done();
    let python = python.unwrap_or_default();
    let printed = run_python(&env, &python, &file_of("docs/sql.md", "parquet"));
    assert_eq!(printed.trim(), "[('DE', 1), ('FR', 1), ('MY', 1), (None, 5)]");
    let script = "import duckdb\n\
        print(duckdb.sql(\"SELECT first_name, phone, tags, custom['Shoe size'] FROM 'people.jsonl' WHERE id = 1\").fetchall())";
    assert_eq!(run_python(&env, &python, script).trim(), "[('Ann', '+60123000001', ['vip', 'blog'], '42')]");
}

/// A server of a test's own, reached over a socket in its folder. It is stopped when the test ends.
struct Postgres {
    folder: tempfile::TempDir,
    programs: PathBuf,
}

impl Postgres {
    /// The folder of the server's programs: Debian keeps them out of the way.
    fn programs() -> Option<PathBuf> {
        let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        versions.map(|version| version.path().join("bin")).find(|bin| bin.join("initdb").exists())
    }

    #[track_caller]
    fn start(programs: PathBuf) -> Self {
        let folder = tempfile::Builder::new().prefix("contacts-postgres-").tempdir().unwrap();
        let server = Self { folder, programs };
        if is_root() {
            std::os::unix::fs::chown(server.folder.path(), Some(65534), Some(65534)).unwrap();
        }
        server.run("initdb", &["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync", "-D", "data"]);
        let options = format!("-c listen_addresses= -c fsync=off -k {}", server.folder.path().display());
        server.run("pg_ctl", &["-D", "data", "-w", "-l", "log", "-o", &options, "start"]);
        server
    }

    /// Runs one of its programs in its folder. It refuses to be run by root.
    #[track_caller]
    fn run(&self, program: &str, arguments: &[&str]) {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        // No pipe for its output: the server keeps it open.
        let log = std::fs::File::create(self.folder.path().join(format!("{program}.out"))).unwrap();
        command.args(arguments).current_dir(self.folder.path()).stdout(log.try_clone().unwrap()).stderr(log);
        assert!(
            command.status().unwrap().success(),
            "{program}: {:?}",
            std::fs::read_to_string(self.folder.path().join(format!("{program}.out")))
        );
    }

    fn socket(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.run("pg_ctl", &["-D", "data", "-m", "immediate", "stop"]);
    }
}

#[test]
fn postgresql_takes_an_export_and_gives_it_back_as_the_docs_say() {
    let programs = Postgres::programs().filter(|_| Command::new("psql").arg("--version").output().is_ok());
    if !tool_available("PostgreSQL", programs.is_some(), "CONTACTS_TEST_POSTGRES", "postgresql") {
        return;
    }
    let server = Postgres::start(programs.unwrap_or_default());
    let mut env = env();
    env.set("PGHOST", &server.socket().display().to_string());
    env.set("PGUSER", "postgres");
    let outcome = env.shell(&file_of("docs/sql.md", "postgres")).done();
    assert!(outcome.stdout.ends_with("\nDE|1\nFR|1\nMY|1\n|5\n"), "{outcome}");
    let asked = |sql: &str| {
        env.write("query.sql", sql);
        env.shell("psql crm -At -f query.sql").done().stdout
    };
    assert_eq!(asked("SELECT \"First Name\" FROM contacts WHERE contact_id = 5"), "two\nlines\n");
    assert_eq!(
        asked("SELECT \"Shoe size\" + 1, \"Birthday\" - 1, \"Company\" FROM contacts WHERE contact_id = 1"),
        "43|1990-02-27|Ex; Ample, Ltd\n"
    );
    assert_eq!(asked("SELECT tag FROM tags WHERE contact_id = 5 ORDER BY 1"), "a,b\nc\n");
    assert_eq!(
        asked("SELECT extract(hour FROM created_at::timestamptz AT TIME ZONE 'UTC') FROM contacts LIMIT 1"),
        "13\n"
    );
    asked("UPDATE contacts SET \"Country\" = 'SG' WHERE contact_id = 1");
    env.shell(&file_of("docs/sql.md", "postgres-back")).done();
    assert_eq!(env.values("country")[..2], ["SG", "-"]);
}

#[test]
fn pandas_or_the_module_of_python_reads_the_view_as_the_docs_say() {
    let python = python_with("sqlite3");
    if !tool_available("Python", python.is_some(), "CONTACTS_TEST_READERS", "python3") {
        return;
    }
    let env = env();
    let script = format!(
        "import sqlite3\ndb = sqlite3.connect('file:{}?mode=ro', uri=True)\n\
         print(db.execute('SELECT \"Tags\", \"Shoe size\" FROM v1_contacts WHERE contact_id = 1').fetchall())",
        env.workspace().display()
    );
    assert_eq!(run_python(&env, &python.unwrap_or_default(), &script).trim(), "[('vip,blog', 42)]");
}
