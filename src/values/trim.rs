//! Trimming of cells.

pub use crate::model::is_blank;
pub(super) use crate::model::{is_invisible, is_space};

/// Returns the text without surrounding blanks. Marks that shape neighbouring letters (joiners, direction marks) stay:
/// at the end of a name they are part of its spelling.
pub fn trim(cell: &str) -> &str {
    match cell.as_bytes() {
        // Nearly all cells have nothing to trim, which their first and last bytes show.
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
        _ => cell.trim_matches(is_space),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_takes_separators_only() {
        assert_eq!(trim("\u{FEFF}\u{A0} a\u{200B}b \u{2060}"), "a\u{200B}b");
        assert_eq!(trim("שלום!\u{200F}"), "שלום!\u{200F}");
        assert_eq!(trim(" \u{A0}"), "");
    }
}
