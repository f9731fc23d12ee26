//! Changes of contacts for people: a summary by field, and each contact by its name with what changes in it.

use crate::model::{
    ChangeSummary, ContactId, ContactName, FieldChange, FieldId, Fields, TagChangeCount, TagInterner, Text, Update,
    counted, format_thousands, plural,
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
    /// Fields with their changes.
    changes: Vec<(String, String)>,
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
        Self { heading, changes: Vec::new() }
    }

    /// Begins with a contact that is added from a line of the source, and has no ID yet.
    pub(in crate::cli) fn of_new(name: &ContactName, line: u64) -> Self {
        let heading = format!("{}  (new, line {line})", sanitize(&name.to_string()));
        Self { heading, changes: Vec::new() }
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
        self.changes.push((field.to_owned(), value.to_owned()));
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
        let changes = labelled(&self.changes, width);
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

/// Renders a contact that a history entry changed; of one that was added or removed, its values.
fn changed_contact(contact: &ChangedContact, fields: &Fields, shared: &ChangeSummary) -> ContactChanges {
    let about = contact.changes.iter().find_map(|change| match change {
        Changed::Added => Some("added"),
        Changed::Removed => Some("removed"),
        Changed::Field { .. } | Changed::Tag { .. } => None,
    });
    let mut shown = ContactChanges::new(contact.id, &contact.name, about.unwrap_or_default());
    for change in &contact.changes {
        let Changed::Field { field, before, after } = change else { continue };
        if about.is_none() {
            shown.field(fields.name(*field), before.as_ref(), after.as_ref());
        } else if let Some(value) = before.as_ref().or(after.as_ref())
            // The heading has its names.
            && ![FieldId::FIRST_NAME, FieldId::LAST_NAME].contains(field)
        {
            shown.value(fields.name(*field), value);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(name: &str, is_added: bool, contacts: u64) -> TagChangeCount {
        TagChangeCount { name: name.into(), is_added, contacts }
    }

    #[test]
    fn fields_come_first_then_what_everyone_gets_and_then_the_tags_of_some() {
        let fields = vec![(FieldId::EMAIL, 12), (FieldId::LAST_NAME, 2959)];
        let mut tags = vec![tag("fair", true, 2959), tag("old\u{1b}", false, 2959), tag("vip", true, 7)];
        tags.extend((1..=6).map(|number| tag(&format!("tag {number}"), false, 1)));
        let summary = ChangeSummary::new(2959, fields, tags);
        let expected = "2,959 contacts: Last Name 2,959, Email 12\n\
                        everyone: + fair, - old\\x1b\n\
                        some: + vip 7, - tag 1 1, - tag 2 1, - tag 3 1, - tag 4 1, 2 more tags\n";
        assert_eq!(change_summary(&summary, &Fields::standard()), expected);
    }

    #[test]
    fn one_contact_is_not_summed_up_and_several_without_changes_of_fields_are_only_counted() {
        let of = |contacts| {
            change_summary(&ChangeSummary::new(contacts, vec![], vec![tag("vip", true, 1)]), &Fields::standard())
        };
        assert_eq!((of(1), of(2)), (String::new(), "2 contacts\nsome: + vip 1\n".to_owned()));
    }

    #[test]
    fn a_contact_is_shown_without_the_tags_that_all_share() {
        let shared = ChangeSummary::new(2, vec![], vec![tag("fair", true, 2)]);
        let name = ContactName { first: Some("Maria".into()), last: Some("Sa\nto".into()), ..ContactName::default() };
        let mut contact = ContactChanges::new(ContactId(1265), &name, "line 2");
        contact.tags([("fair", true)].into_iter(), &shared);
        assert!(contact.is_empty());
        contact.field("Last Name", Some(&"Sa\nto".into()), None);
        contact.tags([("fair", false), ("vip", true)].into_iter(), &shared);
        let expected =
            "Maria Sa⏎to  (contact 1265, line 2)\n  Last Name  Sa⏎to → (empty)\n  Tags       - fair, + vip\n";
        assert_eq!(contact.text(80), expected);
        assert_eq!(ContactChanges::new(ContactId(7), &ContactName::default(), "").text(80), "Contact 7\n");
    }
}
