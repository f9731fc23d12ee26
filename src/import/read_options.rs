//! The reading options of an import, parsed (spec section 4).

use crate::model::{BarePhones, ParseSettings};
use crate::values::{DateFormat, DateFormatError, Region, RegionError, is_blank};

/// How the cells of a list are read, where that differs from the default.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Cell text that clears its field.
    pub clear_marker: Option<String>,
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
}

impl TryFrom<&ParseSettings> for ReadOptions {
    type Error = ReadOptionsError;

    fn try_from(settings: &ParseSettings) -> Result<Self, ReadOptionsError> {
        let date_format = settings.date_format.as_deref().map(str::parse).transpose()?;
        let region = settings.region.as_deref().map(str::parse).transpose()?;
        if settings.clear_marker.as_deref().is_some_and(is_blank) {
            return Err(ReadOptionsError::BlankMarker);
        }
        Ok(Self {
            clear_marker: settings.clear_marker.clone(),
            region,
            bare_phones: settings.bare_phones,
            tag_separator: settings.tag_separator,
            date_format,
        })
    }
}
