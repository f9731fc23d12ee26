//! Text cut to a number of terminal columns.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Variation selector 16, which makes the emoji before it two columns wide.
const EMOJI_PRESENTATION: char = '\u{fe0f}';

/// Cuts text to at most `width` columns; text that is cut ends with `…`.
pub(super) fn truncate(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width { Cow::Borrowed(text) } else { shorten(text, width) }
}

/// Like [`truncate`], but measured as the terminal that takes most columns draws it: some draw the parts of an emoji
/// sequence side by side.
pub(super) fn truncate_conservative(text: &str, width: usize) -> Cow<'_, str> {
    if max_display_width(text) <= width { Cow::Borrowed(text) } else { shorten(text, width) }
}

/// Splits a text after at most `width` columns on any terminal, and at least one character.
pub(super) fn split(text: &str, width: usize) -> (&str, &str) {
    let mut used = 0;
    let end = text.char_indices().find(|(at, c)| {
        used += width_at_most(*c);
        used > width && *at > 0
    });
    end.and_then(|(at, _)| text.split_at_checked(at)).unwrap_or((text, ""))
}

/// Returns the end of a text, at most `width` columns on any terminal. It does not begin with a mark whose character is
/// cut off.
pub(super) fn truncate_start(text: &str, width: usize) -> &str {
    if max_display_width(text) <= width {
        return text;
    }
    let mut used = 0;
    let begin = text.char_indices().rev().take_while(|(_, c)| {
        used += width_at_most(*c);
        used <= width
    });
    let end = begin.last().and_then(|(at, _)| text.get(at..)).unwrap_or_default();
    end.trim_start_matches(|c| width_at_most(c) == 0)
}

/// Returns the largest width in columns that a text takes on any terminal.
pub(super) fn max_display_width(text: &str) -> usize {
    text.chars().map(width_at_most).sum()
}

/// Returns as much of the beginning as leaves room for `…`.
fn shorten(text: &str, width: usize) -> Cow<'_, str> {
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

/// Returns the width of a character on its own, in columns. As part of a sequence it may take less.
fn width_at_most(c: char) -> usize {
    // unicode-width gives the selector no width of its own: only in a sequence does it widen the character before it.
    if c == EMOJI_PRESENTATION { 1 } else { c.width().unwrap_or(1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_fits_stays_and_what_does_not_is_cut_with_an_ellipsis() {
        assert_eq!(truncate("leads.csv", 9), "leads.csv");
        assert_eq!(truncate("leads.csv", 8), "leads.c…");
        assert_eq!(truncate("leads.csv", 1), "…");
        assert_eq!(truncate("leads.csv", 0), "");
        assert_eq!(truncate("", 0), "");
    }

    #[test]
    fn wide_characters_and_accents_are_measured_as_they_are_shown() {
        assert_eq!(truncate("山田太郎", 8), "山田太郎");
        assert_eq!(truncate("山田太郎", 7), "山田太…");
        assert_eq!(truncate("山田太郎", 6), "山田…");
        assert_eq!(truncate("Jose\u{301} Maria", 6), "Jose\u{301} …");
    }

    #[test]
    fn where_a_sequence_may_fall_apart_its_parts_count() {
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(truncate(family, 2), family);
        assert_eq!(truncate_conservative(family, 6), family);
        assert_eq!(truncate_conservative(family, 4), "👨\u{200d}…");
    }

    #[test]
    fn the_end_of_a_text_keeps_whole_characters() {
        assert_eq!(truncate_start("leads.csv", 4), ".csv");
        assert_eq!(truncate_start("leads.csv", 20), "leads.csv");
        assert_eq!(truncate_start("山田太郎", 5), "太郎");
        assert_eq!(truncate_start("山", 1), "");
        assert_eq!(truncate_start("Jose\u{301}", 0), "");
    }

    proptest! {
        #[test]
        fn a_cut_text_is_never_wider(text in any::<String>(), width in 0..40usize) {
            prop_assert!(truncate(&text, width).width() <= width);
        }

        #[test]
        fn sequences_of_emoji_and_marks_are_never_wider(
            text in "[❤1#👩👨🏽🇲🇾\u{200d}\u{fe0f}\u{fe0e}\u{20e3}\u{301}لا山aﷺ]{0,20}",
            width in 0..12usize,
        ) {
            prop_assert!(truncate(&text, width).width() <= width, "{:?}", truncate(&text, width));
        }
    }
}
