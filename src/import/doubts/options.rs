//! Options that lists and choices lack, where nobody has said that they are to be added.

use super::DoubtAbout;
use crate::import::options::{MAX_NEW_OPTIONS, list_slots};
use crate::import::rows::RowParser;
use crate::import::{Import, ImportError};
use crate::model::{ListOptions, Text};
use crate::source::{Batch, BatchLimits};

/// Options that a field lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LackingField {
    /// Label of the column.
    pub column: String,
    /// Names of the options, in source order.
    pub options: Vec<Text>,
}

impl Import<'_> {
    /// Returns the doubt about options that fields lack, with the first of their slots. One for all: an answer holds for all
    /// columns. There is none where so many are missing that the columns hold no options.
    pub(super) fn doubt_about_options(&mut self) -> Result<Option<(usize, DoubtAbout)>, ImportError> {
        let lacking = self.lacking_options()?;
        let count: usize = lacking.iter().map(|(_, options)| options.names().len()).sum();
        let Some((first, _)) = lacking.first().filter(|_| count <= MAX_NEW_OPTIONS) else { return Ok(None) };
        let slots = &self.request.mapping.slots;
        let fields = lacking.iter().map(|(slot, options)| LackingField {
            column: slots[*slot].column.clone().unwrap_or_default(),
            options: options.names().to_vec(),
        });
        Ok(Some((*first, DoubtAbout::Options(fields.collect()))))
    }

    fn lacking_options(&mut self) -> Result<Vec<(usize, ListOptions)>, ImportError> {
        let mut lacking: Vec<_> = list_slots(&self.request).map(|slot| (slot, ListOptions::default())).collect();
        if lacking.is_empty() || self.request.reading.add_options {
            return Ok(Vec::new());
        }
        let parser = RowParser::for_prescan(&self.request);
        let (mut batches, mut batch) = (self.source.batches(BatchLimits::default())?, Batch::default());
        while batches.next_batch(&mut batch)? {
            self.work.cancel.check()?;
            for row in batch.rows() {
                for (slot, options) in &mut lacking {
                    for name in parser.missing_options(row, *slot) {
                        options.insert(name);
                    }
                }
            }
        }
        lacking.retain(|(_, options)| !options.names().is_empty());
        Ok(lacking)
    }
}
