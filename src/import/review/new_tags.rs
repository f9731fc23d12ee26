//! Tags that an import would create: those of its rows that the workspace does not have (spec section 4).

use serde::Serialize;

use crate::model::{Action, Addition, PlannedRow, TagInterner, TagRef, Update};

/// Maximum number of new tags that a review names.
const MAX_NAMED: usize = 10;

/// Tags that an import would create, without its import tag.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NewTags {
    /// Number of tags.
    pub count: u64,
    /// Names of the first ten, in source order.
    pub first: Vec<String>,
}

/// Collects the new tags of planned rows.
#[derive(Default)]
pub(super) struct NewTagsBuilder {
    /// Number of tags that the workspace has; those from there on are new.
    known: usize,
    /// Whether a row gives the tag to a contact, by index after `known`. Tags of rows that change nothing stay false.
    is_given: Vec<bool>,
    tags: NewTags,
}

impl NewTagsBuilder {
    /// Creates a collector for a workspace of `known` tags.
    pub(super) fn new(known: usize) -> Self {
        Self { known, ..Self::default() }
    }

    /// Adds the new tags of a row, without the import tag.
    pub(super) fn add(&mut self, row: &PlannedRow, import_tag: Option<TagRef>, interner: &TagInterner) {
        let tags = match &row.action {
            Action::Add(Addition { tags, .. }) => tags,
            Action::Update(Update { tags_added, .. }) => tags_added,
            Action::Skip | Action::Suppress | Action::Reject => return,
        };
        for tag in tags.iter().copied().filter(|tag| Some(*tag) != import_tag) {
            if let Some(at) = (tag.0 as usize).checked_sub(self.known) {
                self.add_tag(at, interner.name(tag));
            }
        }
    }

    fn add_tag(&mut self, at: usize, name: &str) {
        if self.is_given.len() <= at {
            self.is_given.resize(at + 1, false);
        }
        if std::mem::replace(&mut self.is_given[at], true) {
            return;
        }
        self.tags.count += 1;
        if self.tags.first.len() < MAX_NAMED {
            self.tags.first.push(name.to_owned());
        }
    }

    /// Returns the new tags.
    pub(super) fn finish(self) -> NewTags {
        self.tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TagRefs;

    fn row(action: Action) -> PlannedRow {
        PlannedRow { line: 2, action, matched_by: None, issues: Vec::new() }
    }

    fn addition(tags: TagRefs) -> PlannedRow {
        row(Action::Add(Addition { values: Vec::new(), tags, near: None }))
    }

    #[test]
    fn each_new_tag_of_a_written_row_counts_once_and_ten_are_named() {
        let mut interner = TagInterner::default();
        let old = interner.intern("old");
        let import_tag = interner.intern("import-1");
        let unwritten = interner.intern("unwritten");
        let mut builder = NewTagsBuilder::new(1);
        builder.add(&row(Action::Reject), None, &interner);
        for number in 0..12 {
            let new = interner.intern(&format!("new {number}"));
            builder.add(&addition(TagRefs::from_slice(&[old, import_tag, new])), Some(import_tag), &interner);
            builder.add(&addition(TagRefs::from_slice(&[new])), Some(import_tag), &interner);
        }
        let tags = builder.finish();
        assert_eq!((tags.count, tags.first.len()), (12, 10));
        assert_eq!(tags.first[0], "new 0");
        assert!(!tags.first.contains(&interner.name(unwritten).to_owned()));
    }
}
