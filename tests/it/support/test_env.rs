//! The sealed environment of a test: a directory, a home and a fixed clock of its own.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::child::Child;
use super::shell_words::words;
use super::{CommandOutput, Table, Terminal, USUAL_SHAPE, names};

/// A directory, a home and a clock of a test's own. It is gone when the test ends.
#[derive(Debug)]
pub(crate) struct TestEnv {
    root: TempDir,
    environment: BTreeMap<String, String>,
    umask: &'static str,
}

impl TestEnv {
    /// An empty environment: no workspace, no file.
    pub(crate) fn new() -> Self {
        let root = tempfile::Builder::new().prefix("contacts-test-").tempdir().expect("a house");
        for room in ["work", "home/.local/share", "bin"] {
            fs::create_dir_all(root.path().join(room)).expect("a room");
        }
        std::os::unix::fs::symlink(Self::binary(), root.path().join("bin/contacts")).expect("the binary");
        let mut env = Self { root, environment: BTreeMap::new(), umask: "022" };
        env.setup();
        env
    }

    /// An environment whose workspace holds the people of this CSV text.
    #[track_caller]
    pub(crate) fn with_contacts(csv: &str) -> Self {
        let env = Self::new();
        env.add_contacts(csv);
        env
    }

    /// Another environment with the same workspace and the same files.
    #[track_caller]
    pub(crate) fn clone_env(&self) -> Self {
        let copy = Self::new();
        fs::create_dir_all(copy.workspace().parent().expect("a folder")).expect("a folder");
        fs::copy(self.workspace(), copy.workspace()).expect("a workspace");
        for name in self.names() {
            fs::copy(self.path(&name), copy.path(&name)).expect("a file");
        }
        copy
    }

    fn setup(&mut self) {
        let home = self.root.path().join("home").display().to_string();
        let path = std::env::var("PATH").unwrap_or_default();
        self.set("PATH", &format!("{}:{path}", self.root.path().join("bin").display()));
        self.set("XDG_DATA_HOME", &format!("{home}/.local/share"));
        self.set("HOME", &home);
        self.set("TZ", "UTC");
        self.set("LC_ALL", "C.UTF-8");
        self.set("CONTACTS_NOW", names::NOW);
    }

    /// Sets a variable of the environment for the runs that follow.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.environment.insert(name.to_owned(), value.to_owned());
    }

    /// Sets the clock for the runs that follow: `2026-11-22T13:30:00Z`.
    pub(crate) fn set_clock(&mut self, moment: &str) {
        self.set("CONTACTS_NOW", moment);
    }

    /// Sets the umask for the runs that follow.
    pub(crate) fn set_umask(&mut self, umask: &'static str) {
        self.umask = umask;
    }

    fn binary() -> &'static str {
        env!("CARGO_BIN_EXE_contacts")
    }
}

/// Running things.
impl TestEnv {
    /// Runs `contacts` with this command line, without a terminal, and waits for its end.
    #[track_caller]
    pub(crate) fn run(&self, line: &str) -> CommandOutput {
        self.start(line).finish()
    }

