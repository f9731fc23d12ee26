//! A cell of two names for one thing: `United Kingdom (UK)`, `US - United States`, `Malaysia / Malaisie`.

/// Maximum length of such a cell, in bytes. Each separator is tried, so longer text would take time for nothing.
const MAX_BYTES: usize = 200;

/// Characters between two names. Some stand within names too: `Guinea-Bissau`.
const SEPARATORS: [char; 9] = ['-', '–', '—', '/', '|', ':', ',', ';', '，'];

/// Returns what both halves of a cell are by the same reader, if there is a way to halve it so that they agree. Two
/// names of different things are a list, of which nothing is taken.
pub(super) fn agreeing<T: PartialEq>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    halves(text).find_map(|(first, second)| {
        let first = read(first)?;
        (read(second)? == first).then_some(first)
    })
}

/// Returns every way to halve a cell: the text before parentheses and in them, and both sides of each separator.
fn halves(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let text = if text.len() <= MAX_BYTES { text } else { "" };
    let at_separators = text.char_indices().filter(|(_, c)| SEPARATORS.contains(c));
    let sides = at_separators.map(|(at, c)| (&text[..at], &text[at + c.len_utf8()..]));
    in_parentheses(text)
        .into_iter()
        .chain(sides)
        .map(|(first, second)| (first.trim(), second.trim()))
        .filter(|(first, second)| !first.is_empty() && !second.is_empty())
}

/// Returns `English` and `Australia` of `English (Australia)`; the parentheses may be full-width or brackets.
pub(super) fn in_parentheses(text: &str) -> Option<(&str, &str)> {
    text.strip_suffix([')', '）', ']'])?.split_once(['(', '（', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_that_agree_are_found() {
        let number = |text: &str| text.parse::<u8>().ok();
        for text in ["1 (1)", "1（01）", "1 [1]", "1 - 1", "1/01", "001|1", "1: 1", "1, 1"] {
            assert_eq!(agreeing(text, number), Some(1), "{text}");
        }
        for text in ["1", "1 (2)", "1, 2", "(1)", "1 -", "1 1", "a-a", "1-1-1", ""] {
            assert_eq!(agreeing(text, number), None, "{text}");
        }
    }

    #[test]
    fn a_long_cell_is_not_halved() {
        assert_eq!(halves(&"a-".repeat(101)).count(), 0);
    }
}
