//! `contacts import FILE`: everything in one run, or what was prepared step by step, through the same code.

mod approval;
mod args;
mod execute;
mod from_session;
mod new_import;
mod outcome;
mod piped;
mod questions;
mod saved_mapping;

pub(in crate::cli) use args::ImportArgs;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::list_file::check_list_file;
use crate::cli::workspace_location::WorkspaceLocation;
use crate::ops::decisions;
use crate::ops::sessions::SessionHandle;
use args::RunOptions;
use outcome::FinishedImport;

impl ImportArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let (source, is_dry_run, is_piped) = (self.source(), self.dry_run, self.is_piped());
        let ended = self.import(context);
        let ended = if is_piped { ended.map_err(piped::advise) } else { ended };
        // A failed import leaves a notification too (spec section 8); a dry run leaves none.
        if let (Err(failure), false) = (&ended, is_dry_run) {
            context.notify_failure(&source, failure);
        }
        Ok(ended?.announced(context))
    }

    fn import(mut self, context: &Context) -> Result<FinishedImport, CliError> {
        if !self.is_piped() {
            check_list_file(&self.file)?; // Before all else: a mistyped name is not to make the default workspace.
        }
        let mut options = self.run_options(context)?;
        let asks = options.asks(context);
        let is_bare = !self.is_new_import() && !self.has_import_options();
        if asks
            && self.leaves_columns_open()
            && let Some(saved) = saved_mapping::offer(context, &options, self.is_new_import(), &mut self.reading)?
        {
            options.take_from(&saved.job, format!("the saved mapping '{}'", saved.name))?;
            let spec = self.spec(Some(saved))?;
            return new_import::run(context, &options, &spec);
        }
        if is_bare || (asks && self.lacks_purpose()) {
            return from_session::import(context, &options, &self.steps());
        }
        if !self.is_new_import() && is_prepared(context, &options)? {
            return Err(self.options_beside_prepared(context));
        }
        // Read-only here: a missing option must be reported before the default workspace is created.
        let used = self.saved.used(|| context.open_workspace_read_only())?;
        let mut spec = self.spec(used.as_ref().map(|used| used.mapping.clone()))?;
        if let Some(used) = used {
            options.take_from(&spec.job, used.origin())?;
            let folder = options.output_dir.as_ref().map(|folder| folder.display().to_string());
            spec.notes = decisions::notes(&used, &spec, &options.guards, folder.as_deref());
        }
        new_import::run(context, &options, &spec)
    }
}

/// Returns true if an import of the list is prepared, which options that only a new one takes would pass over.
fn is_prepared(context: &Context, options: &RunOptions) -> Result<bool, CliError> {
    if options.piped.is_some() || !WorkspaceLocation::find(context.workspace.as_deref())?.path().exists() {
        return Ok(false);
    }
    let workspace = context.open_workspace_read_only()?;
    Ok(SessionHandle::open_if_owned(&options.source, &workspace)?.is_some_and(|session| session.is_uploaded()))
}
