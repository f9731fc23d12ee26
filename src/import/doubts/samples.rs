//! Samples of the values that a doubt is about: one of each shape, and of dates one that tells the formats apart.

use super::DoubtAbout;
use crate::model::FieldKind;
use crate::values::{DateFormat, ParseOptions, read, shape};

/// Maximum number of samples.
const MAX_SAMPLES: usize = 3;

/// Maximum length of a sample, in characters.
const MAX_SAMPLE_CHARS: usize = 60;

/// Samples of the values that a doubt is about.
#[derive(Debug, Default)]
pub(super) struct OpenSamples {
    /// Values of different kinds, each with its kind.
    kinds: Vec<(Kind, String)>,
    /// Further values of the same kinds.
    others: Vec<String>,
    /// True if a date is needed whose day depends on the format.
    needs_telling: bool,
    /// True if the doubt names the values itself.
    are_named: bool,
}

/// What distinguishes a value from others in the eyes of a person.
#[derive(Debug, PartialEq, Eq)]
struct Kind {
    shape: String,
    /// True if the formats in question read different days.
    is_telling: bool,
}

impl OpenSamples {
    /// Returns no samples of values that this is about.
    pub(super) fn of(about: &DoubtAbout) -> Self {
        let needs_telling = matches!(about, DoubtAbout::DateFormat { formats, .. } if formats.len() > 1);
        Self { needs_telling, are_named: !about.needs_samples(), ..Self::default() }
    }

    /// Returns true if the samples show what the doubt is about.
    pub(super) fn are_telling(&self) -> bool {
        self.are_named || self.kinds.iter().any(|(kind, _)| kind.is_telling || !self.needs_telling)
    }

    /// Adds a value, if it shows more than the samples before it.
    pub(super) fn add(&mut self, value: &str, about: &DoubtAbout) {
        let value: String = value.chars().take(MAX_SAMPLE_CHARS).collect();
        let is_known = self.kinds.iter().any(|(_, known)| *known == value) || self.others.contains(&value);
        if is_known {
            return;
        }
        let is_telling = matches!(about, DoubtAbout::DateFormat { formats, .. } if tells_apart(&value, formats));
        let kind = Kind { shape: shape(&value), is_telling };
        if self.kinds.iter().any(|(known, _)| *known == kind) {
            if self.others.len() < MAX_SAMPLES {
                self.others.push(value);
            }
        } else if self.kinds.len() < MAX_SAMPLES {
            self.kinds.push((kind, value));
        } else if is_telling && !self.are_telling() {
            self.kinds[0] = (kind, value);
        }
    }

    /// Returns the samples.
    pub(super) fn finish(self) -> Vec<String> {
        self.kinds.into_iter().map(|(_, value)| value).chain(self.others).take(MAX_SAMPLES).collect()
    }
}

/// Returns true if each format reads another day.
fn tells_apart(date: &str, formats: &[DateFormat]) -> bool {
    let days: Vec<String> = formats.iter().filter_map(|format| day(date, *format)).collect();
    days.len() == formats.len() && (1..days.len()).all(|at| !days[..at].contains(&days[at]))
}

fn day(text: &str, format: DateFormat) -> Option<String> {
    let rules = ParseOptions { date_format: Some(format), ..ParseOptions::default() };
    read(&FieldKind::Date, text, &rules).ok().map(|value| value.text.to_string())
}
