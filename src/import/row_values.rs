//! Reads the rows of a list without matching them with contacts, for lists of values such as suppressions.

use super::rows::RowParser;
use super::{Import, ImportError};
use crate::matching::Candidate;
use crate::model::{CellInput, Issue};
use crate::source::{Batch, BatchLimits, Row};

/// The values of a row.
#[derive(Debug, Clone)]
pub struct RowValues {
    /// Input for each slot of the mapping, in mapping order; [`CellInput::Blank`] also for a cell in error.
    pub incoming: Vec<CellInput>,
    /// Issues of its form and cells.
    pub issues: Vec<Issue>,
}

impl Import<'_> {
    /// Reads all rows in order, as an import would, until a visit fails. Nothing is matched, decided or written.
    ///
    /// # Errors
    /// The source cannot be read, the user cancelled, or the error of the visit.
    pub fn each_row<E: From<ImportError>>(
        &mut self,
        visit: &mut dyn FnMut(Row<'_>, RowValues) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self { source, request, prescan, work, .. } = self;
        let parser = RowParser::new(request, &prescan.readings, &prescan.identifiers.numbers);
        let parser = parser.with_names(&prescan.name_columns);
        let (mut batches, mut batch) =
            (source.batches(BatchLimits::default()).map_err(ImportError::from)?, Batch::default());
        while batches.next_batch(&mut batch).map_err(ImportError::from)? {
            work.cancel.check().map_err(ImportError::from)?;
            for (row, Candidate { line, incoming, issues, .. }) in batch.rows().zip(parser.candidates(&batch)) {
                visit(row, RowValues { incoming, issues: issues.into_told(line) })?;
            }
        }
        Ok(())
    }
}
