//! Bar chart of the outcomes, as inline SVG.

use super::StatusTable;
use crate::model::{RowStatus, format_thousands};

/// Sizes in the units of the drawing: the longest bar, the left margin, the distance of two bars.
const BAR: u64 = 380;
const LEFT: u64 = 80;
const STEP: u64 = 30;

/// Draws a bar for each outcome. It shows nothing that the table next to it does not say.
pub(super) fn chart(outcomes: &StatusTable) -> String {
    let counts = &outcomes.counts;
    let mut bars = String::new();
    for (status, place) in RowStatus::ALL.into_iter().zip(0_u64..) {
        let (name, count) = (status.as_str(), counts.of(status));
        let (y, width) = (place * STEP, width(count, counts.rows));
        let (text_y, label_x, number_x) = (y + 19, LEFT - 8, LEFT + width + 8);
        let class = name.to_lowercase();
        let label = format!("{} ({})", format_thousands(count), percent(count, counts.rows));
        bars += &format!(
            "<text x=\"{label_x}\" y=\"{text_y}\" text-anchor=\"end\">{name}</text>\
             <rect class=\"{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{width}\" height=\"24\"/>\
             <text x=\"{number_x}\" y=\"{text_y}\">{label}</text>\n"
        );
    }
    let height = STEP * 4;
    let sentence = sentence(outcomes);
    format!(
        "<svg role=\"img\" aria-labelledby=\"chart-title\" viewBox=\"0 0 620 {height}\">\n\
         <title id=\"chart-title\">{sentence}</title>\n{bars}</svg>"
    )
}

/// Returns the width of a bar: at least a sliver where the count is not zero.
fn width(count: u64, rows: u64) -> u64 {
    // In u128: a count times 380 stays exact for any number of rows.
    let exact = u128::from(count) * u128::from(BAR) / u128::from(rows.max(1));
    u64::try_from(exact).unwrap_or(BAR).max(u64::from(count > 0) * 2)
}

/// Formats a percentage: `12 %`, but never 0 or 100 for what is not none or all.
fn percent(count: u64, rows: u64) -> String {
    let exact = u128::from(count) * 100 / u128::from(rows.max(1));
    match exact {
        0 if count > 0 => "under 1 %".to_owned(),
        99 if count < rows => "over 99 %".to_owned(),
        exact => format!("{exact} %"),
    }
}

fn sentence(outcomes: &StatusTable) -> String {
    let counts = &outcomes.counts;
    let parts = RowStatus::ALL.map(|status| format!("{} {}", format_thousands(counts.of(status)), status.as_str()));
    format!("Of {} rows: {}", format_thousands(counts.rows), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_share_is_drawn_neither_empty_nor_full() {
        assert_eq!((width(0, 200_000), width(1, 200_000), width(200_000, 200_000)), (0, 2, BAR));
        assert_eq!((width(0, 0), width(u64::MAX, u64::MAX)), (0, BAR));
        let told = [(0, 9), (1, 200_000), (199_999, 200_000), (5, 5), (1, 3), (0, 0)].map(|(n, of)| percent(n, of));
        assert_eq!(told, ["0 %", "under 1 %", "over 99 %", "100 %", "33 %", "0 %"]);
    }
}
