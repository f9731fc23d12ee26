//! Tables in aligned columns, fitted to the width of the terminal.

use std::fmt;

use comfy_table::{CellAlignment, ContentArrangement};
use unicode_width::UnicodeWidthStr;

use super::truncate::truncate;
use super::wrap::wrap_hard;
use crate::model::sanitize;

mod column_widths;
mod vertical;

pub use vertical::labelled;

use column_widths::{ColumnDemand, Overflow, fit, fits, has_room, is_legible};

/// Minimum number of columns with a header for a table that is shown row by row where it is too wide.
const VERTICAL_MIN_COLUMNS: usize = 3;

/// Width of a table that goes into a pipe or a file: nothing is cut.
pub const UNLIMITED: usize = usize::MAX;

/// Rows in aligned columns under a header with a rule, no wider than asked: cells that do not fit are cut with `…`, or
/// wrapped in columns of [`Table::wrap_text`].
///
/// ```text
/// ID  Source      Rows
/// ──  ─────────  ─────
/// 12  leads.csv  1,204
/// ```
///
/// If too little room is left to read the texts, each row is shown as lines of its own:
///
/// ```text
/// ID      12
/// Source  leads.csv
/// ```
///
/// Cells may hold anything: they are shown through [`sanitize`]. A table has no colours.
#[derive(Debug, Clone)]
pub struct Table {
    width: usize,
    columns: Vec<Column>,
    /// True if the last column holds commands.
    has_commands: bool,
    rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone)]
struct Column {
    header: String,
    is_number: bool,
    /// What becomes of a cell that is wider than the column.
    overflow: Overflow,
    /// Rank by which it is left out where there is little room; `None` is never.
    spare: Option<usize>,
}

impl Column {
    fn is_wrapped(&self) -> bool {
        matches!(self.overflow, Overflow::Wrap | Overflow::WrapLast)
    }
}

impl Table {
    /// Returns a table of at most `width` columns of the terminal, or [`UNLIMITED`].
    pub fn new(width: usize) -> Self {
        Self { width, columns: Vec::new(), has_commands: false, rows: Vec::new() }
    }

    /// Adds a column of text. If all headers are blank there is no header and no rule.
    #[must_use]
    pub fn text(self, header: &str) -> Self {
        self.column(header, false)
    }

    /// Adds a column of numbers: aligned to the right, and cut only after every text.
    #[must_use]
    pub fn number(self, header: &str) -> Self {
        self.column(header, true)
    }

    fn column(mut self, header: &str, is_number: bool) -> Self {
        self.columns.push(Column {
            header: sanitize(header).into_owned(),
            is_number,
            overflow: if is_number { Overflow::CutLast } else { Overflow::Cut },
            spare: None,
        });
        self
    }

    /// Adds a column of texts that are read whole: long ones are wrapped, between words where possible, and not cut.
    #[must_use]
    pub fn wrap_text(self, header: &str) -> Self {
        self.column(header, false).with_overflow(Overflow::Wrap)
    }

    /// Adds a column of texts that the table is there for: as [`Table::wrap_text`], and [`Table::optional`] columns are left
    /// out before its cells are wrapped.
    #[must_use]
    pub fn essential_text(self, header: &str) -> Self {
        self.column(header, false).with_overflow(Overflow::WrapLast)
    }

    /// Adds the last column, which holds commands. They are meant to be copied, so they are neither cut nor wrapped:
    /// without room beside the others they go below them.
    #[must_use]
    pub fn command_column(self, header: &str) -> Self {
        Self { has_commands: true, ..self.column(header, false) }
    }

    /// Cuts the column that was added last only after others, like a number.
    #[must_use]
    pub fn never_truncate(self) -> Self {
        self.with_overflow(Overflow::CutLast)
    }

