use std::collections::HashSet;

use super::compile::column_of;
use super::names::Names;
use super::{Compiled, MappingError};
use crate::model::{Column, FieldId, Fields, Identifier, Purpose, Target};

/// Makes sure that nothing is missing that the purpose needs (spec section 3): the identifier, a First Name for new
/// contacts, and at least one column.
///
/// # Errors
/// [`MappingError::Missing`] and [`MappingError::NothingMapped`], with the columns that could be mapped.
pub fn check_complete(
    compiled: &Compiled,
    columns: &[Column],
    fields: &Fields,
    purpose: Purpose,
    identifier: Option<Identifier>,
) -> Result<(), MappingError> {
    let check = Check { compiled, names: Names { columns, fields } };
    if let Some(identifier) = identifier {
        check.needs(identifier.target(), "which is the identifier")?;
    }
    if purpose.adds() {
        check.needs(Target::Field(FieldId::FIRST_NAME), "which new contacts need")?;
    }
    if compiled.mapping.slots.iter().all(|slot| column_of(slot).is_none()) {
        return Err(MappingError::NothingMapped { free: check.free_columns() });
    }
    Ok(())
}

struct Check<'a> {
    compiled: &'a Compiled,
    names: Names<'a>,
}

impl Check<'_> {
    fn needs(&self, target: Target, reason: &'static str) -> Result<(), MappingError> {
        if self.compiled.mapping.slot_of(target).is_some() {
            return Ok(());
        }
        let field = self.names.target_name(target);
        let contested = self.compiled.contested.iter().find(|(name, _)| *name == field);
        let free = contested.map_or_else(|| self.free_columns(), |(_, places)| places.clone());
        Err(MappingError::Missing { field, reason, free })
    }

    /// Columns that no field has, as `--map` takes them.
    fn free_columns(&self) -> Vec<String> {
        let mapping = &self.compiled.mapping;
        let used: HashSet<usize> = mapping.slots.iter().filter_map(column_of).collect();
        let is_free = |index: &usize| !used.contains(index) && !mapping.own_columns.contains(index);
        (0..self.names.columns.len()).filter(is_free).map(|index| self.names.unique_name(index)).collect()
    }
}
