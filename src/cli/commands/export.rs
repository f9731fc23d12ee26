use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::new_file;
use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::model::{FieldId, Fields, join_tags, thousands};
use crate::report::{AtomicFile, CsvStyle, ReportError, RowWriter};
use crate::workspace::{ContactFilter, ContactRecord, TagTable};

/// Rows are written in pieces of about this many bytes.
const PIECE: usize = 256 * 1024;

/// Write all contacts to a CSV file that can be imported again
///
/// To change many contacts at once, edit the file and import it with --purpose update --id contact-id. A file that
/// exists already is never overwritten.
#[derive(Debug, Args)]
pub(in crate::cli) struct ExportArgs {
    /// The file to write; it must not exist yet
    file: PathBuf,
}

/// The file while it is written.
struct Export<'a> {
    fields: &'a Fields,
    tags: &'a TagTable,
    rows: RowWriter,
    file: AtomicFile,
    piece: Vec<u8>,
}

impl ExportArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let workspace = context.workspace_in_order()?;
        let snapshot = workspace.snapshot()?;
        let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
        let file = new_file::create(&self.file)?;
        let style = CsvStyle { delimiter: b',', bom: false, columns: 1 + fields.iter().count() };
        let rows = RowWriter::new(style);
        let mut export = Export { fields: &fields, tags: &tags, rows, file, piece: Vec::new() };
        export.header();
        let (mut count, mut outcome) = (0_u64, Ok(()));
        snapshot.each_contact(&ContactFilter::default(), &tags, &mut |record| {
            count += 1;
            if outcome.is_ok() {
                outcome = export.contact(&record);
            }
        })?;
        outcome?;
        export.finish()?;
        let path = self.file.display();
        if context.json {
            context.out_json(&json!({ "file": path.to_string(), "contacts": count }))?;
        } else {
            context.terminal.out(&format!(
                "Wrote {} contact{} to {path}",
                thousands(count),
                if count == 1 { "" } else { "s" }
            ))?;
        }
        Ok(Exit::Done)
    }
}

impl Export<'_> {
    fn header(&mut self) {
        let names = self.fields.iter().map(|field| field.name.as_str());
        self.rows.header(std::iter::once("Contact ID").chain(names), &[], &mut self.piece);
    }

    fn contact(&mut self, record: &ContactRecord) -> Result<(), ReportError> {
        let id = record.contact.id.to_string();
        let tags = join_tags(record.contact.tags.iter().map(|tag| self.tags.book.name(*tag)));
        let cells = self.fields.iter().map(|field| match field.id {
            FieldId::TAGS => tags.as_bytes(),
            other => record.contact.value(other).map_or(&b""[..], |value| value.as_bytes()),
        });
        self.rows.row(std::iter::once(id.as_bytes()).chain(cells), &[], &mut self.piece);
        if self.piece.len() >= PIECE {
            self.file.append(&self.piece)?;
            self.piece.clear();
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), ReportError> {
        self.file.append(&self.piece)?;
        self.file.seal()?.publish()
    }
}
