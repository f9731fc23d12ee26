//! What a command printed and how it ended, with assertions about it.

use std::fmt;

use serde_json::Value;

/// What a run of the binary did. Whatever is asserted of it, a failure shows all of it.
#[derive(Debug, Clone)]
pub(crate) struct CommandOutput {
    /// What was typed.
    pub(crate) line: String,
    /// The exit code; 128 and more is a signal.
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl CommandOutput {
    /// Asserts the exit code.
    #[track_caller]
    pub(crate) fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "exit code {status} was expected\n{self}");
        self
    }

    /// Asserts that the run ended well.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        self.exits(0)
    }

    /// Asserts that the messages or the result hold all of these, whatever their case.
    #[track_caller]
    pub(crate) fn says_all(self, fragments: &[&str]) -> Self {
        let text = format!("{}\n{}", self.stdout, self.stderr).to_lowercase();
        for fragment in fragments {
            assert!(text.contains(&fragment.to_lowercase()), "'{fragment}' is not said\n{self}");
        }
        self
    }

    /// Asserts that the messages or the result hold this, whatever its case.
    #[track_caller]
    pub(crate) fn says(self, fragment: &str) -> Self {
        self.says_all(&[fragment])
    }

    /// Asserts that nothing of the sort is said.
    #[track_caller]
    pub(crate) fn never_says(self, fragment: &str) -> Self {
        let text = format!("{}\n{}", self.stdout, self.stderr).to_lowercase();
        assert!(!text.contains(&fragment.to_lowercase()), "'{fragment}' is said\n{self}");
        self
    }

    /// The one JSON document on stdout.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("stdout is not one JSON document: {error}\n{self}"))
    }

    /// The JSON documents on stdout, one a line.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        let document = |line: &str| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("a line is no JSON document: {error}\n{self}"))
        };
        self.stdout.lines().map(document).collect()
    }

    /// The counts of an import's JSON, as `rows imported updated unchanged skipped errors`. Asserts that they add up.
    #[track_caller]
    pub(crate) fn counts(&self) -> [u64; 6] {
        let json = self.json();
        let count = |name: &str| {
            json["counts"][name].as_u64().unwrap_or_else(|| panic!("counts.{name} is not a number\n{self}"))
        };
        let counts = ["rows", "imported", "updated", "unchanged", "skipped", "errors"].map(count);
        let [rows, imported, updated, unchanged, skipped, errors] = counts;
        assert_eq!(imported + updated + skipped + errors, rows, "the counts do not add up\n{self}");
        assert!(unchanged <= updated, "more are unchanged than updated\n{self}");
        counts
    }

    /// The errors of an import's JSON, as `line code` each.
    #[track_caller]
    pub(crate) fn errors(&self) -> Vec<String> {
        self.issues().iter().map(|issue| format!("{} {}", issue["line"], text(&issue["code"]))).collect()
    }

    /// The errors of an import's JSON.
    #[track_caller]
    pub(crate) fn issues(&self) -> Vec<Value> {
        self.json()["errors"].as_array().unwrap_or_else(|| panic!("errors is not a list\n{self}")).clone()
    }

    /// The issues that stand at a line of the source.
    #[track_caller]
    pub(crate) fn issues_at(&self, line: u64) -> Vec<Value> {
        self.issues().into_iter().filter(|issue| issue["line"] == line).collect()
    }

    /// The number of warnings in an import's JSON.
    #[track_caller]
    pub(crate) fn warnings(&self) -> u64 {
        self.json()["warnings"].as_u64().unwrap_or_else(|| panic!("warnings is not a number\n{self}"))
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

impl fmt::Display for CommandOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ contacts {}", self.line)?;
        writeln!(f, "── exit code {}\n── stdout\n{}── stderr\n{}──", self.status, self.stdout, self.stderr)
    }
}
