//! A page with charts of the contact base: counts alone, and no contact.

use std::path::Path;

use super::ReportError;
#[cfg(feature = "pages")]
use super::{STYLE, VERSION, file, filters, ownership};
use crate::model::format_thousands;

const CHART_STYLE: &str = include_str!("stats.css");

/// Height of the growth chart and length of the longest bar, in units of the drawing.
const FULL: u64 = 1_000;
/// Width of a month in the growth chart, in units of the drawing, and of the column in it.
const SLOT: u64 = 10;
const COLUMN: u64 = 8;
/// Width of a month on a wide screen, in pixels, and maximum width of the chart.
const SLOT_PIXELS: u64 = 48;
const MAX_PIXELS: u64 = 1_150;

/// Charts of the contact base.
#[derive(Debug, Clone, Default)]
#[cfg_attr(feature = "pages", derive(askama::Template), template(path = "stats.html"))]
pub struct StatsPage {
    /// Title: `Contacts on 2026-11-22`.
    pub title: String,
    /// Summary in a sentence or two.
    pub lead: String,
    /// Key figures: a number, and what it counts.
    pub figures: Vec<(String, String)>,
    /// Number of contacts over time.
    pub growth: Option<GrowthChart>,
    /// Tables with bars.
    pub tables: Vec<ChartTable>,
}

/// Number of contacts at the end of each month, as columns.
#[derive(Debug, Clone, Default)]
pub struct GrowthChart {
    /// The months, the first one first.
    pub months: Vec<GrowthMonth>,
}

/// Month of a [`GrowthChart`].
#[derive(Debug, Clone)]
pub struct GrowthMonth {
    /// `2026-11`.
    pub month: String,
    /// Contacts at its end.
    pub total: u64,
    /// Contacts that came in it.
    pub added: u64,
    /// Contacts that went in it.
    pub removed: u64,
}

/// Table with a bar in each row.
#[derive(Debug, Clone, Default)]
pub struct ChartTable {
    /// ID on the page.
    pub id: &'static str,
    /// Heading.
    pub heading: &'static str,
    /// Explanation under the heading.
    pub caption: String,
    /// Headers: of the labels, and of the numbers behind them.
    pub columns: Vec<&'static str>,
    /// Meanings of the parts of the bars; empty where bars have one part, or where there are none.
    pub parts: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<ChartRow>,
    /// Count of the longest possible bar; 0 for that of the largest row.
    pub out_of: u64,
    /// Remark on what is not shown; may be empty.
    pub remark: String,
}

/// Row of a [`ChartTable`].
#[derive(Debug, Clone)]
pub struct ChartRow {
    /// Label: text of the user or of the program.
    pub label: String,
    /// Numbers, formatted.
    pub numbers: Vec<String>,
    /// Counts of the parts of the bar; empty where there is none.
    pub parts: Vec<u64>,
}

impl StatsPage {
    /// Writes the page atomically, readable by its owner alone. It replaces an older page and nothing else.
    ///
    /// # Errors
    /// As [`super::check_page_replaceable`]; [`ReportError::Unwritable`].
    #[cfg(feature = "pages")]
    pub fn write(&self, path: &Path) -> Result<(), ReportError> {
        file::write(self, path)
    }

    /// Fails: this program was built without pages.
    ///
    /// # Errors
    /// [`ReportError::WithoutPages`].
    #[cfg(not(feature = "pages"))]
    pub fn write(&self, _path: &Path) -> Result<(), ReportError> {
        Err(ReportError::WithoutPages)
    }
}

/// Column of the growth chart in units of the drawing: what was there before, and above it what came in the month.
struct GrowthColumn<'a> {
    month: &'a GrowthMonth,
    x: u64,
    top: u64,
    height: u64,
    added_height: u64,
}

impl GrowthChart {
    fn most(&self) -> u64 {
        self.months.iter().map(|month| month.total).max().unwrap_or_default()
    }

    /// Count at the top of the chart.
    fn top_label(&self) -> String {
        format_thousands(self.most())
    }

    /// Describes the chart to those who do not see it.
    fn sentence(&self) -> String {
        self.ends().map_or_else(String::new, |(first, last)| {
            let [before, after] = [first.total, last.total].map(format_thousands);
            format!("From {before} contacts at the end of {} to {after} in {}", first.month, last.month)
        })
    }

    fn columns(&self) -> impl Iterator<Item = GrowthColumn<'_>> {
        let most = self.most();
        (0..).zip(&self.months).map(move |(place, month)| {
            let height = scaled(month.total, most);
            let added_height = scaled(month.added.min(month.total), most);
            GrowthColumn { month, x: place * SLOT, top: FULL - height, height, added_height }
        })
    }

    fn width(&self) -> u64 {
        self.months.len() as u64 * SLOT
    }

    fn pixels(&self) -> u64 {
        (self.months.len() as u64 * SLOT_PIXELS).min(MAX_PIXELS)
    }

    /// First and last month.
    fn ends(&self) -> Option<(&GrowthMonth, &GrowthMonth)> {
        self.months.first().zip(self.months.last())
    }
}

