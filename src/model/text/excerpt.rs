//! Texts cut for messages.

use std::borrow::Cow;

/// Maximum length of a value that a message quotes, in characters; a cell may have 65,536 bytes.
pub const MAX_QUOTED_CHARS: usize = 200;

/// Returns a text of at most this many characters as it is, and a longer one cut, with `…` behind it.
pub fn excerpt(text: &str, chars: usize) -> Cow<'_, str> {
    match text.char_indices().nth(chars) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(excerpt("José", 4), "José");
        assert_eq!(excerpt("José Lim", 4), "José…");
        assert_eq!(excerpt("", 0), "");
    }
}
