//! `contacts tags merge`: replaces several tags by one.

use clap::Args;

use super::quoted;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::ops::tags;

/// Merge several tags into one
///
/// Contacts that have one of the tags get the one named with --into in its place. It may be one of them, another one, or
/// new.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts tags merge newsletter vip --into 'mailing list'
  contacts tags merge 'trade fair' 'mailing list' --into 'mailing list'")]
pub(super) struct MergeArgs {
    /// The tags to replace
    #[arg(required = true, value_name = "TAG", add = candidates::tags())]
    old: Vec<String>,
    /// The tag that replaces them
    #[arg(long, value_name = "TAG", required = true, add = candidates::tags())]
    into: String,
}

impl MergeArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        // Before the workspace is opened: a name that is none is wrong usage, whatever the workspace holds.
        tags::check_name(&self.into)?;
        let workspace = context.open_workspace_recovered()?;
        let change = workspace.change()?;
        let merged = tags::merge(&change, &self.old, &self.into, context.clock.now())?;
        change.commit()?;
        let into = merged.new.as_deref().unwrap_or_default();
        merged.tell(context, &format!("Merged the {} into '{into}'", quoted(&merged.old)))
    }
}
