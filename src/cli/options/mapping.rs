//! Options about columns: mapped, created, skipped, set, kept and saved; `--use`: a saved mapping by
//! name, or a job file by its path.

use std::borrow::Borrow;

use clap::Args;

use super::FieldType;
use crate::cli::completion::candidates;
use crate::cli::error::CliError;
use crate::mapping::MapChoice;
use crate::model::{ListOptions, OverwritePolicy, Purpose, split_tags};
use crate::ops::mapping_file::{self, UsedMapping};
use crate::ops::setup::{ColumnChoices, NewFieldChoice};
use crate::workspace::Workspace;

/// What becomes of the columns.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct MappingOptions {
    /// Import a column into a field (repeatable)
    ///
    /// COLUMN is a header, or #3 for the third column. Tags takes several columns, every other field takes one.
    #[arg(long, value_name = "COLUMN=FIELD", help_heading = "Mapping", add = candidates::columns_before_fields())]
    map: Vec<String>,
    /// Split full names into First and Last Name
    ///
    /// ORDER is first-last, the default, or last-first. Before a comma stands the last name, in either order.
    #[arg(long, value_name = "COLUMN[=ORDER]", help_heading = "Mapping", add = candidates::columns_before_orders())]
    split: Vec<String>,
    /// Import a column into a new contact field (repeatable)
    ///
    /// The types are those of contacts fields add. A list or choices take the values of the column, up to 50, as their
    /// options. Without NAME the field is named like the column. A field that is there already is used as it is.
    #[arg(long, value_name = "COLUMN=NAME:TYPE", help_heading = "Mapping", hide_short_help = true,
        add = candidates::columns_before_types(FieldType::names))]
    create_field: Vec<String>,
    /// Import all columns that are left into new contact fields
    ///
    /// Each field is named like its column and has the type that the values show; the same is printed as --create-field
    /// options. Columns for which a field is suggested are left to --accept-suggestions.
    #[arg(long, conflicts_with = "only_mapped", help_heading = "Mapping", hide_short_help = true)]
    create_fields: bool,
    /// Leave a column out (repeatable)
    #[arg(long, value_name = "COLUMN", help_heading = "Mapping", add = candidates::columns())]
    skip: Vec<String>,
    /// Leave out all columns for which no field is given
    ///
    /// Columns that have the name of a field are imported all the same. No field is suggested for the others.
    #[arg(long, conflicts_with = "accept_suggestions", help_heading = "Mapping", hide_short_help = true)]
    only_mapped: bool,
    /// Map other columns as their headers suggest
    ///
    /// Suggestions that rest on values alone are not taken.
    #[arg(long, help_heading = "Mapping")]
    accept_suggestions: bool,
    /// Give a field the same value in every row (repeatable)
    #[arg(
        long, value_name = "FIELD=VALUE", help_heading = "Mapping", hide_short_help = true,
        add = candidates::fields_before_values()
    )]
    set: Vec<String>,
    /// Fill only empty fields of contacts
    ///
    /// The values that contacts have are kept: in all mapped fields, or in those named, with commas between them.
    #[arg(
        long, value_name = "FIELDS", num_args = 0..=1, require_equals = true, default_missing_value = "",
        help_heading = "Mapping", add = candidates::list_of_fields()
    )]
    do_not_overwrite: Option<Vec<String>>,
    /// Keep the values that a person set last: all, or these
    ///
    /// A person sets a value with add, edit or merge. What an import wrote is overwritten. Tags are not kept.
    #[arg(
        long, value_name = "FIELD,…", num_args = 0..=1, require_equals = true, default_missing_value = "",
        help_heading = "Mapping", hide_short_help = true, add = candidates::list_of_fields()
    )]
    keep_edits: Option<Vec<String>>,
    /// Save all of this as a mapping for --use
    ///
    /// A saved mapping holds the columns, the purpose, the identifier, the tags and how cells are read. It is kept in the
    /// workspace.
    #[arg(long, value_name = "NAME", help_heading = "Mapping", add = candidates::mappings())]
    save: Option<String>,
}

