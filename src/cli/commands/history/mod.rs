use std::collections::HashMap;
use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::Exit;
use crate::cli::completing::candidates;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{PageOption, SinceOption, write_page};
use crate::workspace::{Entry, EntryFilter, ImportEntry, Snapshot};

mod json;
mod list;
mod one;
mod page;

pub(super) use json::change as change_json;
pub(super) use json::import as to_json;
pub(super) use one::changes_table;

/// How much of what an entry changed is shown.
pub(super) const CHANGES_SHOWN: u32 = 100;

/// List what happened in this workspace, or show one entry whole
///
/// Every import, edit, deletion, merge and undo is an entry, and so are changes of tags and the removal of a field. Each
/// can be taken back with contacts undo ID.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts history --since 7d
  contacts history --kind import --status undone
  contacts history 2")]
pub(in crate::cli) struct HistoryArgs {
    /// The ID of the entry to show [default: list all]
    #[arg(add = candidates::entries())]
    id: Option<i64>,
    #[command(flatten)]
    since: SinceOption,
    /// Only entries that hold, or only those that were taken back
    #[arg(long, value_name = "STATUS", ignore_case = true, conflicts_with = "id")]
    status: Option<Status>,
    /// Only entries of this kind
    #[arg(long, value_name = "KIND", ignore_case = true, conflicts_with = "id")]
    kind: Option<Kind>,
    #[command(flatten)]
    page: PageOption,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Status {
    Done,
    Undone,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Import,
    Undo,
    Edit,
    Delete,
    Merge,
    Tags,
    Fields,
}

impl Kind {
    /// Its name in the workspace.
    fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Undo => "undo",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Merge => "merge",
            Self::Tags => "tags",
            Self::Fields => "fields",
        }
    }
}

/// An entry of the list, with what is known of an import.
struct Listed {
    entry: Entry,
    import: Option<ImportEntry>,
}

impl HistoryArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let workspace = context.workspace_in_order()?;
        let snapshot = workspace.snapshot()?;
        match (self.id, self.page.file()?) {
            (None, Some(_)) => {
                return Err(
                    Failure::usage("--html makes a page of one entry: name its ID").with_hint("see: contacts history")
                );
            }
            (None, None) => tell_list(context, &self.listed(context, &snapshot)?)?,
            (Some(id), None) => tell_one(context, &snapshot, id)?,
            (Some(id), Some(file)) => {
                write_page(&page::of_entry(context, &snapshot, id)?, file)?;
                tell_page(context, id, file)?;
            }
        }
        Ok(Exit::Done)
    }

    fn listed(&self, context: &Context, snapshot: &Snapshot<'_>) -> Result<Vec<Listed>, Failure> {
        let filter = EntryFilter {
            since: self.since.moment(context.clock.now())?,
            holds: self.status.map(|status| status == Status::Done),
            kind: self.kind.map(|kind| kind.as_str().to_owned()),
        };
        let mut imports: HashMap<i64, ImportEntry> =
            snapshot.imports()?.into_iter().map(|import| (import.id, import)).collect();
        let entries = snapshot.entries(&filter)?.into_iter();
        Ok(entries.map(|entry| Listed { import: imports.remove(&entry.id), entry }).collect())
    }
}

/// An import of the history.
pub(super) fn find(snapshot: &Snapshot<'_>, id: i64) -> Result<ImportEntry, Failure> {
    snapshot.import(id)?.ok_or_else(|| {
        Failure::not_found("import-not-found", format!("there is no import {id} in the history"))
            .with_hint("see: contacts history")
    })
}

fn tell_list(context: &Context, entries: &[Listed]) -> Result<(), Failure> {
    if context.json {
        let imports: Vec<_> = entries.iter().filter_map(|listed| listed.import.as_ref()).map(json::import).collect();
        let others = entries.iter().filter(|listed| listed.import.is_none());
        let others: Vec<_> = others.map(|listed| json::entry(&listed.entry)).collect();
        return context.out_json(&json!({ "imports": imports, "entries": others }));
    }
    if entries.is_empty() {
        context.terminal.note("The history has no such entry.");
        return Ok(());
    }
    context.out_table(&list::table(context.terminal.width(), entries), "contacts history ID")
}

/// An entry of the history, of whatever kind.
fn find_entry(snapshot: &Snapshot<'_>, id: i64) -> Result<Entry, Failure> {
    snapshot.entry(id)?.ok_or_else(|| {
        Failure::not_found("entry-not-found", format!("there is no entry {id} in the history"))
            .with_hint("see: contacts history")
    })
}

fn tell_page(context: &Context, id: i64, file: &Path) -> Result<(), Failure> {
    if context.json {
        return context.out_json(&json!({ "id": id, "file": file.display().to_string() }));
    }
    Ok(context.terminal.out(&format!("Wrote the page of entry {id} to {}", file.display()))?)
}

fn tell_one(context: &Context, snapshot: &Snapshot<'_>, id: i64) -> Result<(), Failure> {
    let width = context.terminal.width();
    if let Some(import) = snapshot.import(id)? {
        return if context.json {
            context.out_json(&json::import(&import))
        } else {
            Ok(context.terminal.out(&one::import(width, &import))?)
        };
    }
    let entry = find_entry(snapshot, id)?;
    let fields = snapshot.fields()?;
    let (count, changes) = snapshot.changes_of(id, CHANGES_SHOWN)?;
    if context.json {
        context.out_json(&json::whole_entry(&entry, count, &changes, &fields))
    } else {
        Ok(context.terminal.out(&one::entry(width, &entry, count, &changes, &fields))?)
    }
}
