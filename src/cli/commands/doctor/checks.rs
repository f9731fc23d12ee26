//! The checks of `contacts doctor`: what each found, and how the report is printed.

use etcetera::home_dir;
use serde::Serialize;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::counted;
use crate::ops::diagnosis::Level;
use crate::ui::{Checklist, Tone};

/// A finding in words.
pub(super) struct Words {
    topic: &'static str,
    message: String,
    advice: Option<String>,
}

impl Words {
    /// Returns a message about a topic.
    pub(super) fn new(topic: &'static str, message: impl Into<String>) -> Self {
        Self { topic, message: message.into(), advice: None }
    }

    /// Returns the words for an error that a check ran into, with its hint as advice.
    pub(super) fn of_failure(topic: &'static str, failure: &CliError) -> Self {
        Self { topic, message: failure.to_string(), advice: failure.hint().map(str::to_owned) }
    }

    /// Adds what to do about it, often a command.
    pub(super) fn advice(self, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..self }
    }
}

/// One line of the report.
#[derive(Debug, Clone, Serialize)]
struct Check {
    state: Level,
    topic: &'static str,
    message: String,
    advice: Option<String>,
}

/// All checks of one run, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct CheckReport {
    findings: Vec<Check>,
}

impl CheckReport {
    /// Begins the report with the versions of the program and of SQLite, and the machine.
    pub(super) fn new() -> Self {
        let mut report = Self::default();
        let (version, sqlite) = (env!("CARGO_PKG_VERSION"), crate::workspace::sqlite_version());
        let machine = format!("{} on {}", std::env::consts::OS, std::env::consts::ARCH);
        report.add(Level::Good, Words::new("Program", format!("contacts {version}, SQLite {sqlite}, {machine}")));
        report
    }

    /// Adds a finding. One problem makes the exit code 1.
    pub(super) fn add(&mut self, state: Level, words: Words) {
        let Words { topic, message, advice } = words;
        // Redacted here, on the only way into the report, so that no check can forget it.
        let message = redact_home(&message);
        let advice = advice.map(|advice| redact_home(&advice));
        self.findings.push(Check { state, topic, message, advice });
    }

    fn count(&self, state: Level) -> usize {
        self.findings.iter().filter(|finding| finding.state == state).count()
    }

    /// Prints the report; a problem gives exit code 1, so that scripts notice.
    pub(super) fn tell(&self, context: &Context) -> Result<Exit, CliError> {
        let problems = self.count(Level::Problem);
        if context.json {
            context.out_json(&json!({ "healthy": problems == 0, "findings": self.findings }))?;
        } else {
            let mut list = Checklist::new(context.terminal.width());
            for Check { state, topic, message, advice } in &self.findings {
                let (tone, word) = shown(*state);
                list.item(tone, word, topic, message, advice.as_deref());
            }
            context.terminal.out_painted(&list)?;
            // On stderr: the list on stdout can be piped into a file without the verdict.
            context.terminal.note(&format!("\n{}", self.verdict(problems)));
        }
        Ok(if problems == 0 { Exit::Done } else { Exit::Failed })
    }

    fn verdict(&self, problems: usize) -> String {
        let verdict = match (problems, self.count(Level::Note)) {
            (0, 0) => "All is well.".to_owned(),
            (0, notes) => format!("No problem, {}.", counted(notes as u64, "note")),
            (problems, 0) => format!("{}.", counted(problems as u64, "problem")),
            (problems, notes) => format!("{}, {}.", counted(problems as u64, "problem"), counted(notes as u64, "note")),
        };
        format!("{verdict} Nothing here names a contact; it can be pasted into a bug report.")
    }
}

/// Returns how a level is shown in the list.
fn shown(level: Level) -> (Tone, &'static str) {
    match level {
        Level::Good => (Tone::Good, "good"),
        Level::Note => (Tone::Note, "note"),
        Level::Problem => (Tone::Bad, "problem"),
    }
}

/// Replaces the home directory with `~`: its name is the user's.
fn redact_home(text: &str) -> String {
    match home_dir().ok().map(|home| home.to_string_lossy().into_owned()) {
        // A home of `/`, as a service user has it, would turn every slash into a tilde.
        Some(home) if home.len() > 1 => without_home(text, &home),
        _ => text.to_owned(),
    }
}

/// Replaces `home` with `~` where it is a whole path or the beginning of one. In a quoted path the quote moves behind the
/// tilde, which the shell would not expand in it: `~/'my lists/team.db'`.
fn without_home(text: &str, home: &str) -> String {
    let is_of_name = |c: char| c.is_alphanumeric() || "/.-_".contains(c);
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(home) {
        redacted += before;
        rest = after;
        let goes_on = !after.starts_with('/') && after.starts_with(is_of_name);
        if redacted.ends_with(is_of_name) || goes_on {
            redacted += home;
        } else if let (true, Some(below)) = (redacted.ends_with('\''), after.strip_prefix('/')) {
            redacted.pop();
            redacted += "~/'";
            rest = below;
        } else {
            redacted.push('~');
        }
    }
    redacted + rest
}

#[cfg(test)]
mod tests {
    use super::without_home;

    #[test]
    fn a_home_is_redacted_where_it_is_a_path_and_commands_still_work() {
        for (text, redacted) in [
            ("chmod 600 /home/ann/team.db", "chmod 600 ~/team.db"),
            ("chmod 600 '/home/ann/my lists/team.db'", "chmod 600 ~/'my lists/team.db'"),
            ("/home/ann is full", "~ is full"),
            ("see /home/anna/team.db", "see /home/anna/team.db"),
            ("see /mnt/home/ann/team.db", "see /mnt/home/ann/team.db"),
            ("rm /home/ann/a /home/ann/b", "rm ~/a ~/b"),
        ] {
            assert_eq!(without_home(text, "/home/ann"), redacted);
        }
    }
}
