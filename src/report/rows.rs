//! Rendering of rows as CSV.

use crate::model::{escape_bytes, guard_formula};

const BOM: &[u8] = "\u{feff}".as_bytes();

/// Style of a CSV file: that of its source (spec section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvStyle {
    /// One of `,` `;` TAB `|`.
    pub delimiter: u8,
    /// True if the file begins with a byte order mark, by which Excel recognises UTF-8.
    pub bom: bool,
    /// Number of columns of the source; those of this tool follow.
    pub columns: usize,
}

/// Writer of the rows of results, errors and export files.
///
/// Cells are quoted where needed and guarded where a spreadsheet would run them; bytes that are no text are escaped.
/// Lines end with LF, and [`super::read_result_rows`] restores every character of every cell.
#[derive(Debug, Clone, Copy)]
pub struct RowWriter {
    style: CsvStyle,
}

impl RowWriter {
    /// Creates a writer of this style.
    pub fn new(style: CsvStyle) -> Self {
        Self { style }
    }

    /// Returns the writer for another number of columns.
    pub(super) fn with_columns(self, columns: usize) -> Self {
        Self { style: CsvStyle { columns, ..self.style } }
    }

    /// Appends the header to `out`, after the byte order mark where the style has one: the source's headers, then those
    /// of this tool.
    pub fn header<'a>(self, raw_headers: impl Iterator<Item = &'a str>, extra: &[&str], out: &mut Vec<u8>) {
        if self.style.bom {
            out.extend_from_slice(BOM);
        }
        self.row(raw_headers.map(str::as_bytes), extra, out);
    }

    /// Appends one row to `out`: the source's cells as the import understood them (without the guard of an earlier
    /// file), then this tool's cells, always under their headers: a row with fewer cells is padded with blank ones, and
    /// surplus cells of a row come last.
    pub fn row<'a>(self, mut cells: impl Iterator<Item = &'a [u8]>, extra: &[&str], out: &mut Vec<u8>) {
        let start = out.len();
        for _ in 0..self.style.columns {
            self.push_cell(cells.next().unwrap_or_default(), out);
        }
        for text in extra {
            self.push_cell(text.as_bytes(), out);
        }
        for cell in cells {
            self.push_cell(cell, out);
        }
        if out.len() > start {
            out.pop(); // the delimiter behind the last cell
        }
        if out.len() == start {
            out.extend_from_slice(b"\"\""); // a single blank cell: an empty line would be no row
        }
        out.push(b'\n');
    }

    /// Appends a cell and the delimiter behind it.
    fn push_cell(self, cell: &[u8], out: &mut Vec<u8>) {
        // Escaped before guarded: the guard looks at the text that will be in the file.
        let text = escape_bytes(cell);
        let cell = guard_formula(&text);
        if self.needs_quotes(&cell) {
            push_quoted(&cell, out);
        } else {
            out.extend_from_slice(&cell);
        }
        out.push(self.style.delimiter);
    }

    /// Returns true if a cell needs quotes. A byte order mark does: at the start of a file or of a stored chunk it
    /// would be taken for that of the file.
    fn needs_quotes(self, cell: &[u8]) -> bool {
        let delimiter = self.style.delimiter;
        cell.iter().any(|byte| matches!(byte, b'"' | b'\n' | b'\r') || *byte == delimiter) || cell.starts_with(BOM)
    }
}

/// Appends the cell in quotes, with each quote in it doubled.
fn push_quoted(cell: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for part in cell.split_inclusive(|byte| *byte == b'"') {
        out.extend_from_slice(part);
        if part.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(delimiter: u8, columns: usize) -> CsvStyle {
        CsvStyle { delimiter, bom: false, columns }
    }

    fn row(delimiter: u8, cells: &[&str], extra: &[&str]) -> String {
        let mut out = Vec::new();
        let writer = RowWriter::new(style(delimiter, cells.len()));
        writer.row(cells.iter().map(|cell| cell.as_bytes()), extra, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_tools_own_cells_stand_under_their_headers_also_in_ragged_rows() {
        let mut out = Vec::new();
        let writer = RowWriter::new(style(b',', 3));
        writer.row(["a"].map(str::as_bytes).into_iter(), &["Error", "short"], &mut out);
        writer.row(["a", "b", "c", "d", "e"].map(str::as_bytes).into_iter(), &["Error", "long"], &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "a,,,Error,short\na,b,c,Error,long,d,e\n");
    }

    #[test]
    fn the_tools_own_cells_follow_the_sources() {
        assert_eq!(row(b',', &["Ana", "+60189988776"], &["Imported", ""]), "Ana,+60189988776,Imported,\n");
    }

    #[test]
    fn only_what_must_be_is_quoted() {
        let cells = ["a,b", "a;b", "say \"hi\"", "two\nlines", "cr\rhere", " blank ", "O'Brien"];
        assert_eq!(
            row(b',', &cells, &[]),
            "\"a,b\",a;b,\"say \"\"hi\"\"\",\"two\nlines\",\"cr\rhere\", blank ,O'Brien\n"
        );
        assert_eq!(row(b';', &["a,b", "a;b"], &[]), "a,b;\"a;b\"\n");
    }

    #[test]
    fn formulas_are_guarded_in_cells_headers_and_messages() {
        assert_eq!(row(b',', &["=1+1"], &["@x"]), "'=1+1,'@x\n");
        let mut out = Vec::new();
        RowWriter::new(style(b',', 2)).header(["=x", "Email"].into_iter(), &["Error"], &mut out);
        assert_eq!(out, b"'=x,Email,Error\n");
    }

    #[test]
    fn the_byte_order_mark_comes_once_and_first() {
        let style = CsvStyle { delimiter: b'\t', bom: true, columns: 1 };
        let mut out = Vec::new();
        let writer = RowWriter::new(style);
        writer.header(["Name"].into_iter(), &["Error"], &mut out);
        writer.row([b"Ana".as_slice()].into_iter(), &["x"], &mut out);
        assert_eq!(out, "\u{feff}Name\tError\nAna\tx\n".as_bytes());
    }

    #[test]
    fn a_single_blank_cell_is_still_a_row() {
        assert_eq!(row(b',', &[""], &[]), "\"\"\n");
        assert_eq!(row(b',', &["", ""], &[]), ",\n");
    }

    #[test]
    fn bytes_that_are_no_text_are_escaped() {
        let mut out = Vec::new();
        RowWriter::new(style(b',', 2)).row([b"Jos\xe9".as_slice(), b"\x00"].into_iter(), &[], &mut out);
        assert_eq!(out, b"Jos\\xE9,\\x00\n");
    }
}
