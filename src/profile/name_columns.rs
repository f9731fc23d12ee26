//! Evidence about Country and Language columns from the prescan: whether they hold names or codes. In a column of
//! names `NA` is not Namibia but no country at all (spec section 4).

use crate::model::{Diagnostic, FieldKind, IssueCode, Slot, SlotSource, shell_option};
use crate::source::{MAX_CELL, Row};
use crate::values;

/// Maximum length of a code, in bytes; longer texts are names, or locales such as `pt-BR`.
const MAX_CODE_BYTES: usize = 3;

/// Statistics of the Country and Language columns of a source.
#[derive(Debug, Default)]
pub struct NameColumns {
    columns: Vec<NameColumn>,
}

/// Statistics of one column.
#[derive(Debug)]
struct NameColumn {
    /// Index of its slot.
    slot: usize,
    /// Number of values that are written as names.
    names: u64,
    /// Number of values that are written as codes or locales.
    codes: u64,
}

/// How a country or a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As a name: `Malaysia`.
    Name,
    /// As a code or a locale: `MY`, `pt-BR`.
    Code,
}

impl Spelling {
    /// Returns how a trimmed value is written, whether or not it is a country or a language; `None` for a word that stands for
    /// nothing.
    pub fn of(value: &str) -> Option<Self> {
        if values::is_blank(value) || values::is_placeholder(value) {
            return None;
        }
        let is_code = value.len() <= MAX_CODE_BYTES || is_locale(value);
        Some(if is_code { Self::Code } else { Self::Name })
    }
}

impl NameColumns {
    /// Returns empty statistics of the Country and Language columns among the slots.
    pub fn new(slots: &[Slot]) -> Self {
        let slots = slots.iter().enumerate().filter(|(_, slot)| may_be_named(slot));
        Self { columns: slots.map(|(slot, _)| NameColumn { slot, names: 0, codes: 0 }).collect() }
    }

    /// Counts the values of a row, by slot index.
    pub fn note(&mut self, found: &[(usize, Spelling)]) {
        for (slot, spelling) in found {
            if let Some(column) = self.columns.iter_mut().find(|column| column.slot == *slot) {
                column.note(*spelling);
            }
        }
    }

    /// Returns true if at least half of the values of a slot's column are names. Where as many are codes, a word may be
    /// either, and nothing is guessed.
    pub fn are_names(&self, slot: usize) -> bool {
        self.columns.iter().any(|column| column.slot == slot && column.names > 0 && column.names >= column.codes)
    }

    /// Returns the finding for a cell of a slot that is no value although it reads as one: a word that stands for nothing, or
    /// a code that may be a name in a column of names.
    pub fn misreading(&self, slot: usize, kind: &FieldKind, value: &str) -> Option<Diagnostic> {
        self.placeholder(slot, kind, value).or_else(|| self.code_or_name(slot, kind, value.trim()))
    }

    /// Returns the finding for a code of a language that is the name of another one, in a column of names: `Ga`.
    fn code_or_name(&self, slot: usize, kind: &FieldKind, value: &str) -> Option<Diagnostic> {
        if !matches!(kind, FieldKind::Language) || value.len() > MAX_CODE_BYTES || !self.are_names(slot) {
            return None;
        }
        let meanings = values::other_meaning_of_language(value)?;
        Some(Diagnostic::new(IssueCode::LanguageUnknown, format!("in a column of names {value} may be {meanings}")))
    }

    /// Returns the finding for a cell of a slot whose word stands for nothing: in a column of names, and wherever it is
    /// no code.
    fn placeholder(&self, slot: usize, kind: &FieldKind, value: &str) -> Option<Diagnostic> {
        let value = value.trim();
        let code = match kind {
            FieldKind::Country => IssueCode::CountryUnknown,
            FieldKind::Language => IssueCode::LanguageUnknown,
            _ => return None,
        };
        if !values::is_placeholder(value) {
            return None;
        }
        let is_code = || values::read(kind, value, &values::ParseOptions::default()).is_ok();
        let reason = if self.are_names(slot) {
            "stands for nothing in a column of names"
        } else if is_code() {
            return None;
        } else {
            "stands for nothing"
        };
        let option = shell_option("--blank", value);
        Some(Diagnostic::new(code, format!("{value} {reason}: add {option} to count such cells as blank")))
    }
}