    /// Starts `contacts` with this command line, without a terminal.
    #[track_caller]
    pub(crate) fn start(&self, line: &str) -> Child {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("umask {}; exec \"$@\"", self.umask)).arg("sh").arg(Self::binary());
        command.args(words(line));
        Child::start(line, self.isolate(&mut command))
    }

    /// Runs a line of shell in the environment, where the binary is called `contacts`; what it says is all in stdout.
    #[track_caller]
    pub(crate) fn shell(&self, line: &str) -> CommandOutput {
        self.start_shell(line).finish()
    }

    /// Starts a line of shell in the environment, as [`TestEnv::shell`] runs it.
    #[track_caller]
    pub(crate) fn start_shell(&self, line: &str) -> Child {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("exec 2>&1\n{line}"));
        Child::start(line, self.isolate(&mut command))
    }

    /// Runs `contacts` with this command line in a terminal of its own.
    #[track_caller]
    pub(crate) fn terminal(&self, line: &str) -> Terminal {
        self.terminal_of(line, USUAL_SHAPE)
    }

    /// The same, in a terminal of so many rows and columns.
    #[track_caller]
    pub(crate) fn terminal_of(&self, line: &str, shape: (u16, u16)) -> Terminal {
        Terminal::start(Self::binary(), &words(line), &self.work(), &self.environment, shape)
    }

    /// Runs a line of shell in a terminal, where the binary is called `contacts`.
    #[track_caller]
    pub(crate) fn shell_terminal(&self, line: &str) -> Terminal {
        let words = ["-c".to_owned(), line.to_owned()];
        Terminal::start("/bin/sh", &words, &self.work(), &self.environment, USUAL_SHAPE)
    }

    /// Imports for its outcome: `import FILE OPTIONS --json`. There is no import tag unless the options name one, so
    /// that contacts hold what the file says.
    #[track_caller]
    pub(crate) fn import(&self, file: &str, options: &str) -> CommandOutput {
        let no_tag = if options.contains("--import-tag") { "" } else { " --no-import-tag" };
        self.run(&format!("import {file} {options}{no_tag} --json"))
    }

    /// Adds the people of this CSV text to the workspace, whoever is there already.
    #[track_caller]
    pub(crate) fn add_contacts(&self, csv: &str) {
        self.write("contacts-before.csv", csv);
        self.import("contacts-before.csv", "--purpose add-all").done();
        for name in ["contacts-before.csv", "contacts-before.results.csv"] {
            let _ = fs::remove_file(self.path(name));
        }
    }

    fn isolate<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.current_dir(self.work()).env_clear().envs(&self.environment)
    }
}

/// Files.
impl TestEnv {
    /// The directory in which everything is run.
    pub(crate) fn work(&self) -> PathBuf {
        self.root.path().join("work")
    }