impl MappingOptions {
    /// Returns the choices that the options make for a purpose.
    pub(in crate::cli) fn choices(self, purpose: Purpose) -> Result<ColumnChoices, CliError> {
        Ok(ColumnChoices {
            keep: self.do_not_overwrite.map(|fields| keep("--do-not-overwrite", purpose, &fields)).transpose()?,
            keep_edits: self.keep_edits.map(|fields| keep("--keep-edits", purpose, &fields)).transpose()?,
            map: self
                .map
                .into_iter()
                .map(MapChoice::Typed)
                .chain(self.split.into_iter().map(MapChoice::Split))
                .collect(),
            create: self.create_field.iter().map(|text| new_field(text)).collect::<Result<_, _>>()?,
            create_for_rest: self.create_fields,
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
        self.any_about_columns() || self.do_not_overwrite.is_some() || self.keep_edits.is_some() || self.save.is_some()
    }

    /// Returns true if one was typed that says what becomes of a column, or what fills a field.
    pub(in crate::cli) fn any_about_columns(&self) -> bool {
        !self.map.is_empty()
            || !self.split.is_empty()
            || !self.create_field.is_empty()
            || self.create_fields
            || !self.skip.is_empty()
            || !self.set.is_empty()
            || self.only_mapped
            || self.accept_suggestions
    }
}

/// Splits `COLUMN=NAME:TYPE` at the last `:`, and parses the type.
fn new_field(text: &str) -> Result<NewFieldChoice, CliError> {
    // The last colon: a header may hold others.
    let split = text.rsplit_once(':').and_then(|(rest, kind)| Some((rest, FieldType::named(kind)?)));
    let (column_and_name, kind) = split.ok_or_else(|| {
        CliError::usage(no_new_field(text)).with_hint(format!("the types are {}", FieldType::names().join(", ")))
    })?;
    let kind = kind.kind(ListOptions::default());
    Ok(NewFieldChoice { column_and_name: column_and_name.to_owned(), kind })
}

/// Says that a text names no new field.
pub(in crate::cli) fn no_new_field(text: &str) -> String {
    format!("--create-field: '{text}' is not of the form COLUMN=NAME:TYPE")
}

fn keep(option: &str, purpose: Purpose, fields: &[String]) -> Result<OverwritePolicy, CliError> {
    if !purpose.updates() {
        return Err(CliError::usage(format!(
            "{option} goes with update and add-update only: {purpose} changes no existing contact"
        )));
    }
    // The option is not split by clap: a field name in double quotes may hold a comma. Without a value it is
    // one empty text, which names no field and means all.
    let names: Vec<String> = fields.iter().flat_map(|names| split_tags(names, Some(','))).collect();
    Ok(if names.is_empty() { OverwritePolicy::All } else { OverwritePolicy::Of(names) })
}

/// A mapping under a name.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct SavedOptions {
    /// Use a saved mapping or job file
    ///
    /// A job file is named by its path: ./crm.toml, or another path with a / in it or .toml at its end. It may also define
    /// contact fields, guards and the folder for the results. Options that are given beside it win over it.
    #[arg(long = "use", value_name = "NAME|FILE", help_heading = "Mapping",
        add = candidates::mappings_or_job_files())]
    pub(in crate::cli) saved: Option<String>,
}

impl SavedOptions {
    /// Reads the mapping that was named; the workspace is opened for one that is saved there alone.
    pub(in crate::cli) fn used<W: Borrow<Workspace>>(
        &self,
        workspace: impl FnOnce() -> Result<W, CliError>,
    ) -> Result<Option<UsedMapping>, CliError> {
        self.saved.as_deref().map(|text| mapping_file::used(text, workspace)).transpose()
    }
}
