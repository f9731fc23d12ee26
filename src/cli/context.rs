//! State that every command gets: the terminal, the clock and the workspace's path, from options and environment.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use clap::Command;
use etcetera::{BaseStrategy, choose_base_strategy};

use super::error::{CliError, describe_job};
use super::exit::Exit;
use super::hints::Hint as _;
use super::options::Global;
use super::signals;
use super::usage_error::add_workspace_option;
use crate::import::{RecoveredFiles, RunContext, recover_output_files};
use crate::model::{
    ByteSize, Cancel, Clock, FixedClock, Note, NoteLevel, Observer, SystemClock, format_thousands, short_path,
    shown_path, time_zone_trouble, to_json,
};
use crate::ops::Warning;
use crate::ops::notification_settings::PASSWORD_VARIABLE;
use crate::ui::{Table, Terminal, TerminalEnv, TerminalOptions};
use crate::workspace::{Cleanup, CleanupObstacle, JobLock, LockHolder, Workspace};

/// Environment variable that fixes the clock to a moment (RFC 3339), for tests and documentation.
const CLOCK_VARIABLE: &str = "CONTACTS_NOW";

/// Maximum number of left-out table columns that are named.
const MAX_NAMED_COLUMNS: usize = 8;

/// State of one run, made from the global options and the environment.
pub(super) struct Context {
    pub(super) terminal: Terminal,
    /// `--json`: the result is one JSON document.
    pub(super) json: bool,
    /// `--jsonl`: the result is a line of JSON for each record.
    pub(super) jsonl: bool,
    pub(super) workspace: Option<PathBuf>,
    /// Path of the user's key; `None` if the user has no home directory.
    pub(super) key: Option<PathBuf>,
    /// List of the output files that the user's imports wrote; `None` for a user without a home directory.
    pub(super) written_list: Option<PathBuf>,
    pub(super) clock: Box<dyn Clock>,
    /// Makes the program's command line, which knows the names of all commands.
    program: fn() -> Command,
    /// The command as it was typed, with the program's name.
    pub(super) words: Vec<OsString>,
    pub(super) cancel: Cancel,
}

impl Context {
    pub(super) fn new(
        program: fn() -> Command,
        words: &[OsString],
        global: &Global,
        jsonl: bool,
    ) -> Result<Self, Box<(Terminal, CliError)>> {
        let options = TerminalOptions { color: global.color.into(), quiet: global.quiet, json: global.json || jsonl };
        let cancel = Cancel::default();
        let terminal = Terminal::new(options, terminal_env()).with_cancel(cancel.clone());
        let clock = match check_form(global.json, jsonl).and_then(|()| clock()) {
            Ok(clock) => clock,
            Err(failure) => return Err(Box::new((terminal, failure))),
        };
        // Only a warning: an import is one transaction, so a killed one leaves the workspace as it was all the same.
        if let Err(error) = signals::listen(&cancel) {
            terminal.warn(&format!("an interrupt will not be clean: {error}"));
        }
        if let Some(trouble) = time_zone_trouble() {
            terminal.warn(&format!("{trouble}; times are shown in UTC"));
        }
        let (workspace, key) = (global.workspace.clone(), key_path());
        let written_list = state_folder().map(|folder| folder.join("written-files"));
        Ok(Self {
            terminal,
            json: global.json,
            jsonl,
            workspace,
            key,
            written_list,
            clock,
            program,
            words: words.to_vec(),
            cancel,
        })
    }

    /// Returns true if a program reads the result: `--json` or `--jsonl`.
    pub(super) fn is_for_program(&self) -> bool {
        self.json || self.jsonl
    }

    /// Returns the clock, the cancel flag and the observer that long-running work needs.
    pub(super) fn work<'a>(&'a self, observer: &'a dyn Observer) -> RunContext<'a> {
        RunContext {
            observer,
            cancel: &self.cancel,
            clock: self.clock.as_ref(),
            is_interactive: self.terminal.stderr_is_terminal(),
        }
    }

    /// Opens the workspace for a command that writes: puts it in order, and rewrites its file if that is still to be done.
    pub(super) fn open_workspace_recovered(&self) -> Result<Workspace, CliError> {
        let workspace = self.put_in_order(self.workspace()?)?;
        self.finish_cleanup(&workspace)?;
        Ok(workspace)
    }

