//! `contacts export`: writes all contacts to a CSV file that an import can read.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::create_file;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{FieldId, Fields, counted, join_tags};
use crate::report::{AtomicFile, CsvStyle, RowWriter};
use crate::ui::Terminal;
use crate::workspace::{ContactFilter, ContactRecord, TagIds};

/// Bytes of rows buffered before they are written.
const WRITE_CHUNK_BYTES: usize = 256 * 1024;

/// Formats that it writes, by the ending of the file.
const ENDINGS: [&str; 1] = ["csv"];

/// Write all contacts to a CSV file that can be imported again
///
/// To change many contacts at once, edit the file and import it with --purpose update --id contact-id. An existing file
/// is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts export all.csv
  contacts import all.csv --purpose update --id contact-id --yes")]
pub(in crate::cli) struct ExportArgs {
    /// New file to write, ending in .csv; - is stdout
    file: PathBuf,
}

/// State of a running export.
struct Export<'a> {
    fields: &'a Fields,
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
        let to = if is_stdout {
            Destination::Stdout(&context.terminal)
        } else {
            Destination::File(Box::new(create_file::create(&self.file)?))
        };
        // The Contact ID comes first, so that an edited file can be imported with `--id contact-id`.
        let rows = RowWriter::new(CsvStyle { delimiter: b',', bom: false, columns: 1 + fields.iter().count() });
        let mut export = Export { fields: &fields, tags: &tags, rows, to, piece: Vec::new() };
        export.header();
        // One snapshot for fields, tags and contacts: what others write in the meantime is not half in the file.
        let count = snapshot.each_contact(&ContactFilter::default(), &tags, &mut |record| export.contact(&record))?;
        export.finish()?;
        if !is_stdout {
            tell(context, &self.file, count)?;
        }
        Ok(Exit::Done)
    }
}

fn tell(context: &Context, file: &Path, count: u64) -> Result<(), CliError> {
    let path = context.shown_path(file);
    if context.json {
        return context.out_json(&json!({ "file": file.display().to_string(), "contacts": count }));
    }
    Ok(context.terminal.out(&format!("Wrote {} to {path}", counted(count, "contact")))?)
}

impl Export<'_> {
    fn header(&mut self) {
        let names = self.fields.iter().map(|field| field.name.as_str());
        self.rows.header(std::iter::once("Contact ID").chain(names), &[], &mut self.piece);
    }

    fn contact(&mut self, record: &ContactRecord) -> Result<(), CliError> {
        let id = record.contact.id.to_string();
        let tags = join_tags(record.contact.tags.iter().map(|tag| self.tags.interner.name(*tag)));
        let cells = self.fields.iter().map(|field| match field.id {
            FieldId::TAGS => tags.as_bytes(),
            other => record.contact.value(other).map_or(&b""[..], |value| value.as_bytes()),
        });
        self.rows.row(std::iter::once(id.as_bytes()).chain(cells), &[], &mut self.piece);
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
