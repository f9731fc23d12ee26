//! Contact fields by name, for the commands that add or change them.

use super::Exit;
use super::error::CliError;
use crate::model::{Field, Fields};
use crate::values::{FieldNameError, check_visible, field_name};

/// Returns the field with this name.
pub(super) fn find<'f>(fields: &'f Fields, name: &str) -> Result<&'f Field, CliError> {
    let missing = || {
        CliError::not_found("field-not-found", format!("there is no contact field '{}'", name.trim()))
            .with_hint("see: contacts fields")
    };
    fields.by_name(name).ok_or_else(missing)
}

/// Returns the custom field with this name; standard fields cannot be changed.
pub(super) fn find_custom<'f>(fields: &'f Fields, name: &str) -> Result<&'f Field, CliError> {
    let field = find(fields, name)?;
    if field.id.is_custom() {
        return Ok(field);
    }
    let message = format!("{} is a standard field: it can be neither renamed nor removed", field.name);
    Err(CliError::refused("field-standard", message))
}

/// Checks a text as the name of a new field. `itself` is the field that is renamed and may keep its own name.
pub(super) fn new_name(fields: &Fields, text: &str, itself: Option<&Field>) -> Result<String, CliError> {
    let name = field_name(text)?;
    match fields.by_name(name) {
        // Its own name in other letters (case, Unicode form) is a valid new name for a field.
        Some(other) if Some(other.id) != itself.map(|field| field.id) => Err(name_taken_error(other)),
        _ => {
            check_visible(name)?;
            Ok(name.to_owned())
        }
    }
}

/// Returns the error for a name that another field has.
fn name_taken_error(field: &Field) -> CliError {
    let kind = field.kind.name();
    let message = if field.id.is_custom() {
        format!("there is a field '{}' of the type {kind} already", field.name)
    } else {
        format!("{} is a standard field, so its name is taken", field.name)
    };
    CliError::refused("field-exists", message).with_hint("choose another name; see: contacts fields")
}

/// Returns the error for fields that another command added, renamed or removed in the meantime.
pub(super) fn fields_changed_error() -> CliError {
    CliError::refused("field-exists", "the fields of the workspace have changed meanwhile; nothing was changed")
        .with_hint("run the command again")
}

impl From<FieldNameError> for CliError {
    fn from(error: FieldNameError) -> Self {
        Self::new(Exit::Usage, error.code(), error)
    }
}
