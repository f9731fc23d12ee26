//! `contacts history`: what happened in this workspace.

use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::json_stream::JsonStream;
use crate::cli::options::{LinesOption, PageOption, SinceOption, entry_id, write_page};
use crate::cli::render;
use crate::model::{Fields, Notification};
use crate::ops::attempts;
use crate::ops::entry_changes::changes_of;
use crate::ops::history::find_entry;
use crate::workspace::{Entry, EntryFilter, EntryKind, ImportEntry, Snapshot, Workspace};

mod detail;
mod error_reasons;
mod facts;
mod import_lists;
mod journal_lists;
mod json;
mod list;
mod page;
mod prune;

pub(super) use detail::what;
pub(super) use json::change as change_json;
pub(super) use json::import as to_json;

/// Maximum number of changes in the JSON of one entry.
pub(super) const MAX_CHANGES: u32 = 100;

/// Maximum number of contacts shown by name of those that one entry changed.
pub(super) const MAX_CONTACTS_SHOWN: usize = 20;

/// List imports and other changes, or show one in full
///
/// Every import, edit, deletion, merge and undo is an entry, and so are changes of tags and the removal of a field.
/// Each can be undone with contacts undo ID.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts history --kind import --since 7d
  contacts history 2")]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(in crate::cli) struct HistoryArgs {
    #[command(subcommand)]
    command: Option<HistoryCommand>,
    /// The ID of the entry to show [default: list all]
    #[arg(value_parser = entry_id, add = candidates::entries())]
    id: Option<i64>,
    #[command(flatten)]
    since: SinceOption,
    /// Only these entries
    #[arg(long, value_name = "STATUS", ignore_case = true, conflicts_with = "id", hide_short_help = true)]
    status: Option<Status>,
    /// Only this kind
    #[arg(long, value_name = "KIND", ignore_case = true, conflicts_with = "id", hide_short_help = true)]
    kind: Option<Kind>,
    #[command(flatten)]
    page: PageOption,
    #[command(flatten)]
    pub(in crate::cli) lines: LinesOption,
}

#[derive(Debug, Subcommand)]
enum HistoryCommand {
    Prune(prune::PruneArgs),
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
    Add,
    Edit,
    Delete,
    Merge,
    Tags,
    Fields,
    Forget,
    Prune,
    Suppress,
}

impl From<Kind> for EntryKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Import => Self::Import,
            Kind::Undo => Self::Undo,
            Kind::Add => Self::Add,
            Kind::Edit => Self::Edit,
            Kind::Delete => Self::Delete,
            Kind::Merge => Self::Merge,
            Kind::Tags => Self::Tags,
            Kind::Fields => Self::Fields,
            Kind::Forget => Self::Forget,
            Kind::Prune => Self::Prune,
            Kind::Suppress => Self::Suppress,
        }
    }
}

/// An entry of the list, with its details if it is an import.
struct HistoryRow {
    entry: Entry,
    import: Option<ImportEntry>,
}

impl HistoryRow {
    fn read(snapshot: &Snapshot<'_>, entry: Entry) -> Result<Self, CliError> {
        let import = if entry.kind == EntryKind::Import { snapshot.import(entry.id)? } else { None };
        Ok(Self { entry, import })
    }

    fn to_json(&self) -> Value {
        self.import.as_ref().map_or_else(|| json::entry(&self.entry), json::import)
    }
}

impl HistoryArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        if let Some(HistoryCommand::Prune(prune)) = &self.command {
            return prune.run(context);
        }
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        match (self.id, self.page.file()?) {
            (None, Some(_)) => {
                return Err(
                    CliError::usage("--html makes a page of one entry: name its ID").with_hint("see: contacts history")
                );
            }
            (Some(_), _) if context.jsonl => {
                return Err(CliError::usage("--jsonl writes a line for each entry: leave out the ID, or give --json"));
            }
            (None, None) => {
                // Before the snapshot is read, whose transaction would be in the way.
                drop(snapshot);
                self.tell_list(context, &workspace)?;
            }
            (Some(id), None) => tell_one(context, snapshot, id)?,
            (Some(id), Some(file)) => {
                write_page(page::of_entry(context, &snapshot, id)?, file)?;
                tell_page(context, id, file)?;
            }
        }
        Ok(Exit::Done)
    }

    fn tell_list(&self, context: &Context, workspace: &Workspace) -> Result<(), CliError> {
        let filter = EntryFilter {
            since: self.since.moment(context.clock.now())?,
            holds: self.status.map(|status| status == Status::Done),
            kind: self.kind.map(EntryKind::from),
        };
        let attempt = last_attempt(workspace, &filter)?;
        let snapshot = workspace.snapshot()?;
        match (context.json, context.jsonl) {
            (true, _) => tell_document(context, &snapshot, &filter, attempt.as_ref()),
            (_, true) => tell_lines(context, &snapshot, &filter),
            _ => {
                if let Some(attempt) = render::attempt_words(attempt.as_ref()) {
                    context.terminal.out(&format!("{}\n", context.terminal.wrapped(&attempt)))?;
                }
                tell_table(context, snapshot, &filter)
            }
        }
    }
}

