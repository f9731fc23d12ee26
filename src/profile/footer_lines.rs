//! Lines below the last row that are no rows: totals, copyright lines and the like that reports end with (spec section 5a).

use std::collections::VecDeque;

use crate::model::Note;
use crate::source::{Batch, Row};
use crate::values::{is_blank, is_placeholder};

/// Number of last rows that are looked at. What stands above them tells whether few filled cells are unusual.
const LOOKED_AT: usize = 40;

/// Maximum number of footer lines; more rows with one cell are how the list is written.
const MAX_FOOTERS: usize = 10;

/// Minimum number of words of a text that is a sentence and no name.
const MIN_SENTENCE: usize = 6;

/// Words that footers have, in lower case: of sums, of the program that wrote the list, and of its use.
const WORDS: [&str; 42] = [
    "total",
    "totals",
    "subtotal",
    "sum",
    "count",
    "records",
    "rows",
    "entries",
    "copyright",
    "confidential",
    "generated",
    "exported",
    "printed",
    "report",
    "page",
    "disclaimer",
    "reserved",
    "summe",
    "gesamt",
    "gesamtzahl",
    "anzahl",
    "insgesamt",
    "einträge",
    "vertraulich",
    "erstellt",
    "exportiert",
    "gedruckt",
    "seite",
    "totaux",
    "totale",
    "totaal",
    "totalt",
    "razem",
    "jumlah",
    "registros",
    "confidencial",
    "confidentiel",
    "página",
    "généré",
    "utskriven",
    "vertrouwelijk",
    "riservato",
];

/// The last rows of a list.
#[derive(Debug, Default)]
pub struct LastRows(VecDeque<LastRow>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LastRow {
    line: u64,
    look: Look,
}

/// How a row looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Several cells are filled.
    Several,
    /// One cell is filled, which may be a name.
    One,
    /// One cell is filled, or a word such as `Total` and numbers, and it reads like a footer.
    Footer,
}

impl LastRows {
    /// Looks at the last rows of a batch.
    pub fn note(&mut self, batch: &Batch) {
        let first = batch.len().saturating_sub(LOOKED_AT);
        for row in (first..batch.len()).map(|index| batch.row(index)) {
            if self.0.len() == LOOKED_AT {
                self.0.pop_front();
            }
            self.0.push_back(LastRow { line: row.line(), look: Look::of(row) });
        }
    }

    /// Returns the note on the footer lines, if there are some.
    pub fn note_on_footer(&self) -> Option<Note> {
        let footer = self.footer();
        let (first, last, count) = (footer.first()?.line, footer.last()?.line, footer.len() as u64);
        let message = if count == 1 {
            format!(
                "line {first} at the end looks like a footer, not like a contact: delete it in the list, or it counts as a row"
            )
        } else {
            format!(
                "lines {first} to {last} at the end look like a footer, not like contacts: delete them in the list, or they \
                 count as rows"
            )
        };
        Some(Note::warning("footer-lines", message).count(count))
    }

    /// Returns the rows from the first that reads like a footer, below which no row has several cells.
    fn footer(&self) -> Vec<LastRow> {
        let short = self.0.iter().rev().take_while(|row| row.look != Look::Several).count();
        let (above, below) = (self.0.iter().take(self.0.len() - short), self.0.iter().skip(self.0.len() - short));
        let several = above.filter(|row| row.look == Look::Several).count();
        let footer: Vec<LastRow> = below.skip_while(|row| row.look != Look::Footer).copied().collect();
        let others = self.0.len() - footer.len() - several;
        // Where most rows have one cell, these are rows like the others.
        let is_unusual = several > 0 && several >= others && footer.len() <= MAX_FOOTERS;
        if is_unusual { footer } else { Vec::new() }
    }
}

