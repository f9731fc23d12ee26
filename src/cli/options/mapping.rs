//! Options about columns: mapped, created, skipped, set, kept and saved; `--use`: a saved mapping by name.

use clap::Args;

use super::FieldType;
use crate::cli::completion::candidates;
use crate::cli::error::CliError;
use crate::mapping::MapChoice;
use crate::model::{ListOptions, OverwritePolicy, Purpose, split_tags};
use crate::ops::setup::{ColumnChoices, NewFieldChoice};

/// What becomes of the columns.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct MappingOptions {
    /// Map a column, by its header or as #3, to a contact field (repeatable); Tags takes several columns
    #[arg(long, value_name = "COLUMN=FIELD", help_heading = "Mapping", add = candidates::columns_before_fields())]
    map: Vec<String>,
    /// Split a column of full names into First and Last Name (repeatable): the first name is first unless last-first is
    /// given; a comma always means last, first
    #[arg(long, value_name = "COLUMN[=ORDER]", help_heading = "Mapping", add = candidates::columns_before_orders())]
    split: Vec<String>,
    /// Create a contact field, if it is not there yet, and map a column to it (repeatable). The types are those of contacts
    /// fields add; a list or choices take the values of the column, up to 50, as their options. Without a NAME the field is named
    /// like the column
    #[arg(
        long, value_name = "COLUMN=NAME:TYPE", help_heading = "Mapping",
        add = candidates::columns_before_types(FieldType::names)
    )]
    create_field: Vec<String>,
    /// Leave a column out (repeatable)
    #[arg(long, value_name = "COLUMN", help_heading = "Mapping", add = candidates::columns())]
    skip: Vec<String>,
    /// Leave all other columns out, and suggest no field for them
    #[arg(long, conflicts_with = "accept_suggestions", help_heading = "Mapping")]
    only_mapped: bool,
    /// Map the other columns as their headers suggest; what rests on values alone is not taken
    #[arg(long, help_heading = "Mapping")]
    accept_suggestions: bool,
    /// Give a field the same value in every row (repeatable)
    #[arg(long, value_name = "FIELD=VALUE", help_heading = "Mapping", add = candidates::fields_before_values())]
    set: Vec<String>,
    /// Keep the values that contacts have and fill only empty fields: all that are mapped, or these
    #[arg(
        long, value_name = "FIELD,…", num_args = 0..=1, require_equals = true, default_missing_value = "",
        help_heading = "Mapping", add = candidates::list_of_fields()
    )]
    do_not_overwrite: Option<Vec<String>>,
    /// Save the mapping under a name, with purpose, identifier, tags and options, for --use
    #[arg(long, value_name = "NAME", help_heading = "Mapping", add = candidates::mappings())]
    save: Option<String>,
}

impl MappingOptions {
    /// Returns the choices that the options make for a purpose.
    pub(in crate::cli) fn choices(self, purpose: Purpose) -> Result<ColumnChoices, CliError> {
        Ok(ColumnChoices {
            keep: self.do_not_overwrite.map(|fields| keep(purpose, &fields)).transpose()?,
            map: self
                .map
                .into_iter()
                .map(MapChoice::Typed)
                .chain(self.split.into_iter().map(MapChoice::Split))
                .collect(),
            create: self.create_field.iter().map(|text| new_field(text)).collect::<Result<_, _>>()?,
            skip: self.skip,
            set: self.set,
            only_mapped: self.only_mapped,
            accept_suggestions: self.accept_suggestions,
            save: self.save,
        })
    }

    /// Returns the name under which the mapping is saved.
    pub(in crate::cli) fn save(&self) -> Option<&str> {
        self.save.as_deref()
    }

    /// Returns true if any of them was typed.
    pub(in crate::cli) fn any(&self) -> bool {
        !self.map.is_empty()
            || !self.split.is_empty()
            || !self.create_field.is_empty()
            || !self.skip.is_empty()
            || !self.set.is_empty()
            || self.only_mapped
            || self.accept_suggestions
            || self.do_not_overwrite.is_some()
            || self.save.is_some()
    }
}

/// Splits `COLUMN=NAME:TYPE` at the last `:`, and parses the type.
fn new_field(text: &str) -> Result<NewFieldChoice, CliError> {
    // The last colon: a header may hold others.
    let split = text.rsplit_once(':').and_then(|(rest, kind)| Some((rest, FieldType::named(kind)?)));
    let (column_and_name, kind) = split
        .ok_or_else(|| no_new_field(text).with_hint(format!("the types are {}", FieldType::names().join(", "))))?;
    let kind = kind.kind(ListOptions::default());
    Ok(NewFieldChoice { column_and_name: column_and_name.to_owned(), kind })
}

/// Returns the error for a text that names no new field.
pub(in crate::cli) fn no_new_field(text: &str) -> CliError {
    CliError::usage(format!("--create-field: '{text}' is not of the form COLUMN=NAME:TYPE"))
}

fn keep(purpose: Purpose, fields: &[String]) -> Result<OverwritePolicy, CliError> {
    if !purpose.updates() {
        return Err(CliError::usage(format!(
            "--do-not-overwrite goes with update and add-update only: {purpose} changes no existing contact"
        )));
    }
    // `do_not_overwrite` is not split by clap: a field name in double quotes may hold a comma. Without a value it is
    // one empty text, which names no field and means all.
    let names: Vec<String> = fields.iter().flat_map(|names| split_tags(names, Some(','))).collect();
    Ok(if names.is_empty() { OverwritePolicy::All } else { OverwritePolicy::Of(names) })
}

/// A mapping under a name.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct SavedOptions {
    /// Use a saved mapping, with all that was decided in it
    #[arg(long = "use", value_name = "NAME", help_heading = "Mapping", add = candidates::mappings())]
    pub(in crate::cli) saved: Option<String>,
}
