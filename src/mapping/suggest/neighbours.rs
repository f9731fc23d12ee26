//! Words whose meaning other columns of the list show.

use crate::mapping::header::Header;

/// Words for a month and a year in the languages in which a day is a `Tag`, folded.
const MONTH_AND_YEAR: [&str; 2] = ["monat", "jahr"];

/// Returns true for a German `Tag`, a day, beside `Monat` or `Jahr`; elsewhere it is the English word.
pub(super) fn is_day(header: &Header, all: &[Header]) -> bool {
    let is_date_part = |other: &Header| MONTH_AND_YEAR.iter().any(|part| other.words.iter().any(|word| word == part));
    header.key == "tag" && all.iter().any(is_date_part)
}
