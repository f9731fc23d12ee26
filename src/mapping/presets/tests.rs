//! Tests of the presets.

use super::*;
use crate::mapping::{MappingRequest, compile};
use crate::model::{Fields, Purpose};

fn columns(names: &[&str]) -> Vec<Column> {
    let column = |(index, name): (usize, &&str)| Column {
        position: index + 1,
        name: (*name).to_owned(),
        raw: (*name).to_owned(),
    };
    names.iter().enumerate().map(column).collect()
}

/// The formats of the mapped columns.
fn formats(names: &[&str], map: &[&str], preset: PresetChoice) -> Vec<CellFormat> {
    let map = map.iter().map(|pair| (*pair).into()).collect();
    let request = MappingRequest { map, preset, ..MappingRequest::new(Purpose::AddAll, Vec::new()) };
    let compiled = compile(&columns(names), &Fields::standard(), &request).unwrap();
    compiled.mapping.slots.iter().map(|slot| slot.format).collect()
}

const GOOGLE: [&str; 4] = ["First Name", "E-mail 1 - Value", "Phone 1 - Value", "Labels"];
const PAIRS: [&str; 3] = ["#2=Email", "#3=Phone Number", "#4=Tags"];

#[test]
fn a_recognised_export_sets_formats_and_maps_nothing() {
    use CellFormat::{Joined, Labels, Plain};
    assert_eq!(formats(&GOOGLE, &[], PresetChoice::Recognise), [Plain]);
    assert_eq!(formats(&GOOGLE, &PAIRS, PresetChoice::Recognise), [Plain, Joined, Joined, Labels]);
    assert_eq!(formats(&GOOGLE, &PAIRS, PresetChoice::Off), [Plain; 4]);
    let one = ["First Name", "Labels"];
    assert_eq!(formats(&one, &["#2=Tags"], PresetChoice::Recognise), [Plain, Plain]);
    let google = "google".parse().unwrap();
    assert_eq!(formats(&one, &["#2=Tags"], google), [Plain, Labels]);
}

#[test]
fn several_values_in_a_cell_are_several_tags() {
    let found = formats(&GOOGLE, &["#2=Tags"], PresetChoice::Recognise);
    assert_eq!(found, [CellFormat::Plain, CellFormat::Labels]);
}

#[test]
fn a_choice_is_read_from_a_recipe_and_written_back() {
    for name in Preset::ALL.iter().map(|preset| Some(preset.name)).chain([None, Some("none")]) {
        let named = match PresetChoice::from_recipe(name).unwrap() {
            PresetChoice::Recognise => None,
            PresetChoice::Off => Some("none"),
            PresetChoice::Named(preset) => Some(preset.name),
        };
        assert_eq!(named, name);
    }
    assert!(
        matches!(PresetChoice::from_recipe(Some(" Google ")), Ok(PresetChoice::Named(preset)) if preset.name == "google")
    );
    let error = PresetChoice::from_recipe(Some("gogle")).unwrap_err();
    assert_eq!(error.code(), "mapping-preset-unknown");
    assert!(error.to_string().contains("'gogle'") && error.to_string().contains("outlook-de"), "{error}");
}

#[test]
fn a_preset_has_a_name_for_sentences() {
    let described = |name| Preset::named(name).map(Preset::with_article).unwrap();
    assert_eq!([described("outlook"), described("google")], ["an Outlook export", "a Google Contacts export"]);
}

#[test]
fn every_preset_is_complete_and_well_formed() {
    for preset in Preset::ALL {
        assert!(preset.marks.len() >= preset.enough && preset.enough >= 2, "{}", preset.name);
        let name_is_plain = preset.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        assert!(name_is_plain && Preset::named(preset.name) == Some(preset), "{}", preset.name);
        let patterns = preset.fields.iter().flat_map(|(_, patterns)| *patterns).chain(preset.marks);
        for pattern in patterns.chain(preset.strangers).chain(preset.formats.iter().map(|(pattern, _)| pattern)) {
            let is_folded = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || " #*".contains(c);
            assert!(pattern.chars().all(is_folded), "{pattern}");
        }
    }
}
