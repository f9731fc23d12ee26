//! Counts the changes of planned rows by field and by tag.

use std::collections::BTreeMap;

use crate::model::{Action, ChangeSummary, FieldId, PlannedRow, TagChangeCount, TagInterner, TagRef};

/// Counts of the contacts that would change. Memory grows with the number of fields and tags, not of rows.
#[derive(Default)]
pub(super) struct ChangeCounter {
    contacts: u64,
    fields: BTreeMap<FieldId, u64>,
    tags: BTreeMap<(TagRef, bool), u64>,
}

impl ChangeCounter {
    /// Adds the changes of a row. One that brings nothing new changes nothing.
    pub(super) fn add(&mut self, row: &PlannedRow) {
        let Action::Update(update) = &row.action else { return };
        if update.unchanged {
            return;
        }
        self.contacts += 1;
        for change in &update.fields {
            *self.fields.entry(change.field).or_default() += 1;
        }
        for (tags, is_added) in [(&update.tags_added, true), (&update.tags_removed, false)] {
            for tag in tags {
                *self.tags.entry((*tag, is_added)).or_default() += 1;
            }
        }
    }

    /// Returns the counts, with the names of the tags.
    pub(super) fn finish(self, interner: &TagInterner) -> ChangeSummary {
        let named = |((tag, is_added), contacts): ((TagRef, bool), u64)| TagChangeCount {
            name: interner.name(tag).into(),
            is_added,
            contacts,
        };
        ChangeSummary::new(self.contacts, self.fields.into_iter().collect(), self.tags.into_iter().map(named).collect())
    }
}
