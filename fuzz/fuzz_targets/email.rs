#![cfg_attr(fuzzing, no_main)]
//! Any cell: either errors, or an address that is kept as it is and whose folded form folds to itself.

use contacts::model::FieldKind;
use contacts::values::{self, ParseOptions, email_key};

fn check(data: &[u8]) {
    let Ok(cell) = std::str::from_utf8(data) else { return };
    match values::read(&FieldKind::Email, cell, &ParseOptions::default()) {
        Ok(value) => {
            assert!(cell.contains(value.text.as_str()), "{cell:?} became {value:?}");
            let key = email_key(&value.text);
            assert_eq!(email_key(&key), key);
        }
        Err(findings) => assert!(!findings.is_empty(), "an error without a reason: {cell:?}"),
    }
}

contacts_fuzz::target!(check);
