//! `contacts export`: writes contacts to a CSV file that an import can read.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::create_file;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::{LayoutOptions, SelectionOptions};
use crate::model::{FieldId, Fields, Listing, Target, counted, format_thousands, join_tags};
use crate::report::{AtomicFile, CsvStyle, RowWriter};
use crate::ui::Terminal;
use crate::workspace::{ContactRecord, Snapshot, TagIds};

/// Bytes of rows buffered before they are written.
const WRITE_CHUNK_BYTES: usize = 256 * 1024;

/// Formats that it writes, by the ending of the file.
const ENDINGS: [&str; 1] = ["csv"];

/// Write contacts to a CSV file that can be imported again
///
/// All contacts, or those that words and options select. To change many contacts at once, edit the file and import it with
/// --purpose update --id contact-id. An existing file is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts export all.csv
  contacts export malaysia.csv --where 'Country = MY' --columns Email,Tags
  contacts import all.csv --purpose update --id contact-id --yes")]
pub(in crate::cli) struct ExportArgs {
    /// New file to write, ending in .csv; - is stdout
    file: PathBuf,
    /// Words, a phone number or an e-mail address to search for
    text: Vec<String>,
    #[command(flatten)]
    selection: SelectionOptions,
    #[command(flatten)]
    layout: LayoutOptions,
}

/// State of a running export.
struct Export<'a> {
    fields: &'a Fields,
    columns: &'a [Target],
    tags: &'a TagIds,
    rows: RowWriter,
    to: Destination<'a>,
    piece: Vec<u8>,
}

enum Destination<'a> {
    File(Box<AtomicFile>),
    Stdout(&'a Terminal),
}

impl ExportArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let is_stdout = self.file == Path::new("-");
        if is_stdout && context.json {
            return Err(CliError::usage("--json and the file - both want stdout; name a file"));
        }
        if !is_stdout {
            create_file::check_ending(&self.file, &ENDINGS)?;
        }
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
        let listing = self.listing(context, &snapshot)?;
        let columns = self.layout.columns(&snapshot)?.unwrap_or_else(|| all_columns(&fields));
        let to = if is_stdout {
            Destination::Stdout(&context.terminal)
        } else {
            Destination::File(Box::new(create_file::create(&self.file)?))
        };
        let rows = RowWriter::new(CsvStyle { delimiter: b',', bom: false, columns: columns.len() });
        let mut export = Export { fields: &fields, columns: &columns, tags: &tags, rows, to, piece: Vec::new() };
        export.header();
        // One snapshot for fields, tags and contacts: what others write in the meantime is not half in the file.
        let count = snapshot.each_contact(&listing, &tags, &mut |record| export.contact(&record))?;
        let all = if listing.selection.is_everybody() { count } else { snapshot.contact_count()? };
        export.finish()?;
        if !is_stdout {
            tell(context, &self.file, count, all)?;
        }
        Ok(Exit::Done)
    }

    fn listing(&self, context: &Context, snapshot: &Snapshot<'_>) -> Result<Listing, CliError> {
        let selection = self.selection.read(context, snapshot, &self.text)?;
        Ok(Listing { selection, sort: self.layout.sort(snapshot)?, limit: None })
    }
}

/// The Contact ID comes first, so that an edited file can be imported with `--id contact-id`.
fn all_columns(fields: &Fields) -> Vec<Target> {
    std::iter::once(Target::ContactId).chain(fields.iter().map(|field| Target::Field(field.id))).collect()
}

/// `Wrote 12 of 1,204 contacts to malaysia.csv`.
fn tell(context: &Context, file: &Path, count: u64, all: u64) -> Result<(), CliError> {
    let path = context.shown_path(file);
    if context.json {
        return context.out_json(&json!({ "file": file.display().to_string(), "contacts": count, "of": all }));
    }
    let part = if count == all { String::new() } else { format!("{} of ", format_thousands(count)) };
    Ok(context.terminal.out(&format!("Wrote {part}{} to {path}", counted(all, "contact")))?)
}

impl Export<'_> {
    fn header(&mut self) {
        let names = self.columns.iter().map(|column| self.fields.target_name(*column));
        self.rows.header(names, &[], &mut self.piece);
    }

    fn contact(&mut self, record: &ContactRecord) -> Result<(), CliError> {
        let id = record.contact.id.to_string();
        let tags = join_tags(record.contact.tags.iter().map(|tag| self.tags.interner.name(*tag)));
        let cells = self.columns.iter().map(|column| match column {
            Target::ContactId => id.as_bytes(),
            Target::Field(FieldId::TAGS) => tags.as_bytes(),
            Target::Field(other) => record.contact.value(*other).map_or(&b""[..], |value| value.as_bytes()),
        });
        self.rows.row(cells, &[], &mut self.piece);
        if self.piece.len() >= WRITE_CHUNK_BYTES { self.write_piece() } else { Ok(()) }
    }

    fn write_piece(&mut self) -> Result<(), CliError> {
        match &mut self.to {
            Destination::File(file) => file.append(&self.piece)?,
            // Values are stored as text, so nothing is lost here.
            Destination::Stdout(terminal) => terminal.out_data(&String::from_utf8_lossy(&self.piece))?,
        }
        self.piece.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<(), CliError> {
        self.write_piece()?;
        match self.to {
            // Named only when it is whole; `publish_new` refuses a name that was taken in the meantime.
            Destination::File(file) => Ok(file.finish_staging()?.publish_new()?),
            Destination::Stdout(_) => Ok(()),
        }
    }
}
