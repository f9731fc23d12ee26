//! Options of lists and choices: read as typed, added and removed.

use crate::model::{Field, FieldKind, ListOptions};
use crate::ops::fields::FieldError;
use crate::ops::{OpsError, fields};
use crate::values::{check_visible, option_of};
use crate::workspace::WriteTransaction;

/// Gives a new field its options: a list or choices need at least one, no other type takes any.
///
/// # Errors
/// [`FieldError::OptionsMissing`], [`FieldError::OptionsUnwanted`], [`FieldError::InvalidOption`] and
/// [`FieldError::OptionTwice`].
pub fn with_options(kind: FieldKind, typed: &[String]) -> Result<FieldKind, FieldError> {
    match (kind.list_options(), typed) {
        (Some(_), []) => Err(FieldError::OptionsMissing { kind: kind.name() }),
        (Some(_), _) => Ok(kind.with_options(read_new(&kind, typed)?)),
        (None, []) => Ok(kind),
        (None, _) => Err(FieldError::OptionsUnwanted),
    }
}

/// Adds options behind those that a field has, as part of a change. Returns the changed field.
///
/// # Errors
/// [`FieldError::Unknown`], [`FieldError::Standard`], [`FieldError::NotAList`], [`FieldError::OptionExists`], an invalid option,
/// or the workspace cannot be written.
pub fn add(change: &WriteTransaction<'_>, name: &str, typed: &[String]) -> Result<Field, OpsError> {
    let (field, mut options) = find_list(change, name)?;
    for option in read_new(&field.kind, typed)?.names() {
        if !options.insert(option.clone()) {
            return Err(FieldError::OptionExists { field: field.name, option: option.to_string() }.into());
        }
    }
    set(change, field, options)
}

/// Removes options that no contact has from a field, as part of a change. Returns the changed field.
///
/// # Errors
/// [`FieldError::Unknown`], [`FieldError::Standard`], [`FieldError::NotAList`], [`FieldError::NoOption`],
/// [`FieldError::OptionInUse`], [`FieldError::LastOption`], or the workspace cannot be written.
pub fn remove(change: &WriteTransaction<'_>, name: &str, typed: &[String]) -> Result<Field, OpsError> {
    let (field, known) = find_list(change, name)?;
    // Options need not be visible here: an older version could add others, and they must be removable.
    let fewer = read(&field.kind, typed)?;
    for option in fewer.names() {
        let Some(option) = known.find(option) else {
            return Err(FieldError::NoOption { field: field.name, option: option.to_string() }.into());
        };
        // `set_options` leaves values as they are, so an option in use is refused here, inside the transaction.
        let contacts = change.count_contacts_with(&field, option)?;
        if contacts > 0 {
            return Err(FieldError::OptionInUse { option: option.to_string(), contacts }.into());
        }
    }
    let left = ListOptions::new(known.names().iter().filter(|option| fewer.find(option).is_none()).cloned());
    if left.names().is_empty() {
        return Err(FieldError::LastOption.into());
    }
    set(change, field, left)
}

fn find_list(change: &WriteTransaction<'_>, name: &str) -> Result<(Field, ListOptions), OpsError> {
    let all = change.fields()?;
    let field = fields::find_custom(&all, name)?.clone();
    match field.kind.list_options().cloned() {
        Some(options) => Ok((field, options)),
        None => Err(FieldError::NotAList { kind: field.kind.name(), field: field.name }.into()),
    }
}

fn set(change: &WriteTransaction<'_>, field: Field, options: ListOptions) -> Result<Field, OpsError> {
    change.set_options(field.id, &options)?;
    Ok(Field { kind: field.kind.with_options(options), ..field })
}

/// As [`read`], for options that are new to a field: they must be visible.
fn read_new(kind: &FieldKind, typed: &[String]) -> Result<ListOptions, FieldError> {
    for text in typed {
        check_visible(text.trim()).map_err(|error| FieldError::InvalidOption { text: text.clone(), error })?;
    }
    read(kind, typed)
}

/// Reads typed options, each once regardless of case.
fn read(kind: &FieldKind, typed: &[String]) -> Result<ListOptions, FieldError> {
    let mut options = ListOptions::default();
    for text in typed {
        let name = option_of(kind, text).map_err(|error| FieldError::InvalidOption { text: text.clone(), error })?;
        if !options.insert(name.into()) {
            return Err(FieldError::OptionTwice { option: name.to_owned() });
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ops::testing::workspace_of;

    fn typed(options: &[&str]) -> Vec<String> {
        options.iter().copied().map(str::to_owned).collect()
    }

    fn list() -> FieldKind {
        FieldKind::List(Arc::default())
    }

    #[test]
    fn a_list_needs_options_and_no_other_type_takes_any() {
        assert!(matches!(with_options(list(), &[]), Err(FieldError::OptionsMissing { .. })));
        assert!(matches!(with_options(FieldKind::Text, &typed(&["Gold"])), Err(FieldError::OptionsUnwanted)));
        assert!(matches!(with_options(list(), &typed(&["Gold", "GOLD"])), Err(FieldError::OptionTwice { .. })));
        assert_eq!(with_options(list(), &typed(&["Gold", "Silver"])).unwrap().options().len(), 2);
    }

    #[test]
    fn a_list_keeps_one_option_and_gets_none_twice() {
        let (_folder, workspace) = workspace_of(&["Ann"]);
        let change = workspace.change().unwrap();
        fields::add(&change, "Level", with_options(list(), &typed(&["Gold"])).unwrap()).unwrap();
        assert_eq!(add(&change, "level", &typed(&["Silver"])).unwrap().kind.options().len(), 2);
        assert!(matches!(
            add(&change, "Level", &typed(&["silver"])),
            Err(OpsError::Field(FieldError::OptionExists { .. }))
        ));
        assert!(matches!(
            remove(&change, "Level", &typed(&["Bronze"])),
            Err(OpsError::Field(FieldError::NoOption { .. }))
        ));
        assert!(matches!(
            remove(&change, "Level", &typed(&["Gold", "Silver"])),
            Err(OpsError::Field(FieldError::LastOption))
        ));
        assert!(matches!(add(&change, "Email", &typed(&["x"])), Err(OpsError::Field(FieldError::Standard { .. }))));
    }
}
