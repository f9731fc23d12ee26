//! The reading options of an import, parsed (spec section 4).

use crate::model::{BarePhones, ParseSettings};
use crate::values::{BlankWords, DateFormat, DateFormatError, Region, RegionError, is_blank};

/// How the cells of a list are read, where that differs from the default.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Cell text that clears its field.
    pub clear_marker: Option<String>,
    /// Texts that count as blank where a cell is exactly one of them.
    pub blank: BlankWords,
    /// Country whose national phone numbers are read in rows without a Country.
    pub region: Option<Region>,
    /// Treatment of phone numbers with neither `+`, `00` nor a country; `None` leaves it to the column's evidence.
    pub bare_phones: Option<BarePhones>,
    /// Separator of tags in a cell, if neither `,` nor `;`.
    pub tag_separator: Option<char>,
    /// Format of dates, if not `YYYY-MM-DD`.
    pub date_format: Option<DateFormat>,
}

/// Error of reading options that a recipe holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadOptionsError {
    /// A text that is no date format.
    #[error(transparent)]
    DateFormat(#[from] DateFormatError),
    /// A text that is no country with phone numbers.
    #[error(transparent)]
    Region(#[from] RegionError),
    /// A blank clear marker, which would make a blank cell mean two things.
    #[error("clear-marker is blank")]
    BlankMarker,
    /// A word for blank cells that is blank itself.
    #[error("a blank word is blank itself")]
    BlankWord,
}

impl ReadOptions {
    /// Returns true if a cell that looks like a value may be none.
    pub(super) fn has_markers(&self) -> bool {
        self.clear_marker.is_some() || !self.blank.is_empty()
    }

    /// Returns true if a cell holds a value, as far as the text of the whole cell tells.
    pub(super) fn is_value(&self, cell: &str) -> bool {
        self.clear_marker.as_deref() != Some(cell) && !self.blank.holds(cell) && !is_blank(cell)
    }
}

impl TryFrom<&ParseSettings> for ReadOptions {
    type Error = ReadOptionsError;

    fn try_from(settings: &ParseSettings) -> Result<Self, ReadOptionsError> {
        let date_format = settings.date_format.as_deref().map(str::parse).transpose()?;
        let region = settings.region.as_deref().map(str::parse).transpose()?;
        if settings.clear_marker.as_deref().is_some_and(is_blank) {
            return Err(ReadOptionsError::BlankMarker);
        }
        if settings.blank.iter().any(|word| is_blank(word)) {
            return Err(ReadOptionsError::BlankWord);
        }
        Ok(Self {
            blank: settings.blank.iter().map(String::as_str).collect(),
            clear_marker: settings.clear_marker.clone(),
            region,
            bare_phones: settings.bare_phones,
            tag_separator: settings.tag_separator,
            date_format,
        })
    }
}
