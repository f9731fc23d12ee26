//! The error of a command: exit code, stable code, message and hint, made from the errors of the rooms below.

use serde_json::json;

use super::exit::Exit;
use super::hints::Hint;
use crate::import::{GuardExceeded, ImportError};
use crate::mapping::{MappingError, SavedMappingError};
use crate::model::{Note, NotificationStatus, json_text};
use crate::report::ReportError;
use crate::session::SessionError;
use crate::source::{Sample, SourceError};
use crate::ui::{AskError, Terminal, sanitize};
use crate::workspace::{LockHolder, WorkspaceError};

/// A command's failure, for scripts and people.
#[derive(Debug)]
pub(super) struct CliError {
    exit: Exit,
    code: String,
    error: anyhow::Error,
    hint: Option<String>,
    /// What was found about the list before the refusal.
    notes: Vec<Note>,
    /// Rows of the list as they read in the likely encoding, if that is the question.
    samples: Vec<Sample>,
    /// The names of columns are cells: the list has no header.
    has_cells_as_header: bool,
}

/// Code of the answer "no".
const DECLINED: &str = "not-confirmed";

/// Maximum number of rows that are shown with a refusal (spec section 2.4).
const MAX_SAMPLES: usize = 3;

impl CliError {
    /// Returns an error with an exit code and a stable code.
    pub(super) fn new(exit: Exit, code: &str, error: impl Into<anyhow::Error>) -> Self {
        let (code, error, hint) = (code.to_owned(), error.into(), None);
        Self { exit, code, error, hint, notes: Vec::new(), samples: Vec::new(), has_cells_as_header: false }
    }

    /// Returns an error of a lower room, with the advice that there is on it.
    pub(super) fn advised(exit: Exit, code: &str, error: impl Hint + Into<anyhow::Error>) -> Self {
        Self { hint: error.hint(), ..Self::new(exit, code, error) }
    }

