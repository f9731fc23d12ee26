//! Counts the texts of each column that were decoded wrongly, while their rows are planned (spec section 4, Debris).

use std::collections::BTreeMap;

use crate::mapping::shortened;
use crate::model::{Issue, IssueCode, Note, counted};

/// Number of garbled texts by column label.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GarbledColumns(BTreeMap<String, GarbledColumn>);

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct GarbledColumn {
    field: Option<String>,
    count: u64,
}

impl GarbledColumns {
    /// Counts an issue, if it is about a garbled text.
    pub fn add(&mut self, issue: &Issue) {
        let (Some(column), true) = (&issue.column, is_garbled(issue)) else { return };
        if !self.0.contains_key(column) {
            self.0.insert(column.clone(), GarbledColumn { field: issue.field.clone(), count: 0 });
        }
        if let Some(garbled) = self.0.get_mut(column) {
            garbled.count += 1;
        }
    }

    /// Returns a note for each column with garbled texts. `rows` is the number of rows of the list; `name` gives the name
    /// of a column from its label.
    pub fn notes(&self, rows: u64, name: impl Fn(&str) -> String) -> impl Iterator<Item = Note> {
        self.0.iter().map(move |(column, GarbledColumn { field, count })| {
            let column = name(column);
            let message = format!(
                "{} of '{}' {} decoded wrongly on the way: export the list again as UTF-8, or correct {}",
                counted(*count, "text"),
                shortened(&column),
                if *count == 1 { "was" } else { "were" },
                if *count == 1 { "it" } else { "them" },
            );
            let note = Note::warning("texts-garbled", message).column(column).count_of(*count, rows);
            Note { field: field.clone(), ..note }
        })
    }
}

fn is_garbled(issue: &Issue) -> bool {
    matches!(issue.code, IssueCode::TextGarbled | IssueCode::TextGarbledReplaces)
}
