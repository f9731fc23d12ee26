//! `contacts history ID` in a terminal: one entry with its details and changes.

use super::facts;
use crate::cli::context::Context;
use crate::cli::render::{entry_changes, fact};
use crate::model::{ContactId, Fields, counted, format_local};
use crate::ops::contacts::format_ids;
use crate::ops::entry_changes::EntryChanges;
use crate::ui::duration;
use crate::workspace::{Entry, ImportEntry};

/// Renders an import with all its details, and the first of its changes.
pub(super) fn import(context: &Context, entry: &ImportEntry, changes: &EntryChanges, fields: &Fields) -> String {
    let width = context.terminal.width();
    let table = facts::table(width, ("Import", entry.id), &facts::of_import(context, entry));
    table + &entry_changes(changes, fields, width)
}

/// Renders an entry other than an import, with the first of its changes.
pub(super) fn entry(width: usize, entry: &Entry, changes: &EntryChanges, fields: &Fields) -> String {
    let mut facts = vec![
        fact("What", what(entry)),
        fact("Start", format_local(entry.started_at)),
        fact("Took", duration(entry.elapsed())),
        fact("Outcome", super::list::outcome(entry.undone_by, None)),
    ];
    facts.extend(entry.pruned_by.map(facts::pruned));
    facts.push(fact("Changed", counted(changes.contacts, "contact")));
    facts::table(width, ("Entry", entry.id), &facts) + &entry_changes(changes, fields, width)
}

/// Renders the contacts of an entry that were forgotten since; nothing if there are none.
pub(super) fn forgotten(contacts: &[ContactId]) -> String {
    let (shown, more) = contacts.split_at(contacts.len().min(super::MAX_CONTACTS_SHOWN));
    match (shown, more.len()) {
        ([], _) => String::new(),
        (_, 0) => format!("\nForgotten since: {}\n", format_ids(shown)),
        (_, more) => format!("\nForgotten since: {} and {more} more\n", format_ids(shown)),
    }
}

/// Returns kind and summary of an entry: `undo: took back entry 2`.
pub(in crate::cli::commands) fn what(entry: &Entry) -> String {
    match super::list::summary(entry).as_str() {
        "" => entry.kind.to_string(),
        summary => format!("{}: {summary}", entry.kind),
    }
}