impl NameColumn {
    fn note(&mut self, spelling: Spelling) {
        match spelling {
            Spelling::Name => self.names += 1,
            Spelling::Code => self.codes += 1,
        }
    }
}

/// Returns the text of a slot's cell, blank if the row ends before it; `None` if the cell is unreadable, which the
/// source reports.
pub fn cell_text<'a>(row: Row<'a>, slot: &Slot) -> Option<&'a str> {
    let SlotSource::Column(index) = slot.source else { return None };
    row.text(index).filter(|text| text.len() <= MAX_CELL)
}

/// Returns true for what begins with a code of two letters and a subtag: `pt-BR`, `de_AT`, `zh-Hans`.
fn is_locale(value: &str) -> bool {
    value.is_ascii() && matches!(value.as_bytes().get(2), Some(b'-' | b'_'))
}

/// Returns true for a column whose values have codes and names.
pub fn may_be_named(slot: &Slot) -> bool {
    matches!(slot.source, SlotSource::Column(_)) && matches!(slot.kind, Some(FieldKind::Country | FieldKind::Language))
}

#[cfg(test)]
mod tests {
    use super::*;

    impl NameColumns {
        /// Statistics of one column, the slot 0, with these cells.
        pub(in crate::profile) fn of_cells(cells: &[&str]) -> Self {
            let mut column = NameColumn { slot: 0, names: 0, codes: 0 };
            cells.iter().filter_map(|cell| Spelling::of(cell)).for_each(|spelling| column.note(spelling));
            Self { columns: vec![column] }
        }
    }

    fn message(cells: &[&str], kind: &FieldKind, value: &str) -> Option<String> {
        NameColumns::of_cells(cells).placeholder(0, kind, value).map(|finding| finding.message)
    }

    #[test]
    fn a_word_for_nothing_is_no_code_among_names() {
        let names = ["Malaysia", "日本", "US", "", "NA"];
        let said = message(&names, &FieldKind::Country, "NA").unwrap();
        assert_eq!(said, "NA stands for nothing in a column of names: add --blank NA to count such cells as blank");
        assert!(message(&names, &FieldKind::Language, "nan").is_some());
        assert!(message(&names, &FieldKind::Country, "MY").is_none());
        assert!(message(&names, &FieldKind::Text, "NA").is_none());
    }

    #[test]
    fn a_code_that_is_the_name_of_another_language_is_no_code_among_names() {
        let said = |cells: &[&str], value| {
            let columns = NameColumns::of_cells(cells);
            columns.misreading(0, &FieldKind::Language, value).map(|finding| finding.message)
        };
        let names = ["English", "Twi", "Ewe", "Akan", "Hausa", "Ga", "German", "French"];
        assert_eq!(
            said(&names, "Ga").unwrap(),
            "in a column of names Ga may be the language Ga, or the code of Irish: write gaa or Irish"
        );
        assert!(said(&names, "UK").is_some());
        for (cells, value) in [(&names[..], "Twi"), (&names, "English"), (&names, "de"), (&["en", "ga", "de"], "Ga")] {
            assert_eq!(said(cells, value), None, "{value}");
        }
    }

    #[test]
    fn among_codes_it_is_a_code_if_there_is_one() {
        for codes in [&["MY", "SG", "Malaysia", "USA"][..], &["pt-BR", "de_AT", "zh-Hans"], &[]] {
            assert_eq!(message(codes, &FieldKind::Country, "NA"), None, "{codes:?}");
            let said = message(codes, &FieldKind::Country, "n/a").unwrap();
            assert!(said.starts_with("n/a stands for nothing: add --blank n/a"), "{said}");
        }
    }
}
