//! Phone numbers are known before their rows are read, so they are looked up windows ahead, by two threads that do
//! nothing else:
//!
//! ```text
//!   numbers ──▶ which contacts have them ──▶ what is in those contacts ──▶ the rows, as they are asked for
//!               (by the index)               (by the table)
//! ```

use std::ops::Range;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use super::bulk_lookup::{BulkLookup, LoadScope};
use super::transaction::ReadConnection;
use super::{Matched, TagIds};
use crate::model::{Key, PackedPhone};

/// For so many rows at most the numbers are looked up together. In a workspace of a million contacts a batch of rows
/// matches contacts on nearly every page; this way each page is read once for many batches.
const MAX_WINDOW_ROWS: usize = 32 * 1024;

/// The first rows are fewer, because everyone waits for them; each window is twice as large as the one before. Fewer
/// rows than these are not worth two threads.
pub(super) const MIN_WINDOW_ROWS: usize = 4 * 1024;

/// What rows match whose phone numbers are known before they are read.
#[derive(Debug, Default)]
pub(super) struct Prefetcher {
    /// The windows that come; `None` when nobody goes ahead.
    windows: Option<Receiver<rusqlite::Result<BulkLookup>>>,
    /// The first row of the window, from 0.
    first: usize,
    /// What the rows of the window match; nothing where a row's number is not known yet, or it has none.
    window: BulkLookup,
}

impl Prefetcher {
    /// Sends two threads ahead, each with a twin of the same state of the workspace.
    pub(super) fn spawn<'scope>(
        scope: &'scope Scope<'scope, '_>,
        [by_index, by_table]: [ReadConnection; 2],
        loads: LoadScope,
        numbers: &'scope [PackedPhone],
        tags: &'scope TagIds,
    ) -> Self {
        // A window is handed over when it is asked for: behind each, one more is in the making.
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

    /// What these rows match; `None` where a row has to be looked up by its key. Rows are asked for in their order.
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

/// Hands on what comes, until something failed or nobody listens any more.
fn forward<T>(results: impl Iterator<Item = rusqlite::Result<T>>, sender: &SyncSender<rusqlite::Result<T>>) {
    for result in results {
        let is_last = result.is_err();
        if sender.send(result).is_err() || is_last {
            return;
        }
    }
}

/// So many rows, cut into windows.
fn window_ranges(rows: usize) -> impl Iterator<Item = Range<usize>> {
    let first = 0..MIN_WINDOW_ROWS.min(rows);
    std::iter::successors(Some(first), move |window| {
        let size = MAX_WINDOW_ROWS.min(2 * window.len());
        Some(window.end..rows.min(window.end + size))
    })
    .take_while(|window| !window.is_empty())
}

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
