//! Contacts in the journal of an entry, as the lists of its page.

use crate::cli::error::CliError;
use crate::model::{ContactId, ContactName, FieldId, Fields, Text, name_key};
use crate::report::{Changes, Detail, FieldLabels, Head, PeopleList, PersonChange};
use crate::workspace::{Changed, EntryChange, Snapshot};

const CHANGED: &str = "Each contact with what changed in it, as it was before and after this entry.";
const RESTORED: &str = "They were added, or brought back, with these values.";
const REMOVED: &str = "They were removed, and had these values.";

/// Lists of the contacts in the journal of an entry.
pub(super) struct JournalLists {
    labels: FieldLabels,
    /// Tags of the import itself, by their keys; told once.
    import_tags: Vec<String>,
    /// Tags that the import gave to every contact at the user's wish, by their keys.
    given_tags: Vec<String>,
    pub(super) changes: Changes,
    pub(super) added: PeopleList,
    pub(super) removed: PeopleList,
}

impl JournalLists {
    /// Reads the journal of an entry. `import_tags` are not listed, and `given_tags` only where nothing else changed.
    pub(super) fn read(
        snapshot: &Snapshot<'_>,
        entry: i64,
        fields: &Fields,
        import_tags: &[String],
        given_tags: &[String],
    ) -> Result<Self, CliError> {
        let labels = FieldLabels::of(fields);
        let keys = |tags: &[String]| tags.iter().map(|tag| name_key(tag)).collect();
        let mut lists = Self {
            labels: labels.clone(),
            import_tags: keys(import_tags),
            given_tags: keys(given_tags),
            changes: Changes::new("Contacts that changed", CHANGED, &labels),
            added: PeopleList::new("added", "Contacts that were added", RESTORED, labels.names()),
            removed: PeopleList::new("removed", "Contacts that were removed", REMOVED, labels.names()),
        };
        snapshot.each_changed_contact(entry, &mut |contact, changes| -> Result<(), CliError> {
            lists.add(contact, changes);
            Ok(())
        })?;
        lists.changes.look_up_names(|id| snapshot.contact_name(id))?;
        Ok(lists)
    }

    fn add(&mut self, contact: ContactId, changes: &[EntryChange]) {
        let (list, is_added) = match changes.first().map(|change| &change.what) {
            Some(Changed::Added) => (&self.added, true),
            Some(Changed::Removed) => (&self.removed, false),
            _ => return self.change(contact, changes),
        };
        // A full list only counts, and its contacts need not be read.
        let (head, details) = if list.has_room() { self.whole(contact, changes, is_added) } else { Default::default() };
        let list = if is_added { &mut self.added } else { &mut self.removed };
        list.add(head, details);
    }

    /// Returns a contact that came or went as a whole, with the values that it has or had.
    fn whole(&self, contact: ContactId, changes: &[EntryChange], is_added: bool) -> (Head, Vec<Detail>) {
        let (mut name, mut tags, mut details) = (ContactName::default(), Vec::new(), Vec::new());
        for EntryChange { what, .. } in changes {
            match what {
                Changed::Field { field, before, after } => {
                    let value = text(if is_added { after.as_ref() } else { before.as_ref() });
                    name.set(*field, value);
                    details.extend(self.labels.detail(*field, value));
                }
                Changed::Tag { name, .. } if matches!(self.kind_of(name), TagKind::OfImport) => {}
                Changed::Tag { name, .. } => tags.push(name.as_str()),
                Changed::Added | Changed::Removed => {}
            }
        }
        details.extend(self.labels.detail(FieldId::TAGS, &tags.join(", ")));
        (Head { contact: Some(contact), line: None, name }, details)
    }

    fn change(&mut self, contact: ContactId, changes: &[EntryChange]) {
        let mut change = PersonChange { contact, ..PersonChange::default() };
        for EntryChange { what, .. } in changes {
            match what {
                Changed::Field { field, before, after } => {
                    change.fields.push((*field, text(before.as_ref()), text(after.as_ref())));
                }
                Changed::Tag { name, added } => match (self.kind_of(name), added) {
                    (TagKind::OfImport, _) => {}
                    (TagKind::Given, true) => change.common_tags.push(name),
                    (_, true) => change.tags_added.push(name),
                    (_, false) => change.tags_removed.push(name),
                },
                Changed::Added | Changed::Removed => {}
            }
        }
        // A contact that only got the import tag was up to date.
        if !change.is_empty() {
            self.changes.add(&change);
        }
    }

    fn kind_of(&self, tag: &str) -> TagKind {
        let key = name_key(tag);
        if self.import_tags.contains(&key) {
            TagKind::OfImport
        } else if self.given_tags.contains(&key) {
            TagKind::Given
        } else {
            TagKind::Other
        }
    }
}

/// Tags by why a contact has them.
enum TagKind {
    OfImport,
    Given,
    Other,
}

fn text(value: Option<&Text>) -> &str {
    value.map(Text::as_str).unwrap_or_default()
}