    /// Sets what becomes of too wide cells of the column that was added last.
    fn with_overflow(mut self, overflow: Overflow) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.overflow = overflow;
        }
        self
    }

    /// Leaves the column that was added last out if there is no room to read them all: the higher the rank the sooner,
    /// and of one rank the last first.
    #[must_use]
    pub fn optional(mut self, rank: usize) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.spare = Some(rank);
        }
        self
    }

    /// Adds a row. Missing cells are blank; cells beyond the last column make columns without a header.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        // Sanitised before it is measured: an escaped control character takes several columns.
        let row: Vec<String> = cells.into_iter().map(|cell| sanitize(cell.as_ref()).into_owned()).collect();
        while self.columns.len() < row.len() {
            self.columns.push(Column {
                header: String::new(),
                is_number: false,
                overflow: Overflow::default(),
                spare: None,
            });
        }
        self.rows.push(row);
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns true if it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the headers of the columns that are left out.
    pub fn left_out(&self) -> Vec<&str> {
        self.dropped_columns().into_iter().map(|place| self.columns[place].header.as_str()).collect()
    }

    /// Returns the indexes of the columns that are left out, in ascending order.
    fn dropped_columns(&self) -> Vec<usize> {
        let mut spare: Vec<_> =
            (0..self.columns.len()).filter_map(|place| Some((self.columns[place].spare?, place))).collect();
        spare.sort_unstable();
        let mut needs: Vec<Option<ColumnDemand>> = self.needs().into_iter().map(Some).collect();
        let mut left_out = Vec::new();
        while !has_room(needs.iter().flatten(), self.width) {
            let Some((_, place)) = spare.pop() else { break };
            needs[place] = None;
            left_out.push(place);
        }
        left_out.sort_unstable();
        left_out
    }

    /// Returns the table without the columns for which there is no room.
    fn without_optional(&self) -> Self {
        let mut table = self.clone();
        // From the last, so that the indexes of those before it stay valid.
        for place in self.dropped_columns().into_iter().rev() {
            table.columns.remove(place);
            for row in table.rows.iter_mut().filter(|row| place < row.len()) {
                row.remove(place);
            }
        }
        table
    }

    fn needs(&self) -> Vec<ColumnDemand> {
        let cell_width = |row: &Vec<String>, index: usize| row.get(index).map_or(0, |cell| cell.width());
        let needs = self.columns.iter().enumerate().map(|(index, column)| {
            let widest = self.rows.iter().map(|row| cell_width(row, index)).max().unwrap_or(0);
            ColumnDemand { width: widest.max(column.header.width()), overflow: column.overflow }
        });
        needs.collect()
    }

    /// Returns the lines to show, each cell cut to the width of its column.
    fn lines(&self, layout: &column_widths::Layout) -> Vec<Vec<String>> {
        let cut_line = |cells: &mut dyn Iterator<Item = &str>| -> Vec<String> {
            layout.widths.iter().map(|width| truncate(cells.next().unwrap_or(""), *width).into_owned()).collect()
        };
        let mut lines = Vec::with_capacity(self.rows.len() + 2);
        if self.columns.iter().any(|column| !column.header.is_empty()) {
            lines.push(cut_line(&mut self.columns.iter().map(|column| column.header.as_str())));
            lines.push(layout.widths.iter().map(|width| "─".repeat(*width)).collect());
        }
        for row in &self.rows {
            let mut line = cut_line(&mut row.iter().map(String::as_str));
            self.wrap_cells(row, &mut line, layout);
            lines.push(line);
        }
        lines
    }

    /// Wraps the cells of columns that wrap their text instead of cutting it. comfy-table shows a cell with line ends as several lines.
    fn wrap_cells(&self, row: &[String], line: &mut [String], layout: &column_widths::Layout) {
        let cells = self.columns.iter().zip(row).zip(line.iter_mut().zip(&layout.widths));
        for ((_, text), (shown, width)) in cells.filter(|((column, _), _)| column.is_wrapped()) {
            *shown = wrap_hard(text, *width).join("\n");
        }
    }

    /// Renders a table with commands: beside the other cells if there is room, else below them.
    fn with_commands(&self) -> String {
        let needs = self.needs();
        if fits(&needs, self.width) {
            return self.aligned(&fit(&needs, self.width)) + "\n";
        }
        let header = self.columns.first().map_or("", |column| column.header.as_str());
        vertical::with_commands(header, &self.rows, self.width)
    }

    /// Renders the cells in aligned columns. comfy-table shows all content, so it gets cells that fit.
    fn aligned(&self, layout: &column_widths::Layout) -> String {
        let mut table = comfy_table::Table::new();
        // `Disabled`, because comfy-table's own arrangement would wrap cells where this table cuts them.
        table.load_style(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table.add_rows(self.lines(layout));
        let gap = u16::try_from(layout.gap.len()).unwrap_or(1);
        for (column, shape) in table.column_iter_mut().zip(&self.columns) {
            let alignment = if shape.is_number { CellAlignment::Right } else { CellAlignment::Left };
            column.set_cell_alignment(alignment);
            column.set_padding((0, gap));
        }
        table.trim_fmt()
    }
}

impl fmt::Display for Table {
    /// Writes lines with line ends.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_commands {
            return f.write_str(&self.with_commands());
        }
        let table = self.without_optional();
        let headed = table.columns.iter().filter(|column| !column.header.is_empty()).count();
        if headed >= VERTICAL_MIN_COLUMNS && !is_legible(&table.needs(), self.width) {
            let headers: Vec<&str> = table.columns.iter().map(|column| column.header.as_str()).collect();
            return f.write_str(&vertical::write(&headers, &table.rows, self.width));
        }
        let aligned = table.aligned(&fit(&table.needs(), self.width));
        // `str::lines` would drop a blank row at the end.
        let lines = if aligned.is_empty() && self.rows.is_empty() { 0 } else { aligned.split('\n').count() };
        for line in aligned.split('\n').take(lines) {
            writeln!(f, "{}", truncate(line, self.width))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
