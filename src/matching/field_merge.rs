use std::collections::HashMap;

use crate::model::{
    CellInput, Contact, FieldChange, FieldId, Overwrite, TagInterner, TagRef, TagRefs, Text, is_same_text, split_tags,
};

/// How many different tags cells are remembered.
const CACHE_CAPACITY: usize = 10_000;

/// Reads tags cells. A list has few different ones, so each is read once.
#[derive(Debug, Default)]
pub struct TagCellCache {
    separator: Option<char>,
    known: HashMap<Text, Vec<TagRef>>,
}

impl TagCellCache {
    /// A reader for one separator, or for `,` and `;`.
    pub fn new(separator: Option<char>) -> Self {
        Self { separator, known: HashMap::new() }
    }

    /// The tags of a cell, ascending.
    pub fn read(&mut self, cell: &Text, book: &mut TagInterner) -> &[TagRef] {
        if self.known.len() >= CACHE_CAPACITY && !self.known.contains_key(cell) {
            self.known.clear();
        }
        self.known.entry(cell.clone()).or_insert_with(|| {
            let mut tags: Vec<TagRef> = split_tags(cell, self.separator).iter().map(|name| book.intern(name)).collect();
            tags.sort_unstable();
            tags
        })
    }
}

/// What a field's incoming value changes in a contact, if anything (spec section 4).
pub(super) fn field_change(
    contact: &Contact,
    field: FieldId,
    incoming: &CellInput,
    overwrite: Overwrite,
) -> Option<FieldChange> {
    let before = contact.value(field);
    if before.is_some() && overwrite == Overwrite::FillOnly {
        return None;
    }
    let after = match incoming {
        CellInput::Blank => return None,
        CellInput::Clear => None,
        CellInput::Value(value) => Some(value),
    };
    // A text that only came in another Unicode form is what is there already.
    let is_same = match (before, after) {
        (Some(before), Some(after)) => is_same_text(before, after),
        (before, after) => before == after,
    };
    (!is_same).then(|| FieldChange { field, before: before.cloned(), after: after.cloned() })
}

/// The union of two ascending lists.
pub(super) fn union(some: &[TagRef], more: &[TagRef]) -> TagRefs {
    let mut all = TagRefs::from(some);
    all.extend_from_slice(more);
    ascending(all)
}

/// Tags in ascending order, each once.
pub(super) fn ascending(mut tags: TagRefs) -> TagRefs {
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// What is in the first ascending list and not in the second.
pub(super) fn difference(some: &[TagRef], without: &[TagRef]) -> TagRefs {
    some.iter().copied().filter(|tag| without.binary_search(tag).is_err()).collect()
}
