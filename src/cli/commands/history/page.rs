//! `history ID --html`: an entry as a page, for a colleague who has no terminal.

use super::{find_entry, list};
use crate::cli::commands::show::{file_name, shown};
use crate::cli::context::Context;
use crate::cli::created_fields::describe_created;
use crate::cli::error::CliError;
use crate::cli::render;
use crate::import::visit_error_rows;
use crate::model::{ContactId, Field, FieldId, Fields, Text, format_local_with_zone, format_thousands};
use crate::report::{Cell, Listing, Page, StatusTable};
use crate::ui::duration;
use crate::workspace::{Changed, Entry, EntryChange, ImportEntry, Snapshot};

/// Maximum number of changes read for a page; its list has no room for more.
const MAX_CHANGES_READ: u32 = 5_000;

const CHANGED: &str = "Each field and tag that was changed, as it was before and after this entry.";
const ADDED: &str = "As they are now. Those that are gone meanwhile are left out.";
const IN_ERROR: &str = "These rows changed nothing. They are kept with the results, for seven days after the import.";

/// Builds the page of an entry.
pub(super) fn of_entry(context: &Context, snapshot: &Snapshot<'_>, id: i64) -> Result<Page, CliError> {
    let entry = find_entry(snapshot, id)?;
    let import = snapshot.import(id)?;
    let fields = snapshot.fields()?;
    let mut listings = vec![changed(snapshot, id, &fields)?];
    let mut page = match &import {
        Some(import) => {
            listings.extend([added(snapshot, import, &fields)?, error_rows(context, snapshot, import)?]);
            of_import(import)
        }
        None => of_other(&entry),
    };
    page.facts.extend(undone(&entry));
    // An empty list would only be a heading; the table of counts says that there is nothing.
    page.listings = listings.into_iter().filter(|list| list.entries() > 0).collect();
    Ok(page)
}

fn of_import(import: &ImportEntry) -> Page {
    let (begun, outcome) = (&import.begun, &import.outcome);
    let name = file_name(&begun.source);
    let kinds = outcome.issues.iter().map(|(code, count)| render::issue_kind(code, *count, String::new()));
    let mut kinds: Vec<_> = kinds.collect();
    render::sort_kinds(&mut kinds);
    let about = format!("{name}: {} bytes, {}", format_thousands(begun.source_size), begun.encoding);
    let mut facts = vec![render::fact("File", about), render::fact("SHA-256", &begun.source_digest)];
    facts.push(render::fact("Took", duration(import.elapsed())));
    let tag = outcome.import_tag.as_deref();
    facts.extend(render::settings_summary(
        begun.purpose,
        begun.identifier.as_deref(),
        &begun.mapping,
        &begun.options,
        tag,
    ));
    let created: Vec<String> = outcome.created_fields.iter().map(describe_created).collect();
    if !created.is_empty() {
        facts.push(("Created fields".to_owned(), created));
    }
    let missing: Vec<String> = outcome.missing_fields.iter().map(ToString::to_string).collect();
    if !missing.is_empty() {
        facts.push(("Left out".to_owned(), missing));
    }
    facts.extend(render::note_facts(&outcome.notes));
    Page {
        title: format!("Import {} of {name}", import.id),
        lead: format!("This was imported on {}.", format_local_with_zone(outcome.finished_at)),
        facts,
        outcomes: Some(StatusTable {
            counts: outcome.counts,
            meanings: render::meanings(&outcome.counts, &render::OUTCOME_LABELS),
            blank_rows: outcome.blank_rows,
        }),
        kinds,
        ..Page::default()
    }
}

fn of_other(entry: &Entry) -> Page {
    let summary = list::summary(entry);
    let mut facts = vec![render::fact("What", entry.kind.clone())];
    if !summary.is_empty() {
        facts.push(render::fact("Summary", summary));
    }
    Page {
        title: format!("Entry {} of the history: {}", entry.id, entry.kind),
        lead: format!("This was done on {}.", format_local_with_zone(entry.finished_at)),
        facts,
        ..Page::default()
    }
}

fn undone(entry: &Entry) -> Option<render::KeyValue> {
    let by = entry.undone_by?;
    Some(render::fact("Taken back", format!("by entry {by}: what is listed here does not hold any more")))
}

