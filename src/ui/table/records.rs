use unicode_width::UnicodeWidthStr;

use crate::ui::text::cut;
use crate::ui::wrap::fold;

/// A column of cells is not made narrower than this: where there is less room, its lines are cut.
const NARROWEST: usize = 8;

/// Each row as lines of its own, a header and a cell on each; blank cells are left out, and long ones broken into lines
/// below each other. A blank line stands between two rows. No line is wider than asked.
pub(super) fn write(headers: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let widest = headers.iter().map(|header| header.width()).max().unwrap_or(0);
    let records: Vec<String> = rows.iter().map(|row| record(headers, row, widest, width)).collect();
    records.join("\n")
}

fn record(headers: &[&str], row: &[String], widest: usize, width: usize) -> String {
    let room = width.saturating_sub(widest + 2).max(NARROWEST);
    let mut text = String::new();
    for (header, cell) in headers.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
        let mut label = *header;
        for line in fold(cell, room) {
            let gap = " ".repeat(widest + 2 - label.width());
            text += &format!("{}\n", cut(format!("{label}{gap}{line}").trim_end(), width));
            label = "";
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_from_top_to_bottom() {
        let rows =
            [["1", "Ann", ""], ["2", "", "a long text that does not fit"]].map(|row| row.map(str::to_owned).to_vec());
        let expected = "ID     1\nName   Ann\n\nID     2\nNotes  a long text\n       that does not\n       fit\n";
        assert_eq!(write(&["ID", "Name", "Notes"], &rows, 20), expected);
    }
}
