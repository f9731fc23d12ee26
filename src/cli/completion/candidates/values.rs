//! Values that the program knows by itself: countries, settings, encodings, export formats.

use std::ffi::OsStr;

use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};

use super::super::line::Line;
use super::with_prefix;
use crate::mapping::Preset;
use crate::ops::settings::SETTINGS;
use crate::source::SourceEncoding;
use crate::values::Region;

/// Codes of countries with their names.
pub(in crate::cli) fn regions() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| countries(&typed.to_string_lossy()))
}

/// Returns the codes that begin with what was typed; else the one country whose name does. Of several such countries a
/// shell would insert what their codes have in common, and so lose what was typed.
fn countries(typed: &str) -> Vec<CompletionCandidate> {
    let typed = typed.to_lowercase();
    let regions = Region::all();
    let beginning = |text: fn(&Region) -> &'static str| -> Vec<CompletionCandidate> {
        let fitting = regions.iter().filter(|region| text(region).to_lowercase().starts_with(&typed));
        fitting.map(|region| with_help(region.as_str(), region.name())).collect()
    };
    let codes = beginning(|region| region.as_str());
    if codes.is_empty() {
        return Some(beginning(|region| region.name())).filter(|named| named.len() == 1).unwrap_or_default();
    }
    codes
}

/// Names of settings.
pub(in crate::cli) fn settings() -> ArgValueCandidates {
    ArgValueCandidates::new(|| SETTINGS.iter().map(|setting| with_help(setting.name, setting.about)).collect())
}

/// Values of the setting that stands before.
pub(in crate::cli) fn values_of_settings() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let typed = typed.to_string_lossy();
        let name = Line::current().word_before().unwrap_or_default();
        match SETTINGS.iter().find(|setting| setting.name == name) {
            Some(setting) if setting.name == "region" => countries(&typed),
            Some(setting) => with_prefix(&typed, "", setting.choices.iter().map(|choice| (*choice).to_owned())),
            None => Vec::new(),
        }
    })
}

/// Encodings that lists are in.
pub(in crate::cli) fn encodings() -> ArgValueCandidates {
    ArgValueCandidates::new(|| SourceEncoding::COMMON.into_iter().map(CompletionCandidate::new).collect())
}

/// What may become of missing contacts.
pub(in crate::cli) fn missing() -> ArgValueCandidates {
    ArgValueCandidates::new(|| ["keep", "report", "tag=", "delete"].map(CompletionCandidate::from).into())
}

/// Names of the known export formats.
pub(in crate::cli) fn presets() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let known = Preset::ALL.iter().map(|preset| (preset.name, preset.title));
        known.chain([("none", "read every cell as it is")]).map(|(name, title)| with_help(name, title)).collect()
    })
}

fn with_help(value: &str, help: &str) -> CompletionCandidate {
    CompletionCandidate::new(value).help(Some(help.to_owned().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_by_its_code_or_by_a_name_that_no_other_begins_with() {
        let offered = |typed: &str| {
            countries(typed).iter().map(|it| it.get_value().to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(offered("my"), ["MY"]);
        assert_eq!(offered("malay"), ["MY"]);
        assert!(offered("mal").is_empty(), "Malawi, Malaysia, the Maldives, Mali, Malta");
        assert!(offered("").len() > 200);
    }

    #[test]
    fn every_encoding_that_is_offered_is_known() {
        for name in SourceEncoding::COMMON {
            assert_eq!(name.parse::<SourceEncoding>().map(|encoding| encoding.to_string()).as_deref(), Ok(name));
        }
    }

    #[test]
    fn every_value_that_is_offered_for_a_setting_is_taken() {
        for setting in SETTINGS {
            for choice in setting.choices {
                assert!((setting.canonical)(choice).is_ok(), "{} {choice}", setting.name);
            }
        }
    }
}
