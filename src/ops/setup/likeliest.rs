//! The columns that most likely hold the values of a field.

use super::ColumnResolution;
use crate::mapping::{Suggestion, is_about_something_else, names_field, shows_identifier};
use crate::model::{Column, FieldId, Fields, Target, ValueClass};

/// Distance from which on nothing about a column suggests the field.
const UNLIKELY: u8 = 4;

/// Percentage of values that look like numbers, dates or addresses from which on a column is no text.
const NO_TEXT_PERCENT: u64 = 50;

impl ColumnResolution {
    /// Returns the columns that most likely hold the values of a field, the likeliest first: their indexes, from 0. If
    /// several columns claim the field, it returns these.
    pub fn likeliest(&self, target: Target, columns: &[Column], fields: &Fields) -> Vec<usize> {
        if let Some(contest) = self.contests().find(|contest| contest.target == target) {
            return contest.columns.clone();
        }
        let free = self.compiled.free.iter().chain(&self.compiled.set_aside).copied();
        let free = free.filter(|index| !self.compiled.contact_ids.contains(index));
        let distance = |index: usize| (self.distance(index, &columns[index], target, fields), index);
        let mut free: Vec<_> = free.map(distance).collect();
        free.sort_unstable();
        let is_likely = |at: &((u8, u64), usize)| at.0.0 < UNLIKELY;
        // A First Name can be set for every row, so no column has to be offered that holds no names. And notes that would
        // recognise contacts do more harm than a refusal.
        let is_strict = target == Target::Field(FieldId::FIRST_NAME) || self.is_identifier(target);
        if is_strict || free.iter().any(is_likely) {
            free.retain(is_likely);
        }
        free.into_iter().map(|(_, index)| index).collect()
    }

    /// Returns how unlikely it is that a column holds the values of a field; the smallest is the likeliest.
    fn distance(&self, index: usize, column: &Column, target: Target, fields: &Fields) -> (u8, u64) {
        let is_its = |it: &&Suggestion| it.column == index;
        let suggested = &self.suggested;
        match suggested.suggestions.iter().chain(&suggested.passed_over).find(is_its) {
            Some(suggestion) if suggestion.target == target => return (u8::from(!suggestion.is_acceptable()), 0),
            Some(_) => return (UNLIKELY + 1, 0),
            None => {}
        }
        let Some(evidence) = self.evidence.get(index) else { return (UNLIKELY, 0) };
        let kind = match target {
            Target::Field(id) => fields.get(id).map(|field| &field.kind),
            Target::ContactId => None,
        };
        let most = || ValueClass::ALL.into_iter().map(|likeness| evidence.percent(likeness)).max().unwrap_or_default();
        let is_about_else = is_about_something_else(&column.name);
        match kind.and_then(ValueClass::of) {
            _ if evidence.filled == 0 => (UNLIKELY + 2, 0),
            class @ (None | Some(ValueClass::Number)) if self.is_identifier(target) => {
                let fits = class.is_none_or(|class| evidence.count(class) > 0);
                let is_named = shows_identifier(&column.name, fields.target_name(target));
                match (is_named, !is_about_else && evidence.looks_like_codes()) {
                    (true, _) if fits => (2, 0),
                    (false, true) if fits => (3, 0),
                    _ => (UNLIKELY, 0),
                }
            }
            // What the values are outweighs what the header says: addresses below `Owner` are addresses all the same.
            Some(likeness) if evidence.count(likeness) > 0 => {
                (2 + u8::from(is_about_else), 100 - evidence.percent(likeness).min(100))
            }
            _ if is_about_else => (UNLIKELY + 1, 0),
            _ if self.is_identifier(target) && names_field(&column.name, fields.target_name(target)) => (3, 0),
            None if most() < NO_TEXT_PERCENT => (2, 0),
            _ => (UNLIKELY, 0),
        }
    }
}