impl GrowthMonth {
    /// Describes the month to those who point at it: `2026-11: 1,204 contacts, 12 added, 3 removed`.
    fn sentence(&self) -> String {
        let [total, added, removed] = [self.total, self.added, self.removed].map(format_thousands);
        format!("{}: {total} contacts, {added} added, {removed} removed", self.month)
    }
}

/// Part of a bar in units of the drawing.
struct Segment {
    /// Place among the parts, from 1: it decides the colour.
    part: usize,
    x: u64,
    length: u64,
}

impl ChartTable {
    fn most(&self) -> u64 {
        let largest = self.rows.iter().map(|row| row.parts.iter().sum::<u64>()).max();
        largest.unwrap_or_default().max(self.out_of)
    }

    fn has_bars(&self) -> bool {
        self.rows.iter().any(|row| !row.parts.is_empty())
    }

    /// Returns the parts of a row's bar that are not zero.
    fn segments(&self, row: &ChartRow) -> Vec<Segment> {
        let (most, mut x) = (self.most(), 0);
        let mut segments = Vec::new();
        for (part, count) in (1..).zip(&row.parts).filter(|(_, count)| **count > 0) {
            let length = scaled(*count, most);
            segments.push(Segment { part, x, length });
            x += length;
        }
        segments
    }
}

/// Returns a length in units of the drawing: at least a sliver where the count is not zero.
fn scaled(count: u64, most: u64) -> u64 {
    // In u128: a count times a thousand stays exact for any count.
    let exact = u128::from(count) * u128::from(FULL) / u128::from(most.max(1));
    u64::try_from(exact).unwrap_or(FULL).min(FULL).max(u64::from(count > 0) * 4)
}

#[cfg(test)]
#[cfg(feature = "pages")]
mod tests {
    use askama::Template as _;

    use super::*;

    fn month(month: &str, [total, added, removed]: [u64; 3]) -> GrowthMonth {
        GrowthMonth { month: month.to_owned(), total, added, removed }
    }

    fn page(text: &str) -> StatsPage {
        let row = ChartRow { label: text.to_owned(), numbers: vec![text.to_owned()], parts: vec![2, 0, 1] };
        let table = ChartTable {
            id: "tags",
            heading: "Tags",
            caption: text.to_owned(),
            columns: vec!["Tag", "Contacts"],
            rows: vec![row],
            remark: text.to_owned(),
            ..ChartTable::default()
        };
        StatsPage {
            title: text.to_owned(),
            lead: text.to_owned(),
            figures: vec![("3".to_owned(), text.to_owned())],
            growth: Some(GrowthChart { months: vec![month("2026-10", [2, 2, 0]), month("2026-11", [4, 3, 1])] }),
            tables: vec![table],
        }
    }

    #[test]
    fn a_column_has_what_came_in_its_month_on_top() {
        let chart = GrowthChart { months: vec![month("2026-10", [2, 2, 0]), month("2026-11", [4, 3, 1])] };
        let drawn: Vec<_> = chart.columns().map(|it| (it.x, it.top, it.height, it.added_height)).collect();
        assert_eq!(drawn, [(0, 500, 500, 500), (10, 0, 1_000, 750)]);
        assert!(GrowthChart::default().ends().is_none());
    }

    #[test]
    fn a_small_part_is_seen_and_none_is_longer_than_the_chart() {
        assert_eq!((scaled(0, 9), scaled(1, 1_000_000), scaled(u64::MAX, 1), scaled(0, 0)), (0, 4, FULL, 0));
    }

    #[test]
    fn the_parts_of_a_bar_follow_each_other_and_those_of_none_are_left_out() {
        let tables = page("x").tables;
        let drawn: Vec<_> =
            tables[0].segments(&tables[0].rows[0]).iter().map(|it| (it.part, it.x, it.length)).collect();
        assert_eq!(drawn, [(1, 0, 666), (3, 666, 333)]);
    }

    #[test]
    fn no_text_becomes_markup() {
        let skeleton = |text: &str| page(text).render().unwrap().matches(['<', '>', '"']).collect::<String>();
        for text in ["</title><script>alert(1)</script>", "\" onload=\"x", "'><img src=x>", "\u{202e}\u{1b}[2J"] {
            assert_eq!(skeleton(text), skeleton("x"), "{text}");
        }
        assert!(!page("\u{1b}[2J\u{202e}").render().unwrap().contains(['\u{1b}', '\u{202e}']));
    }
}
