//! Contact fields by their names, for the commands that make or change them.

use super::error::CliError;
use super::exit::Exit;
use crate::model::{Field, Fields};
use crate::values::{FieldNameError, check_visible, field_name};

/// The field of this name.
pub(super) fn find<'f>(fields: &'f Fields, name: &str) -> Result<&'f Field, CliError> {
    let missing = || {
        CliError::not_found("field-not-found", format!("there is no contact field '{}'", name.trim()))
            .with_hint("see: contacts fields")
    };
    fields.by_name(name).ok_or_else(missing)
}

/// As [`find`], of a field that the user added: the standard ones stay as they are.
pub(super) fn find_custom<'f>(fields: &'f Fields, name: &str) -> Result<&'f Field, CliError> {
    let field = find(fields, name)?;
    if field.id.is_custom() {
        return Ok(field);
    }
    let message = format!("{} is a standard field: it can be neither renamed nor removed", field.name);
    Err(CliError::refused("field-standard", message))
}

/// A text as the name of a new field. `itself` is the field that has the name already and may keep it.
pub(super) fn new_name(fields: &Fields, text: &str, itself: Option<&Field>) -> Result<String, CliError> {
    let name = field_name(text)?;
    match fields.by_name(name) {
        Some(other) if Some(other.id) != itself.map(|field| field.id) => Err(name_taken_error(other)),
        _ => {
            check_visible(name)?;
            Ok(name.to_owned())
        }
    }
}

/// A field has the name.
fn name_taken_error(field: &Field) -> CliError {
    let kind = field.kind.name();
    let message = if field.id.is_custom() {
        format!("there is a field '{}' of the type {kind} already", field.name)
    } else {
        format!("{} is a standard field, so its name is taken", field.name)
    };
    CliError::refused("field-exists", message).with_hint("choose another name; see: contacts fields")
}

/// Somebody else has added, renamed or removed fields meanwhile.
pub(super) fn fields_changed_error() -> CliError {
    CliError::refused("field-exists", "the fields of the workspace have changed meanwhile; nothing was changed")
        .with_hint("run the command again")
}

impl From<FieldNameError> for CliError {
    fn from(error: FieldNameError) -> Self {
        Self::new(Exit::Usage, error.code(), error)
    }
}
