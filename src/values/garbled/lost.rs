//! Letters that an encoding could not write, and that are lost: `Jana?na`, U+FFFD.

/// Stands for bytes that were no text.
const REPLACEMENT: char = '\u{FFFD}';

/// Whether letters of a text are lost. A `?` stands for one between letters; in a name also beside one, and alone where it
/// stands several times.
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

/// What shows it, and what to do.
pub(super) fn reason(text: &str) -> String {
    let sign = if text.contains(REPLACEMENT) { REPLACEMENT } else { '?' };
    format!(
        "'{sign}' probably stands for a letter that was lost when the list was saved in an encoding without it: export it \
         again as UTF-8, or write the letter"
    )
}

/// For each run of `?` whether a letter stands before it, and whether one stands behind it.
fn signs(text: &str) -> impl Iterator<Item = (bool, bool)> {
    let runs = text.match_indices('?').filter(|(at, _)| !text[..*at].ends_with('?'));
    runs.map(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
        let after = text[at..].trim_start_matches('?').chars().next().is_some_and(char::is_alphabetic);
        (before, after)
    })
}

/// `??? ??`
fn is_nothing_else(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'?' | b' ' | b'-' | b'.')) && text.matches('?').count() > 1
}

/// Whether a `?` may be part of an address of the web.
fn is_address(text: &str) -> bool {
    text.contains("://") || text.contains("www.") || text.contains('=')
}