/// Returns the last attempt to import, unless the filter asks for other entries.
fn last_attempt(workspace: &Workspace, filter: &EntryFilter) -> Result<Option<Notification>, CliError> {
    if filter.holds.is_some() || filter.kind.is_some_and(|kind| kind != EntryKind::Import) {
        return Ok(None);
    }
    let attempt = attempts::last(workspace)?;
    Ok(attempt.filter(|attempt| filter.since.is_none_or(|since| attempt.created_at >= since)))
}

/// Visits the entries that a filter matches, newest first.
fn each_listed(
    snapshot: &Snapshot<'_>,
    filter: &EntryFilter,
    visit: &mut dyn FnMut(HistoryRow) -> Result<(), CliError>,
) -> Result<(), CliError> {
    snapshot.each_entry(filter, &mut |entry| visit(HistoryRow::read(snapshot, entry)?))
}

/// Streams one JSON document.
fn tell_document(
    context: &Context,
    snapshot: &Snapshot<'_>,
    filter: &EntryFilter,
    attempt: Option<&Notification>,
) -> Result<(), CliError> {
    let mut stream = JsonStream::new(context);
    // The document has two lists. They are read one after the other, in two passes: holding one back would let memory
    // grow with the history.
    for (name, holds_imports) in [("entries", false), ("imports", true)] {
        stream.list(name)?;
        each_listed(snapshot, filter, &mut |listed| {
            if listed.import.is_some() == holds_imports { stream.record(&listed.to_json()) } else { Ok(()) }
        })?;
    }
    stream.finish(&json!({ "last_attempt": render::attempt_json(attempt, context.clock.now()) }))
}

/// Streams one line of JSON for each entry, in one order; `kind` tells entries and imports apart.
fn tell_lines(context: &Context, snapshot: &Snapshot<'_>, filter: &EntryFilter) -> Result<(), CliError> {
    let mut stream = JsonStream::new(context);
    each_listed(snapshot, filter, &mut |listed| stream.record(&listed.to_json()))?;
    stream.finish(&json!({}))
}

/// Prints the table. The snapshot ends before: a person may read the pages for long, and a read transaction that stays
/// open keeps SQLite from resetting the log.
fn tell_table(context: &Context, snapshot: Snapshot<'_>, filter: &EntryFilter) -> Result<(), CliError> {
    let mut entries = Vec::new();
    each_listed(&snapshot, filter, &mut |listed| {
        // A table needs all its rows at once, because a column is as wide as its longest cell.
        entries.push(listed);
        Ok(())
    })?;
    drop(snapshot);
    if entries.is_empty() {
        let is_filtered = *filter != EntryFilter::default();
        context.terminal.note(if is_filtered { "No entry of the history fits." } else { "The history is empty." });
        return Ok(());
    }
    context.out_table(&list::table(context.terminal.width(), &entries), "contacts history ID")
}

fn tell_page(context: &Context, id: i64, file: &Path) -> Result<(), CliError> {
    if context.json {
        return context.out_json(&json!({ "id": id, "file": file.display().to_string() }));
    }
    Ok(context.terminal.out(&format!("Wrote the page of entry {id} to {}", context.shown_path(file)))?)
}

fn tell_one(context: &Context, snapshot: Snapshot<'_>, id: i64) -> Result<(), CliError> {
    let (entry, import) = (find_entry(&snapshot, id)?, snapshot.import(id)?);
    let fields = snapshot.fields()?;
    if context.json {
        return context.out_json(&entry_json(&snapshot, &entry, import.as_ref(), &fields)?);
    }
    let changes = changes_of(&snapshot, id, MAX_CONTACTS_SHOWN)?;
    let forgotten = snapshot.forgotten_of(id)?;
    drop(snapshot);
    let width = context.terminal.width();
    let text = match &import {
        Some(import) => detail::import(context, import, &changes, &fields),
        None => detail::entry(width, &entry, &changes, &fields),
    };
    context.page(&(text + &detail::forgotten(&forgotten)))
}

/// Returns an entry as JSON. The changes of an import are counted by row status and not listed one by one.
fn entry_json(
    snapshot: &Snapshot<'_>,
    entry: &Entry,
    import: Option<&ImportEntry>,
    fields: &Fields,
) -> Result<Value, CliError> {
    let mut document = if let Some(import) = import {
        json::import(import)
    } else {
        let (count, changes) = snapshot.changes_of(entry.id, MAX_CHANGES)?;
        json::whole_entry(entry, count, &changes, fields)
    };
    let forgotten = snapshot.forgotten_of(entry.id)?;
    if !forgotten.is_empty() {
        document["forgotten"] = forgotten.iter().map(|contact| contact.0).collect();
    }
    Ok(document)
}
