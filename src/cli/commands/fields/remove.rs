use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli::commands::new_file;
use crate::cli::completing::candidates;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::file_name::file_name;
use crate::cli::{fields, saved};
use crate::model::{Field, thousands};
use crate::report::{AtomicFile, CsvStyle, RowWriter};
use crate::workspace::Snapshot;

/// Rows are written in pieces of about this many bytes.
const PIECE: usize = 256 * 1024;

/// Remove a custom field, with the values that contacts have in it
///
/// The values are written to NAME.values.csv in this folder first, unless there are none. In a terminal it asks;
/// elsewhere it needs --yes. To bring them back, add the field again and import that file.
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
    pub(super) fn run(self, context: &Context) -> Result<(), Failure> {
        let workspace = context.workspace_in_order()?;
        self.confirm(context, &workspace.snapshot()?)?;
        let change = workspace.change()?;
        let all = change.fields()?;
        let field = fields::find_custom(&all, &self.name)?;
        let file = keep_values(&change, field)?;
        let removed = change.remove_field(field.id, context.clock.now())?;
        let mappings = saved::naming(&change, &field.name)?;
        change.commit()?;
        if !mappings.is_empty() {
            let names = mappings.join(", ");
            context.terminal.warn(&format!("saved mappings name the field and can not be used any more: {names}"));
        }
        tell(context, field, removed.values, file.as_deref())
    }

    fn confirm(&self, context: &Context, snapshot: &Snapshot<'_>) -> Result<(), Failure> {
        let all = snapshot.fields()?;
        let field = fields::find_custom(&all, &self.name)?;
        let question = match snapshot.count_values(field.id)? {
            0 => format!("Remove the field '{}'? No contact has a value in it.", field.name),
            1 => format!("Remove the field '{}' and the value that 1 contact has in it?", field.name),
            many => {
                format!(
                    "Remove the field '{}' and the values that {} contacts have in it?",
                    field.name,
                    thousands(many)
                )
            }
        };
        context.confirm(&question, self.yes)
    }
}

/// Writes the values to a file that an import reads; there is none where there are no values.
fn keep_values(snapshot: &Snapshot<'_>, field: &Field) -> Result<Option<PathBuf>, Failure> {
    if snapshot.count_values(field.id)? == 0 {
        return Ok(None);
    }
    let path = PathBuf::from(file_name(&field.name, "field", ".values.csv"));
    let mut file = new_file::create(&path)?;
    write_values(snapshot, field, &mut file)?;
    file.seal()?.publish()?;
    Ok(Some(path))
}

fn write_values(snapshot: &Snapshot<'_>, field: &Field, file: &mut AtomicFile) -> Result<(), Failure> {
    let rows = RowWriter::new(CsvStyle { delimiter: b',', bom: false, columns: 2 });
    let (mut piece, mut outcome) = (Vec::new(), Ok(()));
    rows.header(["Contact ID", &field.name].into_iter(), &[], &mut piece);
    snapshot.each_value(field.id, &mut |contact, value| {
        rows.row([contact.to_string().as_bytes(), value.as_bytes()].into_iter(), &[], &mut piece);
        if piece.len() >= PIECE && outcome.is_ok() {
            outcome = file.append(&piece);
            piece.clear();
        }
    })?;
    outcome?;
    Ok(file.append(&piece)?)
}

fn tell(context: &Context, field: &Field, values: u64, file: Option<&Path>) -> Result<(), Failure> {
    let file = file.map(|path| path.display().to_string());
    if context.json {
        return context.out_json(&json!({ "removed": field.name, "contacts": values, "values_file": file }));
    }
    let values = match (values, file) {
        (_, None) => "No contact had a value in it.".to_owned(),
        (1, Some(file)) => format!("The value that 1 contact had in it is in {file}"),
        (many, Some(file)) => format!("The values that {} contacts had in it are in {file}", thousands(many)),
    };
    Ok(context.terminal.out(&format!("Removed the field '{}'. {values}", field.name))?)
}
