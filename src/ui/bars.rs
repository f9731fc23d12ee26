//! Bar charts of counts, fitted to the width of the terminal.

use std::fmt;

use unicode_width::UnicodeWidthStr;

use super::table::UNLIMITED;
use super::truncate::truncate;
use super::wrap::wrap;
use crate::model::{format_thousands, sanitize};

/// Blanks between two columns.
const GAP: usize = 2;
/// Width of the longest bar, in columns; a longer one is no easier to compare.
const MAX_BAR_WIDTH: usize = 60;
/// Width of the longest bar in a pipe or a file, in columns.
const PIPED_BAR_WIDTH: usize = 40;
/// Minimum width of the longest bar, in columns; with less room there are numbers alone.
const MIN_BAR_WIDTH: usize = 5;
/// Minimum width to which labels are cut, in columns.
const MIN_LABEL_WIDTH: usize = 10;

/// Left parts of a block, by eighths.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Counts with a bar each, under a title and above a remark:
///
/// ```text
/// By country
///   Malaysia   1,204  66 %  ████████████████████
///   Singapore    602  33 %  ██████████
///   and 3 more countries with 10 contacts
/// ```
///
/// Labels may hold anything: they are shown through [`sanitize`].
#[derive(Debug, Clone)]
pub struct BarChart {
    width: usize,
    /// True if only ASCII is drawn.
    is_plain: bool,
    title: String,
    /// Count of the longest possible bar; at least the largest count.
    full: u64,
    bars: Vec<Bar>,
    remarks: Vec<String>,
}

#[derive(Debug, Clone)]
struct Bar {
    label: String,
    count: u64,
    /// Text beside the count, such as its share of all.
    detail: String,
}

/// Widths of the columns, in columns of the terminal.
struct Layout {
    label: usize,
    count: usize,
    detail: usize,
    /// Width of the longest bar; 0 without room for one.
    bar: usize,
}

impl BarChart {
    /// Returns a chart of at most `width` columns, or [`UNLIMITED`]; `is_plain` draws it in ASCII.
    pub(super) fn new(title: &str, width: usize, is_plain: bool) -> Self {
        let title = sanitize(title).into_owned();
        Self { width, is_plain, title, full: 1, bars: Vec::new(), remarks: Vec::new() }
    }

    /// Draws bars as parts of this count, and not of the largest one.
    #[must_use]
    pub fn out_of(mut self, full: u64) -> Self {
        self.full = self.full.max(full);
        self
    }

    /// Adds a bar, with a text beside its count.
    pub fn bar(&mut self, label: &str, count: u64, detail: &str) {
        self.full = self.full.max(count);
        self.bars.push(Bar { label: sanitize(label).into_owned(), count, detail: sanitize(detail).into_owned() });
    }

    /// Adds a line below the bars.
    pub fn remark(&mut self, text: &str) {
        self.remarks.push(sanitize(text).into_owned());
    }

    fn layout(&self) -> Layout {
        let widest = |part: &dyn Fn(&Bar) -> usize| self.bars.iter().map(part).max().unwrap_or_default();
        let label = widest(&|bar| bar.label.width());
        let count = widest(&|bar| format_thousands(bar.count).width());
        let detail = widest(&|bar| bar.detail.width());
        if self.width == UNLIMITED {
            return Layout { label, count, detail, bar: PIPED_BAR_WIDTH };
        }
        let room = self.width.saturating_sub(GAP + GAP + count + GAP + detail + GAP);
        // Labels take a third of the line; all of it where no bar has room beside them.
        let cut_label = label.min((self.width / 3).max(MIN_LABEL_WIDTH));
        match room.saturating_sub(cut_label).min(MAX_BAR_WIDTH) {
            0..MIN_BAR_WIDTH => Layout { label: label.min(room), count, detail, bar: 0 },
            bar => Layout { label: cut_label, count, detail, bar },
        }
    }

