//! `contacts history` in a terminal: the table of entries.

use super::HistoryRow;
use crate::model::{file_name, format_local, format_thousands};
use crate::ui::{Table, duration};
use crate::workspace::{Entry, ImportEntry};

/// Returns the table of entries, newest first.
pub(super) fn table(width: usize, entries: &[HistoryRow]) -> Table {
    let mut table = Table::new(width)
        .number("ID")
        .text("Start")
        .never_truncate()
        .number("Took")
        // At 80 columns all of these were cut to a few letters, so the least important are left out first: the higher
        // the rank, the sooner.
        .optional(2)
        .text("What")
        .text("Source")
        .text("Purpose")
        .optional(3)
        .text("Identifier")
        .optional(3)
        .number("Imported")
        .number("Updated")
        .number("Skipped")
        .optional(1)
        .number("Error")
        .text("Import tag")
        .optional(4)
        .text("Outcome")
        .text("Results until")
        .optional(5);
    for HistoryRow { entry, import } in entries {
        let mut row = vec![
            entry.id.to_string(),
            format_local(entry.started_at),
            duration(entry.elapsed()),
            entry.kind.to_string(),
        ];
        match import {
            Some(import) => row.extend(import_cells(import)),
            None => row.extend(other_cells(entry)),
        }
        table.row(row);
    }
    table
}

fn import_cells(import: &ImportEntry) -> [String; 10] {
    let counts = &import.outcome.counts;
    [
        file_name(&import.begun.source),
        import.begun.purpose.to_string(),
        import.begun.identifier.clone().unwrap_or_default(),
        format_thousands(counts.imported),
        format_thousands(counts.updated),
        format_thousands(counts.skipped),
        format_thousands(counts.errors),
        import.outcome.import_tag.clone().unwrap_or_default(),
        outcome(import.undone_by, import.pruned_by),
        import.results_until().map(format_local).unwrap_or_default(),
    ]
}

/// Returns the cells of an entry other than an import: its summary stands where an import has its source.
fn other_cells(entry: &Entry) -> [String; 10] {
    let mut cells: [String; 10] = Default::default();
    // Places of `import_cells`: 0 is the source, 8 the outcome.
    cells[0] = summary(entry);
    cells[8] = outcome(entry.undone_by, entry.pruned_by);
    cells
}

/// Returns what an entry other than an import did: `took back entry 2`.
pub(super) fn summary(entry: &Entry) -> String {
    match (entry.undoes, entry.is_redo) {
        (Some(meant), false) => format!("took back entry {meant}"),
        (Some(meant), true) => format!("brought back entry {meant}"),
        (None, _) => entry.summary.clone().unwrap_or_default(),
    }
}

/// `done`, or `undone by 7`; with `, pruned` where it cannot be undone any more.
pub(super) fn outcome(undone_by: Option<i64>, pruned_by: Option<i64>) -> String {
    let outcome = undone_by.map_or_else(|| "done".to_owned(), |by| format!("undone by {by}"));
    if pruned_by.is_some() { outcome + ", pruned" } else { outcome }
}
