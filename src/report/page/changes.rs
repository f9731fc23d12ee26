//! Contacts that change: by name with what changes in each, and summed up by field.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::labels::FieldLabels;
use super::people::{Detail, Head, PeopleList};
use crate::model::{ContactId, ContactName, FieldId, format_thousands};

/// Maximum number of tags that are named in the summary.
const MAX_NAMED_TAGS: usize = 5;

/// Contacts that change, as they are collected.
#[derive(Debug, Clone)]
pub struct Changes {
    people: PeopleList,
    /// Contacts that only get tags which the import gives to all. They come last.
    tagged_only: PeopleList,
    labels: FieldLabels,
    fields: BTreeMap<FieldId, FieldTally>,
    /// Number of contacts that get, and that lose, each tag.
    tags: BTreeMap<String, (u64, u64)>,
}

/// Changes of one contact.
#[derive(Debug, Clone, Default)]
pub struct PersonChange<'a> {
    /// The contact.
    pub contact: ContactId,
    /// Line of the file, from 1.
    pub line: Option<u64>,
    /// Fields with their values before and after; an empty one means that there is none.
    pub fields: Vec<(FieldId, &'a str, &'a str)>,
    /// Tags that it gets.
    pub tags_added: Vec<&'a str>,
    /// Tags that it loses.
    pub tags_removed: Vec<&'a str>,
    /// Tags that it gets like all contacts of the import: they are told once, and here only if nothing else changes.
    pub common_tags: Vec<&'a str>,
}

/// Number of contacts in which a field changes.
#[derive(Debug, Clone, Copy, Default)]
struct FieldTally {
    filled: u64,
    replaced: u64,
    emptied: u64,
}

/// Field of the summary.
pub(super) struct FieldSummary {
    pub(super) name: String,
    /// Index of its label.
    pub(super) label: usize,
    /// Number of contacts.
    pub(super) count: u64,
    /// `2,900 replaced · 59 filled in`.
    pub(super) detail: String,
}

impl Changes {
    /// Begins a list.
    pub fn new(heading: &str, note: &str, labels: &FieldLabels) -> Self {
        let people = PeopleList::new("changed", heading, note, labels.names());
        let (tagged_only, fields, tags) = (people.clone(), BTreeMap::new(), BTreeMap::new());
        Self { people, tagged_only, labels: labels.clone(), fields, tags }
    }

    /// Adds a contact.
    pub fn add(&mut self, change: &PersonChange<'_>) {
        self.tally(change);
        let list = if change.is_tagged_only() { &mut self.tagged_only } else { &mut self.people };
        if !list.has_room() {
            return list.count_more(1);
        }
        let label = |field: FieldId| self.labels.index(field);
        let fields = change
            .fields
            .iter()
            .map(|(field, before, after)| Detail::Change(label(*field), (*before).to_owned(), (*after).to_owned()));
        let tags = change.tags().map(|(added, removed)| Detail::Tags(label(FieldId::TAGS), added, removed));
        let details = fields.chain(tags).collect();
        list.add(change.head(), details);
    }

    fn tally(&mut self, change: &PersonChange<'_>) {
        for (field, before, after) in &change.fields {
            self.fields.entry(*field).or_default().count(before, after);
        }
        for tag in &change.tags_added {
            self.tags.entry((*tag).to_owned()).or_default().0 += 1;
        }
        for tag in &change.tags_removed {
            self.tags.entry((*tag).to_owned()).or_default().1 += 1;
        }
        if !change.tags_added.is_empty() || !change.tags_removed.is_empty() {
            // Counted once for each contact; the tags themselves tell how.
            self.fields.entry(FieldId::TAGS).or_default().replaced += 1;
        }
    }

    /// Returns the number of contacts.
    pub fn count(&self) -> u64 {
        self.people.count + self.tagged_only.count
    }

    /// Looks up the names of the contacts.
    ///
    /// # Errors
    /// The error of the look-up.
    pub fn look_up_names<E>(
        &mut self,
        mut name: impl FnMut(ContactId) -> Result<Option<ContactName>, E>,
    ) -> Result<(), E> {
        self.people.look_up_names(&mut name)?;
        self.tagged_only.look_up_names(name)
    }

    /// Returns the number of contacts that only get tags which all get.
    pub fn tagged_only(&self) -> u64 {
        self.tagged_only.count
    }

    /// Returns the list, and its summary by field.
    pub(super) fn finish(self) -> (PeopleList, Vec<FieldSummary>) {
        let summary = self.summary();
        let Self { mut people, tagged_only, .. } = self;
        people.append(tagged_only);
        (people, summary)
    }

