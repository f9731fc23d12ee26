//! Advice on columns and saved mappings: the options to paste.

use std::io::ErrorKind;

use super::Hint;
use crate::mapping::{MAX_OFFERED, MappingError, SavedMappingError, UnmappedField, column_option};
use crate::model::{FieldId, NameOrder, Target, quote, shell_argument, shell_option};
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
            Self::UnknownIdentifier { name, .. } => Some(format!(
                "add the field with: contacts fields add {}, or from the column of this name with: {}",
                shell_argument(name),
                shell_option("--create-field", &format!("{name}=:text"))
            )),
            Self::UnknownField { .. } => Some("add a field with: contacts fields add NAME --type TYPE".into()),
            Self::UnknownColumn { .. } => Some("name a column by its header or by its place, such as '#3'".into()),
            _ => None,
        }
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
fn missing_one(UnmappedField { target, field, free, split, .. }: &UnmappedField) -> String {
    let set = shell_option("--set", &format!("{field}=Unknown"));
    let takes_constant = *target == Target::Field(FieldId::FIRST_NAME);
    match (free.is_empty(), takes_constant) {
        (false, false) => format!("add one of: {}", map_options(free, field, *split)),
        (false, true) => format!("add one of: {}  {set}", map_options(free, field, *split)),
        (true, false) => format!("the source needs a column for {field}"),
        (true, true) => format!("the source has no column for {field}; to give everybody the same: {set}"),
    }
}

/// Formats the options that would map each of these columns to a field, or split it.
fn map_options(columns: &[String], field: &str, split: Option<NameOrder>) -> String {
    let option = |column: &String| column_option(column, field, split);
    columns.iter().take(MAX_OFFERED).map(option).collect::<Vec<_>>().join("  ")
}

fn quoted(names: &[String]) -> Vec<String> {
    names.iter().take(MAX_OFFERED).map(|name| quote(name).into_owned()).collect()
}

impl Hint for SavedMappingError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Invalid { .. } => Some("to see how one is written: contacts mappings export NAME".into()),
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
