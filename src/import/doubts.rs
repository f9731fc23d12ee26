//! What the list does not say about its values and a person can: of which country numbers are, how dates are written.

mod options;
mod samples;

use super::rows::{RowParser, phone_column};
use super::{Import, ImportError};
use crate::mapping::option_names;
use crate::model::{DecimalMark, Slot};
use crate::profile::{OpenCountries, OpenReading};
use crate::source::{Batch, BatchLimits};
use crate::values::DateFormat;
pub use options::LackingField;
use samples::OpenSamples;

/// Minimum number of rows in which samples of doubtful values are sought.
const SAMPLED_ROWS: u64 = 1_000;

/// Batch size: few rows, as the first ones nearly always show a doubtful value.
const BATCH: BatchLimits = BatchLimits { rows: 256, bytes: 1 << 20 };

/// Doubt about the values of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Label of the column.
    pub column: String,
    /// The column as options name it: its header, or `#3`.
    pub option_name: String,
    /// Up to three distinct values that are in doubt, one of each shape first; none for words, which the doubt names.
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
    /// Whether values become options of these fields, which lack them.
    Options(Vec<LackingField>),
}

impl DoubtAbout {
    /// Returns true unless it names the values itself.
    fn needs_samples(&self) -> bool {
        !matches!(self, Self::Placeholders(_) | Self::Options(_))
    }
}

impl Import<'_> {
    /// Returns what is not known about the values and was not said, in the order of the columns.
    ///
    /// # Errors
    /// The source cannot be read.
    pub fn doubts(&mut self) -> Result<Vec<Doubt>, ImportError> {
        let mut found = self.found_doubts();
        found.extend(self.doubt_about_options()?);
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let samples = self.open_samples(&found)?;
        let names = option_names(self.source.columns());
        let doubt = |((slot, about), samples): ((usize, DoubtAbout), OpenSamples)| {
            let slot: &Slot = self.request.mapping.slots.get(slot)?;
            let option_name = names.get(slot.column_index()?)?.clone();
            let (column, samples) = (slot.column.clone().unwrap_or_default(), samples.finish());
            Some(Doubt { column, option_name, samples, about })
        };
        Ok(found.into_iter().zip(samples).filter_map(doubt).collect())
    }

    /// Returns samples of the values that each doubt is about. It reads the first rows, and on until each doubt has one.
    fn open_samples(&mut self, doubts: &[(usize, DoubtAbout)]) -> Result<Vec<OpenSamples>, ImportError> {
        let parser = RowParser::for_prescan(&self.request);
        let mut samples: Vec<OpenSamples> = doubts.iter().map(|(_, about)| OpenSamples::of(about)).collect();
        let (mut batches, mut batch, mut rows) = (self.source.batches(BATCH)?, Batch::default(), 0);
        while (rows < SAMPLED_ROWS || !samples.iter().all(OpenSamples::are_telling))
            && batches.next_batch(&mut batch)?
        {
            self.work.cancel.check()?;
            for row in batch.rows() {
                for ((slot, about), samples) in
                    doubts.iter().zip(&mut samples).filter(|((_, about), _)| about.needs_samples())
                {
                    if let Some(value) = parser.open_value(row, *slot) {
                        samples.add(&value, about);
                    }
                }
            }
            rows += batch.len() as u64;
        }
        Ok(samples)
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
