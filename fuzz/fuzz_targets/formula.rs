#![cfg_attr(fuzzing, no_main)]
//! Any cell: guarded it is inert, and the guard comes off exactly.

use contacts::model::{guard_formula, unguard_formula};

fn check(data: &[u8]) {
    let guarded = guard_formula(data);
    assert!(!guarded.starts_with(b"=") && !guarded.starts_with(b"@"), "{guarded:?}");
    if let (Ok(cell), Ok(guarded)) = (std::str::from_utf8(data), std::str::from_utf8(&guarded)) {
        assert_eq!(unguard_formula(guarded), cell);
    }
}

contacts_fuzz::target!(check);
