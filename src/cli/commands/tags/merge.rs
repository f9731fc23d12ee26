//! `contacts tags merge`: replaces several tags by one.

use clap::Args;

use super::{TagOutput, checked, find, named, quoted};
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::plural;
use crate::workspace::EntryKind;

/// Make one tag of several
///
/// All contacts that have one of the tags get the one named with --into for it, which may be one of them, another one,
/// or new.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts tags merge newsletter vip --into 'mailing list'
  contacts tags merge 'trade fair' 'mailing list' --into 'mailing list'")]
pub(super) struct MergeArgs {
    /// The tags that go
    #[arg(required = true, value_name = "TAG", add = candidates::tags())]
    old: Vec<String>,
    /// The tag that stays
    #[arg(long, value_name = "TAG", required = true, add = candidates::tags())]
    into: String,
}

impl MergeArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let new = checked(&self.into)?;
        let workspace = context.open_workspace_recovered()?;
        let change = workspace.change()?;
        let kept = named(&change.tags_in_use()?, new).cloned();
        let mut old = find(&change, &self.old)?;
        // `--into` may name one of the merged tags, which then stays.
        old.retain(|tag| kept.as_ref().is_none_or(|kept| kept.id != tag.id));
        if old.is_empty() {
            return Err(CliError::usage("a tag cannot be merged with itself"));
        }
        let new_id = match &kept {
            // `upsert_tag` would change the spelling of the existing tag to the typed one.
            Some(kept) => kept.id,
            None => change.upsert_tag(new)?,
        };
        let new = kept.map_or_else(|| new.to_owned(), |kept| kept.name);
        // Numbers only: the history keeps no personal data, and a tag may be a person's name.
        let summary = if old.len() == 1 { "a tag merged".to_owned() } else { format!("{} tags merged", old.len()) };
        let entry = change.begin_entry(EntryKind::Tags, &summary, context.clock.now())?;
        let ids: Vec<i64> = old.iter().map(|tag| tag.id).collect();
        let contacts = change.replace_tags(entry, &ids, Some(new_id))?;
        change.commit()?;
        TagOutput {
            what: format!("Merged the {} {} into '{new}'", plural(old.len() as u64, "tag"), quoted(&old)),
            old: old.into_iter().map(|tag| tag.name).collect(),
            new: Some(new),
            contacts,
            entry: Some(entry),
        }
        .tell(context)
    }
}
