//! `contacts doctor FILE`: reads a source like an import would, and reports shapes in place of values.

use std::path::Path;

use super::file_report::FileReport;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::workspace_location::WorkspaceLocation;
use crate::model::shown_path;
use crate::ops::diagnosis::source::{OpenedSource, SourceTrial, TrialDefaults};
use crate::source::{SourceError, check_exists};

/// Describes a source: its format, its columns, and the errors that an import would find. Neither its name nor a word
/// of it is shown.
pub(super) fn describe(context: &Context, path: &Path) -> Result<Exit, CliError> {
    check_exists(path)?;
    let defaults = defaults(context)?;
    let opened = OpenedSource::open(path, &defaults.fields, &context.terminal.progress(), &context.cancel)
        .map_err(|error| redact_file_name(path, error))?;
    let progress = context.terminal.progress();
    let trial = SourceTrial::prepare(opened, &defaults, context.work(&progress))?;
    let found = trial.run(context.clock.now())?;
    FileReport { found: &found }.tell(context)
}

/// Returns the fields and settings of the workspace, with a warning where it cannot be read.
fn defaults(context: &Context) -> Result<TrialDefaults, CliError> {
    let place = WorkspaceLocation::find(context.workspace.as_deref())?;
    let defaults = TrialDefaults::read(place.path())?;
    if defaults.problem.is_some() {
        context.terminal.warn("the workspace cannot be read, so its settings are not known; see: contacts doctor");
    }
    Ok(defaults)
}

/// Redacts the file name: it may contain a person's name.
fn redact_file_name(path: &Path, error: SourceError) -> CliError {
    let is_about_the_name =
        matches!(error, SourceError::NotFound { .. } | SourceError::NotAFile { .. } | SourceError::Interrupted(_));
    let message = error.to_string().replace(&format!("'{}'", shown_path(path)), "the file");
    let failure = CliError::from(error);
    // That a file is missing says nothing without its name, and it is the name that was just typed.
    if is_about_the_name { failure } else { failure.with_message(message) }
}
