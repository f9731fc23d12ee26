//! Lines of a vCard: escaped and folded (RFC 6350 sections 3.2 and 3.4, RFC 2426 sections 2.6 and 4).

use std::borrow::Cow;

/// Maximum length of a line in bytes, without its end.
const MAX_BYTES: usize = 75;

/// Appends `name:value` as one line of content, folded. `value` is escaped already.
pub(super) fn push_line(name: &str, value: &str, out: &mut Vec<u8>) {
    let line = format!("{name}:{value}");
    let (mut rest, mut room) = (line.as_str(), MAX_BYTES);
    while rest.len() > room {
        // Never within a character: readers that decode line by line would find half of it.
        let at = (1..=room).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(at);
        out.extend_from_slice(piece.as_bytes());
        out.extend_from_slice(b"\r\n ");
        (rest, room) = (after, MAX_BYTES - 1);
    }
    out.extend_from_slice(rest.as_bytes());
    out.extend_from_slice(b"\r\n");
}

/// Escapes a text: backslashes, commas, semicolons and line ends.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| matches!(c, '\\' | ',' | ';') || c.is_control()) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ',' | ';' => safe.extend(['\\', c]),
            '\r' if chars.peek() == Some(&'\n') => {} // The LF behind it ends the line.
            '\r' | '\n' => safe.push_str("\\n"),
            '\t' => safe.push(c),
            // No vCard may hold another control character.
            _ if c.is_control() => safe.push(' '),
            _ => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Joins texts into a list or a structure with this separator, each escaped.
pub(super) fn joined<'t>(texts: impl IntoIterator<Item = &'t str>, separator: &str) -> String {
    texts.into_iter().map(escaped).collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(name: &str, value: &str) -> String {
        let mut out = Vec::new();
        push_line(name, value, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_separates_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\r\ne\nf\rg\th\u{7}"), "a\\,b\\;c\\\\d\\ne\\nf\\ng\th ");
        assert_eq!(joined(["a,b", "", "c"], ";"), "a\\,b;;c");
    }

    #[test]
    fn a_line_of_75_bytes_is_not_folded_and_a_longer_one_is() {
        let value = "x".repeat(70);
        assert_eq!(line("NOTE", &value), format!("NOTE:{value}\r\n"));
        assert_eq!(line("NOTE", &format!("{value}y")), format!("NOTE:{value}\r\n y\r\n"));
    }

    proptest! {
        #[test]
        fn folded_lines_are_short_whole_characters_and_unfold_to_the_text(text in "[a-zäß李👩 ]{0,400}") {
            let folded = line("X", &text);
            prop_assert!(folded.split("\r\n").all(|line| line.len() <= 75));
            prop_assert_eq!(folded.replace("\r\n ", ""), format!("X:{text}\r\n"));
        }
    }
}