    /// Imports spooled notifications and writes the result files that earlier imports owe.
    pub(super) fn put_in_order(&self, workspace: Workspace) -> Result<Workspace, CliError> {
        self.notify_killed(&workspace);
        self.import_spooled_notifications(&workspace);
        if workspace.snapshot()?.imports_without_files()?.is_empty() {
            return Ok(workspace);
        }
        let job = self.job("files of an earlier import");
        // No waiting: the lock is held by a running import, and a later command can write the files just as well.
        if let Ok(_lock) = JobLock::try_take(workspace.path(), &job)? {
            self.recover_output_files(&workspace)?;
        }
        Ok(workspace)
    }

    /// Rewrites the file of a workspace if a command that took data out was killed before it could, or was kept from it.
    fn finish_cleanup(&self, workspace: &Workspace) -> Result<(), CliError> {
        if workspace.snapshot()?.is_cleanup_pending()? {
            let spinner = self.terminal.spinner("Rewriting the workspace");
            let cleanup = workspace.clean_up()?;
            drop(spinner);
            self.tell_postponed(&cleanup);
        }
        Ok(())
    }

    /// Warns that the file of the workspace could not be rewritten, and why.
    pub(super) fn tell_postponed(&self, cleanup: &Cleanup) {
        let Cleanup::Postponed(obstacle) = cleanup else { return };
        let why = match obstacle {
            CleanupObstacle::Space { needed, free } => {
                format!("it needs {} of free disk space, and there are {}", ByteSize(*needed), ByteSize(*free))
            }
            CleanupObstacle::InUse => "another command is using it".to_owned(),
            CleanupObstacle::Failed(error) => match error.hint() {
                Some(hint) => format!("{error} ({hint})"),
                None => error.to_string(),
            },
        };
        self.terminal.warn(&format!(
            "the file of the workspace has still to be rewritten without what was taken out: {why}; the next command that writes tries again"
        ));
    }

    /// Imports the spooled notifications of failed imports. A failure is a warning, because the command is about
    /// something else.
    pub(super) fn import_spooled_notifications(&self, workspace: &Workspace) {
        if let Err(error) = workspace.import_spooled_notifications() {
            self.terminal.warn(&format!("notifications wait to be taken in: {error}"));
        }
    }

    /// Writes the result files that earlier imports owe, with a warning for each. The caller holds the job lock.
    pub(super) fn recover_output_files(&self, workspace: &Workspace) -> Result<(), CliError> {
        // The paths are data of a workspace that may have come from elsewhere: only imports that this user's key has
        // sealed get their files (spec section 10).
        let is_own = self.own_imports(&workspace.snapshot()?)?;
        self.tell_recovered(&recover_output_files(workspace, is_own)?);
        Ok(())
    }

    /// Warns of each import whose files were made only now, or could not be made.
    pub(super) fn tell_recovered(&self, recovered: &[RecoveredFiles]) {
        for restored in recovered {
            let (id, path) = (restored.import_id, self.shown_path(&restored.results));
            match &restored.problem {
                None => self.terminal.warn(&format!("import {id} was done but cut off: made its files, {path}")),
                Some(problem) => self.terminal.warn(&self.for_workspace(&format!(
                    "import {id} was done but cut off, and its files could not be made: {problem}; see: contacts results {id}"
                ))),
            }
        }
    }

    /// Prints notes to stderr.
    pub(super) fn tell_notes(&self, notes: &[Note]) {
        for note in notes {
            match note.level {
                NoteLevel::Info => self.terminal.note(&format!("note: {}", note.message)),
                NoteLevel::Warning => self.terminal.warn(&note.message),
            }
        }
    }

    /// Prints warnings about values to stderr.
    pub(super) fn tell_warnings(&self, warnings: &[Warning]) {
        for warning in warnings {
            self.terminal.warn(&warning.to_string());
        }
    }

    /// Returns what this process writes into the job lock about itself.
    pub(super) fn job(&self, source: &str) -> LockHolder {
        let started_at = self.clock.now();
        LockHolder { pid: std::process::id(), source: source.to_owned(), started_at, after: None, progress: None }
    }

    /// Prints that another import is waited for.
    pub(super) fn print_waiting(&self, running: Option<&LockHolder>) {
        let who = running.map_or_else(|| "another import".to_owned(), describe_job);
        self.terminal.note(&format!("Waiting for {who}."));
    }

    /// Returns the exit code of a command that has made its change. If its report could not be written, as to a full
    /// disk, that is only a warning: the exit code for "nothing changed" would be wrong, and a script would repeat the
    /// change.
    pub(super) fn finish(&self, told: Result<(), CliError>, exit: Exit) -> Exit {
        match told {
            Err(failure) if failure.exit() == Exit::Failed => {
                self.terminal.warn(&format!("it is done, but this was not told: {failure}"));
            }
            _ => {}
        }
        exit
    }