    /// The path of a file; relative names are in the working directory.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.work().join(name)
    }

    /// The home directory.
    pub(crate) fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// The workspace that is used when none is named.
    pub(crate) fn workspace(&self) -> PathBuf {
        self.home().join(".local/share/contacts/workspace.db")
    }

    /// Writes a file.
    #[track_caller]
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap_or_else(|error| panic!("{name}: {error}"));
        path
    }

    /// Writes a program. Another process copies it into its place: from this one, a child that some thread starts meanwhile
    /// would have it open for writing, and nobody could run it ("Text file busy").
    pub(crate) fn write_program(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let text = self.write(&format!("{name}.text"), content);
        let path = self.path(name);
        let (from, to) = (text.display(), path.display());
        self.shell(&format!("cp '{from}' '{to}' && chmod 755 '{to}' && rm '{from}'")).done();
        path
    }

    /// The bytes of a file.
    #[track_caller]
    pub(crate) fn bytes(&self, name: impl AsRef<Path>) -> Vec<u8> {
        let path = self.path(name);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The text of a file, which must be UTF-8.
    #[track_caller]
    pub(crate) fn read(&self, name: impl AsRef<Path>) -> String {
        String::from_utf8(self.bytes(name)).expect("UTF-8")
    }

    /// Whether there is such a file, directory or link.
    pub(crate) fn has(&self, name: impl AsRef<Path>) -> bool {
        self.path(name).symlink_metadata().is_ok()
    }

    /// Who may read and write a file: `0o600`.
    #[track_caller]
    pub(crate) fn mode(&self, name: impl AsRef<Path>) -> u32 {
        let path = self.path(name);
        let metadata = fs::metadata(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        metadata.permissions().mode() & 0o777
    }

    /// The names in the working directory, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.work()).expect("the working directory");
        let mut names: Vec<_> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The results file of a source.
    #[track_caller]
    pub(crate) fn results(&self, source: &str) -> Table {
        Table::read(&self.read(names::results_file(source)))
    }

    /// The Import Status of every row of a source, in order.
    #[track_caller]
    pub(crate) fn statuses(&self, source: &str) -> Vec<String> {
        self.results(source).column("Import Status").into_iter().map(str::to_owned).collect()
    }

    /// The rows in error of a source.
    #[track_caller]
    pub(crate) fn errors(&self, source: &str) -> Table {
        Table::read(&self.read(names::errors_file(source)))
    }
}

/// What the workspace holds.
impl TestEnv {
    /// All contacts, by Contact ID.
    #[track_caller]
    pub(crate) fn contacts(&self) -> Vec<Value> {
        let outcome = self.run("list --limit 1000000 --json").done();
        let mut contacts = outcome.json()["contacts"].as_array().expect("contacts").clone();
        contacts.sort_by_key(|contact| contact["id"].as_i64());
        contacts
    }

    /// All contacts, one line each: `1 Ann, Lee, +60123000001, ann@example.com, MY, en, [blog vip]`; `-` is empty.
    #[track_caller]
    pub(crate) fn people(&self) -> Vec<String> {
        self.contacts().iter().map(person).collect()
    }

    /// The values that the contacts have in one field of the JSON, by Contact ID.
    #[track_caller]
    pub(crate) fn values(&self, field: &str) -> Vec<String> {
        self.contacts().iter().map(|contact| shown(&contact[field])).collect()
    }

    /// Every row of every table of the workspace, but for the notifications: those of a refusal come in with a later
    /// command.
    #[track_caller]
    pub(crate) fn workspace_rows(&self) -> Rows {
        let mut rows = rows_of(&self.workspace());
        rows.remove("notifications");
        if let Some(counters) = rows.get_mut("sqlite_sequence") {
            counters.retain(|row| !row.contains("notifications"));
        }
        rows
    }

    /// The bytes of the workspace and of a write-ahead log that was left behind.
    #[track_caller]
    pub(crate) fn workspace_bytes(&self) -> (Vec<u8>, Vec<u8>) {
        let log = fs::read(self.workspace().with_extension("db-wal")).unwrap_or_default();
        (self.bytes(self.workspace()), log)
    }

    /// The history as JSON.
    #[track_caller]
    pub(crate) fn history(&self) -> Vec<Value> {
        self.run("history --json").done().json()["imports"].as_array().expect("imports").clone()
    }
}

/// The rows of the tables of a workspace.
pub(crate) type Rows = BTreeMap<String, Vec<String>>;

/// Every row of every table of a workspace.
#[track_caller]
pub(crate) fn rows_of(workspace: &Path) -> Rows {
    let database = rusqlite::Connection::open(workspace).expect("a workspace");
    let mut statement = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").expect("the tables");
    let tables: Vec<String> =
        statement.query_map([], |row| row.get(0)).expect("names").map(|name| name.expect("a name")).collect();
    let rows = |table: &String| {
        let mut statement = database.prepare(&format!("SELECT * FROM {table}")).expect("a table");
        let columns = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            let cells = (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at));
            Ok(format!("{:?}", cells.collect::<Result<Vec<_>, _>>()?))
        };
        statement.query_map([], row).expect("rows").map(|row| row.expect("a row")).collect()
    };
    tables.iter().map(|table| (table.clone(), rows(table))).collect()
}

fn person(contact: &Value) -> String {
    let fields = ["first_name", "last_name", "phone", "email", "country", "language", "tags"];
    let values: Vec<_> = fields.iter().map(|field| shown(&contact[*field])).collect();
    format!("{} {}", contact["id"], values.join(", "))
}

/// A value of the JSON as the tests write it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(tags) => {
            let mut names: Vec<_> = tags.iter().filter_map(Value::as_str).collect();
            names.sort_unstable();
            format!("[{}]", names.join(" "))
        }
        other => other.to_string(),
    }
}
