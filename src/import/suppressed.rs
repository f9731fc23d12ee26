//! The people who are left alone, as rows and contacts are held against them (spec section 8).

use super::{ImportError, ImportRequest};
use crate::model::{CellInput, Contact, Slot, SuppressibleField, Target};
use crate::workspace::{SUPPRESSIONS_SETTING, Snapshot, SuppressionSet};

/// Suppressed values, and where rows and contacts may have them.
#[derive(Debug, Default)]
pub(super) struct SuppressedPeople {
    values: SuppressionSet,
    /// Fields of the mapping, each with the index of its slot.
    slots: Vec<(usize, SuppressibleField)>,
    /// Fields of contacts.
    fields: Vec<SuppressibleField>,
}

impl SuppressedPeople {
    /// Loads the suppressions of the workspace, and adds those that it shares with others.
    pub(super) fn load(
        request: &ImportRequest,
        snapshot: &Snapshot<'_>,
        shared: Option<&SuppressionSet>,
    ) -> Result<Self, ImportError> {
        // A front end that has not read the file must not import the people in it.
        if shared.is_none() && snapshot.settings()?.contains_key(SUPPRESSIONS_SETTING) {
            return Err(ImportError::SuppressionsUnread);
        }
        let mut values = shared.cloned().unwrap_or_default();
        values.add_all(snapshot)?;
        let values = values.finish();
        if values.is_empty() {
            return Ok(Self::default());
        }
        let slots = request.mapping.slots.iter().enumerate();
        let slots = slots.filter_map(|(at, slot)| Some((at, suppressible(slot)?))).collect();
        let fields = values.fields_among(&snapshot.fields()?);
        Ok(Self { values, slots, fields })
    }

    /// Returns true if nobody is left alone.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Returns true if contacts may be suppressed by custom fields.
    pub(super) fn have_custom_fields(&self) -> bool {
        self.fields.iter().any(|field| field.id.is_custom())
    }

    /// Returns true if one of a row's values is suppressed.
    pub(super) fn hold_row(&self, incoming: &[CellInput]) -> bool {
        self.slots.iter().any(|(at, field)| match incoming.get(*at) {
            Some(CellInput::Value(value)) => self.values.holds_value(field, value),
            _ => false,
        })
    }

    /// Returns true if one of a contact's values is suppressed.
    pub(super) fn hold_contact(&self, contact: &Contact) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| contact.value(field.id).is_some_and(|value| self.values.holds_value(field, value)))
    }
}

fn suppressible(slot: &Slot) -> Option<SuppressibleField> {
    match (slot.target, &slot.kind) {
        (Target::Field(id), Some(kind)) => SuppressibleField::of(id, &slot.field_name, kind),
        _ => None,
    }
}
