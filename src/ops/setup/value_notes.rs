//! Notes on the values of a list before its columns are mapped.

use super::{ImportSpec, ResolvedMapping, WorkspaceDefaults};
use crate::import::RunContext;
use crate::mapping::{self, Compiled, MappingError};
use crate::model::{Fields, Note, Purpose, Slot};
use crate::ops::OpsError;
use crate::source::Source;

/// Prescans the columns that go to a field without any further choice, and returns the notes on their values with the
/// source. There are none where no column does so, or where the choices contradict each other: mapping the list tells that.
///
/// # Errors
/// The source cannot be read.
pub fn value_notes(
    source: Source,
    mut spec: ImportSpec,
    defaults: &WorkspaceDefaults,
    work: RunContext<'_>,
) -> Result<(Vec<Note>, Source), OpsError> {
    // Only how the columns are written matters, not which rows are contacts.
    spec.set_purpose(Purpose::AddAll, None);
    match compile_columns(&source, &spec, &defaults.fields) {
        Ok(compiled) if !compiled.mapping.slots.is_empty() => {
            let mapping = ResolvedMapping { compiled, recipe: spec.recipe };
            let import = mapping.prescan(source, None, (&defaults.settings, Vec::new()), Vec::new(), work)?.import;
            Ok((import.prescan_notes(), import.into_source()))
        }
        _ => Ok((Vec::new(), source)),
    }
}

/// Compiles the mapping of the columns, without constants.
fn compile_columns(source: &Source, spec: &ImportSpec, fields: &Fields) -> Result<Compiled, MappingError> {
    spec.check_named_columns(source.columns())?;
    let mut compiled = mapping::compile(source.columns(), fields, &spec.mapping_request(fields)?)?;
    compiled.mapping.slots.retain(|slot: &Slot| slot.column_index().is_some());
    Ok(compiled)
}
