//! Advice on columns and saved mappings: the options to paste.

use std::io::ErrorKind;

use super::Hint;
use crate::mapping::{
    MAX_OFFERED, MappingError, SavedMappingError, UnmappedField, column_option, field_meant_by, nearest, nearest_field,
};
use crate::model::{FieldId, Target, quote, shell_argument, shell_option};
use crate::ops::mapping_file::MappingFileError;
use crate::ops::saved_mappings::StoredMappingError;

impl Hint for MappingError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Missing(fields) => Some(missing(fields)),
            Self::NothingMapped { free } => Some(nothing_mapped(free)),
            Self::AmbiguousColumn { positions, .. } => {
                Some(format!("name it by its place: {}", quoted(positions).join(" or ")))
            }
            Self::UnknownIdentifier { name, fields, column } => {
                Some(unknown_identifier(name, fields, column.as_deref()))
            }
            Self::UnknownField { name, fields, column } => Some(unknown_field(name, fields, column.as_deref())),
            Self::UnknownColumn { name, columns } => Some(unknown_column(name, columns)),
            Self::KeepEditsOfTags => Some(format!(
                "to keep the tags that contacts have, and add those of the list: {}",
                shell_option("--do-not-overwrite", "Tags").replacen(' ', "=", 1)
            )),
            _ => None,
        }
    }
}

/// Returns the hint for an identifier that does not exist: the one that was meant, else how to make it.
fn unknown_identifier(name: &str, fields: &[String], column: Option<&str>) -> String {
    let standard = ["phone", "email", "contact-id"];
    let by_word = || match field_meant_by(name)? {
        FieldId::PHONE => Some("phone"),
        FieldId::EMAIL => Some("email"),
        _ => None,
    };
    let known = standard.into_iter().chain(fields.iter().map(String::as_str));
    let meant = nearest(name, known).or_else(by_word).map(|meant| shell_option("--id", meant));
    let own = match column {
        Some(column) => shell_option("--create-field", &format!("{column}=:text")),
        None => format!("contacts fields add {}", shell_argument(name)),
    };
    match meant {
        Some(meant) => format!("the nearest is: {meant}"),
        None => format!("to add the field: {own}"),
    }
}

/// Returns the hint for a contact field that does not exist. A column that was to go to it can have a field of its own.
fn unknown_field(name: &str, fields: &[String], column: Option<&str>) -> String {
    let own = match column {
        Some(column) => shell_option("--create-field", &format!("{column}={name}:text")),
        None => format!("contacts fields add {}", shell_argument(name)),
    };
    match (nearest_field(name, fields), column) {
        (Some(field), Some(column)) => {
            format!("the nearest is: {}; a field of its own: {own}", column_option(column, field, None))
        }
        (Some(field), None) => format!("the nearest is {}; to add the field: {own}", quote(field)),
        (None, _) => format!("to add the field: {own}"),
    }
}

/// Returns the hint for a column that does not exist.
fn unknown_column(name: &str, columns: &[String]) -> String {
    match nearest(name, columns.iter().map(String::as_str)) {
        Some(column) => format!("the nearest is {}; a column is also named by its place, such as '#3'", quote(column)),
        None => "name a column by its header or by its place, such as '#3'".to_owned(),
    }
}

/// Returns the hint for a list of which no column is mapped. Its First Name is set for all rows, else that would be missing.
fn nothing_mapped(free: &[String]) -> String {
    if free.is_empty() {
        return "leave out a --skip: at least one column has to be imported".to_owned();
    }
    let option = |column: &String| shell_option("--create-field", &format!("{column}=:text"));
    let options: Vec<String> = free.iter().take(MAX_OFFERED).map(option).collect();
    format!("say which column goes where, such as: {}", options.join("  "))
}

/// Returns the hint for missing fields.
pub(in crate::cli) fn missing(fields: &[UnmappedField]) -> String {
    match fields {
        [field] => missing_one(field),
        several => {
            several.iter().map(|it| format!("for {}: {}", it.field, missing_one(it))).collect::<Vec<_>>().join("; ")
        }
    }
}

/// Returns the hint for a missing field. A First Name may be the same for all rows: a bare list of addresses has none.
fn missing_one(UnmappedField { target, field, options, .. }: &UnmappedField) -> String {
    let set = shell_option("--set", &format!("{field}=Unknown"));
    let takes_constant = *target == Target::Field(FieldId::FIRST_NAME);
    let one_of = || options.iter().take(MAX_OFFERED).cloned().collect::<Vec<_>>().join("  ");
    match (options.is_empty(), takes_constant) {
        (false, false) => format!("add one of: {}", one_of()),
        (false, true) => format!("add one of: {}  {set}", one_of()),
        (true, false) => format!("the source needs a column for {field}"),
        (true, true) => format!("the source has no column for {field}; to give everybody the same: {set}"),
    }
}

fn quoted(names: &[String]) -> Vec<String> {
    names.iter().take(MAX_OFFERED).map(|name| quote(name).into_owned()).collect()
}

impl Hint for SavedMappingError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Invalid { .. } | Self::UnknownKey { .. } => {
                Some("to see how one is written: contacts mappings export NAME".into())
            }
            Self::Newer { .. } => Some("install the newer version of contacts that wrote it".into()),
            Self::Name { .. } | Self::Unwritable { .. } => None,
        }
    }
}

impl Hint for StoredMappingError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { known, .. } if known.is_empty() => {
                Some("save one with: contacts map FILE --save NAME".into())
            }
            Self::Unknown { known, .. } => Some(format!("there are: {}", known.join(", "))),
            Self::Unreadable { error, .. } => error.hint(),
            Self::Exists { name } => Some(format!(
                "choose another name, replace it with --yes, or delete it: contacts mappings delete {}",
                shell_argument(name)
            )),
            Self::LooksAlike { .. } => Some("choose another name".into()),
        }
    }
}

impl Hint for MappingFileError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Invalid { error, .. } => error.hint(),
            Self::Unreadable { error, .. } => (error.kind() == ErrorKind::NotFound).then(|| {
                "the saved mappings, which are named without / and .toml, are listed by: contacts mappings".into()
            }),
        }
    }
}
