//! Contacts that are missing from the list of their source, for people and programs.

use serde_json::{Value, json};

use crate::import::{MissingContact, MissingReport, NamedContact, SparedContact};
use crate::model::{MissingAction, MissingCounts, counted, format_thousands};
use crate::ui::sanitize;

/// Maximum number of contacts of each kind shown to a person.
const SHOWN: usize = 10;

/// Renders what becomes of missing contacts. Names are shown only if the text is for a terminal.
pub(super) fn missing(report: Option<&MissingReport>, is_review: bool, shows_names: bool) -> String {
    let Some(report) = report else { return String::new() };
    let counts = &report.counts;
    let name = |contact: &NamedContact| label(contact, shows_names);
    let mut text = String::new();
    if counts.first {
        text += &format!(
            "\nSource '{}': remembered from now on; its next import can tell who is missing\n",
            shown(&counts.source)
        );
    }
    if counts.count > 0 {
        text += &format!("\nMissing: {}\n", summary(counts, is_review));
    }
    if counts.action != MissingAction::Keep {
        let is_listed = |missing: &&MissingContact| missing.is_changed || !counts.action.changes_contacts();
        let contacts: Vec<String> =
            report.contacts.iter().filter(is_listed).map(|missing| name(&missing.contact)).collect();
        let all = if counts.action.changes_contacts() { counts.deleted + counts.tagged } else { counts.count };
        text += &list(&contacts, all);
    }
    if counts.spared > 0 {
        text += &format!("\nSpared: {}\n", counted(counts.spared, "missing contact"));
        let spared: Vec<String> = report
            .spared
            .iter()
            .map(|spared| format!("{}: {}", name(&spared.contact), shown(&reason(spared))))
            .collect();
        text += &list(&spared, counts.spared);
    }
    text += &held_back(report, is_review);
    if counts.back > 0 {
        text += &format!("\nBack: {}\n", counted(counts.back, "contact"));
        text += &list(&report.back.iter().map(name).collect::<Vec<_>>(), counts.back);
    }
    text
}

/// `3 of 400 contacts that 'crm' held are not in this list, 1 of them new; 2 would be deleted`.
fn summary(counts: &MissingCounts, is_review: bool) -> String {
    let MissingCounts { count, new, of, deleted, tagged, .. } = *counts;
    let (are, would) = (if count == 1 { "is" } else { "are" }, if is_review { "would be" } else { "" });
    let new = if new == count { String::new() } else { format!(", {} of them new", format_thousands(new)) };
    let what = match &counts.action {
        MissingAction::Keep => "kept".to_owned(),
        MissingAction::Report => "left as they are".to_owned(),
        MissingAction::Tag(tag) => format!("{} {would} tagged {}", format_thousands(tagged), shown(tag)),
        MissingAction::Delete => format!("{} {would} deleted", format_thousands(deleted)),
    };
    format!(
        "{} of {} that '{}' held {are} not in this list{new}; {}",
        format_thousands(count),
        counted(of, "contact"),
        shown(&counts.source),
        what.replace("  ", " ")
    )
}

/// Returns the name of the source and what is told of its missing contacts, without names.
pub(in crate::cli) fn source_facts(counts: &MissingCounts, is_review: bool) -> Vec<String> {
    let missing = (counts.count > 0).then(|| summary(counts, is_review));
    let back = (counts.back > 0).then(|| format!("{} back", counted(counts.back, "contact")));
    std::iter::once(counts.source.clone()).chain(missing).chain(back).collect()
}

/// Tells that nothing is deleted, and what to do.
fn held_back(report: &MissingReport, is_review: bool) -> String {
    let MissingCounts { unreadable, .. } = report.counts;
    if !report.counts.is_held_back() {
        return String::new();
    }
    let lines: Vec<String> = report.unreadable_lines.iter().map(ToString::to_string).collect();
    let more = unreadable - lines.len() as u64;
    let more = if more == 0 { String::new() } else { format!(" and {} more", format_thousands(more)) };
    let is = if is_review { "would be" } else { "was" };
    format!(
        "\nNothing {is} deleted: the identifier of {} cannot be read (line {}{more}), so anybody may be meant. Correct the \
         list and import it again.\n",
        counted(unreadable, "row"),
        lines.join(", ")
    )
}

/// Returns a line for each of the first entries, and how many there are beyond.
fn list(entries: &[String], count: u64) -> String {
    let shown = &entries[..entries.len().min(SHOWN)];
    let more = count.saturating_sub(shown.len() as u64);
    let more = (more > 0).then(|| format!("and {} more", format_thousands(more)));
    shown.iter().chain(&more).fold(String::new(), |text, entry| text + "  " + entry + "\n")
}

/// `contact 7 Ann Lee`.
fn label(NamedContact { id, name }: &NamedContact, shows_names: bool) -> String {
    match name.label().filter(|_| shows_names) {
        Some(name) => format!("contact {id} {}", shown(&name)),
        None => format!("contact {id}"),
    }
}

/// Returns why a contact is spared.
pub(in crate::cli) fn reason(spared: &SparedContact) -> String {
    let others = spared.held_by.iter().map(|source| format!("'{source}' holds it"));
    let edited = spared.is_edited.then(|| "a person edited it".to_owned());
    others.chain(edited).collect::<Vec<_>>().join(", ")
}

fn shown(text: &str) -> String {
    sanitize(text).into_owned()
}

/// Returns the missing contacts as JSON.
pub(in crate::cli) fn missing_json(report: &MissingReport) -> Value {
    let named = |contact: &NamedContact| json!({ "id": contact.id.0, "name": contact.name.label() });
    let mut document = json!(report.counts);
    let missing = |missing: &MissingContact| {
        let mut entry = named(&missing.contact);
        entry["changed"] = missing.is_changed.into();
        entry
    };
    let spared = |spared: &SparedContact| {
        let mut entry = named(&spared.contact);
        entry["edited"] = spared.is_edited.into();
        entry["held_by"] = json!(spared.held_by);
        entry["reason"] = reason(spared).into();
        entry
    };
    document["contacts"] = report.contacts.iter().map(missing).collect();
    document["spared"] = report.spared.iter().map(spared).collect();
    document["back"] = report.back.iter().map(named).collect();
    document["unreadable_lines"] = json!(report.unreadable_lines);
    document
}