impl Look {
    fn of(row: Row<'_>) -> Self {
        let filled = (0..row.len()).filter_map(|index| Some((index, row.text(index)?)).filter(|(_, it)| !is_blank(it)));
        let mut filled = filled.map(|(index, text)| (index, text.trim()));
        let Some((index, first)) = filled.next() else { return Self::One };
        let others: Vec<&str> = filled.map(|(_, other)| other).collect();
        match others.as_slice() {
            [] if index == 0 && reads_like_footer(first) => Self::Footer,
            [] => Self::One,
            amounts if is_word(first) && amounts.iter().all(|amount| is_amount(amount)) => Self::Footer,
            _ => Self::Several,
        }
    }
}

/// Returns true for `Total: 2 contacts`, `© 2026 Example Ltd`, `2 rows`, `-----`, and for a sentence.
fn reads_like_footer(text: &str) -> bool {
    if text.contains('@') || is_placeholder(text) {
        return false;
    }
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_control();
    let is_rule = text.chars().count() > 2 && text.chars().all(is_sign);
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_counted = text.starts_with(|c: char| c.is_ascii_digit())
        && words.clone().nth(1).is_some_and(|word| word.chars().count() > 2 && word.chars().all(char::is_alphabetic));
    let is_sentence = text.split_whitespace().nth(MIN_SENTENCE - 1).is_some();
    let is_said = text.contains([':', '©', '®']) || text.to_lowercase().contains("(c)");
    is_rule || is_said || is_counted || is_sentence || words.any(is_word)
}

fn is_word(text: &str) -> bool {
    let word = text.trim_end_matches(':').trim().to_lowercase();
    WORDS.contains(&word.as_str())
}

/// Returns true for what stands beside a `Total`.
fn is_amount(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        && !text.starts_with('+')
        && text.chars().filter(|c| c.is_alphabetic()).count() < 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reports_end_with_reads_like_a_footer() {
        for text in [
            "Total: 2 contacts",
            "Generated By: admin 11/29/2026 10:00",
            "Copyright (c) 2026 Example Ltd",
            "© 2026 Example",
            "Confidential Information - Do Not Distribute",
            "2 rows",
            "Gesamt",
            "-----",
            "Page 1 of 1",
            "This list is for internal use only",
            "Exported from Example on 3 March",
        ] {
            assert!(reads_like_footer(text), "{text}");
        }
        for text in [
            "Ann",
            "Ann Lee",
            "Maria de la Cruz Santos",
            "+60123456789",
            "1001",
            "A-1005",
            "ann@example.com",
            "-",
            "N/A",
            "\0\0\0\0",
        ] {
            assert!(!reads_like_footer(text), "{text}");
        }
    }

    fn footer(looks: &[Look]) -> Option<(u64, String)> {
        let rows = looks.iter().zip(2..).map(|(look, line)| LastRow { line, look: *look });
        let note = LastRows(rows.collect()).note_on_footer()?;
        Some((note.count?, note.message))
    }

    #[test]
    fn last_rows_are_a_footer_only_where_the_rows_above_have_several_cells() {
        use Look::{Footer, One, Several};
        let (count, message) = footer(&[Several, One, Several, Footer, One, Footer]).unwrap();
        assert_eq!(count, 3);
        assert_eq!(
            message,
            "lines 5 to 7 at the end look like a footer, not like contacts: delete them in the list, or they count as rows"
        );
        let (count, message) = footer(&[Several, One, Footer]).unwrap();
        assert_eq!(count, 1);
        assert!(
            message.starts_with("line 4 at the end looks like a footer, not like a contact: delete it"),
            "{message}"
        );
        assert_eq!(footer(&[Several, Several, One]), None, "one name alone is a contact");
        assert_eq!(footer(&[Several, Footer, Several]), None, "it is not at the end");
        assert_eq!(footer(&[One, One, Several, Footer]), None, "rows with one cell are usual");
        assert_eq!(footer(&[Footer]), None);
        assert_eq!(footer(&[]), None);
    }
}
