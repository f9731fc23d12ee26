//! Matches parsed rows with contacts, a window of many batches at a time.
//!
//! Values in a random order lie all over an index: a batch of 1,024 rows reads about as many of its pages as a window of
//! 5,120, which looks its keys up in the order of the index and reads each page once. The same holds for the contacts.

use std::sync::mpsc::{Receiver, SyncSender};

use super::matcher::RowMatcher;
use super::near_search::NearSearch;
use crate::import::suppressed::SuppressedPeople;
use crate::import::{ImportError, ImportRequest};
use crate::matching::Candidate;
use crate::model::{Matched, NearMiss};
use crate::source::Batch;
use crate::workspace::{Snapshot, TagIds};

/// Rows of the first window; each window is twice as large as the one before.
// The first window is small because the threads that decide and write wait for it.
const MIN_WINDOW_ROWS: usize = 1024;

/// Maximum number of batches of a window, each of up to 1,024 rows or 256 KiB.
// Three windows are in memory at once, about 1 KiB a row: one is decided, one is matched, one is parsed. Twice as large ones
// read a quarter fewer pages.
pub(in crate::import) const MAX_WINDOW_BATCHES: usize = 5;

/// Maximum number of mapped cells of a window: rows of many columns make smaller windows.
const MAX_WINDOW_CELLS: usize = 50 * 1024;

/// A batch with its parsed rows.
pub(in crate::import) struct ParsedBatch {
    pub(in crate::import) batch: Batch,
    pub(in crate::import) candidates: Vec<Candidate>,
}

/// A parsed batch with its matches, ready to be decided.
pub(in crate::import) struct MatchedBatch {
    pub(in crate::import) batch: Batch,
    pub(in crate::import) candidates: Vec<Candidate>,
    pub(in crate::import) matched: Vec<Matched>,
    /// Near misses by ascending row index in the batch.
    pub(in crate::import) near: Vec<(usize, NearMiss)>,
}

impl MatchedBatch {
    /// Returns the index of the row after its last one, counted over the source.
    pub(in crate::import) fn end(&self) -> u64 {
        self.batch.first_row() + self.batch.len() as u64
    }
}

/// Matches the rows of an import, window by window.
pub(in crate::import) struct WindowMatcher<'a, 'w> {
    matcher: RowMatcher<'a, 'w>,
    near: NearSearch,
    tags: TagIds,
    /// Maximum number of rows of a window.
    max_rows: usize,
}

impl<'a, 'w> WindowMatcher<'a, 'w> {
    pub(in crate::import) fn new(
        request: &'a ImportRequest,
        snapshot: &Snapshot<'w>,
        suppressed: &'a SuppressedPeople,
        tags: TagIds,
    ) -> Result<Self, ImportError> {
        let (matcher, near) = (RowMatcher::new(request, snapshot, suppressed)?, NearSearch::new(request, snapshot)?);
        let max_rows = MAX_WINDOW_CELLS.div_ceil(request.mapping.slots.len().max(1));
        Ok(Self { matcher, near, tags, max_rows })
    }

    /// Matches batches and sends them on, until there are no more or nobody receives them.
    pub(in crate::import) fn match_all(
        &mut self,
        receiver: Receiver<ParsedBatch>,
        sender: &SyncSender<Vec<MatchedBatch>>,
    ) -> Result<(), ImportError> {
        let (mut batches, mut rows) = (receiver.into_iter(), MIN_WINDOW_ROWS);
        loop {
            let window = next_window(&mut batches, rows.min(self.max_rows));
            if window.is_empty() || sender.send(self.match_window(window)?).is_err() {
                return Ok(());
            }
            rows = self.max_rows.min(2 * rows);
        }
    }

    fn match_window(&mut self, window: Vec<ParsedBatch>) -> Result<Vec<MatchedBatch>, ImportError> {
        let rows: Vec<&Candidate> = window.iter().flat_map(|parsed| &parsed.candidates).collect();
        let matched = self.matcher.match_rows(&rows, &self.tags)?;
        let near = self.near.search(self.matcher.lookup(), &rows, &matched)?;
        let (mut matched, mut near, mut start) = (matched.into_iter(), near.into_iter().peekable(), 0);
        let batches = window.into_iter().map(|ParsedBatch { batch, candidates }| {
            let (first, end) = (start, start + candidates.len());
            start = end;
            let near =
                std::iter::from_fn(|| near.next_if(|(row, _)| *row < end)).map(|(row, near)| (row - first, near));
            MatchedBatch {
                matched: matched.by_ref().take(candidates.len()).collect(),
                near: near.collect(),
                batch,
                candidates,
            }
        });
        Ok(batches.collect())
    }
}

/// Returns the next batches: as many as it takes to have this many rows, or to fill a window; none at the end.
fn next_window(batches: &mut impl Iterator<Item = ParsedBatch>, rows: usize) -> Vec<ParsedBatch> {
    let (mut count, mut window) = (0, Vec::new());
    while count < rows
        && window.len() < MAX_WINDOW_BATCHES
        && let Some(parsed) = batches.next()
    {
        count += parsed.candidates.len();
        window.push(parsed);
    }
    window
}
