//! Changes of contacts for people: a summary by field, and each contact by its name with what changes in it.

use crate::model::{
    ChangeSummary, ContactId, ContactName, FieldChange, Fields, TagChangeCount, TagInterner, Text, Update, counted,
    format_thousands, plural,
};
use crate::ops::entry_changes::{ChangedContact, EntryChanges};
use crate::ui::{labelled, sanitize};
use crate::workspace::Changed;

/// Maximum number of tags that the summary names of those that only some of the contacts get or lose.
const MAX_NAMED_TAGS: usize = 5;

/// Blanks before the changes of a contact.
const INDENT: &str = "  ";

/// Renders what changes in how many contacts: the fields, the tags that are common to all, and those of some. Of a single
/// contact there is nothing to sum up.
pub(in crate::cli) fn change_summary(summary: &ChangeSummary, fields: &Fields) -> String {
    if summary.contacts < 2 {
        return String::new();
    }
    let counts = summary.fields.iter();
    let counts = counts.map(|(field, contacts)| format!("{} {}", fields.name(*field), format_thousands(*contacts)));
    let (shared, others): (Vec<_>, Vec<_>) = summary.tags.iter().partition(|tag| summary.is_shared(tag));
    let shared = shared.into_iter().map(|tag| signed(&tag.name, tag.is_added));
    let lines = [
        (counted(summary.contacts, "contact"), counts.collect()),
        ("everyone".to_owned(), shared.collect::<Vec<_>>()),
        ("some".to_owned(), tags_of_some(&others)),
    ];
    let [first, tags @ ..] = lines.map(|(of, changes)| match changes.join(", ") {
        none if none.is_empty() => of + "\n",
        changes => format!("{of}: {changes}\n"),
    });
    first + &tags.into_iter().filter(|line| line.contains(": ")).collect::<String>()
}

/// `+ vip 34`, `- newsletter 2`, …, `12 more tags`.
fn tags_of_some(tags: &[&TagChangeCount]) -> Vec<String> {
    let (named, more) = tags.split_at(tags.len().min(MAX_NAMED_TAGS));
    let named =
        named.iter().map(|tag| format!("{} {}", signed(&tag.name, tag.is_added), format_thousands(tag.contacts)));
    let more = more.len() as u64;
    let more = (more > 0).then(|| format!("{} more {}", format_thousands(more), plural(more, "tag")));
    named.chain(more).collect()
}

/// `+ vip` for a tag that is added, `- vip` for one that is removed.
fn signed(tag: &str, is_added: bool) -> String {
    format!("{} {}", if is_added { '+' } else { '-' }, sanitize(tag))
}

/// A contact with its changes, for people.
pub(in crate::cli) struct ContactChanges {
    heading: String,
    /// What changes.
    fields: Vec<String>,
    /// How each of them changes.
    changes: Vec<String>,
}

impl ContactChanges {
    /// Begins with a contact; `about` says more of it, such as its line in the source.
    pub(in crate::cli) fn new(id: ContactId, name: &ContactName, about: &str) -> Self {
        let name = name.to_string();
        let about = if about.is_empty() { String::new() } else { format!(", {about}") };
        let heading = if name.is_empty() {
            format!("Contact {id}{about}")
        } else {
            format!("{}  (contact {id}{about})", sanitize(&name))
        };
        Self { heading, fields: Vec::new(), changes: Vec::new() }
    }

    /// Begins with a contact that is added from a line of the source, and has no ID yet.
    pub(in crate::cli) fn of_new(name: &ContactName, line: u64) -> Self {
        let heading = format!("{}  (new, line {line})", sanitize(&name.to_string()));
        Self { heading, fields: Vec::new(), changes: Vec::new() }
    }

    /// Adds the changes of an update, without the tags that all contacts share.
    pub(in crate::cli) fn update(
        &mut self,
        fields: &Fields,
        update: &Update,
        tags: &TagInterner,
        shared: &ChangeSummary,
    ) {
        for FieldChange { field, before, after } in &update.fields {
            self.field(fields.name(*field), before.as_ref(), after.as_ref());
        }
        let added = update.tags_added.iter().map(|tag| (tags.name(*tag), true));
        let removed = update.tags_removed.iter().map(|tag| (tags.name(*tag), false));
        self.tags(added.chain(removed), shared);
    }

