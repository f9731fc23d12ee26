//! Numbers of the table of outcomes and of its bar chart.

use super::StatusTable;
use crate::model::{RowStatus, format_share, format_thousands};

/// Length of a bar for all rows, in the units of the drawing (`templates/chart.html`).
const LONGEST_BAR: u64 = 380;

/// A status, with the number of its rows.
pub(super) struct StatusRow<'a> {
    pub(super) name: &'static str,
    pub(super) count: u64,
    pub(super) meaning: &'a str,
    /// Share of all rows: `12 %`.
    pub(super) share: String,
    /// Length of its bar.
    pub(super) width: u64,
}

impl StatusTable {
    /// Returns the four statuses in their order.
    pub(super) fn statuses(&self) -> impl Iterator<Item = StatusRow<'_>> {
        let all = self.counts.rows;
        RowStatus::ALL.into_iter().zip(&self.meanings).map(move |(status, meaning)| {
            let (name, count) = (status.as_str(), self.counts.of(status));
            StatusRow { name, count, meaning, share: format_share(count, all), width: width(count, all) }
        })
    }

    /// Describes the chart to those who do not see it.
    pub(super) fn sentence(&self) -> String {
        let parts = self.statuses().map(|status| format!("{} {}", format_thousands(status.count), status.name));
        format!("Of {} rows: {}", format_thousands(self.counts.rows), parts.collect::<Vec<_>>().join(", "))
    }
}

/// Returns the width of a bar: at least a sliver where the count is not zero.
fn width(count: u64, rows: u64) -> u64 {
    // In u128: a count times 380 stays exact for any number of rows.
    let exact = u128::from(count) * u128::from(LONGEST_BAR) / u128::from(rows.max(1));
    u64::try_from(exact).unwrap_or(LONGEST_BAR).max(u64::from(count > 0) * 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_share_is_drawn_neither_empty_nor_full() {
        assert_eq!((width(0, 200_000), width(1, 200_000), width(200_000, 200_000)), (0, 2, LONGEST_BAR));
        assert_eq!((width(0, 0), width(u64::MAX, u64::MAX)), (0, LONGEST_BAR));
    }
}
