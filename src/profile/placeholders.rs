//! Words that only stand for nothing, counted by column in the prescan: `N/A`, `NULL`, `-` (spec section 4).

use std::collections::BTreeMap;

use crate::model::{FieldId, FieldKind, Note, Slot, SlotSource, Target, ValueClass, format_thousands, quote};
use crate::values;

/// The words, in lower case.
const WORDS: [&str; 24] = [
    "n/a",
    "#n/a",
    "n.a.",
    "n.a",
    "na",
    "null",
    "(null)",
    "none",
    "nil",
    "nan",
    "-",
    "--",
    "---",
    "?",
    "tbd",
    "tba",
    "unknown",
    "undefined",
    "not available",
    "not applicable",
    "k.a.",
    "k. a.",
    "(blank)",
    "<null>",
];

/// Words that are people's names too; in a column of names they count for nothing.
const NAMES: [&str; 6] = ["na", "null", "none", "nil", "nan", "unknown"];

/// Length of the longest word, in bytes.
const LONGEST: usize = 14;

/// Maximum number of words that are offered for one column, the most frequent first.
const OFFERED: usize = 5;

/// Counts by slot index and spelling; empty until a word is found.
#[derive(Debug, Default)]
pub struct Placeholders {
    columns: BTreeMap<usize, BTreeMap<String, u64>>,
}

/// Returns true for a text that only stands for nothing, whatever its field.
pub fn is_placeholder_word(text: &str) -> bool {
    text.len() <= LONGEST && WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// Returns true if a trimmed cell only stands for nothing, as far as the field it goes to can tell.
fn is_placeholder(cell: &str, slot: &Slot) -> bool {
    if cell.is_empty() || cell.len() > LONGEST || !may_begin_one(cell.as_bytes()[0]) {
        return false;
    }
    let word = cell.to_ascii_lowercase();
    let may_be_a_name = is_name(slot) && NAMES.contains(&word.as_str());
    let is_word = WORDS.contains(&word.as_str()) && !may_be_a_name;
    is_word && !is_option(slot, cell) && !is_code(slot, cell)
}

/// Returns true for the first byte of a word: nearly all cells begin with another one, and every cell is looked at.
fn may_begin_one(byte: u8) -> bool {
    matches!(byte.to_ascii_lowercase(), b'n' | b'#' | b'(' | b'-' | b'?' | b't' | b'u' | b'k' | b'<')
}

fn is_name(slot: &Slot) -> bool {
    matches!(slot.target, Target::Field(FieldId::FIRST_NAME | FieldId::LAST_NAME))
}

fn is_option(slot: &Slot, cell: &str) -> bool {
    slot.kind.as_ref().and_then(FieldKind::list_options).is_some_and(|options| options.find(cell).is_some())
}

/// Returns true for a word that is also the code of a country or a language: NA is Namibia.
fn is_code(slot: &Slot, cell: &str) -> bool {
    match slot.kind {
        Some(FieldKind::Country) => values::classify(ValueClass::Country, cell),
        Some(FieldKind::Language) => values::classify(ValueClass::Language, cell),
        _ => false,
    }
}

impl Placeholders {
    /// Counts the words of one row, by slot index.
    pub fn note(&mut self, found: &[(usize, String)]) {
        for (at, word) in found {
            *self.columns.entry(*at).or_default().entry(word.clone()).or_default() += 1;
        }
    }

    /// Returns a note for each column that has such words, in slot order. `rows` is the number of rows of the list.
    pub fn notes(&self, slots: &[Slot], rows: u64) -> Vec<Note> {
        self.columns.iter().filter_map(|(at, words)| Some(note(slots.get(*at)?, words, rows))).collect()
    }
}

fn note(slot: &Slot, words: &BTreeMap<String, u64>, rows: u64) -> Note {
    let mut words: Vec<(&String, u64)> = words.iter().map(|(word, count)| (word, *count)).collect();
    words.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), word.as_str()));
    let count = words.iter().map(|(_, count)| count).sum();
    let shown: Vec<String> = words
        .iter()
        .take(OFFERED)
        .map(|(word, count)| format!("{} {} {word}", format_thousands(*count), if *count == 1 { "is" } else { "are" }))
        .collect();
    let options: Vec<String> = words.iter().take(OFFERED).map(|(word, _)| option(word)).collect();
    let (column, options) = (slot.column.as_deref().unwrap_or(&slot.field_name), options.join(" "));
    let message = format!(
        "of the cells of '{column}', {}: where that stands for nothing, read it as blank: {options}",
        shown.join(", ")
    );
    Note::warning("placeholders", message).column(column).field(&slot.field_name).count_of(count, rows).option(options)
}

/// Formats the option that reads a word as blank. With `=`, because a word may begin with a hyphen.
fn option(word: &str) -> String {
    format!("--blank={}", quote(word))
}

/// Returns the words of a row that stand for nothing, by slot index; nearly always empty.
pub fn placeholders_of_row<'c>(slots: &[Slot], cell: impl Fn(&Slot) -> Option<&'c str>) -> Vec<(usize, String)> {
    let columns = slots.iter().enumerate().filter(|(_, slot)| matches!(slot.source, SlotSource::Column(_)));
    let found = columns.filter_map(|(at, slot)| {
        let text = cell(slot)?.trim();
        (is_placeholder(text, slot) && !values::is_blank(text)).then(|| (at, text.to_owned()))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CellFormat, Overwrite, Text};

    fn slot(id: FieldId, kind: FieldKind, column: &str) -> Slot {
        Slot {
            target: Target::Field(id),
            field_name: "Field".into(),
            column: Some(column.into()),
            kind: Some(kind),
            format: CellFormat::Plain,
            source: SlotSource::Column(0),
            overwrite: Overwrite::Replace,
        }
    }

    #[test]
    fn words_that_stand_for_nothing_are_counted_by_spelling_and_offered() {
        let slots =
            [slot(FieldId::EMAIL, FieldKind::Email, "Mail"), slot(FieldId::LAST_NAME, FieldKind::Text, "Surname")];
        let mut found = Placeholders::default();
        for cells in [["N/A", "Null"], ["-", "N/A"], [" n/a ", "Nandi"], ["N/A", ""], ["ann@example.com", "Unknown"]] {
            let cell = |slot: &Slot| Some(if slot.column.as_deref() == Some("Mail") { cells[0] } else { cells[1] });
            found.note(&placeholders_of_row(&slots, cell));
        }
        let notes = found.notes(&slots, 5);
        assert_eq!(notes[0].option.as_deref(), Some("--blank=N/A --blank=- --blank=n/a"));
        assert_eq!((notes[0].count, notes[0].of), (Some(4), Some(5)));
        assert_eq!(notes[1].option.as_deref(), Some("--blank=N/A"), "Null and Unknown are people's names");
        assert!(notes[0].message.contains("2 are N/A, 1 is -"), "{}", notes[0].message);
    }

    #[test]
    fn an_option_of_a_list_is_a_value() {
        let mut options = crate::model::ListOptions::default();
        options.insert(Text::from("N/A"));
        assert!(!is_placeholder("n/a", &slot(FieldId(20), FieldKind::List(options.into()), "Level")));
        assert!(is_placeholder("NULL", &slot(FieldId(20), FieldKind::Text, "Level")));
    }
}
