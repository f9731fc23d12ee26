//! Contact fields by their names: found, added, renamed and removed.
//!
//! | file | what |
//! |---|---|
//! | `field_options` | options of lists and choices |
//! | `tags` | tags of all contacts at once |
//! | `error` | why they cannot be found or changed |

mod error;
pub mod field_options;
pub mod tags;

pub use error::{FieldError, TagError};

use super::{OpsError, saved_mappings};
use crate::model::{Field, FieldKind, Fields, Timestamp};
use crate::report::{AtomicFile, CsvStyle, RowWriter, WRITE_CHUNK_BYTES};
use crate::values::{check_visible, field_name};
use crate::workspace::{EntryKind, Snapshot, WriteTransaction};

/// A field that got another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenamedField {
    /// Its name before.
    pub previous_name: String,
    /// Its name now.
    pub name: String,
    /// Saved mappings that name it, and name it anew.
    pub mappings: Vec<String>,
}

/// A field that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedField {
    /// Number of the entry in the history.
    pub entry: i64,
    /// Number of contacts that had a value in it.
    pub values: u64,
    /// Saved mappings that name it. They are left as they are: without one of its fields a mapping would import something
    /// else in silence.
    pub mappings: Vec<String>,
}

/// The field of this name.
///
/// # Errors
/// [`FieldError::Unknown`].
pub fn find<'f>(fields: &'f Fields, name: &str) -> Result<&'f Field, FieldError> {
    fields.by_name(name).ok_or_else(|| FieldError::Unknown { name: name.trim().to_owned() })
}

/// As [`find`], for a custom field: standard fields can be neither renamed nor removed.
///
/// # Errors
/// [`FieldError::Unknown`] and [`FieldError::Standard`].
pub fn find_custom<'f>(fields: &'f Fields, name: &str) -> Result<&'f Field, FieldError> {
    let field = find(fields, name)?;
    if field.id.is_custom() {
        return Ok(field);
    }
    Err(FieldError::Standard { name: field.name.clone() })
}

/// Validates a text as the name of a new field. `itself` is the field that has the name already and may keep it.
///
/// # Errors
/// [`OpsError::FieldName`], [`FieldError::Exists`] and [`FieldError::StandardNameTaken`].
pub fn new_name(fields: &Fields, text: &str, itself: Option<&Field>) -> Result<String, OpsError> {
    let name = field_name(text)?;
    match fields.by_name(name) {
        Some(other) if Some(other.id) != itself.map(|field| field.id) => Err(name_taken_error(other).into()),
        _ => {
            check_visible(name)?;
            Ok(name.to_owned())
        }
    }
}

/// Adds a custom field, as part of a change.
///
/// # Errors
/// Those of [`new_name`], [`FieldError::Changed`], or the workspace cannot be written.
pub fn add(change: &WriteTransaction<'_>, name: &str, kind: FieldKind) -> Result<Field, OpsError> {
    let name = new_name(&change.fields()?, name, None)?;
    let field = Field { id: change.next_field_id()?, name, kind };
    // The workspace checks name and number itself, whatever was checked before.
    if change.add_field(&field)? { Ok(field) } else { Err(FieldError::Changed.into()) }
}

/// Renames a custom field, in saved mappings too, as part of a change.
///
/// # Errors
/// Those of [`find_custom`] and [`new_name`], [`FieldError::Changed`], or the workspace cannot be written.
pub fn rename(change: &WriteTransaction<'_>, name: &str, new: &str) -> Result<RenamedField, OpsError> {
    let all = change.fields()?;
    let field = find_custom(&all, name)?;
    let name = new_name(&all, new, Some(field))?;
    if !change.rename_field(field.id, &name)? {
        return Err(FieldError::Changed.into());
    }
    // In the same transaction: a mapping that names the old field would be refused by the next import.
    change.rename_suppressed_field(&field.name, &name)?;
    let mappings = saved_mappings::rename_field(change, &field.name, &name)?;
    Ok(RenamedField { previous_name: field.name.clone(), name, mappings })
}

/// Removes a custom field with its values, as part of a change.
///
/// # Errors
/// When the workspace cannot be written.
pub fn remove(change: &WriteTransaction<'_>, field: &Field, now: Timestamp) -> Result<RemovedField, OpsError> {
    let summary = format!("removed the field '{}'", field.name);
    let entry = change.begin_entry(EntryKind::Fields, &summary, now)?;
    let values = change.remove_field(entry, field.id)?;
    let mappings = saved_mappings::mappings_using_field(change, &field.name)?;
    Ok(RemovedField { entry, values, mappings })
}

/// Writes the values of a custom field to a file that an import can read.
///
/// # Errors
/// When the workspace cannot be read or the file cannot be written.
pub fn write_values(snapshot: &Snapshot<'_>, field: &Field, file: &mut AtomicFile) -> Result<(), OpsError> {
    let rows = RowWriter::new(CsvStyle { delimiter: b',', bom: false, columns: 2 });
    let mut chunk = Vec::new();
    rows.header(["Contact ID", &field.name].into_iter(), &[], &mut chunk);
    snapshot.each_value(field.id, &mut |contact, value| {
        rows.row([contact.to_string().as_bytes(), value.as_bytes()].into_iter(), &[], &mut chunk);
        if chunk.len() >= WRITE_CHUNK_BYTES {
            file.append(&chunk)?;
            chunk.clear();
        }
        Ok::<_, OpsError>(())
    })?;
    Ok(file.append(&chunk)?)
}

/// The error that says which field has a name.
fn name_taken_error(field: &Field) -> FieldError {
    let name = field.name.clone();
    if field.id.is_custom() {
        FieldError::Exists { name, kind: field.kind.name() }
    } else {
        FieldError::StandardNameTaken { name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::testing::{now, workspace_of};

    #[test]
    fn a_field_is_added_renamed_and_removed() {
        let (_folder, workspace) = workspace_of(&["Ann"]);
        let change = workspace.change().unwrap();
        add(&change, "Shoes", FieldKind::Number).unwrap();
        assert!(matches!(add(&change, "shoes", FieldKind::Text), Err(OpsError::Field(FieldError::Exists { .. }))));
        let renamed = rename(&change, "shoes", "Boots").unwrap();
        assert_eq!((renamed.previous_name.as_str(), renamed.name.as_str()), ("Shoes", "Boots"));
        assert!(matches!(
            rename(&change, "Boots", "Email"),
            Err(OpsError::Field(FieldError::StandardNameTaken { .. }))
        ));
        let all = change.fields().unwrap();
        let removed = remove(&change, find_custom(&all, "boots").unwrap(), now()).unwrap();
        assert_eq!((removed.values, removed.mappings), (0, Vec::new()));
        assert!(matches!(find(&change.fields().unwrap(), "Boots"), Err(FieldError::Unknown { .. })));
    }
}