/// Lists the changes, contact by contact.
fn changed(snapshot: &Snapshot<'_>, id: i64, fields: &Fields) -> Result<Listing, CliError> {
    let (count, mut changes) = snapshot.changes_of(id, MAX_CHANGES_READ)?;
    if count > u64::from(MAX_CHANGES_READ) {
        drop_partial_contact(&mut changes);
    }
    let mut listing =
        Listing::new("changed", "Contacts that changed", CHANGED, &["Contact", "Field", "Before", "After"]);
    for changes in changes.chunk_by(|one, next| one.contact == next.contact) {
        let lines: Vec<Vec<Cell<'_>>> = changes.iter().map(|change| line(change, fields)).collect();
        listing.entry(&changes.first().map(|change| number(change.contact)).into_iter().collect::<Vec<_>>(), &lines);
    }
    // Counted by SQL over all changes, not only those read: the page says how many it leaves out.
    listing.count_all(snapshot.contacts_changed_by(id)?);
    Ok(listing)
}

/// Drops the last contact, because some of its changes may not have been read. A contact that fills the list alone
/// stays.
fn drop_partial_contact(changes: &mut Vec<EntryChange>) {
    let Some(last) = changes.last().map(|change| change.contact) else { return };
    if changes.first().is_some_and(|first| first.contact != last) {
        changes.retain(|change| change.contact != last);
    }
}

fn line<'c>(change: &'c EntryChange, fields: &'c Fields) -> Vec<Cell<'c>> {
    const NOT_TAGGED: Cell<'static> = Cell::Quiet("(not tagged)");
    let value = |value: &'c Option<Text>| value.as_deref().map_or(Cell::Quiet("(empty)"), Cell::Text);
    match &change.what {
        Changed::Added => vec![Cell::Quiet("(the contact)"), Cell::Quiet("(not there)"), Cell::Quiet("(there)")],
        Changed::Removed => vec![Cell::Quiet("(the contact)"), Cell::Quiet("(there)"), Cell::Quiet("(not there)")],
        Changed::Field { field, before, after } => vec![Cell::Text(fields.name(*field)), value(before), value(after)],
        Changed::Tag { name, added: true } => vec![Cell::Text("Tags"), NOT_TAGGED, Cell::Text(name)],
        Changed::Tag { name, added: false } => vec![Cell::Text("Tags"), Cell::Text(name), NOT_TAGGED],
    }
}

fn number(contact: ContactId) -> Cell<'static> {
    Cell::Number(contact.0.cast_unsigned())
}

/// Lists the contacts that an import added.
fn added(snapshot: &Snapshot<'_>, import: &ImportEntry, fields: &Fields) -> Result<Listing, CliError> {
    let tags = snapshot.tags()?;
    let columns: Vec<&Field> = fields.iter().filter(|field| shown_fields(field, import)).collect();
    let headings: Vec<&str> =
        std::iter::once("Contact").chain(columns.iter().map(|field| field.name.as_str())).collect();
    let mut listing = Listing::new("added", "Contacts that were added", ADDED, &headings);
    // An import stores the first and the last ID of the contacts that it added, because its journal does not list them.
    // `(1, 0)` is an empty range.
    let (first, last) = import.outcome.added.unwrap_or((1, 0));
    for id in (first..=last).map(ContactId) {
        if !listing.has_room() {
            break;
        }
        // Deleted or merged since.
        let Some(record) = snapshot.contact(id, &tags)? else { continue };
        let values: Vec<String> = columns.iter().map(|field| shown(&record, field.id, &tags)).collect();
        let cells =
            values.iter().map(|value| if value.is_empty() { Cell::Quiet("(empty)") } else { Cell::Text(value) });
        listing.entry(&[number(id)], &[cells.collect()]);
    }
    listing.count_all(import.outcome.counts.imported);
    Ok(listing)
}

/// Returns true for Tags and for the fields that the import wrote.
fn shown_fields(field: &Field, import: &ImportEntry) -> bool {
    field.id == FieldId::TAGS || import.begun.mapping.iter().any(|mapped| mapped.field == field.name.as_str())
}

/// Lists the rows in error while the results are kept.
fn error_rows(context: &Context, snapshot: &Snapshot<'_>, import: &ImportEntry) -> Result<Listing, CliError> {
    let mut listing = Listing::new("errors", "Rows in error", IN_ERROR, &["Row", "What is wrong"]);
    if import.begun.results_until > context.clock.now() {
        visit_error_rows(snapshot, import, &mut |row| {
            let summary = render::format_row(row.cells());
            listing.entry(&[Cell::Text(&summary)], &[vec![Cell::Problem { message: &row.errors, code: "" }]]);
            listing.has_room()
        })?;
    }
    listing.count_all(import.outcome.counts.errors);
    Ok(listing)
}