    /// Returns the fields that change, the most frequent first.
    fn summary(&self) -> Vec<FieldSummary> {
        let of_field = |(field, tally): (&FieldId, &FieldTally)| {
            let (label, name) = (self.labels.index(*field), self.labels.name(*field).to_owned());
            let detail = if *field == FieldId::TAGS { self.tag_detail() } else { tally.detail() };
            FieldSummary { name, label, count: tally.count_all(), detail }
        };
        let mut fields: Vec<_> = self.fields.iter().map(of_field).collect();
        fields.sort_by_key(|field| Reverse(field.count));
        fields
    }

    /// `+ vip 9 · − old 3`: the most frequent tags, each on one line.
    fn tag_detail(&self) -> String {
        let signed = |(name, (added, removed)): (&String, &(u64, u64))| {
            [("+", *added), ("−", *removed)]
                .map(|(sign, count)| (count, format!("{sign}\u{a0}{name}\u{a0}{}", format_thousands(count))))
        };
        let mut tags: Vec<(u64, String)> = self.tags.iter().flat_map(signed).filter(|(count, _)| *count > 0).collect();
        tags.sort_by_key(|(count, _)| Reverse(*count));
        let more = tags.len().saturating_sub(MAX_NAMED_TAGS) as u64;
        let named = tags.into_iter().take(MAX_NAMED_TAGS).map(|(_, text)| text);
        let more = (more > 0).then(|| format!("and {} more", format_thousands(more)));
        named.chain(more).collect::<Vec<_>>().join(" · ")
    }
}

impl PersonChange<'_> {
    /// Returns true if nothing changes.
    pub fn is_empty(&self) -> bool {
        self.is_tagged_only() && self.common_tags.is_empty()
    }

    /// Returns true if the contact only gets tags which all get.
    fn is_tagged_only(&self) -> bool {
        self.fields.is_empty() && self.tags_added.is_empty() && self.tags_removed.is_empty()
    }

    /// Returns the tags that it gets and loses, if there are any to be told with it.
    fn tags(&self) -> Option<(Vec<String>, Vec<String>)> {
        let owned = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
        let added = if self.is_tagged_only() { owned(&self.common_tags) } else { owned(&self.tags_added) };
        let removed = owned(&self.tags_removed);
        (!added.is_empty() || !removed.is_empty()).then_some((added, removed))
    }

    fn head(&self) -> Head {
        let mut name = ContactName::default();
        for (field, _, after) in &self.fields {
            name.set(*field, after);
        }
        Head { contact: Some(self.contact), line: self.line, name }
    }
}

impl FieldTally {
    fn count(&mut self, before: &str, after: &str) {
        let count = match (before.is_empty(), after.is_empty()) {
            (true, _) => &mut self.filled,
            (false, true) => &mut self.emptied,
            (false, false) => &mut self.replaced,
        };
        *count += 1;
    }

    fn count_all(self) -> u64 {
        self.filled + self.replaced + self.emptied
    }

    fn detail(self) -> String {
        let parts = [(self.replaced, "replaced"), (self.filled, "filled in"), (self.emptied, "emptied")];
        let told = parts.into_iter().filter(|(count, _)| *count > 0);
        told.map(|(count, what)| format!("{} {what}", format_thousands(count))).collect::<Vec<_>>().join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Fields;

    fn summary(changes: &[PersonChange<'_>]) -> Vec<(String, u64, String)> {
        let mut list = Changes::new("", "", &FieldLabels::of(&Fields::standard()));
        for change in changes {
            list.add(change);
        }
        list.finish().1.into_iter().map(|field| (field.name, field.count, field.detail)).collect()
    }

    #[test]
    fn fields_are_summed_up_by_how_they_change() {
        let email = |before, after| PersonChange {
            fields: vec![(FieldId::EMAIL, before, after), (FieldId::LAST_NAME, "Lim", "Tan")],
            ..PersonChange::default()
        };
        let summary = summary(&[email("", "a@example.com"), email("a@example.com", ""), email("", "b@example.com")]);
        let expected = [("Last Name", 3, "3 replaced"), ("Email", 3, "2 filled in · 1 emptied")];
        assert_eq!(summary, expected.map(|(name, count, detail)| (name.to_owned(), count, detail.to_owned())));
    }

    #[test]
    fn the_most_frequent_tags_are_named_and_those_that_all_get_are_not() {
        let tagged = |added: &[&'static str]| PersonChange {
            tags_added: added.to_vec(),
            tags_removed: vec!["old"],
            common_tags: vec!["fair"],
            ..PersonChange::default()
        };
        let summary = summary(&[tagged(&["vip", "a", "b", "c", "d"]), tagged(&["vip"]), tagged(&[])]);
        let detail =
            "−\u{a0}old\u{a0}3 · +\u{a0}vip\u{a0}2 · +\u{a0}a\u{a0}1 · +\u{a0}b\u{a0}1 · +\u{a0}c\u{a0}1 · and 1 more";
        assert_eq!(summary, [("Tags".to_owned(), 3, detail.to_owned())]);
    }
}
