//! `contacts status`: the running import, as seen from another shell, the last one, and what is prepared here.

mod follow;
mod prepared_imports;
mod print;

use clap::Args;
use serde_json::json;

use super::history;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::render;
use crate::model::format_utc;
use crate::ops;
use crate::workspace::{ImportEntry, JobLock, LockState, Workspace};

/// Show the running import, the last one and those prepared here
///
/// It works from another shell while an import runs. Each import that is prepared in this folder is shown with the
/// command to run next; other folders are not searched.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts status
  contacts status --follow")]
pub(in crate::cli) struct StatusArgs {
    /// Follow the running import until it ends
    #[arg(long)]
    follow: bool,
}

impl StatusArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_read_only()?;
        let running = JobLock::status(workspace.path())?;
        match &running {
            LockState::Held(Some(job)) if self.follow => follow::follow(context, &workspace, job)?,
            _ if context.json => tell_json(context, &workspace, &running)?,
            _ => self::tell(context, &workspace, &running)?,
        }
        Ok(Exit::Done)
    }
}

fn tell(context: &Context, workspace: &Workspace, running: &LockState) -> Result<(), CliError> {
    let mut seen = match running {
        LockState::Held(Some(job)) => print::running(job),
        LockState::Held(None) => "An import is running.".to_owned(),
        LockState::Free => print::nothing_runs(last_import(workspace)?.as_ref()),
    };
    if let Some(attempt) = render::attempt_words(ops::attempts::last(workspace)?.as_ref()) {
        seen += &format!("\n{attempt}");
    }
    let prepared = prepared_imports::tell(context, &prepared_imports::in_current_dir(context, workspace)?);
    context.page(&format!("{}\n{prepared}", context.terminal.wrapped(&seen)))
}

/// An import that is prepared in the current folder.
pub(super) struct PreparedHere {
    /// Path of the source.
    pub(super) source: String,
    /// Stage: `reviewed`, `expired`, ….
    pub(super) stage: &'static str,
    /// The command to run next.
    pub(super) next: String,
}

/// Returns the imports that are prepared in the current folder, by name of their sources.
pub(super) fn prepared_here(context: &Context, workspace: &Workspace) -> Result<Vec<PreparedHere>, CliError> {
    Ok(prepared_imports::in_current_dir(context, workspace)?
        .into_iter()
        .map(|prepared| prepared.into_row(context))
        .collect())
}

fn last_import(workspace: &Workspace) -> Result<Option<ImportEntry>, CliError> {
    Ok(workspace.snapshot()?.last_import()?)
}

/// Prints the document. `running` is null when no import runs; for one that does not say what it is, every key in it is
/// null.
fn tell_json(context: &Context, workspace: &Workspace, running: &LockState) -> Result<(), CliError> {
    let running = match running {
        LockState::Free => None,
        LockState::Held(job) => Some(print::to_json(job.as_ref())),
    };
    let sessions = prepared_imports::to_json(context, &prepared_imports::in_current_dir(context, workspace)?);
    let (last, now) = (last_import(workspace)?, context.clock.now());
    let (good, attempt) = (ops::attempts::last_good(workspace)?, ops::attempts::last(workspace)?);
    context.out_json(&json!({
        "running": running,
        "last_import": last.as_ref().map(history::to_json),
        "last_good_import": render::good_import_json(good.as_ref(), now),
        "last_attempt": render::attempt_json(attempt.as_ref(), now),
        "checked_at": format_utc(now),
        "sessions": sessions,
    }))
}
