//! Merges the incoming value of a field and sets of tags into those of a contact (spec section 4).

use std::collections::HashMap;

use crate::model::{
    CellInput, Contact, FieldChange, FieldId, Overwrite, TagInterner, TagRef, TagRefs, Text, is_same_text,
    split_tag_cell,
};

/// Maximum number of distinct Tags cells in the cache.
const CACHE_CAPACITY: usize = 10_000;

/// Cache of parsed Tags cells: a list has few distinct ones, so each is parsed once.
#[derive(Debug, Default)]
pub struct TagCellCache {
    separator: Option<char>,
    known: HashMap<Text, Vec<TagRef>>,
}

impl TagCellCache {
    /// Creates a cache for one separator; `None` takes those of [`split_tag_cell`].
    pub fn new(separator: Option<char>) -> Self {
        Self { separator, known: HashMap::new() }
    }

    /// Returns the separator of tags; `None` for the usual ones.
    pub(super) fn separator(&self) -> Option<char> {
        self.separator
    }

    /// Returns the tags of a cell, ascending.
    pub fn read(&mut self, cell: &Text, interner: &mut TagInterner) -> &[TagRef] {
        // Bounds the memory for a list in which nearly every cell differs; there a cache gains nothing anyway.
        if self.known.len() >= CACHE_CAPACITY && !self.known.contains_key(cell) {
            self.known.clear();
        }
        self.known.entry(cell.clone()).or_insert_with(|| {
            let mut tags: Vec<TagRef> =
                split_tag_cell(cell, self.separator).iter().map(|name| interner.intern(name)).collect();
            tags.sort_unstable();
            tags
        })
    }
}

/// Returns the change that a field's input makes to a contact, if any (spec section 4).
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
    // A text that only differs in its Unicode form is the same text.
    let is_same = match (before, after) {
        (Some(before), Some(after)) => is_same_text(before, after),
        (before, after) => before == after,
    };
    (!is_same).then(|| FieldChange { field, before: before.cloned(), after: after.cloned() })
}

/// Returns the union of two sets of tags, ascending.
pub(super) fn union(some: &[TagRef], more: &[TagRef]) -> TagRefs {
    let mut all = TagRefs::from(some);
    all.extend_from_slice(more);
    ascending(all)
}

/// Sorts tags and removes duplicates.
pub(super) fn ascending(mut tags: TagRefs) -> TagRefs {
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// Returns the tags of the first set that the second, ascending one lacks.
pub(super) fn difference(some: &[TagRef], without: &[TagRef]) -> TagRefs {
    some.iter().copied().filter(|tag| without.binary_search(tag).is_err()).collect()
}
