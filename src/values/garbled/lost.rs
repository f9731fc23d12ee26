//! Letters that an encoding could not represent and that are lost: `Jana?na`, U+FFFD.

/// U+FFFD, in the place of bytes that were not text.
const REPLACEMENT: char = '\u{FFFD}';

/// Returns true if letters of a text are lost. A `?` counts between letters; in a name also next to one, and by itself
/// where it occurs several times.
pub(super) fn is_lost(text: &str, is_name: bool) -> bool {
    if text.contains(REPLACEMENT) {
        return true;
    }
    if is_address(text) {
        return false;
    }
    is_name && is_nothing_else(text)
        || signs(text).any(|(before, after)| before && after || is_name && (before || after))
}

/// Returns the evidence and the remedy.
pub(super) fn reason(text: &str) -> String {
    let sign = if text.contains(REPLACEMENT) { REPLACEMENT } else { '?' };
    format!(
        "'{sign}' probably stands for a letter that was lost when the list was saved in an encoding without it: export it \
         again as UTF-8, or write the letter"
    )
}

/// Returns for each run of `?` whether a letter stands before it, and whether one stands behind it.
fn signs(text: &str) -> impl Iterator<Item = (bool, bool)> {
    let runs = text.match_indices('?').filter(|(at, _)| !text[..*at].ends_with('?'));
    runs.map(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
        let after = text[at..].trim_start_matches('?').chars().next().is_some_and(char::is_alphabetic);
        (before, after)
    })
}

/// Returns true for a text such as `??? ??`.
fn is_nothing_else(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'?' | b' ' | b'-' | b'.')) && text.matches('?').count() > 1
}

/// Returns true if a `?` may be part of a web address.
fn is_address(text: &str) -> bool {
    // A `?` before a query, as in `/list?id=7`, is no lost letter.
    text.contains("://") || text.contains("www.") || text.contains('=')
}
