//! Counts rows with fewer cells than the header, for one note (spec section 2.6).

use crate::model::{Note, counted, format_thousands};

/// Statistics of a source's short rows.
#[derive(Debug, Default)]
pub(super) struct ShortRows {
    /// Number of cells of a whole row.
    whole: usize,
    has_header: bool,
    count: u64,
    first_line: u64,
    /// Line and number of cells of the row before, if it is short.
    before: Option<(u64, usize)>,
    /// Lines of the first two consecutive rows that together have the cells of a whole row.
    halves: Option<(u64, u64)>,
}

impl ShortRows {
    pub(super) fn new(whole: usize, has_header: bool) -> Self {
        Self { whole, has_header, ..Self::default() }
    }

    pub(super) fn update_whole(&mut self) {
        self.before = None;
    }

    pub(super) fn update(&mut self, line: u64, cells: usize) {
        if self.count == 0 {
            self.first_line = line;
        }
        self.count += 1;
        // The cell that a line break cuts is counted in both halves.
        if let Some((first, before)) = self.before.replace((line, cells))
            && before + cells == self.whole + 1
        {
            self.halves.get_or_insert((first, line));
        }
    }

    /// Returns the note on the short rows among `rows`. If two may be halves of one, more than blank cells may be
    /// missing.
    pub(super) fn into_note(self, rows: u64) -> Option<Note> {
        let (have, first, their) = match self.count {
            0 => return None,
            1 => ("has", "", "its"),
            _ => ("have", "the first on ", "their"),
        };
        let (short, all, line) = (format_thousands(self.count), counted(rows, "row"), self.first_line);
        let others = if self.has_header { "the header" } else { "most rows" };
        let message = format!(
            "{short} of {all} {have} fewer cells than {others} ({first}line {line}): {their} missing last cells are blank"
        );
        let note = match self.halves {
            None => Note::info("short-rows", message),
            Some((first, second)) => Note::warning(
                "short-rows",
                format!(
                    "{message}; but lines {first} and {second} together would make one row: check that no line break \
                     cuts a cell that is not quoted"
                ),
            ),
        };
        Some(note.count_of(self.count, rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(cells: &[usize]) -> Option<Note> {
        let mut short = ShortRows::new(5, true);
        for (line, &cells) in (2..).zip(cells) {
            if cells < 5 { short.update(line, cells) } else { short.update_whole() }
        }
        short.into_note(cells.len() as u64)
    }

    #[test]
    fn one_note_tells_how_many_rows_are_short() {
        assert_eq!(note(&[5, 5]), None);
        let one = note(&[5, 4]).unwrap();
        assert!(one.message.starts_with("1 of 2 rows has fewer cells than the header (line 3): its"), "{one:?}");
        let more = note(&[4, 4, 5]).unwrap();
        assert!(
            more.message.starts_with("2 of 3 rows have fewer cells than the header (the first on line 2)"),
            "{more:?}"
        );
        assert_eq!((more.count, more.of, more.is_warning()), (Some(2), Some(3), false));
    }

    #[test]
    fn two_rows_in_succession_that_make_one_are_named() {
        assert!(note(&[4, 3, 3]).unwrap().message.contains("lines 3 and 4 together"));
        assert!(!note(&[3, 5, 3]).unwrap().is_warning(), "a whole row lies between them");
    }
}
