//! The reading options of an import, parsed (spec section 4).

use crate::mapping::Headers;
use crate::model::{BarePhones, Column, DecimalMark, ParseSettings, SlotSource};
use crate::values::{BlankWords, DateFormat, DateFormatChoice, DateFormatError, Region, RegionError, is_blank, trim};

/// How the cells of a list are read, where that differs from the default.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Cell text that clears its field.
    pub clear_marker: Option<String>,
    /// Texts that count as blank where a cell is exactly one of them.
    pub blank: BlankWords,
    /// Country whose national phone numbers are read in rows without a Country.
    pub region: Option<Region>,
    /// True if that country is the one of the setting `region`, and no option names one.
    pub is_region_of_settings: bool,
    /// Column with the country or the calling code of each row's phone number.
    pub region_from: Option<RegionColumn>,
    /// Treatment of phone numbers with neither `+`, `00` nor a country; `None` leaves it to the column's evidence.
    pub bare_phones: Option<BarePhones>,
    /// Separator of tags in a cell, if neither `,` nor `;`.
    pub tag_separator: Option<char>,
    /// Formats of dates, if not `YYYY-MM-DD`.
    pub date_formats: DateFormats,
    /// Decimal mark of numbers; `None` leaves it to each column's evidence.
    pub decimal: Option<DecimalMark>,
    /// True to add the options that lists and choices lack.
    pub add_options: bool,
}

/// Column that says of which country the phone number of each row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionColumn {
    /// Name of the column, as it was given.
    pub name: String,
    /// Index of the column, from 0; `None` in a source that does not have it.
    pub index: Option<usize>,
}

impl RegionColumn {
    /// Finds the column. One that a saved mapping names and the source does not have says nothing.
    #[must_use]
    pub fn located(self, columns: &[Column]) -> Self {
        Self { index: Headers::new(columns).column(&self.name).ok(), ..self }
    }
}

/// Formats of dates, for all columns and for single ones.
#[derive(Debug, Clone, Default)]
pub struct DateFormats {
    /// In the order in which they were given.
    choices: Vec<DateFormatChoice>,
    /// The format of all columns that have none of their own.
    of_all: Option<DateFormat>,
    /// Formats of single columns, by index.
    of_columns: Vec<(usize, DateFormat)>,
}

impl DateFormats {
    /// Returns them as they were given.
    pub fn typed(&self) -> Vec<String> {
        self.choices.iter().map(DateFormatChoice::to_string).collect()
    }

    /// Finds the columns that they name. A column that a saved mapping names and the source does not have needs none.
    #[must_use]
    pub fn located(self, columns: &[Column]) -> Self {
        let headers = Headers::new(columns);
        let located =
            |choice: &DateFormatChoice| Some((headers.column(choice.column.as_deref()?).ok()?, choice.format));
        Self { of_columns: self.choices.iter().filter_map(located).collect(), ..self }
    }

    /// Returns true if the source of a slot has a format of its own.
    pub(super) fn has_own(&self, source: &SlotSource) -> bool {
        self.of_columns.iter().any(|(index, _)| *source == SlotSource::Column(*index))
    }

    /// Returns the format of the source of a slot.
    pub fn of(&self, source: &SlotSource) -> Option<DateFormat> {
        let of_column = |index: usize| self.of_columns.iter().rev().find(|(known, _)| *known == index);
        match source {
            SlotSource::Column(index) => of_column(*index).map(|(_, format)| *format).or(self.of_all),
            SlotSource::Constant(_) => self.of_all,
        }
    }
}

impl TryFrom<&[String]> for DateFormats {
    type Error = DateFormatError;

    fn try_from(texts: &[String]) -> Result<Self, DateFormatError> {
        let choices = texts.iter().map(|text| text.parse()).collect::<Result<Vec<DateFormatChoice>, _>>()?;
        let of_all = choices.iter().rev().find(|choice| choice.column.is_none()).map(|choice| choice.format);
        Ok(Self { choices, of_all, of_columns: Vec::new() })
    }
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
    pub fn has_markers(&self) -> bool {
        self.clear_marker.is_some() || !self.blank.is_empty()
    }

    /// Returns true if a cell holds a value, as far as the text of the whole cell tells.
    pub fn is_value(&self, cell: &str) -> bool {
        !self.clears(cell) && !self.blank.holds(cell) && !is_blank(cell)
    }

    /// Returns true if a cell as a whole, without the blanks around it, is the clear marker.
    pub fn clears(&self, cell: &str) -> bool {
        self.clear_marker.as_deref().is_some_and(|marker| trim(marker) == trim(cell))
    }
}

impl TryFrom<&ParseSettings> for ReadOptions {
    type Error = ReadOptionsError;

    fn try_from(settings: &ParseSettings) -> Result<Self, ReadOptionsError> {
        let date_formats = DateFormats::try_from(settings.date_format.as_slice())?;
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
            is_region_of_settings: false,
            region_from: settings.region_from.clone().map(|name| RegionColumn { name, index: None }),
            bare_phones: settings.bare_phones,
            tag_separator: settings.tag_separator,
            date_formats,
            decimal: settings.decimal,
            add_options: settings.add_options,
        })
    }
}
