//! Values that stay because a person set them, counted by field (spec section 5, `--keep-edits`).

use std::collections::BTreeMap;

use crate::model::{Issue, IssueCode, Note, counted};

/// Numbers of kept edits, by field and column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptEdits(BTreeMap<(Option<String>, Option<String>), u64>);

impl KeptEdits {
    /// Counts an issue, if it is about a kept edit.
    pub(super) fn add(&mut self, issue: &Issue) {
        if issue.code == IssueCode::EditKept {
            *self.0.entry((issue.field.clone(), issue.column.clone())).or_default() += 1;
        }
    }

    /// Returns a note for each field with kept edits. `rows` is the number of rows of the list.
    pub(super) fn notes(&self, rows: u64) -> impl Iterator<Item = Note> {
        self.0.iter().map(move |((field, column), count)| {
            let (values, was) = (counted(*count, "value"), if *count == 1 { "was" } else { "were" });
            let of_field = field.as_deref().unwrap_or_default();
            let message = format!("{values} of {of_field} {was} kept, because a person set {}", them(*count));
            let note = Note::info("edits-kept", message).count_of(*count, rows);
            Note { field: field.clone(), column: column.clone(), ..note }
        })
    }
}

fn them(count: u64) -> &'static str {
    if count == 1 { "it" } else { "them" }
}
