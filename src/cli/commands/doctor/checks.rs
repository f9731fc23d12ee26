use serde::Serialize;
use serde_json::json;

use super::redact::redact_home;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::ui::{Checklist, Tone};

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CheckStatus {
    Good,
    /// Nothing is wrong, but it is worth to know.
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

/// Something that was looked at.
#[derive(Debug, Clone, Serialize)]
struct Check {
    state: CheckStatus,
    topic: &'static str,
    message: String,
    /// What to do: often a command.
    advice: Option<String>,
}

/// All that was looked at.
#[derive(Debug, Default)]
pub(super) struct CheckReport {
    findings: Vec<Check>,
}

impl CheckReport {
    pub(super) fn new() -> Self {
        let mut diagnosis = Self::default();
        let (version, sqlite) = (env!("CARGO_PKG_VERSION"), crate::workspace::sqlite_version());
        let machine = format!("{} on {}", std::env::consts::OS, std::env::consts::ARCH);
        diagnosis.good("Program", format!("contacts {version}, SQLite {sqlite}, {machine}"));
        diagnosis
    }

    pub(super) fn good(&mut self, topic: &'static str, message: impl Into<String>) {
        self.add(CheckStatus::Good, topic, message, None);
    }

    pub(super) fn note(&mut self, topic: &'static str, message: impl Into<String>, advice: Option<String>) {
        self.add(CheckStatus::Note, topic, message, advice);
    }

    pub(super) fn problem(&mut self, topic: &'static str, message: impl Into<String>, advice: Option<String>) {
        self.add(CheckStatus::Problem, topic, message, advice);
    }

    /// Something that went wrong while it was looked at.
    pub(super) fn failure(&mut self, topic: &'static str, failure: &CliError) {
        self.problem(topic, failure.to_string(), failure.hint().map(str::to_owned));
    }

    fn add(&mut self, state: CheckStatus, topic: &'static str, message: impl Into<String>, advice: Option<String>) {
        let message = redact_home(&message.into());
        let advice = advice.map(|advice| redact_home(&advice));
        self.findings.push(Check { state, topic, message, advice });
    }

    fn count(&self, state: CheckStatus) -> usize {
        self.findings.iter().filter(|finding| finding.state == state).count()
    }

    /// Tells all of it; a problem is an exit code for scripts.
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
            context.terminal.note(&format!("\n{}", self.verdict(problems)));
        }
        Ok(if problems == 0 { Exit::Done } else { Exit::Failed })
    }

    fn verdict(&self, problems: usize) -> String {
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let verdict = match (problems, self.count(CheckStatus::Note)) {
            (0, 0) => "All is well.".to_owned(),
            (0, notes) => format!("No problem, {}.", counted(notes, "note")),
            (problems, 0) => format!("{}.", counted(problems, "problem")),
            (problems, notes) => format!("{}, {}.", counted(problems, "problem"), counted(notes, "note")),
        };
        format!("{verdict} Nothing here names a contact; it can be pasted into a bug report.")
    }
}
