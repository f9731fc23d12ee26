//! Words that only stand for nothing, counted by column in the prescan: `N/A`, `NULL`, `-` (spec section 4).

use std::collections::BTreeMap;

use super::NameColumns;
use crate::model::{
    Diagnostic, FieldId, FieldKind, IssueCode, Note, Slot, SlotSource, Target, ValueClass, format_thousands, quote,
};
use crate::values;

/// Words that are people's names too; in a column of names they count for nothing.
const NAMES: [&str; 6] = ["na", "null", "none", "nil", "nan", "unknown"];

/// Maximum number of words that are offered for one column, the most frequent first.
const OFFERED: usize = 10;

/// Counts by slot index and spelling; empty until a word is found.
#[derive(Debug, Default)]
pub struct Placeholders {
    columns: BTreeMap<usize, BTreeMap<String, u64>>,
}

/// Returns true if a trimmed cell only stands for nothing, as far as the field it goes to can tell.
fn is_placeholder(cell: &str, slot: &Slot) -> bool {
    let may_be_a_name = || is_name(slot) && NAMES.iter().any(|name| cell.eq_ignore_ascii_case(name));
    values::is_placeholder(cell) && !may_be_a_name() && !is_option(slot, cell)
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

    /// Returns the words of each column with their counts, by slot index, the most frequent first.
    /// `names` tells the columns of names, where a word such as NA is no code.
    pub fn words(&self, slots: &[Slot], names: &NameColumns) -> Vec<(usize, Vec<(&str, u64)>)> {
        let of_column = |at: usize| Some((at, self.words_of(at, slots.get(at)?, names)));
        let columns = self.columns.keys().filter_map(|at| of_column(*at));
        columns.filter(|(_, words)| !words.is_empty()).collect()
    }

    fn words_of(&self, at: usize, slot: &Slot, names: &NameColumns) -> Vec<(&str, u64)> {
        let is_value = |word: &str| !names.are_names(at) && is_code(slot, word);
        let words = self.columns.get(&at).into_iter().flatten().filter(|(word, _)| !is_value(word));
        let mut words: Vec<(&str, u64)> = words.map(|(word, count)| (word.as_str(), *count)).collect();
        words.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), *word));
        words
    }

    /// Returns a note for each column that has such words, in slot order. `names` tells the columns of names, where a
    /// word such as NA is no code; `rows` is the number of rows of the list.
    pub fn notes(&self, slots: &[Slot], names: &NameColumns, rows: u64) -> Vec<Note> {
        let words = self.words(slots, names).into_iter();
        words.filter_map(|(at, words)| Some(note(slots.get(at)?, &words, rows))).collect()
    }
}

/// Returns the note on the words of a column.
fn note(slot: &Slot, words: &[(&str, u64)], rows: u64) -> Note {
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
    let note = Note::warning("placeholders", message).column(column).field(&slot.field_name);
    note.count_of(count, rows).option(options)
}

/// Formats the option that reads a word as blank. With `=`, because a word may begin with a hyphen.
fn option(word: &str) -> String {
    format!("--blank={}", quote(word))
}

/// Returns the findings on a value, with the option that counts it as blank if it only stands for nothing.
pub fn offering_blank(mut findings: Vec<Diagnostic>, value: &str) -> Vec<Diagnostic> {
    let word = value.trim();
    if values::is_placeholder(word)
        && let Some(finding) = findings.first_mut()
    {
        finding.message += &format!("; to count such cells as blank: {}", option(word));
    }
    findings
}

/// Returns the finding for a word that only stands for nothing, where a name belongs: a contact would be called `N/A`, or
/// lose its name to it. Words that are people's names too are taken for names.
pub fn placeholder_in_name(slot: &Slot, value: &str) -> Option<Diagnostic> {
    let word = value.trim();
    let is_for_nothing = is_name(slot) && is_placeholder(word, slot);
    let message =
        || format!("{word} stands for nothing and is no name: add {} to count such cells as blank", option(word));
    is_for_nothing.then(|| Diagnostic::new(IssueCode::NamePlaceholder, message()))
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
        let notes = found.notes(&slots, &NameColumns::default(), 5);
        assert_eq!(notes[0].option.as_deref(), Some("--blank=N/A --blank=- --blank=n/a"));
        assert_eq!((notes[0].count, notes[0].of), (Some(4), Some(5)));
        assert_eq!(notes[1].option.as_deref(), Some("--blank=N/A"), "Null and Unknown are people's names");
        assert!(notes[0].message.contains("2 are N/A, 1 is -"), "{}", notes[0].message);
    }

    #[test]
    fn only_a_word_that_nobody_is_called_is_no_name() {
        let last_name = slot(FieldId::LAST_NAME, FieldKind::Text, "Surname");
        for word in ["N/A", " - ", "n.a.", "(null)"] {
            assert_eq!(placeholder_in_name(&last_name, word).unwrap().code, IssueCode::NamePlaceholder, "{word}");
        }
        for name in ["Null", "Nan", "Na", "None", "N", "A-"] {
            assert_eq!(placeholder_in_name(&last_name, name), None, "{name}");
        }
        let note = slot(FieldId::PHONE, FieldKind::Text, "Note");
        assert_eq!(placeholder_in_name(&note, "N/A"), None, "a text may say so");
    }

    #[test]
    fn a_code_is_a_word_for_nothing_only_in_a_column_of_names() {
        let slots = [slot(FieldId::COUNTRY, FieldKind::Country, "Land")];
        let mut found = Placeholders::default();
        for cell in ["NA", "na", "n/a"] {
            found.note(&placeholders_of_row(&slots, |_| Some(cell)));
        }
        let option = |names: &NameColumns| found.notes(&slots, names, 9)[0].option.clone();
        assert_eq!(option(&NameColumns::default()).as_deref(), Some("--blank=n/a"), "NA is Namibia");
        let names = NameColumns::of_cells(&["Malaysia", "Singapore", "DE"]);
        assert_eq!(option(&names).as_deref(), Some("--blank=NA --blank=n/a --blank=na"));
    }

    #[test]
    fn an_option_of_a_list_is_a_value() {
        let mut options = crate::model::ListOptions::default();
        options.insert(Text::from("N/A"));
        assert!(!is_placeholder("n/a", &slot(FieldId(20), FieldKind::List(options.into()), "Level")));
        assert!(is_placeholder("NULL", &slot(FieldId(20), FieldKind::Text, "Level")));
    }
}
