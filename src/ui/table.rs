use std::fmt;

use comfy_table::{CellAlignment, ContentArrangement};
use unicode_width::UnicodeWidthStr;

use super::text::cut;
use super::wrap::wrap;
use crate::model::sanitize;

mod fit;
mod records;

use fit::{Need, fit, is_legible};

/// A text of so many columns is seldom cut: a date with its time fits, and a phone number.
const COMFORTABLE: usize = 16;
/// A text that is cut to less than this says nothing any more.
const LEGIBLE: usize = 8;

/// From so many columns on, rows are shown as lines of their own where they can not be read beside each other.
const MANY: usize = 4;

/// The width of a table that goes into a pipe or a file: nothing is cut.
pub const UNLIMITED: usize = usize::MAX;

/// Rows in aligned columns under a header with a rule, no wider than asked: what does not fit is cut with `…`.
///
/// ```text
/// ID  Source      Rows
/// ──  ─────────  ─────
/// 12  leads.csv  1,204
/// ```
///
/// Where so little room is left that its texts could not be read, spare columns are left out, the last first; and where
/// that does not help, each row is shown as lines of its own:
///
/// ```text
/// ID      12
/// Source  leads.csv
/// Rows    1,204
/// ```
///
/// Cells may hold anything: they are shown through [`sanitize`]. There are no colours in it.
#[derive(Debug, Clone)]
pub struct Table {
    width: usize,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone)]
struct Column {
    header: String,
    is_number: bool,
    is_spare: bool,
    is_prose: bool,
}

impl Table {
    /// A table of at most so many columns of the terminal, or [`UNLIMITED`].
    pub fn new(width: usize) -> Self {
        Self { width, columns: Vec::new(), rows: Vec::new() }
    }

    /// Adds a column of text. Where all headers are blank there is no header and no rule.
    #[must_use]
    pub fn text(self, header: &str) -> Self {
        self.column(header, false)
    }

    /// Adds a column of numbers: aligned to the right, and cut only after every text was.
    #[must_use]
    pub fn number(self, header: &str) -> Self {
        self.column(header, true)
    }

    fn column(mut self, header: &str, is_number: bool) -> Self {
        self.columns.push(Column {
            header: sanitize(header).into_owned(),
            is_number,
            is_spare: false,
            is_prose: false,
        });
        self
    }

    /// Adds a column of sentences: they are broken between words where they are too long, and not cut.
    #[must_use]
    pub fn prose(self, header: &str) -> Self {
        let mut table = self.column(header, false);
        if let Some(column) = table.columns.last_mut() {
            column.is_prose = true;
        }
        table
    }

    /// The column that was added last is left out where there is little room.
    #[must_use]
    pub fn spare(mut self) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.is_spare = true;
        }
        self
    }

    /// Adds a row. Cells that are missing are blank; those beyond the last column make columns without a header.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let row: Vec<String> = cells.into_iter().map(|cell| sanitize(cell.as_ref()).into_owned()).collect();
        while self.columns.len() < row.len() {
            self.columns.push(Column { header: String::new(), is_number: false, is_spare: false, is_prose: false });
        }
        self.rows.push(row);
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn needs(&self) -> Vec<Need> {
        let cell_width = |row: &Vec<String>, index: usize| row.get(index).map_or(0, |cell| cell.width());
        let needs = self.columns.iter().enumerate().map(|(index, column)| {
            let widest = self.rows.iter().map(|row| cell_width(row, index)).max().unwrap_or(0);
            Need { width: widest.max(column.header.width()), is_number: column.is_number }
        });
        needs.collect()
    }

    fn headers(&self) -> Vec<&str> {
        self.columns.iter().map(|column| column.header.as_str()).collect()
    }

    fn without_a_spare_column(&self) -> Option<Self> {
        let spare = self.columns.iter().rposition(|column| column.is_spare)?;
        let mut table = self.clone();
        table.columns.remove(spare);
        for row in table.rows.iter_mut().filter(|row| row.len() > spare) {
            row.remove(spare);
        }
        Some(table)
    }

    /// The lines that are shown, each cell cut to the width of its column.
    fn lines(&self, layout: &fit::Layout) -> Vec<Vec<String>> {
        let cut_line = |cells: &mut dyn Iterator<Item = &str>| -> Vec<String> {
            layout.widths.iter().map(|width| cut(cells.next().unwrap_or(""), *width).into_owned()).collect()
        };
        let mut lines = Vec::with_capacity(self.rows.len() + 2);
        if self.columns.iter().any(|column| !column.header.is_empty()) {
            lines.push(cut_line(&mut self.columns.iter().map(|column| column.header.as_str())));
            lines.push(layout.widths.iter().map(|width| "─".repeat(*width)).collect());
        }
        for row in &self.rows {
            let mut line = cut_line(&mut row.iter().map(String::as_str));
            self.break_prose(row, &mut line, layout);
            lines.push(line);
        }
        lines
    }

    /// comfy-table shows a cell of several lines as such.
    fn break_prose(&self, row: &[String], line: &mut [String], layout: &fit::Layout) {
        let cells = self.columns.iter().zip(row).zip(line.iter_mut().zip(&layout.widths));
        for ((_, text), (shown, width)) in cells.filter(|((column, _), _)| column.is_prose) {
            let lines = wrap(text, *width, 0);
            *shown = lines.lines().map(|line| cut(line, *width)).collect::<Vec<_>>().join("\n");
        }
    }

    /// comfy-table shows all content, so it gets cells that fit; it aligns them.
    fn aligned(&self, layout: &fit::Layout) -> String {
        let mut table = comfy_table::Table::new();
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
    /// Lines that end with a line end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_comfortable = is_legible(&self.needs(), self.width, COMFORTABLE);
        if let Some(narrower) = self.without_a_spare_column().filter(|_| !is_comfortable) {
            return narrower.fmt(f);
        }
        if self.columns.len() >= MANY && !is_legible(&self.needs(), self.width, LEGIBLE) {
            return f.write_str(&records::write(&self.headers(), &self.rows, self.width));
        }
        let layout = fit(&self.needs(), self.width);
        let aligned = self.aligned(&layout);
        // A row of blanks at the end is a line too, which `str::lines` would leave out.
        let lines = if aligned.is_empty() && self.rows.is_empty() { 0 } else { aligned.split('\n').count() };
        for line in aligned.split('\n').take(lines) {
            writeln!(f, "{}", cut(line, self.width))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
