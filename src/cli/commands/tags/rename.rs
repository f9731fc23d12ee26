//! `contacts tags rename`: renames a tag on all contacts.

use clap::Args;

use super::quoted;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::ops::tags;

/// Give a tag another name
///
/// All contacts that have the tag get the new one for it. Saved mappings and other files that name the old one are left
/// as they are. Another spelling of the same name, as VIP for vip, changes no contact and makes no entry in the
/// history.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts tags rename vip 'Very important'
  contacts tags rename newsletter news")]
pub(super) struct RenameArgs {
    /// The tag's name
    #[arg(add = candidates::tags())]
    old: String,
    /// Its new name, which no contact may have as a tag yet
    new: String,
}

impl RenameArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        // Before the workspace is opened: a name that is none is wrong usage, whatever the workspace holds.
        tags::check_name(&self.new)?;
        let workspace = context.open_workspace_recovered()?;
        let change = workspace.change()?;
        let renamed = tags::rename(&change, &self.old, &self.new, context.clock.now())?;
        change.commit()?;
        let new = renamed.new.as_deref().unwrap_or_default();
        renamed.tell(context, &format!("Renamed the {} to '{new}'", quoted(&renamed.old)))
    }
}
