use std::borrow::Cow;
use std::fmt::Write as _;

/// Text that is safe to show on one line: whatever could command the terminal, reorder what stands beside it or hide
/// is shown as an escape (`\x1b`, `\u{202e}`), a line end as `⏎`. What is shown already stays as it is, also when it
/// goes through here again.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    escape(text, |_| false, push_escape)
}

/// [`sanitize`] for a message or result of our own, which may have several lines.
pub fn sanitize_lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| matches!(c, '\n' | '\t'), push_escape)
}

/// Escapes what is not safe to show and not allowed, in the form that `push` writes.
pub(super) fn escape(text: &str, is_allowed: impl Fn(char) -> bool, push: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let is_shown = |c: char| is_allowed(c) || !(is_hostile(c) || is_joiner(c));
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    let mut characters = text.chars().peekable();
    let mut previous = ' ';
    while let Some(c) = characters.next() {
        if is_shown(c) || (is_joiner(c) && joins(previous, characters.peek().copied())) {
            safe.push(c);
        } else {
            push(c, &mut safe);
        }
        previous = c;
    }
    Cow::Owned(safe)
}

fn push_escape(c: char, safe: &mut String) {
    match c {
        '\n' => safe.push('⏎'),
        '\t' => safe.push_str("\\t"),
        '\r' => safe.push_str("\\r"),
        _ if c.is_ascii() => {
            let _ = write!(safe, "\\x{:02x}", u32::from(c)); // writing to a String can not fail
        }
        _ => {
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        }
    }
}

/// Control characters, and invisible ones that reorder or hide text.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}'                                                // soft hyphen
            | '\u{61c}' | '\u{200e}' | '\u{200f}'                   // bidi marks
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'     // bidi embeddings, overrides and isolates
            | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}'     // zero width
            | '\u{206a}'..='\u{206f}' | '\u{feff}'
            | '\u{2028}' | '\u{2029}'                               // line and paragraph separators
            | '\u{fff9}'..='\u{fffb}'                               // interlinear annotations
            | '\u{e0000}'..='\u{e007f}'                             // tags
        )
}

/// Zero width, but part of how names are spelled in Persian or Sinhala, and of emoji.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner has something to join; beside Latin letters it only hides.
fn joins(previous: char, next: Option<char>) -> bool {
    let is_joinable = |c: char| !c.is_ascii() && !is_hostile(c) && !is_joiner(c);
    is_joinable(previous) && next.is_some_and(is_joinable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_text_of_any_script_is_not_touched() {
        for text in ["", "Ana María", "محمد", "山田 太郎", "e\u{301}", "O'Brien \\x1b", "👩🏽 ❤\u{fe0f}"]
        {
            assert!(matches!(sanitize(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn sequences_that_command_a_terminal_are_shown() {
        assert_eq!(sanitize("\u{1b}[2J\u{1b}]0;title\u{7}"), "\\x1b[2J\\x1b]0;title\\x07");
        assert_eq!(sanitize("a\u{8}\u{7f}\r\tb\0"), "a\\x08\\x7f\\r\\tb\\x00");
        assert_eq!(sanitize("\u{9b}31m\u{85}"), "\\u{9b}31m\\u{85}");
    }

    #[test]
    fn characters_that_reorder_or_hide_are_shown() {
        assert_eq!(sanitize("gpj\u{202e}exe"), "gpj\\u{202e}exe");
        assert_eq!(sanitize("\u{2066}x\u{2069}\u{200f}"), "\\u{2066}x\\u{2069}\\u{200f}");
        assert_eq!(sanitize("a\u{200b}b\u{feff}c\u{ad}d\u{2028}e"), "a\\u{200b}b\\u{feff}c\\u{ad}d\\u{2028}e");
    }

    #[test]
    fn joiners_stay_where_they_join() {
        assert_eq!(sanitize("علی\u{200c}رضا"), "علی\u{200c}رضا");
        assert_eq!(sanitize("👨\u{200d}👩\u{200d}👧"), "👨\u{200d}👩\u{200d}👧");
        assert_eq!(sanitize("bo\u{200d}b\u{200c}"), "bo\\u{200d}b\\u{200c}");
        assert_eq!(sanitize("山\u{200d}\u{200d}山"), "山\\u{200d}\\u{200d}山");
    }

    #[test]
    fn a_line_end_ends_a_line_only_in_messages_of_ours() {
        assert_eq!(sanitize("a\nb"), "a⏎b");
        assert_eq!(sanitize_lines("a\n\tb\r"), "a\n\tb\\r");
    }

    proptest! {
        #[test]
        fn nothing_hostile_passes_and_a_second_pass_changes_nothing(text in any::<String>()) {
            let safe = sanitize(&text).into_owned();
            prop_assert!(!safe.chars().any(is_hostile));
            prop_assert_eq!(sanitize(&safe).into_owned(), safe.clone());
        }
    }
}
