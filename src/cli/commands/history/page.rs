//! `history ID --html`: an entry as a page, for a colleague who has no terminal.

use super::journal_lists::JournalLists;
use super::{facts, import_lists, list};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::render;
use crate::model::{Fields, file_name, format_local_with_zone};
use crate::ops::history::{find_entry, undone_import};
use crate::report::{Headline, Page};
use crate::workspace::{Entry, ImportEntry, Snapshot};

/// Builds the page of an entry.
pub(super) fn of_entry(context: &Context, snapshot: &Snapshot<'_>, id: i64) -> Result<Page, CliError> {
    let entry = find_entry(snapshot, id)?;
    let fields = snapshot.fields()?;
    let mut page = match snapshot.import(id)? {
        Some(import) => of_import(context, snapshot, &import, &fields)?,
        None => of_other(snapshot, &entry, &fields)?,
    };
    page.lead += &undone(&entry);
    Ok(page)
}

fn of_import(
    context: &Context,
    snapshot: &Snapshot<'_>,
    import: &ImportEntry,
    fields: &Fields,
) -> Result<Page, CliError> {
    let (begun, outcome) = (&import.begun, &import.outcome);
    let name = file_name(&begun.source);
    let own_tags: Vec<String> = outcome.import_tag.iter().cloned().collect();
    let lists = JournalLists::read(snapshot, import.id, fields, &own_tags, &begun.options.tags)?;
    let tags: Vec<String> = begun.options.tags.iter().cloned().chain(own_tags).collect();
    Ok(Page {
        title: format!("Import {} of {name}", import.id),
        lead: format!("This was imported on {}.", format_local_with_zone(outcome.finished_at)),
        headline: Headline::of_import(&outcome.counts, outcome.blank_rows, begun.purpose.adds())
            .with_missing(outcome.missing.as_ref(), ["deleted", "tagged"]),
        bookkeeping: render::common_tags(
            "Everyone who was added or updated also got",
            &tags,
            lists.changes.tagged_only(),
        ),
        changes: Some(lists.changes),
        people: vec![import_lists::added(snapshot, import, fields)?, lists.removed],
        notes: outcome.notes.clone(),
        reasons: vec![import_lists::errors(context, snapshot, import)?, import_lists::warnings(import)],
        facts: facts::of_import_page(import, &name),
        ..Page::default()
    })
}

fn of_other(snapshot: &Snapshot<'_>, entry: &Entry, fields: &Fields) -> Result<Page, CliError> {
    // Undoing an import takes off its tags, too: they are told once, as on the page of the import.
    let tags = undone_import(snapshot, entry)?.map_or_else(Vec::new, |import| {
        import.begun.options.tags.into_iter().chain(import.outcome.import_tag).collect()
    });
    let lists = JournalLists::read(snapshot, entry.id, fields, &tags, &[])?;
    let summary = list::summary(entry);
    let mut facts = vec![render::fact("What", entry.kind.as_str())];
    if !summary.is_empty() {
        facts.push(render::fact("Summary", summary));
    }
    let counts = [lists.added.entries(), lists.changes.count(), lists.removed.entries()];
    Ok(Page {
        title: format!("Entry {} of the history: {}", entry.id, entry.kind),
        lead: format!("This was done on {}.", format_local_with_zone(entry.finished_at)),
        headline: Headline::of_entry(counts),
        bookkeeping: render::common_tags("Not listed for each contact:", &tags, 0),
        changes: Some(lists.changes),
        people: vec![lists.added, lists.removed],
        facts,
        ..Page::default()
    })
}

/// Returns the end of the lead of an entry that was undone or pruned.
fn undone(entry: &Entry) -> String {
    let told = |by| format!(" It was taken back by entry {by}, so what is listed here does not hold any more.");
    let pruned = |by| format!(" Entry {by} pruned what it changed, so that is not listed.");
    entry.undone_by.map_or_else(String::new, told) + &entry.pruned_by.map_or_else(String::new, pruned)
}
