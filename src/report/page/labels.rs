//! Names of fields as the labels of a list, to which its details refer by index.

use std::collections::BTreeMap;

use super::Detail;
use crate::model::{FieldId, Fields};

/// Labels of all fields of a workspace, and one for fields that were removed from it.
#[derive(Debug, Clone)]
pub struct FieldLabels {
    names: Vec<String>,
    by_field: BTreeMap<FieldId, usize>,
    removed: usize,
}

impl FieldLabels {
    /// Returns the labels of these fields, in their order.
    pub fn of(fields: &Fields) -> Self {
        let mut names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        let by_field = fields.iter().enumerate().map(|(index, field)| (field.id, index)).collect();
        let removed = names.len();
        names.push("(removed field)".to_owned());
        Self { names, by_field, removed }
    }

    /// Returns the labels, as a list takes them.
    pub fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    /// Returns the index of a field's label.
    pub fn index(&self, field: FieldId) -> usize {
        self.by_field.get(&field).copied().unwrap_or(self.removed)
    }

    /// Returns a value with its label; `None` for an empty one, and for a name, which the heading has.
    pub fn detail(&self, field: FieldId, value: &str) -> Option<Detail> {
        let is_in_heading = [FieldId::FIRST_NAME, FieldId::LAST_NAME].contains(&field);
        (!value.is_empty() && !is_in_heading).then(|| Detail::Value(self.index(field), value.to_owned()))
    }

    /// Returns the label of a field.
    pub(super) fn name(&self, field: FieldId) -> &str {
        self.names.get(self.index(field)).map(String::as_str).unwrap_or_default()
    }
}
