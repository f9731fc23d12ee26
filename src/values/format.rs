//! Cell formats of programs (spec section 5), decoded before a cell is read as a value.

use std::borrow::Cow;

use super::{date, full_name, trim};
use crate::model::{CellFormat, Diagnostic, IssueCode, join_tags_by};

/// Separator of the values in one of Google's cells.
const MULTI_VALUE_SEPARATOR: &str = ":::";

/// Returns the plain value of a cell, and a warning if a part of it is dropped. The text is blank where the format says
/// that the cell holds nothing.
pub fn decode_cell(cell: &str, format: CellFormat, tag_separator: Option<char>) -> (Cow<'_, str>, Option<Diagnostic>) {
    match format {
        CellFormat::Plain => (Cow::Borrowed(cell), None),
        CellFormat::Joined => first_of(cell),
        CellFormat::Labels => (Cow::Owned(labels(cell, tag_separator)), None),
        CellFormat::NamePart(part, order) => full_name::part_of(cell, part, order),
        CellFormat::BlankDate => (Cow::Borrowed(if date::is_zero_date(trim::trim(cell)) { "" } else { cell }), None),
    }
}

fn first_of(cell: &str) -> (Cow<'_, str>, Option<Diagnostic>) {
    if !cell.contains(MULTI_VALUE_SEPARATOR) {
        return (Cow::Borrowed(cell), None);
    }
    let mut values = values(cell);
    let first = values.next().unwrap_or_default();
    let others = values.filter(|other| *other != first).count();
    (Cow::Borrowed(first), (others > 0).then(|| dropped_values(others)))
}

/// Iterates over the values that are not blank.
fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(MULTI_VALUE_SEPARATOR).map(trim::trim).filter(|value| !trim::is_blank(value))
}

fn dropped_values(others: usize) -> Diagnostic {
    let others = if others == 1 { "the other one is".to_owned() } else { format!("the {others} others are") };
    Diagnostic::new(
        IssueCode::SeveralValues,
        format!("several values stand in the cell: the first is taken, {others} left out"),
    )
}

/// Joins labels as tags. Google stars the labels that it created itself: `* myContacts`.
fn labels(cell: &str, tag_separator: Option<char>) -> String {
    let unstarred = |label| trim::trim(str::strip_prefix(label, "* ").unwrap_or(label));
    join_tags_by(values(cell).map(unstarred), tag_separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::split_tag_cell;

    #[test]
    fn the_first_of_joined_values_is_taken_and_the_others_are_told() {
        for (cell, first, told) in [
            ("a@example.com", "a@example.com", None),
            ("a ::: b", "a", Some("the other one is left out")),
            (" ::: b ::: c ::: d", "b", Some("the 2 others are left out")),
            ("a ::: a", "a", None),
            ("a ::: ", "a", None),
            (" ::: ", "", None),
            ("a:b", "a:b", None),
        ] {
            let (text, finding) = decode_cell(cell, CellFormat::Joined, None);
            assert_eq!(text, first, "{cell}");
            match (finding, told) {
                (Some(finding), Some(told)) => {
                    assert_eq!(finding.code, IssueCode::SeveralValues);
                    assert!(finding.message.contains(told), "{}", finding.message);
                }
                (finding, told) => assert_eq!((finding, told), (None, None), "{cell}"),
            }
        }
    }

    #[test]
    fn labels_are_tags_whatever_separates_tags() {
        let cell = "* myContacts ::: Friends; old ::: A, \"B\" ::: * starred ::: a|b";
        for separator in [None, Some('|'), Some('\t'), Some(' ')] {
            let (text, finding) = decode_cell(cell, CellFormat::Labels, separator);
            let expected = ["myContacts", "Friends; old", "A, \"B\"", "starred", "a|b"];
            assert_eq!((split_tag_cell(&text, separator), finding), (expected.map(str::to_owned).to_vec(), None));
        }
        assert_eq!(decode_cell(" ", CellFormat::Labels, None).0, "");
    }

    #[test]
    fn dates_of_zeros_are_none() {
        for cell in ["0/0/00", "0.0.00", "00.00.0000", "0/0/0000", " 0-0-00 ", "0000-00-00", "0000.00.00."] {
            assert_eq!(decode_cell(cell, CellFormat::BlankDate, None).0, "", "{cell}");
        }
        for cell in ["1/0/00", "0/0", "0", "00000", "31.12.2000", "0/0/0/0", "//"] {
            assert_eq!(decode_cell(cell, CellFormat::BlankDate, None).0, cell);
        }
    }

    #[test]
    fn a_plain_cell_is_handed_on_as_it_is() {
        let (text, finding) = decode_cell("a ::: b", CellFormat::Plain, None);
        assert!(matches!(text, Cow::Borrowed("a ::: b")) && finding.is_none());
    }
}
