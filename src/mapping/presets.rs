//! Presets: exports that are recognised as a whole by their headers (spec section 5). They suggest fields for columns
//! and define how some of their cells are written.

mod definitions;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use super::MappingError;
use super::header::Header;
use crate::model::{CellFormat, Column, FieldId, FieldKind, KnownField};

/// Export of a widely used program.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// Stable name: `google`, `outlook-de`, …
    pub name: &'static str,
    /// Name for people: `Google Contacts export`.
    pub title: &'static str,
    /// Headers that other lists do not have.
    marks: &'static [&'static str],
    /// Number of marks that suffice. People delete columns before they import, so it is never all of them.
    enough: usize,
    /// Headers that this export never has, though a similar one does.
    strangers: &'static [&'static str],
    /// Headers for each field, the best first.
    fields: &'static [(FieldId, &'static [&'static str])],
    /// Headers for custom fields of a meaning, the best first.
    known: &'static [(KnownField, &'static [&'static str])],
    /// Pairs of columns, values and their labels, of which the label names the field: the number in both is the same.
    labelled: &'static [(&'static str, &'static str)],
    /// Columns whose cells have a special form.
    formats: &'static [(&'static str, CellFormat)],
}

impl Preset {
    /// All presets. Where headers fit several equally, the first wins.
    pub const ALL: &'static [Self] = definitions::ALL;

    /// Returns the preset of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|preset| preset.name.eq_ignore_ascii_case(name.trim()))
    }

    /// Returns the name with its article: `a Google Contacts export`, `an Outlook export`.
    pub fn with_article(&self) -> String {
        let article = if self.title.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
        format!("{article} {}", self.title)
    }

    /// Returns the form in which the export writes the cells of a column.
    pub fn format_of(&self, column: &Column) -> CellFormat {
        let header = Header::new(&column.name);
        let known = self.formats.iter().find(|(pattern, _)| header.fits(pattern));
        known.map_or(CellFormat::Plain, |(_, format)| *format)
    }

    /// Returns the field for which the export has this column, and the rank among the columns for that field, from 0.
    /// Of numbered columns the lower number comes first.
    pub(super) fn field_of(&self, header: &Header) -> Option<(FieldId, usize)> {
        find_ranked(self.fields, header)
    }

    /// Returns the meaning of the custom field for which the export has this column, and the rank likewise.
    pub(super) fn meaning_of(&self, header: &Header) -> Option<(KnownField, usize)> {
        find_ranked(self.known, header)
    }

    /// Returns the columns of values whose labels are in another column, each with that column, by index from 0.
    pub fn labelled(&self, columns: &[Column]) -> Vec<(usize, usize)> {
        let headers = Header::all(columns);
        let find = |pattern: &str, number| {
            headers.iter().position(|header: &Header| header.fits(pattern) && header.number == number)
        };
        let labels_of = |(index, header): (usize, &Header)| {
            let (_, label) = self.labelled.iter().find(|(value, _)| header.fits(value))?;
            Some((index, find(label, header.number)?))
        };
        headers.iter().enumerate().filter_map(labels_of).collect()
    }

    /// Returns the number of marks among the headers; `None` if they are too few.
    fn score(&self, headers: &[Header]) -> Option<usize> {
        let has = |pattern: &&&str| headers.iter().any(|header| header.fits(pattern));
        let score = self.marks.iter().filter(has).count();
        (score >= self.enough && !self.strangers.iter().any(|pattern| has(&pattern))).then_some(score)
    }
}

/// Finds what a header stands for, and its rank among the headers for that, from 0.
fn find_ranked<T: Copy>(known: &[(T, &[&str])], header: &Header) -> Option<(T, usize)> {
    /// Bound of the numbers in Outlook's and Google's headers.
    const NUMBERS: usize = 100;
    known.iter().find_map(|(meant, patterns)| {
        let place = patterns.iter().position(|pattern| header.fits(pattern))?;
        // Google numbers its columns: `Phone 1 - Value` is the contact's first number.
        let number = if patterns[place].contains('#') { header.number.unwrap_or(0) } else { 0 };
        Some((*meant, place * NUMBERS + number.min(NUMBERS - 1)))
    })
}

/// Returns the export that has these headers. The order of the columns does not matter, and some may be missing.
pub fn recognise(columns: &[Column]) -> Option<&'static Preset> {
    let headers = Header::all(columns);
    let mut best = None;
    for preset in Preset::ALL {
        let score = preset.score(&headers);
        // `>` and not `>=`: of equal scores the first preset stays.
        if score > best.map(|(score, _)| score).unwrap_or_default() {
            best = Some((score, preset));
        }
    }
    best.map(|(_, preset)| preset)
}

/// Returns how a column of a format is read into a field of a kind: several values in a cell are several tags.
pub(super) fn format_for(format: CellFormat, kind: Option<&FieldKind>) -> CellFormat {
    match (format, kind) {
        (CellFormat::Joined, Some(FieldKind::Tags)) => CellFormat::Labels,
        _ => format,
    }
}

/// Choice of the preset whose cell formats are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PresetChoice {
    /// The export that the headers are recognised as.
    #[default]
    Recognise,
    /// None: every cell is its value.
    Off,
    /// This export, whatever the headers say.
    Named(&'static Preset),
}

impl PresetChoice {
    /// Parses the choice from a recipe ([`crate::model::ParseSettings::preset`]).
    ///
    /// # Errors
    /// [`MappingError::UnknownPreset`] when no preset has the name.
    pub fn from_recipe(name: Option<&str>) -> Result<Self, MappingError> {
        name.map_or(Ok(Self::Recognise), str::parse)
    }

    /// The preset to use for a source with these columns.
    pub fn of(self, columns: &[Column]) -> Option<&'static Preset> {
        match self {
            Self::Recognise => recognise(columns),
            Self::Off => None,
            Self::Named(preset) => Some(preset),
        }
    }
}

const NONE: &str = "none";

impl FromStr for PresetChoice {
    type Err = MappingError;

    /// Parses `none` or the name of a preset.
    fn from_str(name: &str) -> Result<Self, MappingError> {
        if name.trim().eq_ignore_ascii_case(NONE) {
            return Ok(Self::Off);
        }
        Preset::named(name).map(Self::Named).ok_or_else(|| MappingError::UnknownPreset {
            name: name.to_owned(),
            known: Preset::ALL.iter().map(|preset| preset.name).collect(),
        })
    }
}
