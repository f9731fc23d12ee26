//! Notes on odd quoting in a source, one for each kind.

use super::rows::advice;
use crate::model::{IssueCode, Note, plural};
use crate::source::records::QuoteAnomalies;

/// Maximum number of lines named in a note; others are only counted.
const MAX_NAMED_LINES: usize = 3;

/// Quoting anomalies of the whole file, collected into one note per kind.
#[derive(Debug, Default)]
pub(in crate::source) struct AnomalyNotes {
    kinds: Vec<Kind>,
}

#[derive(Debug)]
struct Kind {
    code: IssueCode,
    first_lines: Vec<u64>,
    last_line: u64,
    rows: usize,
}

impl AnomalyNotes {
    /// Counts a row once for each kind it has.
    pub(in crate::source) fn add(&mut self, line: u64, anomalies: &QuoteAnomalies) {
        for anomaly in anomalies.first() {
            self.kind(anomaly.code).add(line);
        }
    }

    fn kind(&mut self, code: IssueCode) -> &mut Kind {
        let at = self.kinds.iter().position(|kind| kind.code == code).unwrap_or_else(|| {
            self.kinds.push(Kind { code, first_lines: Vec::new(), last_line: 0, rows: 0 });
            self.kinds.len() - 1
        });
        &mut self.kinds[at]
    }

    pub(in crate::source) fn into_notes(self) -> impl Iterator<Item = Note> {
        self.kinds.into_iter().map(|kind| Note::warning(kind.code.as_str(), kind.message()).count(kind.rows as u64))
    }
}

impl Kind {
    fn add(&mut self, line: u64) {
        // A row may have several anomalies of one kind.
        if self.last_line == line {
            return;
        }
        self.last_line = line;
        self.rows += 1;
        if self.first_lines.len() < MAX_NAMED_LINES {
            self.first_lines.push(line);
        }
    }

    /// Formats the message: `lines 5, 9, 12 and 3 more: …`.
    fn message(&self) -> String {
        let lines: Vec<_> = self.first_lines.iter().map(u64::to_string).collect();
        let word = plural(self.rows as u64, "line");
        let more = match self.rows - lines.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{word} {}{more}: {}", lines.join(", "), advice(self.code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::records::scan;

    #[test]
    fn a_note_names_the_first_lines_and_counts_the_rest() {
        let mut notes = AnomalyNotes::default();
        let mut anomalies = QuoteAnomalies::default();
        for line in [5, 9, 12, 13, 20, 21] {
            scan(b"\"a\"x,\"b\"x", b',', true, &mut anomalies);
            notes.add(line, &anomalies);
        }
        scan(b"\"a\\\"b\"", b',', true, &mut anomalies);
        notes.add(7, &anomalies);
        let notes: Vec<_> = notes.into_notes().collect();
        assert!(notes[0].message.starts_with("lines 5, 9, 12 and 3 more: text after"), "{notes:?}");
        assert!(notes[1].message.starts_with("line 7: a quote after a backslash"), "{notes:?}");
        assert_eq!(notes[1].code, "backslash-quote");
    }
}