    /// Adds a value of a field.
    pub(in crate::cli) fn value(&mut self, field: &str, value: &str) {
        self.fields.push(field.to_owned());
        self.changes.push(value.to_owned());
    }

    /// Adds `Last Name  Tan → Lim`.
    fn field(&mut self, field: &str, before: Option<&Text>, after: Option<&Text>) {
        self.value(field, &format!("{} → {}", shown(before), shown(after)));
    }

    /// Adds the tags that are added or removed, without those that all contacts share.
    fn tags<'t>(&mut self, tags: impl Iterator<Item = (&'t str, bool)>, shared: &ChangeSummary) {
        let own = tags.filter(|(name, is_added)| !shared.shares(name, *is_added));
        let own: Vec<String> = own.map(|(name, is_added)| signed(name, is_added)).collect();
        if !own.is_empty() {
            self.value("Tags", &own.join(", "));
        }
    }

    /// Returns true if nothing changes but what all contacts share.
    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns its lines: the heading, and the changes below it, of which long ones are wrapped to `width` columns.
    pub(in crate::cli) fn text(&self, width: usize) -> String {
        let width = width.saturating_sub(INDENT.len());
        let changes = labelled(&self.fields, &self.changes, width);
        let changes = changes.lines().map(|line| format!("{INDENT}{line}\n"));
        std::iter::once(format!("{}\n", self.heading)).chain(changes).collect()
    }
}

/// Renders the changes of a history entry, below an empty line: a summary, and the first contacts by name.
pub(in crate::cli) fn entry_changes(changes: &EntryChanges, fields: &Fields, width: usize) -> String {
    let summary = change_summary(&changes.summary, fields);
    let contacts = changes.first.iter().map(|contact| changed_contact(contact, fields, &changes.summary).text(width));
    let more = match changes.contacts.saturating_sub(changes.first.len() as u64) {
        // With none by name, all that changes stands in the summary.
        more if more == 0 || changes.first.is_empty() => String::new(),
        more => format!("and {} more {}\n", format_thousands(more), plural(more, "contact")),
    };
    let parts = [summary, contacts.collect::<String>() + &more];
    parts.into_iter().filter(|part| !part.is_empty()).fold(String::new(), |text, part| text + "\n" + &part)
}

/// Renders a contact that a history entry changed. Values of one that was added or removed are left out.
fn changed_contact(contact: &ChangedContact, fields: &Fields, shared: &ChangeSummary) -> ContactChanges {
    let about = contact.changes.iter().find_map(|change| match change {
        Changed::Added => Some("added"),
        Changed::Removed => Some("removed"),
        Changed::Field { .. } | Changed::Tag { .. } => None,
    });
    let mut shown = ContactChanges::new(contact.id, &contact.name, about.unwrap_or_default());
    if about.is_some() {
        return shown;
    }
    for change in &contact.changes {
        if let Changed::Field { field, before, after } = change {
            shown.field(fields.name(*field), before.as_ref(), after.as_ref());
        }
    }
    let tags = contact.changes.iter().filter_map(|change| match change {
        Changed::Tag { name, added } => Some((name.as_str(), *added)),
        _ => None,
    });
    shown.tags(tags, shared);
    shown
}

/// `Last Name: Tan → Lim`.
pub(in crate::cli) fn of_field(fields: &Fields, change: &FieldChange) -> String {
    format!("{}: {} → {}", fields.name(change.field), shown(change.before.as_ref()), shown(change.after.as_ref()))
}

/// `+ vip, - old`; nothing where no tag changes.
pub(in crate::cli) fn of_tags(update: &Update, tags: &TagInterner) -> Option<String> {
    let added = update.tags_added.iter().map(|tag| signed(tags.name(*tag), true));
    let removed = update.tags_removed.iter().map(|tag| signed(tags.name(*tag), false));
    let changes: Vec<String> = added.chain(removed).collect();
    (!changes.is_empty()).then(|| changes.join(", "))
}

/// Returns a value on one line: a second one could pass for another change.
fn shown(value: Option<&Text>) -> String {
    value.map_or_else(|| "(empty)".to_owned(), |value| sanitize(value).into_owned())
}
