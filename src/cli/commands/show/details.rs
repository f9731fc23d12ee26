//! Everything about one contact, for `contacts show`.

use serde::Serialize;

use super::links::Links;
use super::shown;
use crate::cli::commands::contact_json::ContactJson;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::suppressed::{suppressed_contacts, suppression_text};
use crate::model::{ContactId, Fields, file_name, format_local, format_utc};
use crate::ui::{Table, UNLIMITED};
use crate::workspace::{ContactRecord, EntryRef, Snapshot, TagIds};

/// Everything about one contact.
pub(super) struct ContactDetails {
    /// The contact.
    pub(super) record: ContactRecord,
    /// Links that start a conversation.
    pub(super) links: Links,
    /// Entries of the history that changed it.
    entries: Vec<EntryRef>,
    /// Contact IDs that were merged into it.
    absorbed: Vec<ContactId>,
    /// Values by which the person is left alone.
    suppressed: Vec<String>,
    /// Sources whose lists held it.
    sources: Vec<SourceOfContact>,
}

/// A source whose lists held the contact.
#[derive(Serialize)]
struct SourceOfContact {
    name: String,
    /// True if its last list did not.
    missing: bool,
}

#[derive(Serialize)]
struct ContactDetailsJson<'a> {
    #[serde(flatten)]
    contact: ContactJson<'a>,
    links: &'a Links,
    absorbed: &'a [ContactId],
    sources: &'a [SourceOfContact],
    history: Vec<HistoryRefJson<'a>>,
}

#[derive(Serialize)]
struct HistoryRefJson<'a> {
    id: i64,
    kind: &'a str,
    at: String,
    source: Option<&'a str>,
    undone: bool,
}

impl ContactDetails {
    /// Reads history and merged IDs of a contact.
    pub(super) fn read(context: &Context, snapshot: &Snapshot<'_>, record: ContactRecord) -> Result<Self, CliError> {
        let id = record.contact.id;
        let leads_here = |(from, to): (ContactId, ContactId)| (to == id).then_some(from);
        let mut absorbed: Vec<ContactId> = snapshot.merged_ids()?.into_iter().filter_map(leads_here).collect();
        absorbed.sort_unstable();
        let entries = snapshot.entries_for_contact(id, record.created_by)?;
        let suppressed = suppressed_contacts(context, snapshot, &snapshot.fields()?).values_of(&record.contact);
        let suppressed = suppressed.iter().map(|value| suppression_text(snapshot, value)).collect::<Result<_, _>>()?;
        let sources = snapshot.sources_of(id)?.into_iter();
        let sources = sources.map(|(name, is_held)| SourceOfContact { name, missing: !is_held }).collect();
        Ok(Self { links: Links::of(&record.contact), record, entries, absorbed, suppressed, sources })
    }

    /// Prints the contact.
    pub(super) fn tell(&self, context: &Context, fields: &Fields, tags: &TagIds) -> Result<(), CliError> {
        if context.json {
            return context.out_json(&self.to_json(fields, tags));
        }
        context.page(&format!("{}{}", self.table(context, fields, tags), self.links_table()))
    }

    fn to_json<'a>(&'a self, fields: &'a Fields, tags: &'a TagIds) -> ContactDetailsJson<'a> {
        let entry = |entry: &'a EntryRef| HistoryRefJson {
            id: entry.id,
            kind: entry.kind.as_str(),
            at: format_utc(entry.at),
            source: entry.source.as_deref(),
            undone: entry.is_undone,
        };
        ContactDetailsJson {
            contact: ContactJson::new(&self.record, fields, tags).suppressed(!self.suppressed.is_empty()),
            links: &self.links,
            absorbed: &self.absorbed,
            sources: &self.sources,
            history: self.entries.iter().map(entry).collect(),
        }
    }

    fn table(&self, context: &Context, fields: &Fields, tags: &TagIds) -> Table {
        let record = &self.record;
        let mut table = Table::new(context.terminal.width()).wrap_text("Field").wrap_text("Value");
        table.row(["Contact ID", &record.contact.id.to_string()]);
        for field in fields.iter() {
            table.row([field.name.as_str(), &shown(record, field.id, tags)]);
        }
        rows(&mut table, "Suppressed", self.suppressed.iter().cloned());
        rows(&mut table, "Sources", self.sources.iter().map(source_text));
        table.row(["Added", &format!("{} {}", format_local(record.created_at), self.origin())]);
        table.row(["Changed", &format_local(record.updated_at)]);
        // The entry that added it has its own row.
        let later = self.entries.iter().filter(|entry| entry.id != record.created_by).map(entry_text);
        rows(&mut table, "History", later);
        rows(&mut table, "Merged IDs", (!self.absorbed.is_empty()).then(|| joined(&self.absorbed)));
        table
    }

    /// Renders the links below an empty line. They are not wrapped: a link that is broken leads nowhere.
    fn links_table(&self) -> String {
        let mut table = Table::new(UNLIMITED).text("").text("");
        for (name, link) in self.links.iter() {
            table.row([name, link]);
        }
        if table.is_empty() { String::new() } else { format!("\n{table}") }
    }

    /// `by import 3, line 17 of leads.csv`.
    fn origin(&self) -> String {
        let added_by = |entry: &&EntryRef| entry.id == self.record.created_by;
        let Some(EntryRef { id, source: Some(source), .. }) = self.entries.iter().find(added_by) else {
            return String::new();
        };
        let line = self.record.created_line.unwrap_or_default();
        format!("by import {id}, line {line} of {}", file_name(source))
    }
}

/// `crm`, `shop (missing from its last list)`
fn source_text(source: &SourceOfContact) -> String {
    format!("{}{}", source.name, if source.missing { " (missing from its last list)" } else { "" })
}

/// Adds rows of which only the first is labelled.
fn rows(table: &mut Table, name: &str, texts: impl IntoIterator<Item = String>) {
    for (place, text) in texts.into_iter().enumerate() {
        table.row([if place == 0 { name } else { "" }, &text]);
    }
}

/// `2026-11-22 13:30 import 3 of leads.csv`, `2026-11-22 13:30 edit 4, taken back`
fn entry_text(entry: &EntryRef) -> String {
    let source = entry.source.as_deref().map(|source| format!(" of {}", file_name(source))).unwrap_or_default();
    let taken_back = if entry.is_undone { ", taken back" } else { "" };
    format!("{} {} {}{source}{taken_back}", format_local(entry.at), entry.kind, entry.id)
}

fn joined(ids: &[ContactId]) -> String {
    ids.iter().map(ContactId::to_string).collect::<Vec<_>>().join(", ")
}
