//! Tables that are shown row by row, where the terminal is too narrow for columns.

use unicode_width::UnicodeWidthStr;

use crate::model::sanitize;
use crate::ui::truncate::truncate;
use crate::ui::wrap::{wrap, wrap_hard};

/// Blanks between a label and its value.
const GAP: usize = 2;

/// Minimum width of values beside their labels; with less room they go below.
const MIN_LABELLED_WIDTH: usize = 16;

/// Minimum width of the cells; with less room their lines are cut.
const MIN_VALUE_WIDTH: usize = 8;

/// Renders each row as lines of a header and a cell, with a blank line between two rows. Blank cells are left out and
/// long ones wrapped. No line is wider than asked.
pub(super) fn write(headers: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let widest = headers.iter().map(|header| header.width()).max().unwrap_or(0);
    let records: Vec<String> = rows.iter().map(|row| record(headers, row, widest, width)).collect();
    records.join("\n")
}

fn record(headers: &[&str], row: &[String], widest: usize, width: usize) -> String {
    let room = width.saturating_sub(widest + 2).max(MIN_VALUE_WIDTH);
    let mut text = String::new();
    for (header, cell) in headers.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
        let mut label = *header;
        for line in wrap_hard(cell, room) {
            let gap = " ".repeat(widest + 2 - label.width());
            text += &format!("{}\n", truncate(format!("{label}{gap}{line}").trim_end(), width));
            label = "";
        }
    }
    text
}

/// Renders values beside their labels; where the labels leave little room, below them. Long ones are wrapped, so that no line
/// is wider than asked and nothing is cut. This takes a fraction of the time of a table, of which a long result would need
/// one for each of its parts.
pub fn labelled<L: AsRef<str>, V: AsRef<str>>(rows: &[(L, V)], width: usize) -> String {
    let rows: Vec<_> = rows.iter().map(|(label, value)| (sanitize(label.as_ref()), sanitize(value.as_ref()))).collect();
    let widest = rows.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
    let is_beside = widest + GAP + MIN_LABELLED_WIDTH <= width;
    let indent = " ".repeat(if is_beside { widest + GAP } else { GAP });
    let mut text = String::new();
    for (label, value) in &rows {
        let mut lines = wrap_hard(value, width.saturating_sub(indent.len()).max(MIN_VALUE_WIDTH)).into_iter();
        if is_beside {
            let gap = " ".repeat(indent.len() - label.width());
            text += &format!("{label}{gap}{}\n", lines.next().unwrap_or_default());
        } else {
            text += &format!("{}\n", wrap_hard(label, width).join("\n"));
        }
        lines.for_each(|line| text += &format!("{indent}{line}\n"));
    }
    text
}

/// Renders each row as lines below each other, the last cell as a command on a line of its own. The header of the first
/// column is that of all.
pub(super) fn with_commands(header: &str, rows: &[Vec<String>], width: usize) -> String {
    let mut text = format!("{header}\n{}\n", "─".repeat(header.width()));
    for row in rows {
        let Some((command, cells)) = row.split_last() else { continue };
        text += &format!("{}\n", wrap(&cells.join("  "), width, 2));
        if !command.is_empty() {
            // Not wrapped: a command has to work when it is copied.
            text += &format!("  {command}\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_stands_whole_below_what_it_is_for() {
        let rows = [["leads.csv", "mapped", "contacts review leads.csv"].map(str::to_owned).to_vec()];
        let expected = "Prepared\n────────\nleads.csv  mapped\n  contacts review leads.csv\n";
        assert_eq!(with_commands("Prepared", &rows, 20), expected);
    }

    #[test]
    fn a_value_stands_beside_its_label_and_below_it_where_there_is_little_room() {
        let rows = [("Name", "Tan → Lim"), ("Notes", "a long text that does not fit\u{1b}")];
        let beside = "Name   Tan → Lim\nNotes  a long text that\n       does not fit\\x1b\n";
        assert_eq!(labelled(&rows, 23), beside);
        let below = "Name\n  Tan → Lim\nNotes\n  a long text that\n  does not fit\\x1b\n";
        assert_eq!(labelled(&rows, 22), below);
        assert_eq!(labelled::<&str, &str>(&[], 22), "");
    }

    #[test]
    fn a_row_is_read_from_top_to_bottom() {
        let rows =
            [["1", "Ann", ""], ["2", "", "a long text that does not fit"]].map(|row| row.map(str::to_owned).to_vec());
        let expected = "ID     1\nName   Ann\n\nID     2\nNotes  a long text\n       that does not\n       fit\n";
        assert_eq!(write(&["ID", "Name", "Notes"], &rows, 20), expected);
    }
}
