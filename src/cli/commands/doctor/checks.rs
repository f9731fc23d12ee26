//! The checks of `contacts doctor`: what each found, and how the report is printed.

use serde::Serialize;
use serde_json::json;

use super::redact::redact_home;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::counted;
use crate::ui::{Checklist, Tone};

/// Outcome of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CheckStatus {
    Good,
    /// Nothing is wrong, but it is worth knowing.
    Note,
    Problem,
}

impl CheckStatus {
    fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Note => "note",
            Self::Problem => "problem",
        }
    }

    fn tone(self) -> Tone {
        match self {
            Self::Good => Tone::Good,
            Self::Note => Tone::Note,
            Self::Problem => Tone::Bad,
        }
    }
}

/// One line of the report.
#[derive(Debug, Clone, Serialize)]
struct Check {
    state: CheckStatus,
    topic: &'static str,
    message: String,
    /// What to do about it, often a command.
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
        report.good("Program", format!("contacts {version}, SQLite {sqlite}, {machine}"));
        report
    }

    /// Adds a check that found nothing wrong.
    pub(super) fn good(&mut self, topic: &'static str, message: impl Into<String>) {
        self.add(CheckStatus::Good, topic, message, None);
    }

    /// Adds something worth knowing, with advice where there is any.
    pub(super) fn note(&mut self, topic: &'static str, message: impl Into<String>, advice: Option<String>) {
        self.add(CheckStatus::Note, topic, message, advice);
    }

    /// Adds a problem, with advice where there is any. One problem makes the exit code 1.
    pub(super) fn problem(&mut self, topic: &'static str, message: impl Into<String>, advice: Option<String>) {
        self.add(CheckStatus::Problem, topic, message, advice);
    }

    /// Adds an error that a check ran into, with its hint as advice.
    pub(super) fn failure(&mut self, topic: &'static str, failure: &CliError) {
        self.problem(topic, failure.to_string(), failure.hint().map(str::to_owned));
    }

    fn add(&mut self, state: CheckStatus, topic: &'static str, message: impl Into<String>, advice: Option<String>) {
        // Redacted here, on the only way into the report, so that no check can forget it.
        let message = redact_home(&message.into());
        let advice = advice.map(|advice| redact_home(&advice));
        self.findings.push(Check { state, topic, message, advice });
    }

    fn count(&self, state: CheckStatus) -> usize {
        self.findings.iter().filter(|finding| finding.state == state).count()
    }

    /// Prints the report; a problem gives exit code 1, so that scripts notice.
    pub(super) fn tell(&self, context: &Context) -> Result<Exit, CliError> {
        let problems = self.count(CheckStatus::Problem);
        if context.json {
            context.out_json(&json!({ "healthy": problems == 0, "findings": self.findings }))?;
        } else {
            let mut list = Checklist::new(context.terminal.width());
            for Check { state, topic, message, advice } in &self.findings {
                list.item(state.tone(), state.as_str(), topic, message, advice.as_deref());
            }
            context.terminal.out_painted(&list)?;
            // On stderr: the list on stdout can be piped into a file without the verdict.
            context.terminal.note(&format!("\n{}", self.verdict(problems)));
        }
        Ok(if problems == 0 { Exit::Done } else { Exit::Failed })
    }

    fn verdict(&self, problems: usize) -> String {
        let verdict = match (problems, self.count(CheckStatus::Note)) {
            (0, 0) => "All is well.".to_owned(),
            (0, notes) => format!("No problem, {}.", counted(notes as u64, "note")),
            (problems, 0) => format!("{}.", counted(problems as u64, "problem")),
            (problems, notes) => format!("{}, {}.", counted(problems as u64, "problem"), counted(notes as u64, "note")),
        };
        format!("{verdict} Nothing here names a contact; it can be pasted into a bug report.")
    }
}