    /// Formats a path for a person: short where the person sees it in a terminal, and so knows the current folder; whole in a
    /// log or a file.
    pub(super) fn shown_path(&self, path: &Path) -> String {
        if !(self.terminal.shows_results() && self.terminal.stderr_is_terminal()) {
            return shown_path(path);
        }
        let home = choose_base_strategy().ok().map(|strategy| strategy.home_dir().to_owned());
        short_path(path, std::env::current_dir().ok().as_deref(), home.as_deref())
    }

    /// Prints a result that may be longer than the screen: page by page in a terminal where a person can answer, else at
    /// once.
    pub(super) fn page(&self, text: &str) -> Result<(), CliError> {
        self.terminal.pager().lines(text)?;
        Ok(())
    }

    /// Returns a text whose commands name the workspace that this command was given: a command has to work when it is
    /// pasted (spec section 9).
    pub(super) fn for_workspace(&self, text: &str) -> String {
        match &self.workspace {
            Some(named) => add_workspace_option(&(self.program)(), text, named),
            None => text.to_owned(),
        }
    }

    /// Prints a table to stdout, as [`Context::page`] does. Columns for which there is no room are named on stderr, with `whole`, the command that
    /// shows them.
    pub(super) fn out_table(&self, table: &Table, whole: &str) -> Result<(), CliError> {
        self.page(&table.to_string())?;
        let left_out = table.left_out();
        if !left_out.is_empty() {
            let (named, more) = left_out.split_at(left_out.len().min(MAX_NAMED_COLUMNS));
            let more = if more.is_empty() {
                String::new()
            } else {
                format!(" and {} more", format_thousands(more.len() as u64))
            };
            let columns = named.join(", ");
            let whole = self.for_workspace(whole);
            self.terminal.note(&format!("No room here for: {columns}{more}; see: {whole}"));
        }
        Ok(())
    }

    /// Prints one JSON document to stdout.
    pub(super) fn out_json(&self, document: &impl serde::Serialize) -> Result<(), CliError> {
        Ok(self.terminal.out(&Self::to_json(document)?)?)
    }

    /// Serialises a document, with control and invisible characters escaped.
    pub(super) fn to_json(document: &(impl serde::Serialize + ?Sized)) -> Result<String, CliError> {
        to_json(document).map_err(|error| CliError::new(Exit::Failed, "output-unwritable", error))
    }
}

/// Checks that not both output formats were asked for: the result is one document or lines.
fn check_form(json: bool, jsonl: bool) -> Result<(), CliError> {
    if json && jsonl {
        let message = "--json writes one document and --jsonl a line for each record: give one of them";
        return Err(CliError::usage(message));
    }
    Ok(())
}

/// Returns a terminal for errors that occur before the options are known.
pub(super) fn fallback_terminal() -> Terminal {
    // The options may ask for JSON or not. With `json` set this terminal asks nothing and draws nothing.
    Terminal::new(TerminalOptions { json: true, ..TerminalOptions::default() }, terminal_env())
}

fn terminal_env() -> TerminalEnv {
    // An empty NO_COLOR counts as unset, as https://no-color.org asks for.
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    TerminalEnv { no_color: is_set("NO_COLOR"), term_dumb: std::env::var_os("TERM").is_some_and(|term| term == "dumb") }
}

/// Returns `contacts/key` in the user's configuration directory.
fn key_path() -> Option<PathBuf> {
    Some(choose_base_strategy().ok()?.config_dir().join("contacts").join("key"))
}

/// Returns the folder `contacts` in the user's folder for state.
pub(super) fn state_folder() -> Option<PathBuf> {
    let strategy = choose_base_strategy().ok()?;
    Some(strategy.state_dir().unwrap_or_else(|| strategy.cache_dir()).join("contacts"))
}

/// The password for the mail server, if the environment has it.
pub(super) fn smtp_password() -> Option<String> {
    std::env::var(PASSWORD_VARIABLE).ok()
}

fn clock() -> Result<Box<dyn Clock>, CliError> {
    let Some(text) = std::env::var_os(CLOCK_VARIABLE) else { return Ok(Box::new(SystemClock)) };
    let moment = DateTime::parse_from_rfc3339(&text.to_string_lossy())
        .map_err(|error| CliError::usage(format!("{CLOCK_VARIABLE} is not a moment (RFC 3339): {error}")))?;
    Ok(Box::new(FixedClock(moment.to_utc())))
}
