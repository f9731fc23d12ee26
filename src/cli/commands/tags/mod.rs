//! `contacts tags`: the tags of many contacts at once. Each change is an entry of the history.

mod assign;
mod delete;
mod list;
mod merge;
mod rename;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::contact_args::undo_hint;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{counted, plural};
use crate::ops::tags::TagChange;

/// List tags, give them to contacts, rename, merge and delete them
///
/// Names compare without case and in every Unicode form. Every change can be undone with contacts undo.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts tags
  contacts tags add asia --where 'Country = MY' --yes
  contacts tags rename vip 'Very important'
  contacts tags merge newsletter 'Very important' --into 'mailing list'")]
pub(in crate::cli) struct TagsArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List the tags that contacts have, and how many have each
    #[command(after_help = "\
Examples:
  contacts tags list
  contacts tags list --json")]
    List,
    Add(assign::AddArgs),
    Remove(assign::RemoveArgs),
    Rename(rename::RenameArgs),
    Merge(merge::MergeArgs),
    Delete(delete::DeleteArgs),
}

impl TagsArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        match self.action {
            None | Some(Action::List) => list::run(context),
            Some(Action::Add(args)) => return args.run(context),
            Some(Action::Remove(args)) => return args.run(context),
            Some(Action::Rename(args)) => args.run(context),
            Some(Action::Merge(args)) => args.run(context),
            Some(Action::Delete(args)) => args.run(context),
        }?;
        Ok(Exit::Done)
    }
}

/// `tag 'vip'`, `tags 'lead', 'leads'`
fn quoted(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    format!("{} {}", plural(names.len() as u64, "tag"), quoted.join(", "))
}

/// `1 contact`, `1,204 contacts`
fn contacts(count: u64) -> String {
    counted(count, "contact")
}

impl TagChange {
    /// Prints the change. `what` says it in words: `Renamed the tag 'vip' to 'VIP'`.
    fn tell(&self, context: &Context, what: &str) -> Result<(), CliError> {
        let Self { old, new, contacts: count, entry } = self;
        if context.json {
            return context.out_json(&json!({ "old": old, "new": new, "contacts": count, "entry": entry }));
        }
        let way_back = entry.map(|entry| undo_hint(context, entry)).unwrap_or_default();
        Ok(context.terminal.out(&format!("{what}: {}\n{way_back}", contacts(*count)))?)
    }
}
