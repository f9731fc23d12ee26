//! What the list does not say about its values and a person can: of which country numbers are, how dates are written.

use super::rows::phone_column;
use super::{Import, ImportError};
use crate::mapping::option_names;
use crate::model::{CellFormat, DecimalMark, Slot};
use crate::profile::{OpenCountries, OpenReading, sample_columns};
use crate::values::{BlankWords, DateFormat};

/// Number of rows in which an example of a doubtful value is sought.
const SAMPLED_ROWS: u64 = 1_000;

/// Doubt about the values of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Label of the column.
    pub column: String,
    /// The column as options name it: its header, or `#3`.
    pub option_name: String,
    /// Up to three distinct values of the column.
    pub samples: Vec<String>,
    /// What is not known.
    pub about: DoubtAbout,
}

/// What is not known about the values of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DoubtAbout {
    /// Of which country phone numbers are.
    Countries(OpenCountries),
    /// Which of these formats so many dates have.
    DateFormat {
        /// Number of dates.
        dates: u64,
        /// Formats that read all of them.
        formats: Vec<DateFormat>,
    },
    /// Which decimal mark numbers have.
    DecimalMark {
        /// Number of numbers.
        numbers: u64,
        /// The likelier mark, if there is one.
        likelier: Option<DecimalMark>,
    },
    /// Whether words stand for nothing, each with the number of its cells.
    Placeholders(Vec<(String, u64)>),
}

impl Import<'_> {
    /// Returns what is not known about the values and was not said, in the order of the columns.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn doubts(&mut self) -> Result<Vec<Doubt>, ImportError> {
        let found = self.found_doubts();
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let formats = vec![CellFormat::Plain; self.source.columns().len()];
        let stats = sample_columns(&mut self.source, &formats, &BlankWords::default(), SAMPLED_ROWS, self.work.cancel)?;
        let names = option_names(self.source.columns());
        let doubt = |(slot, about): (usize, DoubtAbout)| {
            let slot: &Slot = self.request.mapping.slots.get(slot)?;
            let index = slot.column_index()?;
            let samples = stats.get(index).map(|stats| stats.samples.clone()).unwrap_or_default();
            let (column, option_name) = (slot.column.clone().unwrap_or_default(), names.get(index)?.clone());
            Some(Doubt { column, option_name, samples, about })
        };
        Ok(found.into_iter().filter_map(doubt).collect())
    }

    /// Returns the doubts with the indexes of their slots.
    fn found_doubts(&self) -> Vec<(usize, DoubtAbout)> {
        let slots = &self.request.mapping.slots;
        let typed = self.prescan.typed_columns().open().map(|open| {
            let about = match open.reading {
                OpenReading::DateFormat(dates, formats) => DoubtAbout::DateFormat { dates, formats },
                OpenReading::DecimalMark(numbers, likelier) => DoubtAbout::DecimalMark { numbers, likelier },
            };
            (open.slot, about)
        });
        let words = self.prescan.placeholder_words(slots).into_iter().map(|(slot, words)| {
            let words = words.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
            (slot, DoubtAbout::Placeholders(words))
        });
        let mut found: Vec<(usize, DoubtAbout)> = self
            .open_countries()
            .map(|(slot, open)| (slot, DoubtAbout::Countries(open)))
            .into_iter()
            .chain(typed)
            .chain(words)
            .collect();
        found.sort_by_key(|(slot, _)| *slot);
        found
    }

    /// Returns the column of phone numbers of which nothing says of which country they are, by slot index. One at a time,
    /// because an answer holds for all; so where a region was given, only Phone Number is left to ask about.
    fn open_countries(&self) -> Option<(usize, OpenCountries)> {
        let slots = &self.request.mapping.slots;
        let phones = phone_column(&self.request).and_then(|slot| slots.iter().position(|other| other == slot));
        let others = || self.prescan.other_phones.open_countries().filter(|_| self.request.reading.region.is_none());
        phones.zip(self.prescan.phones.open_countries()).or_else(others)
    }
}
