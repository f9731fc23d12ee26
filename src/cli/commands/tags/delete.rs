//! `contacts tags delete`: takes tags off all contacts.

use clap::Args;

use super::{TagOutput, contacts, find, quoted};
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::{counted, plural};
use crate::workspace::{EntryKind, TagUse, WriteTransaction};

/// Take tags off all contacts
///
/// The contacts stay. In a terminal it asks; elsewhere it needs --yes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts tags delete vip
  contacts tags delete newsletter 'trade fair' --yes")]
pub(super) struct DeleteArgs {
    /// The tags
    #[arg(required = true, value_name = "TAG", add = candidates::tags())]
    names: Vec<String>,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

impl DeleteArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let workspace = context.open_workspace_recovered()?;
        let tags = find(&workspace.snapshot()?, &self.names)?;
        let listed: Vec<String> =
            tags.iter().map(|tag| format!("'{}' ({})", tag.name, contacts(tag.contacts))).collect();
        context.confirm(&format!("Take {} off all contacts?", listed.join(", ")), self.yes)?;
        let change = workspace.change()?;
        // Looked up again in the transaction: the tags may have changed while the question stood.
        let done = delete(context, &change, &find(&change, &self.names)?)?;
        change.commit()?;
        done.tell(context)
    }
}

/// Deletes tags as part of a transaction.
fn delete(context: &Context, change: &WriteTransaction<'_>, tags: &[TagUse]) -> Result<TagOutput, CliError> {
    let summary = format!("{} deleted", counted(tags.len() as u64, "tag"));
    let entry = change.begin_entry(EntryKind::Tags, &summary, context.clock.now())?;
    let ids: Vec<i64> = tags.iter().map(|tag| tag.id).collect();
    let contacts = change.replace_tags(entry, &ids, None)?;
    Ok(TagOutput {
        what: format!("Deleted the {} {}", plural(tags.len() as u64, "tag"), quoted(tags)),
        old: tags.iter().map(|tag| tag.name.clone()).collect(),
        new: None,
        contacts,
        entry: Some(entry),
    })
}
