use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Makes the emoji before it two columns wide.
const EMOJI_PRESENTATION: char = '\u{fe0f}';

/// Text of at most `width` columns: what is longer ends with `…`.
pub(super) fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let Some(room) = width.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += width_at_most(*c);
        used > room
    });
    let kept = end.and_then(|(at, _)| text.get(..at)).unwrap_or(text);
    Cow::Owned(format!("{kept}…"))
}

/// What a character adds to the width of its text, or more: as part of a sequence it can take less.
fn width_at_most(c: char) -> usize {
    if c == EMOJI_PRESENTATION { 1 } else { c.width().unwrap_or(1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_fits_stays_and_what_does_not_is_cut_with_an_ellipsis() {
        assert_eq!(cut("leads.csv", 9), "leads.csv");
        assert_eq!(cut("leads.csv", 8), "leads.c…");
        assert_eq!(cut("leads.csv", 1), "…");
        assert_eq!(cut("leads.csv", 0), "");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn wide_characters_and_accents_are_measured_as_they_are_shown() {
        assert_eq!(cut("山田太郎", 8), "山田太郎");
        assert_eq!(cut("山田太郎", 7), "山田太…");
        assert_eq!(cut("山田太郎", 6), "山田…");
        assert_eq!(cut("Jose\u{301} Maria", 6), "Jose\u{301} …");
    }

    proptest! {
        #[test]
        fn a_cut_text_is_never_wider(text in any::<String>(), width in 0..40usize) {
            prop_assert!(cut(&text, width).width() <= width);
        }

        #[test]
        fn sequences_of_emoji_and_marks_are_never_wider(
            text in "[❤1#👩👨🏽🇲🇾\u{200d}\u{fe0f}\u{fe0e}\u{20e3}\u{301}لا山aﷺ]{0,20}",
            width in 0..12usize,
        ) {
            prop_assert!(cut(&text, width).width() <= width, "{:?}", cut(&text, width));
        }
    }
}
