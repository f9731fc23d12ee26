//! `contacts fields remove`: removes a custom field and writes its values to a file.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli::commands::create_file;
use crate::cli::completion::candidates;
use crate::cli::contact_args::undo_hint;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::file_name::file_name;
use crate::model::{Field, format_thousands, sanitize};
use crate::ops::OpsError;
use crate::ops::fields::{self, RemovedField};
use crate::report::{AtomicFile, ReportError, StagedFile};
use crate::workspace::Snapshot;

/// Hint where the file for the values, whose name and folder are given, cannot be written.
const OTHER_FOLDER: &str = "make sure that you may write to this folder and that its disk is not full, or run the command in another \
                            folder: the values are written to this one";

/// Remove a custom field, with the values that contacts have in it
///
/// The values are written to NAME.values.csv in this folder first, unless there are none. In a terminal it asks;
/// elsewhere it needs --yes.
///
/// The removal is an entry of the history: contacts undo brings the field back with its values. Where another field has
/// got its name, import the file into that one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts fields remove 'Shoe size' --yes
  contacts fields add 'Shoe size' --type number
  contacts import 'Shoe size.values.csv' --purpose update --id contact-id")]
pub(super) struct RemoveArgs {
    /// The field's name, as contacts fields list shows it
    #[arg(add = candidates::custom_fields())]
    name: String,
    /// Remove without asking
    #[arg(short, long)]
    yes: bool,
}

impl RemoveArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let workspace = context.open_workspace_recovered()?;
        // Asked before the transaction begins: its write lock must not be held while the user thinks.
        let snapshot = workspace.snapshot()?;
        let question = self.question(&snapshot)?;
        check_values_path(&snapshot, &self.name)?;
        drop(snapshot);
        context.confirm(&question, self.yes)?;
        let change = workspace.change()?;
        let all = change.fields()?;
        let field = fields::find_custom(&all, &self.name)?;
        // On disk before the commit: a crash in between leaves a file too many, never values too few.
        let file = keep_values(&change, field)?;
        let removed = fields::remove(&change, field, context.clock.now())?;
        change.commit()?;
        if !removed.mappings.is_empty() {
            let names = removed.mappings.join(", ");
            context.terminal.warn(&format!("saved mappings name the field and cannot be used any more: {names}"));
        }
        tell(context, &field.name, &removed, file.as_deref())
    }

    fn question(&self, snapshot: &Snapshot<'_>) -> Result<String, CliError> {
        let all = snapshot.fields()?;
        let field = fields::find_custom(&all, &self.name)?;
        Ok(match snapshot.count_values(field.id)? {
            0 => format!("Remove the field '{}'? No contact has a value in it.", field.name),
            1 => format!("Remove the field '{}' and the value that 1 contact has in it?", field.name),
            many => {
                format!(
                    "Remove the field '{}' and the values that {} contacts have in it?",
                    field.name,
                    format_thousands(many)
                )
            }
        })
    }
}

/// Makes sure, before anything is asked, that the file for the values can get its name.
fn check_values_path(snapshot: &Snapshot<'_>, name: &str) -> Result<(), CliError> {
    let all = snapshot.fields()?;
    let Some(path) = values_path(snapshot, fields::find_custom(&all, name)?)? else { return Ok(()) };
    let hint = "move that one away, or run the command in another folder: the values are written to this one";
    create_file::check_free(&path).map_err(|error| error.with_hint(hint))
}

/// Returns the name of the file for the values of a field, in the current folder; `None` if there are no values.
fn values_path(snapshot: &Snapshot<'_>, field: &Field) -> Result<Option<PathBuf>, CliError> {
    let has_values = snapshot.count_values(field.id)? > 0;
    Ok(has_values.then(|| PathBuf::from(file_name(&field.name, "field", ".values.csv"))))
}

/// Writes the values to a file that an import can read, unless there are none.
fn keep_values(snapshot: &Snapshot<'_>, field: &Field) -> Result<Option<PathBuf>, CliError> {
    let Some(path) = values_path(snapshot, field)? else { return Ok(None) };
    let unwritten = |error: ReportError| CliError::from(error).with_hint(OTHER_FOLDER);
    create_file::check_free(&path)?;
    let mut file = AtomicFile::create(&path).map_err(unwritten)?;
    fields::write_values(snapshot, field, &mut file).map_err(|error| match error {
        OpsError::Report(error) => unwritten(error),
        error => error.into(),
    })?;
    file.finish_staging().and_then(StagedFile::publish_new).map_err(unwritten)?;
    Ok(Some(path))
}

fn tell(context: &Context, name: &str, removed: &RemovedField, file: Option<&Path>) -> Result<(), CliError> {
    let RemovedField { entry, values, .. } = removed;
    let file = file.map(|path| path.display().to_string());
    if context.json {
        let document = json!({ "removed": name, "contacts": values, "values_file": file, "entry": entry });
        return context.out_json(&document);
    }
    let values = match (values, file.map(|file| sanitize(&file).into_owned())) {
        (_, None) => "No contact had a value in it.".to_owned(),
        (1, Some(file)) => format!("The value that 1 contact had in it is in {file}"),
        (many, Some(file)) => format!("The values that {} contacts had in it are in {file}", format_thousands(*many)),
    };
    let back = undo_hint(context, *entry);
    Ok(context.terminal.out(&format!("Removed the field '{name}'. {values}\n\n{back}"))?)
}