    /// Returns an error for wrong usage.
    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", anyhow::Error::msg(message.into()))
    }

    /// Returns an error for something that was named and does not exist.
    pub(super) fn not_found(code: &str, message: impl Into<String>) -> Self {
        Self::new(Exit::Failed, code, anyhow::Error::msg(message.into()))
    }

    /// Returns an error for a refusal; nothing changed.
    pub(super) fn refused(code: &str, message: impl Into<String>) -> Self {
        Self::new(Exit::Refused, code, anyhow::Error::msg(message.into()))
    }

    /// Returns the answer "no" to a question whether to change something. Its exit code is that of a refusal, but nothing
    /// went wrong.
    pub(super) fn declined(message: &str) -> Self {
        Self::refused(DECLINED, message)
    }

    /// Returns the error for a workspace in which another import is running.
    pub(super) fn busy(running: Option<&LockHolder>) -> Self {
        let who = running.map_or_else(|| "another import".to_owned(), describe_job);
        let message = format!("{who} is running in this workspace");
        Self::new(Exit::Busy, "import-running", anyhow::Error::msg(message))
            .with_hint("try again later, or queue with --wait")
    }

    /// Replaces the message.
    pub(super) fn with_message(self, message: String) -> Self {
        Self { error: anyhow::Error::msg(message), ..self }
    }

    /// Sets the hint.
    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds what was found about the list before the error.
    pub(super) fn with_notes(mut self, notes: &[Note]) -> Self {
        self.notes.extend_from_slice(notes);
        self
    }

    /// Marks the names of columns in the message as cells, which are neither stored nor sent.
    pub(super) fn with_cells_as_header(self) -> Self {
        Self { has_cells_as_header: true, ..self }
    }

    /// Puts what the error is about before the message: a file, or a thing that was named.
    pub(super) fn with_subject(mut self, what: impl std::fmt::Display) -> Self {
        self.error = self.error.context(what.to_string());
        self
    }

    /// Returns what to do next.
    pub(super) fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Returns true if there is a hint.
    pub(super) fn has_hint(&self) -> bool {
        self.hint.is_some()
    }

    /// Returns true if the user interrupted the command.
    pub(super) fn is_interruption(&self) -> bool {
        self.exit == Exit::Interrupted
    }

    /// Returns the guard that refused an import.
    pub(super) fn exceeded_guard(&self) -> Option<&GuardExceeded> {
        match self.error.downcast_ref::<ImportError>()? {
            ImportError::Guard(guard) => Some(guard),
            _ => None,
        }
    }

    /// The same, with its hint in other words.
    pub(super) fn map_hint(self, words: impl FnOnce(&str) -> String) -> Self {
        let hint = self.hint.map(|hint| words(&hint));
        Self { hint, ..self }
    }

    /// Returns the exit code.
    pub(super) fn exit(&self) -> Exit {
        self.exit
    }

    /// Returns the stable code of the error.
    pub(super) fn code(&self) -> &str {
        &self.code
    }

    /// Returns true if the reader of the output closed it early, which is no failure.
    pub(super) fn is_broken_pipe(&self) -> bool {
        self.exit == Exit::Done
    }

    /// Returns the status of an import that ended with this error.
    pub(super) fn status(&self) -> NotificationStatus {
        match self.exit {
            Exit::Refused => NotificationStatus::Refused,
            Exit::Busy => NotificationStatus::Busy,
            Exit::Interrupted => NotificationStatus::Interrupted,
            Exit::Done | Exit::Failed | Exit::Usage | Exit::DoneWithErrors => NotificationStatus::Failed,
        }
    }

    /// Returns the message as it may be stored and sent. Messages that can quote cells, where a file has no header or a value
    /// is set for all rows, are shown in a terminal only (spec section 10).
    fn redacted_message(&self) -> String {
        if self.may_quote_cells() {
            format!("{}; run the same import in a terminal to see why", self.words_without_cells())
        } else {
            format!("{:#}", self.error)
        }
    }

    /// Returns the hint as it may be stored and sent: it prints options, which name columns. That of a session repeats all
    /// that was typed for it.
    fn redacted_hint(&self) -> Option<&str> {
        let is_of_session = self.error.downcast_ref::<SessionError>().is_some();
        self.hint.as_deref().filter(|_| !self.may_quote_cells() && !is_of_session)
    }

    /// Returns the message with its hint in one line, as both may be stored and sent.
    pub(super) fn redacted_line(&self) -> String {
        let hint = self.redacted_hint().map(|hint| format!("; {hint}"));
        self.redacted_message() + &hint.unwrap_or_default()
    }

    /// Returns what the error is about where its own words may quote cells.
    fn words_without_cells(&self) -> String {
        match (self.error.downcast_ref::<SavedMappingError>(), self.error.downcast_ref::<MappingError>()) {
            (Some(SavedMappingError::Invalid { line: Some(line), .. }), _) => {
                format!("line {line} of its saved mapping or job file is not as it should be")
            }
            (Some(_), _) => "its saved mapping or job file is not as it should be".to_owned(),
            (_, Some(MappingError::UnknownField { .. } | MappingError::UnknownIdentifier { .. })) => {
                "it names a contact field that does not exist".to_owned()
            }
            _ => "its options or columns do not go together".to_owned(),
        }
    }

    /// Returns true if the words of the error may quote a cell. Names of columns, fields, options and keys are none, except
    /// the header of a file without one, which is its first row.
    fn may_quote_cells(&self) -> bool {
        let error = &self.error;
        if let Some(mapping) = error.downcast_ref::<MappingError>() {
            return self.has_cells_as_header || mapping.quotes_typed_text();
        }
        if let Some(saved) = error.downcast_ref::<SavedMappingError>() {
            return !matches!(saved, SavedMappingError::UnknownKey { .. } | SavedMappingError::Newer { .. });
        }
        // Wrong usage quotes what was typed, and `--set` takes values.
        self.exit == Exit::Usage || matches!(error.downcast_ref::<SourceError>(), Some(SourceError::BadHeader { .. }))
    }

    /// Returns the document of `--json` as it may be sent.
    pub(super) fn document_without_cells(&self) -> serde_json::Value {
        let (message, hint) = (self.redacted_message(), self.redacted_hint());
        json!({ "error": { "code": self.code, "message": message, "hint": hint } })
    }

    /// Returns the document of `--json`.
    pub(super) fn to_json(&self) -> serde_json::Value {
        let message = format!("{:#}", self.error);
        let mut document = json!({ "error": { "code": self.code, "message": message, "hint": self.hint } });
        if !self.notes.is_empty() {
            document["error"]["notes"] = json!(self.notes);
        }
        if !self.samples.is_empty() {
            document["error"]["samples"] = json!(self.samples);
        }
        document
    }

    /// Prints the failure; every failure is printed here. A broken pipe is not a failure. Where stdout already holds a part of
    /// the result the error goes to stderr in words, because a second document would make both unreadable.
    pub(super) fn tell(&self, terminal: &Terminal, as_json: bool) -> Exit {
        // `contacts list | head` closes the pipe early; a script with `pipefail` must not fail for it.
        if self.exit == Exit::Done {
            return self.exit;
        }
        if self.code == DECLINED {
            terminal.answer(&self.to_string(), self.hint.as_deref());
        } else if as_json && !terminal.has_results() {
            let _ = terminal.out(&json_text(&self.to_json()));
        } else {
            terminal.error(&format!("{:#}{}", self.error, self.shown_samples()), self.hint.as_deref());
        }
        self.exit
    }

    /// Returns the sample rows as they follow the message, a line each.
    fn shown_samples(&self) -> String {
        let lines: Vec<String> =
            self.samples.iter().map(|sample| format!("\n  line {}: {}", sample.line, sample.text)).collect();
        lines.concat()
    }
}

