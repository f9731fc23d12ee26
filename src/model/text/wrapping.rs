//! Wrappings that spreadsheets and programs put around a value to keep it a text: `="…"`, and a leading `'`.

use std::borrow::Cow;

use super::{is_blank, is_space, unguard_formula};

/// Maximum number of cells of a row that are tested for a leading apostrophe. Each cell that has one tests again, so
/// the cost would grow with the square of the columns.
const MAX_CHECKED_CELLS: usize = 20;

/// Kind of wrapping around a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    /// `'00123`
    Apostrophe,
    /// `="00123"`
    Formula,
}

/// A cell without its wrapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwrapped<'c> {
    /// The text; the cell unchanged where nothing was removed.
    pub text: Cow<'c, str>,
    /// The wrapping that was removed.
    pub wrapping: Option<Wrapping>,
    /// True if the text begins with an apostrophe that belongs to it.
    pub keeps_apostrophe: bool,
}

/// Removes the wrapping that a spreadsheet put around a value. `is_own` decides for a cell that begins with an
/// apostrophe: it returns true if the apostrophe belongs to the value.
pub fn unwrap_cell(cell: &str, is_own: impl FnOnce(&str) -> bool) -> Unwrapped<'_> {
    let untouched = Unwrapped { text: Cow::Borrowed(cell), wrapping: None, keeps_apostrophe: false };
    // Before anything else, for speed: trimming and the call of `is_own` cost more than this look at one byte.
    if begins_plainly(cell) {
        return untouched;
    }
    let trimmed = cell.trim_matches(is_space);
    let behind_apostrophe = trimmed.strip_prefix('\'');
    if behind_apostrophe.is_some() && is_own(trimmed) {
        return Unwrapped { keeps_apostrophe: true, ..untouched };
    }
    let text = behind_apostrophe.map_or(trimmed, |text| text.trim_matches(is_space));
    // A cell may have both, `'="00123"`: a program wrote the formula, and a guard the apostrophe.
    match (unwrap_formula(text), behind_apostrophe) {
        (Some(text), _) => Unwrapped { text, wrapping: Some(Wrapping::Formula), ..untouched },
        (None, Some(_)) => Unwrapped { text: Cow::Borrowed(text), wrapping: Some(Wrapping::Apostrophe), ..untouched },
        (None, None) => untouched,
    }
}

/// Returns true if the apostrophe before a trimmed text is a spreadsheet's mark that keeps it from being read as a
/// number, a date or a formula. Before a letter it may belong to a name, as in `'t Hooft`; with another one at the end,
/// both are quotes.
pub fn is_text_marker(text: &str) -> bool {
    let Some(behind) = text.strip_prefix('\'') else { return false };
    let is_formula = unguard_formula(text).len() < text.len();
    let is_quoted = behind.ends_with('\'');
    let is_converted = |c: char| c.is_numeric() || matches!(c, '+' | '-' | '=' | '@');
    is_formula || behind.is_empty() || (!is_quoted && behind.trim_start().starts_with(is_converted))
}

/// Returns true if all of several filled cells of a row are behind an apostrophe, which is then the habit of a program
/// and no part of the values.
pub fn are_all_behind_apostrophes<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    let mut count = 0;
    // A text in single quotes ('Ann') does not count, and one cell alone shows no habit of the row.
    let is_behind = |cell: &str| cell.strip_prefix('\'').is_some_and(|text| !text.ends_with('\''));
    let filled = cells.map(|cell| cell.trim_matches(is_space)).filter(|cell| !is_blank(cell));
    filled.take(MAX_CHECKED_CELLS).inspect(|_| count += 1).all(is_behind) && count > 1
}

/// Returns the text of a cell that is nothing but `="…"`; a quote in it is written twice.
pub fn unwrap_formula(cell: &str) -> Option<Cow<'_, str>> {
    let text = cell.strip_prefix("=\"")?.strip_suffix('"')?;
    if !text.contains('"') {
        return Some(Cow::Borrowed(text));
    }
    // Any other quote ends the text: `="a"&"b"` is a formula.
    (!text.replace("\"\"", "").contains('"')).then(|| Cow::Owned(text.replace("\"\"", "\"")))
}

/// Returns true if the first byte shows that a cell has no wrapping. Nearly all cells are such.
pub fn begins_plainly(cell: &str) -> bool {
    match cell.as_bytes().first() {
        Some(b'\'' | b'=') => false,
        Some(byte) => byte.is_ascii_graphic(),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads cells as in a column of names, where an apostrophe before a letter belongs to the name.
    fn unwrapped(cell: &str) -> (String, Option<Wrapping>) {
        let Unwrapped { text, wrapping, .. } = unwrap_cell(cell, |text| !is_text_marker(text));
        (text.into_owned(), wrapping)
    }

    #[test]
    fn what_a_spreadsheet_wrote_is_taken_off() {
        for (cell, text) in [
            ("=\"Ann\"", "Ann"),
            (" =\"Ann\" ", "Ann"),
            ("\u{A0}=\"00123\"", "00123"),
            ("=\"say \"\"hi\"\"\"", "say \"hi\""),
            ("=\"\"", ""),
            ("=\"\"\"\"", "\""),
            ("'=\"Ann\"", "Ann"),
        ] {
            assert_eq!(unwrapped(cell), (text.to_owned(), Some(Wrapping::Formula)), "{cell}");
        }
        for (cell, text) in [
            ("'00123", "00123"),
            ("'+60123456789", "+60123456789"),
            ("' +60", "+60"),
            ("'-5", "-5"),
            ("'=1+1", "=1+1"),
            ("''=1", "'=1"),
            ("'=HYPERLINK('x')", "=HYPERLINK('x')"),
            ("'@ann", "@ann"),
            ("'٠١", "٠١"),
            ("'", ""),
        ] {
            assert_eq!(unwrapped(cell), (text.to_owned(), Some(Wrapping::Apostrophe)), "{cell}");
        }
    }

    #[test]
    fn what_belongs_to_the_value_stays() {
        for cell in [
            "",
            "Ann",
            "=1+1",
            "=A1",
            "=\"a\"&\"b\"",
            "=\"a",
            "=\"",
            "= \"a\"",
            "=\"a\"\"",
            "'t Hooft",
            "'Ofa",
            "'2024'",
            "'Ann'",
            "''",
            " O'Brien",
            "\"Ann\"",
        ] {
            assert_eq!(unwrapped(cell), (cell.to_owned(), None), "{cell}");
        }
    }

    #[test]
    fn an_apostrophe_that_is_kept_is_known() {
        assert!(unwrap_cell("'t Hooft", |_| true).keeps_apostrophe);
        assert!(!unwrap_cell("Hooft", |_| true).keeps_apostrophe);
    }
}
