//! Parsing of a cell's text into a canonical value, or into diagnostics that say what is wrong with it (spec section
//! 4).
//!
//! ```text
//!            ┌─▶ phone   filter (pure) ─▶ library (rlibphonenumber) ─▶ E.164
//!   cell ────┼─▶ email   checks (pure, email_address, idna) ─▶ as written; `email_key` folds it for comparing
//!   trimmed  ├─▶ names   country ─▶ alpha-2, language ─▶ ISO 639
//!            ├─▶ tags    names checked ─▶ as written
//!            ├─▶ date    year, month and day in the given order ─▶ YYYY-MM-DD
//!            ├─▶ number, time, checkbox, options ─▶ one form each; web address ─▶ as written
//!            └─▶ text    as written
//! ```
//!
//! Before that, `format` decodes what programs pack into cells; `classify_value` guesses quickly what a value may be,
//! and `shape` shows what it looks like without what it says.
//!
//! Nothing here knows where the cell stands: a [`Diagnostic`] has no line. Of the value it names at most the part that
//! is wrong: a character, a word before or behind a phone number, choices that the field does not have. Parsing is pure
//! and may be done by several threads at once; tables are built when the first value needs them.

mod blank_words;
mod checkbox;
mod choices;
mod classify_value;
mod contact_id;
mod date;
mod email;
mod field_name;
mod format;
mod full_name;
mod garbled;
mod names;
mod number;
mod option;
mod phone;
mod placeholder;
mod scientific;
mod shape;
mod spreadsheet_error;
mod tags;
mod time;
mod trim;
mod web_address;

pub use blank_words::BlankWords;
pub use classify_value::classify;
pub use contact_id::contact_id;
pub use date::{DateEvidence, DateFormat, DateFormatChoice, DateFormatError, DateSign, needs_date_format};
pub use email::{email_key, other_cases, without_mark};
pub use field_name::{FieldNameError, check_visible, field_name, option_name};
pub use format::decode_cell;
pub use full_name::{FullName, shown_order, split_full_name};
pub use garbled::garbled;
pub use names::{codes_named, country_name, other_meaning as other_meaning_of_language};
pub use number::{DecimalReading, NumberEvidence, NumberSign, has_leading_zero};
pub use option::{advise_to_add_options, advise_to_import_options, new_option, option_of, unknown_options};
pub use phone::{
    BareCounts, NumberCountries, PhoneColumn, PhoneSign, Region, RegionError, RegionFit, RegionVerdicts, calling_codes,
    country_differs, digits, national_number, other_mobile_form, phone_unwrapped, under_country_codes,
};
pub use placeholder::is_placeholder;
pub use scientific::{has_lost_digits, has_lost_digits_of_id};
pub use shape::shape;
pub use spreadsheet_error::{is_plainly_a_value, spreadsheet_error};
pub use tags::{tag_fault, typed_tag_fault};
pub use trim::{is_blank, trim};

use crate::model::{BarePhones, Diagnostic, FieldKind, Text};

/// Returns a name in comparable form: lower case, without accents and punctuation, one blank between words.
pub fn fold_name(name: &str) -> Text {
    names::normalize_name(name)
}

/// Value in its canonical form, with its warnings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Canonical form: E.164, alpha-2, …; the trimmed cell where the value is stored as written.
    pub text: Text,
    /// Warnings; usually empty, and then without an allocation.
    pub warnings: Vec<Diagnostic>,
}

impl Value {
    /// Creates a value without warnings.
    fn plain(text: impl Into<Text>) -> Self {
        Self { text: text.into(), warnings: Vec::new() }
    }
}

/// A value, or all errors of the cell.
pub type ParseResult = Result<Value, Vec<Diagnostic>>;

/// Knowledge of the import about its columns, besides the cells themselves.
#[derive(Debug, Clone, Copy)]
pub struct ParseOptions {
    /// Country whose national phone numbers are accepted: the row's own, else that of `--region`.
    pub region: Option<Region>,
    /// Reading of digits without `+` or `00` that are no number of the region.
    pub bare_phones: BarePhones,
    /// True if a spreadsheet has rounded the column's phone numbers: those that end in 00000 are errors.
    pub are_phones_rounded: bool,
    /// The only character between tags (`--tag-separator`), instead of the usual ones.
    pub tag_separator: Option<char>,
    /// Format of dates (`--date-format`); `YYYY-MM-DD` if none is given.
    pub date_format: Option<DateFormat>,
    /// The only usual format that reads all dates of the column, where none is given or the given one does not read them
    /// all: each date that needs a format is an error that names it.
    pub dates_fit: Option<DateFormat>,
    /// Decimal mark of numbers.
    pub decimal: DecimalReading,
}

