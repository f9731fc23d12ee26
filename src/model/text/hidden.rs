//! Invisible characters in names: two names that differ by them alone could not be told apart.

use std::borrow::Cow;

use super::{composed, is_invisible, is_space};

/// Returns the first character of a name that is invisible or looks like a plain blank.
///
/// Joiners and variation selectors are part of how names are spelled in Persian or Sinhala, and of emoji; there they
/// are visible. The ideographic space is wider than a plain one, so it is visible too.
pub fn hidden_character(name: &str) -> Option<char> {
    let mut previous = None;
    let mut characters = name.chars().peekable();
    while let Some(c) = characters.next() {
        let is_shown = match c {
            ' ' | '\u{3000}' => true,
            '\u{200C}' | '\u{200D}' => {
                previous.is_some_and(is_shaped) && characters.peek().copied().is_some_and(is_shaped)
            }
            _ if is_selector(c) => previous.is_some_and(is_shaped) || characters.peek() == Some(&KEYCAP),
            _ => !is_space(c) && !is_invisible(c),
        };
        if !is_shown {
            return Some(c);
        }
        previous = Some(c);
    }
    None
}

/// Returns the comparison key of names of fields, options, tags, columns and mappings: lower case in NFC, every blank a
/// plain one, no invisible characters.
pub fn name_key(name: &str) -> String {
    composed(&visible(name).trim().to_lowercase()).into_owned()
}

/// Returns a name without its invisible characters, every blank a plain one.
fn visible(name: &str) -> Cow<'_, str> {
    let plain = |c: char| if c.is_whitespace() { ' ' } else { c };
    if name.chars().all(|c| !is_invisible(c) && plain(c) == c) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.chars().filter(|c| !is_invisible(*c)).map(plain).collect())
}

/// The combining mark that makes a keycap of the digit before it: `1️⃣`.
pub(super) const KEYCAP: char = '\u{20E3}';

/// Returns true for a variation selector, which chooses a form of the character before it.
pub(super) fn is_selector(c: char) -> bool {
    matches!(c, '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Returns true if joiners and selectors can change how a character looks: not in Latin, Greek, Cyrillic and Armenian.
pub(super) fn is_shaped(c: char) -> bool {
    c >= '\u{590}'
        && !matches!(c, '\u{1E00}'..='\u{1FFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}')
        && !is_space(c)
        && (!is_invisible(c) || is_selector(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_seen_is_not_hidden() {
        for name in [
            "",
            "Shoe size (EU)",
            "Größe",
            "e\u{301}te\u{301}",
            "שם פרטי",
            "会社\u{3000}名",
            "می\u{200C}خواهم",
            "ශ්\u{200D}රී",
            "👩\u{200D}🚀",
            "❤\u{FE0F}\u{200D}🔥",
            "1\u{FE0F}\u{20E3}",
            "葛\u{E0100}飾",
            "♥ #1",
        ] {
            assert_eq!(hidden_character(name), None, "{name:?}");
        }
    }

    #[test]
    fn a_key_is_one_whatever_the_unicode_form() {
        for (one, other) in
            [("Café", "CAFE\u{301}"), ("Größe", "GRO\u{308}ßE"), ("J\u{30C}", "\u{1F0}"), ("a\u{A0}b", "A b\u{200B} ")]
        {
            assert_eq!(name_key(one), name_key(other), "{one:?} {other:?}");
        }
        assert_ne!(name_key("Café"), name_key("Cafe"), "an accent makes another name");
    }

    #[test]
    fn what_cannot_be_seen_is_found() {
        for hidden in [
            '\u{A0}',
            '\u{2009}',
            '\u{202F}',
            '\u{AD}',
            '\u{34F}',
            '\u{61C}',
            '\u{115F}',
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{200E}',
            '\u{200F}',
            '\u{202E}',
            '\u{2060}',
            '\u{2066}',
            '\u{2800}',
            '\u{3164}',
            '\u{FE0E}',
            '\u{FE0F}',
            '\u{FEFF}',
            '\u{E0041}',
            '\u{E0100}',
        ] {
            for name in [format!("Nick{hidden}name"), format!("Grö{hidden}ße"), format!("Nickname{hidden}")] {
                assert_eq!(hidden_character(&name), Some(hidden), "{name:?}");
            }
        }
    }
}
