//! Distribution of the terminal's columns among the columns of a table.

/// What becomes of a cell that is wider than its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Overflow {
    /// It is cut.
    #[default]
    Cut,
    /// It is cut, but only after others: a part of it would mislead.
    CutLast,
    /// It is wrapped.
    Wrap,
    /// It is wrapped, but others are left out before.
    WrapLast,
}

/// Width that a column needs, and how it may be shortened.
#[derive(Debug, Clone, Copy)]
pub(super) struct ColumnDemand {
    /// Width of the widest cell, in columns of the terminal.
    pub(super) width: usize,
    /// How cells are shortened.
    pub(super) overflow: Overflow,
}

/// Width of each column, and the gap between two.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) widths: Vec<usize>,
    pub(super) gap: &'static str,
}

/// Minimum width of a text column while numbers could be cut instead.
const MIN_TEXT_WIDTH: usize = 4;

/// Blanks between two columns while there is room.
const GAP: usize = 2;

/// Width of a cell that shows what it is about even if it is cut.
const READABLE_WIDTH: usize = 20;

/// Width from which on an essential text is wrapped although others could be left out: one long cell should not cost the
/// columns of all rows.
const ESSENTIAL_WIDTH: usize = 40;

/// Returns true if every column can be read: it gets what it needs, or [`READABLE_WIDTH`].
pub(super) fn has_room<'a>(needs: impl Iterator<Item = &'a ColumnDemand>, width: usize) -> bool {
    let enough = |need: &ColumnDemand| match need.overflow {
        Overflow::CutLast => need.width,
        Overflow::WrapLast => need.width.min(ESSENTIAL_WIDTH),
        Overflow::Cut | Overflow::Wrap => need.width.min(READABLE_WIDTH),
    };
    needs.map(|need| enough(need) + GAP).sum::<usize>().saturating_sub(GAP) <= width
}

/// Returns true if every column gets what it needs.
pub(super) fn fits(needs: &[ColumnDemand], width: usize) -> bool {
    needs.iter().map(|need| need.width + GAP).sum::<usize>().saturating_sub(GAP) <= width
}

/// Gives each column what it needs if there is room, else cuts the widest; those last whose parts would mislead, such
/// as numbers. Every column gets at least 1.
pub(super) fn fit(needs: &[ColumnDemand], width: usize) -> Layout {
    let widths: Vec<_> = needs.iter().map(|need| need.width).collect();
    let gaps = needs.len().saturating_sub(1);
    if fits(needs, width) {
        return Layout { widths, gap: "  " };
    }
    // In a very narrow terminal a second blank between columns would cost a letter of each cell.
    let gap = if width / needs.len().max(1) > MIN_TEXT_WIDTH { "  " } else { " " };
    let available = width.saturating_sub(gap.len() * gaps);
    Layout { widths: distribute(needs, &widths, available), gap }
}

/// Width under which a text that is cut says nothing any more.
const MIN_TRUNCATED_WIDTH: usize = 8;

/// Width under which wrapped text is hard to read.
const MIN_WRAP_WIDTH: usize = 16;

/// Returns true if enough of every column can be read at the width that it gets.
pub(super) fn is_legible(needs: &[ColumnDemand], width: usize) -> bool {
    let layout = fit(needs, width);
    let enough = |need: &ColumnDemand| match need.overflow {
        Overflow::CutLast => need.width,
        Overflow::Wrap | Overflow::WrapLast => need.width.min(MIN_WRAP_WIDTH),
        Overflow::Cut => need.width.min(MIN_TRUNCATED_WIDTH),
    };
    needs.iter().zip(&layout.widths).all(|(need, width)| *width >= enough(need))
}

fn distribute(needs: &[ColumnDemand], widths: &[usize], available: usize) -> Vec<usize> {
    let is_whole = |need: &ColumnDemand| need.overflow == Overflow::CutLast;
    let numbers: usize = needs.iter().filter(|need| is_whole(need)).map(|need| need.width).sum();
    let texts: Vec<_> = needs.iter().filter(|need| !is_whole(need)).map(|need| need.width).collect();
    match available.checked_sub(numbers) {
        Some(rest) if rest >= texts.len() * MIN_TEXT_WIDTH && !texts.is_empty() => {
            let mut shared = shrink_widest(&texts, rest).into_iter();
            let width = |need: &ColumnDemand| if is_whole(need) { None } else { shared.next() };
            needs.iter().map(width).zip(widths).map(|(shared, own)| shared.unwrap_or(*own)).collect()
        }
        _ => shrink_widest(widths, available),
    }
}

/// Cuts the widest to a common width so that all together take what is available; at least 1 each.
fn shrink_widest(widths: &[usize], available: usize) -> Vec<usize> {
    // The narrowest take what they need first: what they leave of their share goes to the wider ones.
    let mut narrowest_first: Vec<_> = (0..widths.len()).collect();
    narrowest_first.sort_by_key(|index| widths.get(*index));
    let mut levelled = widths.to_vec();
    let mut rest = available;
    for (place, index) in narrowest_first.into_iter().enumerate() {
        let fair = (rest / (widths.len() - place)).max(1);
        if let Some(width) = levelled.get_mut(index) {
            *width = fair.min(*width);
            rest = rest.saturating_sub(*width);
        }
    }
    levelled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::UNLIMITED;

    fn widths(needs: &[(usize, bool)], width: usize) -> Vec<usize> {
        let needs: Vec<_> = needs
            .iter()
            .map(|(width, is_whole)| ColumnDemand {
                width: *width,
                overflow: if *is_whole { Overflow::CutLast } else { Overflow::Cut },
            })
            .collect();
        fit(&needs, width).widths
    }

    #[test]
    fn with_room_every_column_has_what_it_needs() {
        assert_eq!(widths(&[(5, false), (10, true)], 17), [5, 10]);
        assert_eq!(widths(&[(50_000, false), (10, true)], UNLIMITED), [50_000, 10]);
        assert_eq!(widths(&[], 0), [0; 0]);
    }

    #[test]
    fn the_widest_texts_are_cut_first() {
        assert_eq!(widths(&[(5, false), (30, false), (40, false)], 39), [5, 15, 15]);
        assert_eq!(widths(&[(5, false), (12, false), (40, false)], 39), [5, 12, 18]);
    }

    #[test]
    fn numbers_are_cut_last() {
        assert_eq!(widths(&[(30, false), (7, true)], 20), [11, 7]);
        assert_eq!(widths(&[(30, true), (30, true)], 20), [9, 9]);
        assert_eq!(widths(&[(9, false), (30, true)], 20), [9, 9]);
    }

    #[test]
    fn every_column_keeps_a_place() {
        assert_eq!(widths(&[(9, false); 30], 40), [1; 30]);
    }
}
