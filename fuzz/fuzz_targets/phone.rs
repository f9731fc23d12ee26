#![cfg_attr(fuzzing, no_main)]
//! Any cell: either errors, or a number in E.164 that is read as itself.

use contacts::model::FieldKind;
use contacts::values::{self, ParseOptions};

/// E.164 allows 15, but the library knows countries with longer numbers: a code of 3 digits and 17 more.
const MOST_DIGITS: usize = 20;

fn check(data: &[u8]) {
    let Ok(cell) = std::str::from_utf8(data) else { return };
    match values::read(&FieldKind::Phone, cell, &ParseOptions::default()) {
        Ok(value) => {
            let digits = value.text.strip_prefix('+').expect("a plus");
            assert!(digits.len() <= MOST_DIGITS && digits.bytes().all(|digit| digit.is_ascii_digit()), "{value:?}");
            let again = values::read(&FieldKind::Phone, &value.text, &ParseOptions::default());
            assert_eq!(again.map(|again| again.text), Ok(value.text));
        }
        Err(findings) => assert!(!findings.is_empty(), "an error without a reason: {cell:?}"),
    }
}

contacts_fuzz::target!(check);
