//! The part of a value that changes, to be marked on the page.

use crate::model::is_combining;

/// A value before and after a change, in three parts each: both begin and end alike, and differ between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Difference<'a> {
    /// What both begin with.
    pub(super) start: &'a str,
    pub(super) removed: &'a str,
    pub(super) added: &'a str,
    /// What both end with.
    pub(super) end: &'a str,
}

impl<'a> Difference<'a> {
    /// Compares two values. Where they share less than half, all of them differs: single letters that happen to be
    /// alike would only be noise.
    pub(super) fn of(before: &'a str, after: &'a str) -> Self {
        let start = common_start(before, after);
        let end = common_end(&before[start..], &after[start..]);
        let longer = before.len().max(after.len());
        let (start, end) = if (start + end) * 2 < longer { (0, 0) } else { (start, end) };
        Self {
            start: &before[..start],
            removed: &before[start..before.len() - end],
            added: &after[start..after.len() - end],
            end: &before[before.len() - end..],
        }
    }
}

/// Returns the length of what two texts begin with, in bytes, at the boundary of a character in both.
fn common_start(one: &str, other: &str) -> usize {
    let alike = one.chars().zip(other.chars()).take_while(|(one, other)| one == other);
    let length: usize = alike.map(|(c, _)| c.len_utf8()).sum();
    let is_cut = |at: usize| is_attached(&one[at..]) || is_attached(&other[at..]);
    let boundaries = one[..length].char_indices().map(|(at, _)| at).chain([length]);
    boundaries.rev().find(|at| !is_cut(*at)).unwrap_or(0)
}

/// Returns the length of what two texts end with, in bytes, at the boundary of a character in both.
fn common_end(one: &str, other: &str) -> usize {
    let alike = one.chars().rev().zip(other.chars().rev()).take_while(|(one, other)| one == other);
    let length: usize = alike.map(|(c, _)| c.len_utf8()).sum();
    let end = &one[one.len() - length..];
    let starts = end.char_indices().map(|(at, _)| at).chain([length]);
    starts.into_iter().find(|at| !is_attached(&end[*at..])).map_or(0, |at| length - at)
}

/// Returns true if the first character of a text belongs to the one before it: an accent, a joiner, a tone of skin.
fn is_attached(text: &str) -> bool {
    text.chars().next().is_some_and(|c| {
        is_combining(c) || matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(before: &str, after: &str) -> [String; 4] {
        let Difference { start, removed, added, end } = Difference::of(before, after);
        [start, removed, added, end].map(str::to_owned)
    }

    #[test]
    fn what_two_values_share_at_both_ends_is_not_marked() {
        assert_eq!(parts("Rahman", "Rahman-Lee"), ["Rahman", "", "-Lee", ""]);
        assert_eq!(
            parts("aisha.rahman@example.com", "aisha.lee@example.com"),
            ["aisha.", "rahman", "lee", "@example.com"]
        );
        assert_eq!(parts("+60123456789", "+60123456780"), ["+6012345678", "9", "0", ""]);
        assert_eq!(parts("aa", "aaa"), ["aa", "", "a", ""]);
        assert_eq!(parts("same", "same"), ["same", "", "", ""]);
    }

    #[test]
    fn values_that_share_little_differ_as_a_whole() {
        assert_eq!(parts("Sato", "Tan"), ["", "Sato", "Tan", ""]);
        assert_eq!(parts("Tan", "Chandran"), ["", "Tan", "Chandran", ""]);
        assert_eq!(parts("", "Lim"), ["", "", "Lim", ""]);
    }

    #[test]
    fn a_letter_is_not_parted_from_its_accent() {
        assert_eq!(parts("Jose", "Jose\u{301}"), ["Jos", "e", "e\u{301}", ""]);
        assert_eq!(parts("Zoe\u{308}!!", "Zoo\u{308}!!"), ["Zo", "e\u{308}", "o\u{308}", "!!"]);
    }

    proptest! {
        #[test]
        fn the_parts_make_both_values_again(before in "[ab\u{301}é@.]{0,8}", after in "[ab\u{301}é@.]{0,8}") {
            let [start, removed, added, end] = parts(&before, &after);
            prop_assert_eq!(format!("{start}{removed}{end}"), before);
            prop_assert_eq!(format!("{start}{added}{end}"), after);
        }
    }
}
