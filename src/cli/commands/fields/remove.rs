//! `contacts fields remove`: removes a custom field and writes its values to a file.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::commands::create_file;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::file_name::file_name;
use crate::model::{Field, format_thousands, sanitize};
use crate::ops::{fields, saved_mappings};
use crate::report::{AtomicFile, CsvStyle, RowWriter};
use crate::workspace::{EntryKind, Snapshot};

/// Bytes of rows buffered before they are written.
const WRITE_CHUNK_BYTES: usize = 256 * 1024;

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

/// Result of a removal.
struct RemoveOutput<'a> {
    field: &'a Field,
    /// Number of the entry in the history.
    entry: i64,
    /// Number of contacts that had a value.
    values: u64,
    /// The file with the values; `None` if there were none.
    file: Option<PathBuf>,
}

impl RemoveArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let workspace = context.open_workspace_recovered()?;
        // Asked before the transaction begins: its write lock must not be held while the user thinks.
        let question = self.question(&workspace.snapshot()?)?;
        context.confirm(&question, self.yes)?;
        let change = workspace.change()?;
        let all = change.fields()?;
        let field = fields::find_custom(&all, &self.name)?;
        // On disk before the commit: a crash in between leaves a file too many, never values too few.
        let file = keep_values(&change, field)?;
        let summary = format!("removed the field '{}'", field.name);
        let entry = change.begin_entry(EntryKind::Fields, &summary, context.clock.now())?;
        let values = change.remove_field(entry, field.id)?;
        // Warned of, not changed: a mapping without one of its fields would import something else in silence.
        let mappings = saved_mappings::mappings_using_field(&change, &field.name)?;
        change.commit()?;
        if !mappings.is_empty() {
            let names = mappings.join(", ");
            context.terminal.warn(&format!("saved mappings name the field and cannot be used any more: {names}"));
        }
        tell(context, &RemoveOutput { field, entry, values, file })
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

/// Writes the values to a file that an import can read, unless there are none.
fn keep_values(snapshot: &Snapshot<'_>, field: &Field) -> Result<Option<PathBuf>, CliError> {
    if snapshot.count_values(field.id)? == 0 {
        return Ok(None);
    }
    let path = PathBuf::from(file_name(&field.name, "field", ".values.csv"));
    let mut file = create_file::create(&path)?;
    write_values(snapshot, field, &mut file)?;
    file.finish_staging()?.publish_new()?;
    Ok(Some(path))
}

fn write_values(snapshot: &Snapshot<'_>, field: &Field, file: &mut AtomicFile) -> Result<(), CliError> {
    let rows = RowWriter::new(CsvStyle { delimiter: b',', bom: false, columns: 2 });
    let mut piece = Vec::new();
    rows.header(["Contact ID", &field.name].into_iter(), &[], &mut piece);
    snapshot.each_value(field.id, &mut |contact, value| {
        rows.row([contact.to_string().as_bytes(), value.as_bytes()].into_iter(), &[], &mut piece);
        if piece.len() >= WRITE_CHUNK_BYTES {
            file.append(&piece)?;
            piece.clear();
        }
        Ok::<_, CliError>(())
    })?;
    Ok(file.append(&piece)?)
}

fn tell(context: &Context, removed: &RemoveOutput<'_>) -> Result<(), CliError> {
    let RemoveOutput { field, entry, values, file } = removed;
    let file = file.as_ref().map(|path| path.display().to_string());
    if context.json {
        let document = json!({ "removed": field.name, "contacts": values, "values_file": file, "entry": entry });
        return context.out_json(&document);
    }
    let values = match (values, file.map(|file| sanitize(&file).into_owned())) {
        (_, None) => "No contact had a value in it.".to_owned(),
        (1, Some(file)) => format!("The value that 1 contact had in it is in {file}"),
        (many, Some(file)) => format!("The values that {} contacts had in it are in {file}", format_thousands(*many)),
    };
    let back = format!("This is entry {entry} of the history; take it back with: contacts undo {entry}");
    Ok(context.terminal.out(&format!("Removed the field '{}'. {values}\n\n{back}", field.name))?)
}
