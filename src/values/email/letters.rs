//! Characters beyond ASCII that an address may have: letters, the marks on them, and digits (spec section 4, Email).

use crate::model::is_combining;
use crate::values::phone::is_digit;

/// Returns true if a character beyond ASCII may occur in an address. Quotation marks, symbols and other punctuation may
/// not, although IDNA would map some to letters (`™` becomes `tm`).
pub(super) fn belongs(c: char) -> bool {
    !is_enclosed(c) && (c.is_alphabetic() || is_combining(c) || is_digit(c))
}

/// Returns true for letters in circles and squares: they are symbols, although Unicode calls them alphabetic.
fn is_enclosed(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{24FF}' | '\u{1F100}'..='\u{1F1FF}')
}

/// Returns true for a quotation mark, straight or curly, of any language.
pub(super) fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '‘'..='‟' | '‹' | '›' | '「'..='』' | '〝'..='〟' | '＂' | '＇')
}