/// Describes a running import: `the import of leads.csv (process 4711, since 14:02)`.
pub(super) fn describe_job(job: &LockHolder) -> String {
    let since = crate::model::format_local(job.started_at);
    format!("the import of {} (process {}, since {since})", sanitize(&job.source), job.pid)
}

impl std::fmt::Display for CliError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#}", self.error)
    }
}

impl From<ImportError> for CliError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Source(error) => error.into(),
            ImportError::Workspace(error) => error.into(),
            ImportError::Report(error) => error.into(),
            other => {
                let exit = match other {
                    ImportError::Interrupted(_) => Exit::Interrupted,
                    ImportError::Constant { .. } => Exit::Usage,
                    _ => Exit::Refused,
                };
                Self::advised(exit, other.code(), other)
            }
        }
    }
}

impl From<SourceError> for CliError {
    fn from(error: SourceError) -> Self {
        let exit = match error {
            SourceError::Interrupted(_) => Exit::Interrupted,
            // A delimiter that cannot be one comes from `--delimiter`: nothing is wrong with the file.
            SourceError::BadDelimiter { .. } => Exit::Usage,
            SourceError::EncodingUnsure { .. } | SourceError::Changed { .. } => Exit::Refused,
            _ => Exit::Failed,
        };
        let samples = match &error {
            SourceError::EncodingUnsure { samples, .. } => samples.iter().take(MAX_SAMPLES).cloned().collect(),
            _ => Vec::new(),
        };
        Self { samples, ..Self::advised(exit, error.code(), error) }
    }
}

impl From<WorkspaceError> for CliError {
    fn from(error: WorkspaceError) -> Self {
        let exit = match error {
            WorkspaceError::Busy { .. } => Exit::Busy,
            WorkspaceError::NotAnOlderCopy { .. } => Exit::Refused,
            _ => Exit::Failed,
        };
        Self::advised(exit, error.code(), error)
    }
}

impl From<ReportError> for CliError {
    fn from(error: ReportError) -> Self {
        let exit = match error {
            ReportError::WithoutPages => Exit::Usage,
            _ if error.is_refusal() => Exit::Refused,
            _ => Exit::Failed,
        };
        Self::advised(exit, error.code(), error)
    }
}

impl From<SessionError> for CliError {
    fn from(error: SessionError) -> Self {
        let exit = if error.is_refusal() { Exit::Refused } else { Exit::Failed };
        Self::advised(exit, error.code(), error)
    }
}

impl From<MappingError> for CliError {
    fn from(error: MappingError) -> Self {
        Self::advised(Exit::Usage, error.code(), error)
    }
}

impl From<AskError> for CliError {
    fn from(error: AskError) -> Self {
        let (exit, code) = match error {
            AskError::Unwritable(error) => return error.into(),
            AskError::Interrupted => (Exit::Interrupted, "interrupted"),
            AskError::NotATerminal => (Exit::Refused, "confirmation-needed"),
            AskError::Io(_) => (Exit::Failed, "terminal-unusable"),
        };
        Self::new(exit, code, error)
    }
}

/// Error of writing the result. A reader that has seen enough (`contacts list | head`) is no failure.
impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        let exit = if error.kind() == std::io::ErrorKind::BrokenPipe { Exit::Done } else { Exit::Failed };
        Self::new(exit, "output-unwritable", anyhow::Error::new(error).context("the output could not be written"))
    }
}