    fn line(&self, bar: &Bar, layout: &Layout) -> String {
        let label = truncate(&bar.label, layout.label);
        let padding = " ".repeat(layout.label.saturating_sub(label.width()));
        let (count, detail) = (format_thousands(bar.count), &bar.detail);
        let (count_width, detail_width) = (layout.count, layout.detail);
        let numbers = format!("  {label}{padding}  {count:>count_width$}  {detail:>detail_width$}");
        let line = format!("{numbers}  {}", self.drawn(bar.count, layout.bar));
        line.trim_end().to_owned()
    }

    /// Draws a bar of up to `width` columns. What is not zero is seen.
    fn drawn(&self, count: u64, width: usize) -> String {
        if count == 0 || width == 0 {
            return String::new();
        }
        let steps = if self.is_plain { 1 } else { EIGHTHS.len() };
        // In u128: a count times hundreds stays exact for any count.
        let exact = u128::from(count) * (width * steps) as u128 / u128::from(self.full);
        let length = usize::try_from(exact).unwrap_or(width * steps).max(1);
        if self.is_plain {
            return "#".repeat(length);
        }
        "█".repeat(length / steps) + EIGHTHS[length % steps]
    }
}

impl fmt::Display for BarChart {
    /// Writes lines with line ends.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", wrap(&self.title, self.width, GAP))?;
        let layout = self.layout();
        for bar in &self.bars {
            writeln!(f, "{}", truncate(&self.line(bar, &layout), self.width))?;
        }
        for remark in &self.remarks {
            writeln!(f, "{}", wrap(&format!("  {remark}"), self.width, 0))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(width: usize, is_plain: bool) -> BarChart {
        let mut chart = BarChart::new("By country", width, is_plain);
        chart.bar("Malaysia", 1_600, "66 %");
        chart.bar("Singapore", 801, "33 %");
        chart.bar("Trinidad and Tobago", 1, "under 1 %");
        chart.bar("nowhere", 0, "0 %");
        chart.remark("and 3 more countries with 10 contacts");
        chart
    }

    #[test]
    fn bars_are_as_long_as_their_counts_and_the_smallest_is_seen() {
        let expected = "By country
  Malaysia             1,600       66 %  ██████████████████
  Singapore              801       33 %  █████████
  Trinidad and Tobago      1  under 1 %  ▏
  nowhere                  0        0 %
  and 3 more countries with 10 contacts
";
        assert_eq!(chart(59, false).to_string(), expected);
    }

    #[test]
    fn a_dumb_terminal_gets_ascii() {
        let text = chart(59, true).to_string();
        assert!(text.is_ascii(), "{text}");
        assert!(text.contains("66 %  ##################\n") && text.contains("33 %  #########\n"), "{text}");
        assert!(text.contains("under 1 %  #\n"), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_labels_are_cut_before_numbers() {
        for width in 0..200 {
            let text = chart(width, false).to_string();
            let numbers = text.lines().filter(|line| line.contains(" %") || line.contains('…'));
            assert!(numbers.clone().all(|line| line.width() <= width), "{width}\n{text}");
        }
        let narrow = chart(36, false).to_string();
        assert!(narrow.contains("Trinidad and …  ") && !narrow.contains('█'), "{narrow}");
        assert!(narrow.contains("1,600       66 %"), "{narrow}");
    }

    #[test]
    fn bars_can_be_parts_of_more_than_the_largest_count() {
        let mut chart = BarChart::new("Filled", UNLIMITED, true).out_of(40);
        chart.bar("Email", 20, "50 %");
        assert_eq!(chart.to_string(), format!("Filled\n  Email  20  50 %  {}\n", "#".repeat(20)));
    }

    #[test]
    fn a_label_cannot_command_the_terminal() {
        let mut chart = BarChart::new("Tags", 60, false);
        chart.bar("x\u{1b}[2J\ny", u64::MAX, "");
        let text = chart.to_string();
        assert!(!text.contains('\u{1b}') && text.lines().count() == 2, "{text:?}");
    }
}
