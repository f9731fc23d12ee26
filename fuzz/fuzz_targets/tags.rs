#![cfg_attr(fuzzing, no_main)]
//! Any cell: its tags, joined, are read back as the same tags.

use contacts::model::{join_tags, split_tags};

fn check(data: &[u8]) {
    let Ok(cell) = std::str::from_utf8(data) else { return };
    let names = split_tags(cell, None);
    assert_eq!(split_tags(&join_tags(names.iter().map(String::as_str)), None), names);
}

contacts_fuzz::target!(check);
