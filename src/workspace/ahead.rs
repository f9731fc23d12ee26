use super::sweep::{Ground, Sweep};
use super::{Matched, TagTable};
use crate::model::{Key, PackedNumber};

/// For so many rows at most the numbers are looked up together. In a workspace of a million contacts a batch of rows
/// matches contacts on nearly every page; this way each page is read once for many batches.
const ROWS: usize = 32 * 1024;

/// The first rows are fewer, because everyone waits for them; each window is twice as large as the one before.
const FIRST_ROWS: usize = 4 * 1024;

/// What rows match whose phone numbers are known before they are read. While the rows of one window are asked for, the
/// next is looked up bit by bit, so that nobody has to wait for a whole one.
#[derive(Debug, Default)]
pub(super) struct Ahead<'n> {
    /// By row, from 0; none where a row has no number, or one that is not known yet.
    numbers: &'n [PackedNumber],
    /// The first row of the window.
    first: usize,
    /// What the rows of the window match; taken away when it is asked for.
    window: Vec<Matched>,
    /// The window behind it.
    next: Option<Sweep>,
}

impl<'n> Ahead<'n> {
    pub(super) fn new(numbers: &'n [PackedNumber]) -> Self {
        Self { numbers, ..Self::default() }
    }

    /// What these rows match; `None` where a row has to be looked up by its key. Rows are asked for in their order.
    pub(super) fn take(
        &mut self,
        first_row: usize,
        count: usize,
        ground: Ground<'_>,
        tags: &TagTable,
    ) -> rusqlite::Result<Vec<Option<Matched>>> {
        let rows = (first_row..).take(count);
        let taken = rows.map(|row| self.take_one(row, ground, tags)).collect::<rusqlite::Result<_>>()?;
        if let Some(next) = &mut self.next {
            // Each key is looked up and then its contact loaded: when this window is used up, the next is ready.
            next.advance((2 * count * next.len()).div_ceil(self.window.len()), ground, tags)?;
        }
        Ok(taken)
    }

    fn take_one(&mut self, row: usize, ground: Ground<'_>, tags: &TagTable) -> rusqlite::Result<Option<Matched>> {
        if self.numbers.get(row).is_none_or(|number| number.0 == 0) {
            return Ok(None);
        }
        while row >= self.first + self.window.len() {
            self.move_on(ground, tags)?;
        }
        Ok(row.checked_sub(self.first).map(|at| std::mem::take(&mut self.window[at])))
    }

    /// Goes on to the next window, and begins the one behind it.
    fn move_on(&mut self, ground: Ground<'_>, tags: &TagTable) -> rusqlite::Result<()> {
        self.first += self.window.len();
        let next = self.next.take().unwrap_or_else(|| self.sweep(self.first, FIRST_ROWS));
        self.window = next.finish(ground, tags)?;
        let behind = self.first + self.window.len();
        let rows = ROWS.min(2 * self.window.len());
        self.next = (behind < self.numbers.len()).then(|| self.sweep(behind, rows));
        Ok(())
    }

    fn sweep(&self, first: usize, rows: usize) -> Sweep {
        let end = first.saturating_add(rows).min(self.numbers.len());
        Sweep::new(self.numbers[first..end].iter().map(|number| number.number().map(Key::Phone)))
    }
}
