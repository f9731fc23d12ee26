#![cfg_attr(fuzzing, no_main)]
//! Any text as a saved mapping: either an error, or a mapping that is written and read back as the same.

use contacts::mapping::SavedMapping;

fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(mapping) = SavedMapping::from_toml(text) else { return };
    let written = mapping.to_toml().expect("whatever was read can be written");
    assert_eq!(SavedMapping::from_toml(&written), Ok(mapping), "{written}");
}

contacts_fuzz::target!(check);
