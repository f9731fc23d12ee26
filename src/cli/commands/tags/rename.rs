//! `contacts tags rename`: renames a tag on all contacts.

use clap::Args;

use super::{TagOutput, checked, find, is_named};
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::mapping::quote;
use crate::workspace::{EntryKind, TagUse, WriteTransaction};

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
        let new = checked(&self.new)?;
        let workspace = context.open_workspace_recovered()?;
        let change = workspace.change()?;
        let used = change.tags_in_use()?;
        let [tag] = &find(&change, std::slice::from_ref(&self.old))?[..] else { return Ok(()) };
        if let Some(taken) = used.iter().find(|other| other.id != tag.id && is_named(other, new)) {
            return Err(refused(tag, taken));
        }
        let done = rename(context, &change, tag, new)?;
        change.commit()?;
        done.tell(context)
    }
}

/// Renames a tag as part of a transaction.
fn rename(context: &Context, change: &WriteTransaction<'_>, tag: &TagUse, new: &str) -> Result<TagOutput, CliError> {
    let mut done = TagOutput {
        what: format!("Renamed the tag '{}' to '{new}'", tag.name),
        old: vec![tag.name.clone()],
        new: Some(new.to_owned()),
        contacts: tag.contacts,
        entry: None,
    };
    let new_id = change.upsert_tag(new)?;
    // The same ID means another spelling of the same name: no contact changes, so there is no entry to undo.
    if new_id != tag.id {
        let summary = format!("a tag renamed: {}", super::contacts(tag.contacts));
        let entry = change.begin_entry(EntryKind::Tags, &summary, context.clock.now())?;
        done.contacts = change.replace_tags(entry, &[tag.id], Some(new_id))?;
        done.entry = Some(entry);
    }
    Ok(done)
}

fn refused(tag: &TagUse, taken: &TagUse) -> CliError {
    let message = format!("{} have the tag '{}' already", super::contacts(taken.contacts), taken.name);
    let (old, new) = (quote(&tag.name), quote(&taken.name));
    CliError::refused("tag-exists", message)
        .with_hint(format!("to make one of both: contacts tags merge {old} --into {new}"))
}
