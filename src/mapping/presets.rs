//! Exports that are recognised as a whole by their headers (spec section 5): what suggests their columns, and which of
//! their cells are written in a way of their own.

mod definitions;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use super::MappingError;
use super::header::Header;
use crate::model::{CellFormat, Column, FieldId, FieldKind};

/// An export of a program that many people use.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its stable name: `google`, `outlook-de`, …
    pub name: &'static str,
    /// Its name for people: `Google Contacts export`.
    pub title: &'static str,
    /// Headers that other lists do not have.
    marks: &'static [&'static str],
    /// How many of the marks are enough. People delete columns before they import, so it is never all of them.
    enough: usize,
    /// Headers that this export never has, though one that resembles it does.
    strangers: &'static [&'static str],
    /// The headers for each field, the best first.
    fields: &'static [(FieldId, &'static [&'static str])],
    /// Columns that are written in a way of their own.
    formats: &'static [(&'static str, CellFormat)],
}

impl Preset {
    /// All of them. Where headers fit several equally, the first wins.
    pub const ALL: &'static [Self] = definitions::ALL;

    /// The preset of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|preset| preset.name.eq_ignore_ascii_case(name.trim()))
    }

    /// Its name for people in a sentence: `a Google Contacts export`, `an Outlook export`.
    pub fn with_article(&self) -> String {
        let article = if self.title.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
        format!("{article} {}", self.title)
    }

    /// How the export writes the cells of a column.
    pub fn format_of(&self, column: &Column) -> CellFormat {
        let header = Header::new(&column.name);
        let known = self.formats.iter().find(|(pattern, _)| header.fits(pattern));
        known.map_or(CellFormat::Plain, |(_, format)| *format)
    }

    /// The field for which the export has this column, and its place among the columns for that field, from 0. Of
    /// numbered columns the lower number comes first.
    pub(super) fn field_of(&self, header: &Header) -> Option<(FieldId, usize)> {
        /// Outlook's and Google's numbers stay below it.
        const NUMBERS: usize = 100;
        self.fields.iter().find_map(|(field, patterns)| {
            let place = patterns.iter().position(|pattern| header.fits(pattern))?;
            let number = if patterns[place].contains('#') { header.number.unwrap_or(0) } else { 0 };
            Some((*field, place * NUMBERS + number.min(NUMBERS - 1)))
        })
    }

    /// How many of the marks are among the headers; `None` when they are not enough.
    fn score(&self, headers: &[Header]) -> Option<usize> {
        let has = |pattern: &&&str| headers.iter().any(|header| header.fits(pattern));
        let score = self.marks.iter().filter(has).count();
        (score >= self.enough && !self.strangers.iter().any(|pattern| has(&pattern))).then_some(score)
    }
}

/// The export that has these headers. The order of the columns does not matter, and some may be missing.
pub fn recognise(columns: &[Column]) -> Option<&'static Preset> {
    let headers = Header::all(columns);
    let mut best = None;
    for preset in Preset::ALL {
        let score = preset.score(&headers);
        if score > best.map(|(score, _)| score).unwrap_or_default() {
            best = Some((score, preset));
        }
    }
    best.map(|(_, preset)| preset)
}

/// How a column of a format is read into a field of a kind: several values in a cell are several tags.
pub(super) fn format_for(format: CellFormat, kind: Option<&FieldKind>) -> CellFormat {
    match (format, kind) {
        (CellFormat::Joined, Some(FieldKind::Tags)) => CellFormat::Labels,
        _ => format,
    }
}

/// Whose ways of writing cells are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PresetChoice {
    /// Those of the export that the headers are recognised as.
    #[default]
    Recognise,
    /// Nobody's: every cell is its value.
    Off,
    /// Those of this export, whatever the headers say.
    Named(&'static Preset),
}

impl PresetChoice {
    /// How it stands in a recipe ([`crate::model::ParseSettings::preset`]).
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

    /// `none`, or a preset's name.
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
