//! Contact fields by their names, for whoever makes or changes them.

use super::OpsError;
use crate::model::{Field, Fields};
use crate::values::{check_visible, field_name};

/// The field of this name.
///
/// # Errors
/// [`OpsError::NoField`].
pub fn find<'f>(fields: &'f Fields, name: &str) -> Result<&'f Field, OpsError> {
    fields.by_name(name).ok_or_else(|| OpsError::NoField { name: name.trim().to_owned() })
}

/// As [`find`], for a custom field: standard fields can be neither renamed nor removed.
///
/// # Errors
/// [`OpsError::NoField`] and [`OpsError::StandardField`].
pub fn find_custom<'f>(fields: &'f Fields, name: &str) -> Result<&'f Field, OpsError> {
    let field = find(fields, name)?;
    if field.id.is_custom() {
        return Ok(field);
    }
    Err(OpsError::StandardField { name: field.name.clone() })
}

/// Validates a text as the name of a new field. `itself` is the field that has the name already and may keep it.
///
/// # Errors
/// [`OpsError::FieldName`], [`OpsError::FieldExists`] and [`OpsError::StandardNameTaken`].
pub fn new_name(fields: &Fields, text: &str, itself: Option<&Field>) -> Result<String, OpsError> {
    let name = field_name(text)?;
    match fields.by_name(name) {
        Some(other) if Some(other.id) != itself.map(|field| field.id) => Err(name_taken_error(other)),
        _ => {
            check_visible(name)?;
            Ok(name.to_owned())
        }
    }
}

/// The error that says which field has a name.
fn name_taken_error(field: &Field) -> OpsError {
    let name = field.name.clone();
    if field.id.is_custom() {
        OpsError::FieldExists { name, kind: field.kind.name() }
    } else {
        OpsError::StandardNameTaken { name }
    }
}
