//! Check that a mapping has what its purpose needs.

use std::collections::HashSet;

use super::compiled::column_of;
use super::error::MAX_OFFERED;
use super::names::{Headers, column_option};
use super::{Compiled, MappingError, UnmappedField};
use crate::model::{Column, FieldId, Fields, Purpose, Target};

/// Checks that nothing is missing that the purpose needs (spec section 3): the identifiers, a First Name for new
/// contacts, and at least one column.
///
/// # Errors
/// [`MappingError::Missing`] and [`MappingError::NothingMapped`], with the columns that could be mapped.
pub fn check_required(
    compiled: &Compiled,
    columns: &[Column],
    fields: &Fields,
    purpose: Purpose,
    identifiers: &[Target],
) -> Result<(), MappingError> {
    let check = Check { compiled, columns, headers: Headers::new(columns), fields };
    let reason = if identifiers.len() > 1 { "which is an identifier" } else { "which is the identifier" };
    let needed = identifiers.iter().map(|target| (*target, reason));
    let name = purpose.adds().then_some((Target::Field(FieldId::FIRST_NAME), "which new contacts need"));
    // All at once: whoever adds an option for one should not have to come back for the next.
    let missing: Vec<UnmappedField> =
        needed.chain(name).filter_map(|(target, reason)| check.unmapped(target, reason)).collect();
    if !missing.is_empty() {
        return Err(MappingError::Missing(missing));
    }
    if compiled.mapping.slots.iter().all(|slot| column_of(slot).is_none()) {
        return Err(MappingError::NothingMapped { free: check.free_columns() });
    }
    Ok(())
}

struct Check<'a> {
    compiled: &'a Compiled,
    columns: &'a [Column],
    headers: Headers<'a>,
    fields: &'a Fields,
}

impl Check<'_> {
    /// Returns a field that is needed, if it has no column.
    fn unmapped(&self, target: Target, reason: &'static str) -> Option<UnmappedField> {
        if self.compiled.mapping.slot_of(target).is_some() {
            return None;
        }
        let field = self.fields.target_name(target).to_owned();
        // Where columns compete for the field, only they are offered: another column would not be what the user means.
        let contest = self.compiled.ambiguous.iter().find(|contest| contest.target == target);
        let free = contest.map_or_else(|| self.free_columns(), |contest| self.named(contest.columns.iter().copied()));
        let split = contest.and_then(|contest| contest.split);
        let options = free.iter().map(|column| column_option(column, &field, split)).collect();
        Some(UnmappedField { target, field, reason, options })
    }

    /// Returns the first columns that are neither mapped nor skipped, as `--map` takes them.
    fn free_columns(&self) -> Vec<String> {
        let Compiled { mapping, skipped, .. } = self.compiled;
        let mapped = mapping.slots.iter().filter_map(column_of);
        let used: HashSet<usize> = mapped.chain(mapping.own_columns.iter().chain(skipped).copied()).collect();
        self.named((0..self.columns.len()).filter(|index| !used.contains(index)))
    }

    fn named(&self, columns: impl Iterator<Item = usize>) -> Vec<String> {
        columns.take(MAX_OFFERED).map(|index| self.headers.unique_name(index)).collect()
    }
}
