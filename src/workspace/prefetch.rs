//! Prefetching of matches by phone number.
//!
//! Phone numbers are known before their rows are read, so they are looked up windows ahead, by two threads:
//!
//! ```text
//!   numbers ──▶ IDs of the contacts that have them ──▶ those contacts ──▶ the rows, as they are asked for
//!               (from the index)                       (from the table)
//! ```

use std::ops::Range;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use super::TagIds;
use super::bulk_lookup::{BulkLookup, LoadScope};
use super::transaction::ReadConnection;
use crate::model::{Key, Matched, PackedPhone};

/// Maximum number of rows whose numbers are looked up together.
// In a workspace of a million contacts a batch of 1,024 rows matches contacts on nearly every page. A window of this
// size reads each page once for 32 batches.
const MAX_WINDOW_ROWS: usize = 32 * 1024;

/// Rows of the first window; each window is twice as large as the one before. Fewer rows than this are not worth two
/// threads.
// The first window is small because the import waits for it.
pub(super) const MIN_WINDOW_ROWS: usize = 4 * 1024;

/// Matches of rows whose phone numbers are known before the rows are read.
#[derive(Debug, Default)]
pub(super) struct Prefetcher {
    /// Prefetched windows, in order; `None` without prefetching.
    windows: Option<Receiver<rusqlite::Result<BulkLookup>>>,
    /// First row of the current window, from 0.
    first: usize,
    /// Matches of the current window; none for a row without a number, or with one not known in advance.
    window: BulkLookup,
}

impl Prefetcher {
    /// Spawns two threads, each with its own read connection to the same state: one searches the index, the other loads
    /// contacts from the table.
    pub(super) fn spawn<'scope>(
        scope: &'scope Scope<'scope, '_>,
        [by_index, by_table]: [ReadConnection; 2],
        loads: LoadScope,
        numbers: &'scope [PackedPhone],
        tags: &'scope TagIds,
    ) -> Self {
        // Capacity 0 hands a window over when it is asked for. Each thread is at most one window ahead of the next,
        // which bounds the windows in memory.
        let (to_load, found) = sync_channel::<rusqlite::Result<BulkLookup>>(0);
        let (to_use, windows) = sync_channel(0);
        scope.spawn(move || {
            let (view, windows) = (by_index.snapshot(), window_ranges(numbers.len()));
            forward(windows.map(|rows| BulkLookup::find(view.connection, keys(&numbers[rows]))), &to_load);
        });
        scope.spawn(move || {
            let view = by_table.snapshot();
            let load = |mut window: BulkLookup| window.load(view.connection, loads, tags).map(|()| window);
            forward(found.into_iter().map(|window| window.and_then(load)), &to_use);
        });
        Self { windows: Some(windows), ..Self::default() }
    }

    /// Returns the matches of these rows; `None` where a row has to be looked up by its key. Rows must be asked for in
    /// ascending order.
    pub(super) fn next_rows(&mut self, first_row: usize, count: usize) -> rusqlite::Result<Vec<Option<Matched>>> {
        (first_row..).take(count).map(|row| self.next_row(row)).collect()
    }

    fn next_row(&mut self, row: usize) -> rusqlite::Result<Option<Matched>> {
        while row >= self.first + self.window.len() {
            let Some(Ok(next)) = self.windows.as_ref().map(Receiver::recv) else { return Ok(None) };
            self.first += self.window.len();
            self.window = next?;
        }
        Ok(row.checked_sub(self.first).and_then(|place| self.window.take(place)))
    }
}

/// Sends results on, up to the first error or until the receiver is dropped.
fn forward<T>(results: impl Iterator<Item = rusqlite::Result<T>>, sender: &SyncSender<rusqlite::Result<T>>) {
    for result in results {
        let is_last = result.is_err();
        if sender.send(result).is_err() || is_last {
            return;
        }
    }
}

/// Splits the rows into windows.
fn window_ranges(rows: usize) -> impl Iterator<Item = Range<usize>> {
    let first = 0..MIN_WINDOW_ROWS.min(rows);
    std::iter::successors(Some(first), move |window| {
        let size = MAX_WINDOW_ROWS.min(2 * window.len());
        Some(window.end..rows.min(window.end + size))
    })
    .take_while(|window| !window.is_empty())
}

/// Keys of the known phone numbers.
fn keys(numbers: &[PackedPhone]) -> impl ExactSizeIterator<Item = Option<Key>> {
    numbers.iter().map(|number| number.number().map(Key::Phone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_follow_each_other_and_leave_no_row_out() {
        for rows in [0, 1, MIN_WINDOW_ROWS, MIN_WINDOW_ROWS + 1, 3 * MIN_WINDOW_ROWS, 100_000] {
            let windows: Vec<_> = window_ranges(rows).collect();
            assert!(windows.iter().all(|window| (1..=MAX_WINDOW_ROWS).contains(&window.len())), "{windows:?}");
            assert!(windows.iter().flat_map(Clone::clone).eq(0..rows), "{windows:?}");
        }
    }
}
