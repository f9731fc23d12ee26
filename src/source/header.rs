//! Reads the header: the names of the columns (spec section 2.5).

use std::borrow::Cow;
use std::path::Path;

use super::cell_text::is_blank;
use super::records::{Batch, Row};
use super::{MAX_CELL, MAX_COLUMNS, SourceError};
use crate::model::{Column, Note, OutputKind, unguard_formula, unwrap_formula};

/// Returns the columns that a header names.
pub(super) fn columns(header: &Batch, path: &Path) -> Result<Vec<Column>, SourceError> {
    let row = header.row(0);
    if row.len() > MAX_COLUMNS + generated_columns(row) {
        return Err(SourceError::TooManyColumns { path: path.to_owned(), columns: row.len() });
    }
    let bad = |problem: String| SourceError::BadHeader { path: path.to_owned(), line: row.line(), problem };
    if row.cells().all(is_blank) {
        return Err(bad("the header has no column names, only blanks".to_owned()));
    }
    row.cells().zip(1..).map(|(cell, position)| column(cell, position).map_err(bad)).collect()
}

/// Returns the number of columns that this tool added to those of a list.
fn generated_columns(header: Row<'_>) -> usize {
    // This tool adds at most two, so the last two show which they are.
    let last: Vec<&str> =
        (header.len().saturating_sub(2)..header.len()).map(|at| header.text(at).unwrap_or_default()).collect();
    OutputKind::of_header(&last).map_or(0, |kind| kind.generated_columns().len())
}

fn column(cell: &[u8], position: usize) -> Result<Column, String> {
    if cell.len() > MAX_CELL {
        return Err(format!("the name of column {position} is longer than 64 KiB"));
    }
    if cell.contains(&0) {
        return Err(format!("the name of column {position} has a NUL character in it"));
    }
    let raw = std::str::from_utf8(cell)
        .map_err(|_| format!("the name of column {position} has bytes that are no text in the file's encoding"))?;
    // `#3` is how this tool names a column without a name, in the files that it writes.
    let name = Some(cleaned(raw)).filter(|name| *name != unnamed(position)).unwrap_or_default();
    Ok(Column { position, name, raw: raw.to_owned() })
}

/// Returns the columns of a file without a header, which have only positions.
pub(super) fn columns_without_names(columns: usize, path: &Path) -> Result<Vec<Column>, SourceError> {
    if columns > MAX_COLUMNS {
        return Err(SourceError::TooManyColumns { path: path.to_owned(), columns });
    }
    let column = |position| Column { position, name: String::new(), raw: unnamed(position) };
    Ok((1..=columns).map(column).collect())
}

/// Returns the name in our files of a column that has none.
pub(super) fn unnamed(position: usize) -> String {
    format!("#{position}")
}

/// Cleans a name: removes formula guards (an errors file has one more than its source), a spreadsheet's `="…"`,
/// invisible characters and surrounding blanks; NBSP and line breaks inside become plain blanks.
pub(super) fn cleaned(raw: &str) -> String {
    let unguarded = without_guards(raw);
    let unwrapped = unwrap_formula(unguarded.trim()).unwrap_or(Cow::Borrowed(unguarded));
    // CRLF first, so that it becomes one blank and not two.
    let visible = unwrapped.replace("\r\n", " ").replace(has_no_width, "");
    visible.replace(char::is_whitespace, " ").trim().to_owned()
}

fn without_guards(raw: &str) -> &str {
    let mut text = raw;
    while unguard_formula(text).len() < text.len() {
        text = unguard_formula(text);
    }
    text
}

/// Returns true for characters without width: soft hyphen, zero-width space and joiners, direction marks, embeddings
/// and isolates, word joiner, byte order mark. Variation selectors and combining marks stay.
fn has_no_width(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Returns a note if the first row looks like a contact rather than column names.
pub(super) fn looks_like_data(header: Row<'_>) -> Option<Note> {
    let kind = |index| Some((index + 1, kind_of_value(header.text(index)?.trim())?));
    let (position, kind) = (0..header.len()).find_map(kind)?;
    let message = format!(
        "line {} looks like a contact rather than like a header: column {position} holds {kind}. \
         The first row is never imported, unless --header-line none says that the file has no header",
        header.line()
    );
    Some(Note::warning(HEADER_LOOKS_LIKE_DATA, message).option(NO_HEADER))
}

/// Option for a file without a header.
const NO_HEADER: &str = "--header-line none";

/// Code of the note on a first row that looks like a contact.
pub const HEADER_LOOKS_LIKE_DATA: &str = "header-looks-like-data";

/// Returns a note on the lines above a header whose line the user named.
pub(super) fn lines_above(header: u64) -> Option<Note> {
    let above = match header {
        1 => return None,
        2 => "line 1 above it is".to_owned(),
        _ => format!("lines 1 to {} above it are", header - 1),
    };
    let message = format!("the header is on line {header}; {above} left out");
    Some(Note::info("lines-skipped", message).count(header - 1))
}

/// Returns the note on a file that has no header.
pub(super) fn no_header(columns: usize) -> Note {
    let message = format!("every line is read as a row; the columns are named by position, #1 to #{columns}");
    Note::info("no-header", message).count(columns as u64)
}

fn kind_of_value(cell: &str) -> Option<&'static str> {
    // `Ann <ann@example.com>`
    let in_brackets = cell.strip_suffix('>').and_then(|cell| cell.rsplit_once('<')).map(|(_, address)| address);
    if is_address(in_brackets.unwrap_or(cell)) {
        Some("an e-mail address")
    } else if ["http://", "https://", "www."].iter().any(|start| cell.to_ascii_lowercase().starts_with(start)) {
        Some("a web address")
    } else if is_number(cell) {
        Some("a number")
    } else {
        None
    }
}

fn is_address(cell: &str) -> bool {
    let parts = cell.split_once('@');
    parts.is_some_and(|(name, domain)| {
        !name.is_empty() && domain.contains('.') && !domain.starts_with('.') && !cell.contains(char::is_whitespace)
    })
}

/// Returns true for a phone number, or anything else with more digits than a column's name has (`Address 2`, `2024`).
fn is_number(cell: &str) -> bool {
    let digits = cell.chars().filter(|c| c.is_numeric()).count();
    digits >= 6 && !cell.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cleaned() {
        assert_eq!(cleaned("\u{FEFF} \u{A0}Phone\u{A0}Number\u{200B} "), "Phone Number");
        assert_eq!(cleaned("First\r\nName"), "First Name");
        assert_eq!(cleaned("\"; DROP TABLE contacts;--"), "\"; DROP TABLE contacts;--");
        assert_eq!(cleaned("\u{200B}\t"), "");
        assert_eq!([cleaned("=\"First Name\""), cleaned("'=\"Name\"")], ["First Name", "Name"]);
        assert_eq!([cleaned("=Name"), cleaned("'=Name"), cleaned("'Name")], ["=Name", "=Name", "'Name"]);
    }

    #[test]
    fn values_are_told_from_names() {
        for value in [
            "https://example.com/nur",
            "Nur <nur@example.com>",
            "nur@example.com",
            "+60 18-998 8776",
            "0189988776",
            "٠١٨٩٩٨٨٧٧٦",
        ] {
            assert!(kind_of_value(value).is_some(), "{value}");
        }
        for name in ["E-mail", "Email @ work", "Address 2", "2024", "@handle", "Phone (+60)", "Q1 2024-2025 x", ""] {
            assert_eq!(kind_of_value(name), None, "{name}");
        }
    }
}
