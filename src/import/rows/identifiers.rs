//! The identifiers of a row: read by the prescan, collected while the row is parsed, and missing altogether.

use super::key::{RowKey, ScannedKeys};
use super::parser::{RowParser, issue};
use crate::matching::Candidate;
use crate::model::{BarePhones, Diagnostic, FieldKind, Issue, IssueCode, Key, Slot, Target};
use crate::profile::{Debris, cell_text};
use crate::source::Row;
use crate::values::{self, ParseOptions, Value};

impl RowParser<'_> {
    /// Adds the value of a slot to the identifiers of a row, if it is one.
    pub(super) fn add_key(&self, at: usize, key: Key, candidate: &mut Candidate) {
        if let Some(by) = self.identifier_slots.iter().position(|slot| *slot == at) {
            candidate.keys.push((by, key));
        }
    }

    pub(super) fn is_identifier(&self, at: usize) -> bool {
        self.identifier_slots.contains(&at)
    }

    /// Returns the issue of a row all of whose several identifiers are blank. Those in error are reported already.
    pub(super) fn all_blank_issue(&self, candidate: &Candidate) -> Option<Issue> {
        if self.identifier_slots.len() < 2 || !candidate.keys.is_empty() {
            return None;
        }
        let slots = || self.identifier_slots.iter().map(|at| &self.request.mapping.slots[*at]);
        let is_of_one = |issue: &Issue| slots().any(|slot| issue.field.as_ref() == Some(&slot.field_name));
        if candidate.issues.iter().any(|issue| issue.is_error() && is_of_one(issue)) {
            return None;
        }
        let names: Vec<&str> = slots().map(|slot| slot.field_name.as_str()).collect();
        let finding =
            Diagnostic::new(IssueCode::IdentifierBlank, format!("the identifiers are all blank: {}", names.join(", ")));
        Some(issue(candidate.line, slots().next()?, "", finding))
    }

    /// Returns the identifiers of a row; for the prescan.
    pub(in crate::import) fn identify(&self, row: Row<'_>) -> ScannedKeys {
        (0..self.identifier_slots.len()).filter_map(|by| self.identify_by(by, row)).collect()
    }

    fn identify_by(&self, by: usize, row: Row<'_>) -> Option<RowKey> {
        let at = self.identifier_slots[by];
        let slot = &self.request.mapping.slots[at];
        let cell = self.unwrap_cell(cell_text(row, slot)?, slot, row);
        if self.parse_marker_or_blank(&cell, (slot, row), true).is_some() {
            return None;
        }
        let Some(kind) = &slot.kind else {
            let key = Key::ContactId(values::contact_id(&cell.value).ok()?);
            return Some(RowKey { by, key, is_plain: false, is_provisional: false });
        };
        let (value, is_provisional) = self.prescan_value(at, kind, &cell.value, row)?;
        let says_more = !value.warnings.is_empty() || cell.left_out.is_some() || cell.debris != Debris::default();
        let is_doubtful = matches!(kind, FieldKind::Phone) && self.is_of_doubtful_country(&cell.value, row);
        let is_plain = !says_more && !is_doubtful;
        Some(RowKey { by, key: key(slot, kind, &value.text)?, is_plain, is_provisional })
    }

    /// Parses a value and tells whether it is valid only if bare phone numbers turn out to be international.
    fn prescan_value(&self, at: usize, kind: &FieldKind, text: &str, row: Row<'_>) -> Option<(Value, bool)> {
        let rules = self.rules_for(at, kind, text, row);
        if let Ok(value) = values::read(kind, text, &rules) {
            return Some((value, false));
        }
        let is_open = self.is_bare_open && matches!(kind, FieldKind::Phone);
        let rules = ParseOptions { bare_phones: BarePhones::International, ..rules.into_owned() };
        if is_open { Some((values::read(kind, text, &rules).ok()?, true)) } else { None }
    }
}

/// Returns the value of a slot as an identifier; `None` if it recognises nobody.
pub(super) fn key(slot: &Slot, kind: &FieldKind, value: &str) -> Option<Key> {
    match slot.target {
        Target::Field(field) => Key::of_value(field, kind, value),
        Target::ContactId => None,
    }
}
