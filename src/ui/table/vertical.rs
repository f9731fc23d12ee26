use unicode_width::UnicodeWidthStr;

use crate::ui::truncate::truncate;
use crate::ui::wrap::{wrap, wrap_hard};

/// A column of cells is not made narrower than this: where there is less room, its lines are cut.
const MIN_VALUE_WIDTH: usize = 8;

/// Each row as lines of its own, a header and a cell on each; blank cells are left out, and long ones broken into lines
/// below each other. A blank line stands between two rows. No line is wider than asked.
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

/// Each row on lines below each other, the last cell a command that stands whole on its own. The header of the first
/// column is that of all.
pub(super) fn with_commands(header: &str, rows: &[Vec<String>], width: usize) -> String {
    let mut text = format!("{header}\n{}\n", "─".repeat(header.width()));
    for row in rows {
        let Some((command, cells)) = row.split_last() else { continue };
        text += &format!("{}\n", wrap(&cells.join("  "), width, 2));
        if !command.is_empty() {
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
    fn a_row_is_read_from_top_to_bottom() {
        let rows =
            [["1", "Ann", ""], ["2", "", "a long text that does not fit"]].map(|row| row.map(str::to_owned).to_vec());
        let expected = "ID     1\nName   Ann\n\nID     2\nNotes  a long text\n       that does not\n       fit\n";
        assert_eq!(write(&["ID", "Name", "Notes"], &rows, 20), expected);
    }
}