impl Default for ParseOptions {
    /// Returns options without knowledge: no region, no evidence, the default separators, dates as `YYYY-MM-DD`.
    fn default() -> Self {
        Self {
            region: None,
            bare_phones: BarePhones::Refuse,
            are_phones_rounded: false,
            tag_separator: None,
            date_format: None,
            dates_fit: None,
            decimal: DecimalReading::Alone,
        }
    }
}

/// Returns true if a cell stands for no value of its kind: a date of zeros, choices without a name.
pub fn stands_for_none(kind: &FieldKind, cell: &str) -> bool {
    match kind {
        FieldKind::Date => date::is_zero_date(trim::trim(cell)),
        FieldKind::Choices(_) => choices::are_none(trim::trim(cell)),
        _ => false,
    }
}

/// Parses a cell that is not blank as a value of this kind. Surrounding blanks, NBSP among them, are no part of the
/// value.
///
/// # Errors
/// All errors of the cell, each with what the kind accepts.
pub fn read(kind: &FieldKind, cell: &str, rules: &ParseOptions) -> ParseResult {
    let text = trim::trim(cell);
    match kind {
        FieldKind::Text => Ok(Value::plain(text)),
        FieldKind::Phone => phone::read(text, rules),
        FieldKind::Email => email::read(text),
        FieldKind::Country => names::country(text).map(Value::plain).map_err(|finding| vec![finding]),
        FieldKind::Language => names::language(text).map(Value::plain).map_err(|finding| vec![finding]),
        FieldKind::Tags => tags::read(text, rules.tag_separator),
        FieldKind::List(options) => option::read(text, options),
        FieldKind::Choices(options) => choices::read(text, kind, options),
        FieldKind::Checkbox => checkbox::read(text),
        FieldKind::Number => number::read(text, rules),
        FieldKind::Url => web_address::read(text),
        FieldKind::Date => date::read(text, rules),
        FieldKind::Time => time::read(text),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::ListOptions;

    fn value(kind: &FieldKind, cell: &str) -> String {
        read(kind, cell, &ParseOptions::default()).unwrap().text.into()
    }

    #[test]
    fn every_kind_is_read_without_the_blanks_around_it() {
        for (kind, cell, expected) in [
            (FieldKind::Text, "\u{A0} Anna\nMaria \t", "Anna\nMaria"),
            (FieldKind::Phone, "\u{A0}+12015550123 ", "+12015550123"),
            (FieldKind::Email, " \u{FEFF}Anna@Example.com\u{A0}", "Anna@Example.com"),
            (FieldKind::Country, " malaysia ", "MY"),
            (FieldKind::Language, "\tEnglish\u{3000}", "en"),
            (FieldKind::Tags, " vip, new ", "vip, new"),
            (FieldKind::List(Arc::new(ListOptions::new(["Gold"]))), " gold\u{A0}", "Gold"),
            (FieldKind::Choices(Arc::new(ListOptions::new(["A", "B"]))), " b;a ", "A; B"),
            (FieldKind::Checkbox, " TRUE ", "yes"),
            (FieldKind::Number, "\u{A0}7.0 ", "7"),
            (FieldKind::Url, " https://example.com ", "https://example.com"),
            (FieldKind::Date, "\u{FEFF}2024-01-31 ", "2024-01-31"),
            (FieldKind::Time, " 3:05 PM ", "15:05"),
        ] {
            assert_eq!(value(&kind, cell), expected, "{cell:?}");
        }
    }

    #[test]
    fn text_is_any_unicode_as_written() {
        for text in
            ["=HYPERLINK(\"x\")", "José", "Jose\u{301}", "山田 太郎", "שלום\u{200F}", "a\u{1B}[31mb", "👩\u{200D}🚀"]
        {
            assert_eq!(value(&FieldKind::Text, text), text);
        }
    }

    #[test]
    fn a_value_with_nothing_to_tell_needs_no_allocation_for_warnings() {
        let reading = read(&FieldKind::Phone, "+12015550123", &ParseOptions::default()).unwrap();
        assert_eq!(reading.warnings.capacity(), 0);
    }
}
