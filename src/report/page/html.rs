//! Text as HTML that cannot become markup.

use std::fmt::Write as _;

use crate::model::{format_thousands, sanitize};

/// Maximum length of a value that is shown whole, in characters; a cell may have 65,536 bytes.
const SHOWN: usize = 240;

/// Escapes text for use between tags and in a quoted attribute: no markup, no control character, nothing that reorders
/// its surroundings.
pub(super) fn text(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for c in sanitize(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// Shows the beginning of a long value, and its length.
pub(super) fn value(value: &str) -> String {
    match value.char_indices().nth(SHOWN) {
        None => text(value),
        Some((end, _)) => {
            let beginning = text(value.get(..end).unwrap_or_default());
            let length = format_thousands(value.chars().count() as u64);
            format!("{beginning}… <small>({length} characters)</small>")
        }
    }
}

/// Percent-encodes text as a part of an address.
pub(super) fn url_fragment(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut address, byte| {
        // The unreserved characters (RFC 3986 section 2.3); all others are encoded.
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}"); // writing to a String cannot fail
        }
        address
    })
}
