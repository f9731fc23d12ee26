//! New options that the rows of a plan use.

use std::collections::HashMap;

use crate::model::{Action, Addition, FieldId, PlannedRow, Text, Update, split_choices};

/// New options that written rows use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UsedOptions {
    fields: Vec<UsedFieldOptions>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct UsedFieldOptions {
    field: FieldId,
    are_choices: bool,
    /// Place by name: values hold options in their own spelling.
    places: HashMap<Text, usize>,
    is_used: Vec<bool>,
}

impl UsedOptions {
    /// Watches the new options of fields: whether a field holds choices, and their names.
    pub(in crate::import) fn new<'n>(fields: impl Iterator<Item = (FieldId, bool, &'n [Text])>) -> Self {
        let watched = |(field, are_choices, names): (FieldId, bool, &[Text])| UsedFieldOptions {
            field,
            are_choices,
            places: names.iter().cloned().zip(0..).collect(),
            is_used: vec![false; names.len()],
        };
        Self { fields: fields.map(watched).collect() }
    }

    /// Notes the new options of a row that is written.
    pub(in crate::import) fn add(&mut self, row: &PlannedRow) {
        if self.fields.is_empty() {
            return;
        }
        match &row.action {
            Action::Add(Addition { values, .. }) => values.iter().for_each(|(field, value)| self.note(*field, value)),
            Action::Update(Update { fields, .. }) => {
                let values = fields.iter().filter_map(|change| Some((change.field, change.after.as_ref()?)));
                values.for_each(|(field, value)| self.note(field, value));
            }
            Action::Skip | Action::Suppress | Action::Reject => {}
        }
    }

    fn note(&mut self, field: FieldId, value: &Text) {
        let Some(used) = self.fields.iter_mut().find(|known| known.field == field) else { return };
        let UsedFieldOptions { are_choices, places, is_used, .. } = used;
        let mut note = |name: &str| places.get(name).into_iter().for_each(|at| is_used[*at] = true);
        if *are_choices { split_choices(value).for_each(note) } else { note(value) }
    }

    /// Returns true if a written row uses the new option at this place.
    pub(in crate::import) fn is_used(&self, field: FieldId, at: usize) -> bool {
        self.fields.iter().any(|known| known.field == field && known.is_used.get(at) == Some(&true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ContactId, FieldChange};

    #[test]
    fn options_count_as_used_where_a_written_row_has_them() {
        let (list, choices) = (FieldId(101), FieldId(102));
        let names: Vec<Text> = vec!["Tin".into(), "Zinc".into(), "Iron".into()];
        let mut used = UsedOptions::new([(list, false, &*names), (choices, true, &*names)].into_iter());
        let row = |action| PlannedRow { line: 2, action, matched_by: None, issues: Vec::new() };
        let values = vec![(list, "Tin; Zinc".into()), (choices, "Gold; Zinc".into())];
        used.add(&row(Action::Add(Addition { values, ..Addition::default() })));
        used.add(&row(Action::Reject));
        let change = FieldChange { field: list, before: Some("Zinc".into()), after: Some("Iron".into()) };
        used.add(&row(Action::Update(Update {
            contact: ContactId(1),
            fields: vec![change],
            tags_added: crate::model::TagRefs::new(),
            tags_removed: crate::model::TagRefs::new(),
            unchanged: false,
        })));
        let of = |field| [0, 1, 2].map(|at| used.is_used(field, at));
        assert_eq!((of(list), of(choices)), ([false, false, true], [false, true, false]));
    }
}
