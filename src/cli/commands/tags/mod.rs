//! `contacts tags`: the tags of all contacts at once. Each change is an entry of the history.

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
use crate::model::{TagInterner, counted};
use crate::values::{is_blank, typed_tag_fault};
use crate::workspace::{Snapshot, TagUse};

/// List tags, rename, merge and delete them
///
/// Names compare without case and in every Unicode form. What is changed here can be taken back with contacts undo.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts tags
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
    Rename(rename::RenameArgs),
    Merge(merge::MergeArgs),
    Delete(delete::DeleteArgs),
}

impl TagsArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        match self.action {
            None | Some(Action::List) => list::run(context),
            Some(Action::Rename(args)) => args.run(context),
            Some(Action::Merge(args)) => args.run(context),
            Some(Action::Delete(args)) => args.run(context),
        }?;
        Ok(Exit::Done)
    }
}

/// Returns the tags of these names, each once; all of them or none.
fn find(snapshot: &Snapshot<'_>, names: &[String]) -> Result<Vec<TagUse>, CliError> {
    let used = snapshot.tags_in_use()?;
    let mut found: Vec<TagUse> = Vec::new();
    for name in names {
        let tag = named(&used, name).ok_or_else(|| missing(name))?;
        if !found.contains(tag) {
            found.push(tag.clone());
        }
    }
    Ok(found)
}

/// Returns the tag of a name. Version 0.1 could make several whose names compare as equal; of these, the one in exactly
/// this spelling.
fn named<'t>(used: &'t [TagUse], name: &str) -> Option<&'t TagUse> {
    let exact = used.iter().find(|tag| tag.name == name.trim());
    exact.or_else(|| used.iter().find(|tag| is_named(tag, name)))
}

fn is_named(tag: &TagUse, name: &str) -> bool {
    TagInterner::key(&tag.name) == TagInterner::key(name)
}

fn missing(name: &str) -> CliError {
    CliError::not_found("tag-not-found", format!("no contact has the tag '{}'", name.trim()))
        .with_hint("see: contacts tags")
}

/// Returns a valid name for a tag, trimmed.
fn checked(name: &str) -> Result<&str, CliError> {
    let name = name.trim();
    if is_blank(name) {
        return Err(CliError::usage("a tag needs a name"));
    }
    typed_tag_fault(name).map_or(Ok(name), |fault| Err(CliError::usage(fault)))
}

/// `'vip'`, `'lead', 'leads'`
fn quoted(tags: &[TagUse]) -> String {
    tags.iter().map(|tag| format!("'{}'", tag.name)).collect::<Vec<_>>().join(", ")
}

/// `1 contact`, `1,204 contacts`
fn contacts(count: u64) -> String {
    counted(count, "contact")
}

/// Result of a change of tags.
struct TagOutput {
    /// `Renamed the tag 'vip' to 'VIP'`
    what: String,
    /// The names that no contact has any more.
    old: Vec<String>,
    /// The name that replaces them.
    new: Option<String>,
    /// Number of contacts that had one of them.
    contacts: u64,
    /// Number of the entry in the history; `None` if no contact's tags changed.
    entry: Option<i64>,
}

impl TagOutput {
    fn tell(&self, context: &Context) -> Result<(), CliError> {
        let Self { what, old, new, contacts: count, entry } = self;
        if context.json {
            return context.out_json(&json!({ "old": old, "new": new, "contacts": count, "entry": entry }));
        }
        let way_back = entry.map(undo_hint).unwrap_or_default();
        Ok(context.terminal.out(&format!("{what}: {}\n{way_back}", contacts(*count)))?)
    }
}
