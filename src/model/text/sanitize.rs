//! Text made safe for terminals and messages.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use super::hidden::{KEYCAP, is_selector, is_shaped};
use super::is_invisible;

/// Returns text that is safe to show on one line: everything that could command the terminal, reorder its surroundings
/// or hide is shown as an escape (`\x1b`, `\u{202e}`), and a line end as `⏎`. The function is idempotent.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    escape(text, |_| false, push_escape)
}

/// Does the same as [`sanitize`] for a message or result of this tool, which may have several lines.
pub fn sanitize_lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| matches!(c, '\n' | '\t'), push_escape)
}

/// Formats a path for messages and results: on one line, through [`sanitize`], because a file name may hold any
/// character.
pub fn shown_path(path: &(impl AsRef<Path> + ?Sized)) -> String {
    sanitize(&path.as_ref().to_string_lossy()).into_owned()
}

/// Returns the file name of a path, or the whole path if it has none.
pub fn file_name(path: &(impl AsRef<Path> + ?Sized)) -> String {
    let path = path.as_ref();
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Formats a path as [`shown_path`] does, but relative to the current folder `here`, or with `~` for the folder `home`,
/// where that is shorter.
pub fn short_path(path: &Path, here: Option<&Path>, home: Option<&Path>) -> String {
    let below = |folder: Option<&Path>| folder.and_then(|folder| path.strip_prefix(folder).ok());
    let from_here = below(here).map(|rest| match rest.to_string_lossy() {
        here if here.is_empty() => ".".to_owned(),
        // A folder that is called `~` is not the home, and a file `-x` looks like an option.
        rest if rest.starts_with(['~', '-']) => format!("./{rest}"),
        rest => rest.into_owned(),
    });
    let from_home = below(home).map(|rest| match rest.to_string_lossy() {
        home if home.is_empty() => "~".to_owned(),
        rest => format!("~/{rest}"),
    });
    let whole = path.to_string_lossy().into_owned();
    let shorter = [from_here, from_home].into_iter().flatten().min_by_key(String::len);
    let shown = shorter.filter(|short| short.len() < whole.len()).unwrap_or(whole);
    sanitize(&shown).into_owned()
}

/// Escapes each unsafe character that is not allowed, in the form that `push` writes.
pub(super) fn escape(text: &str, is_allowed: impl Fn(char) -> bool, push: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let is_shown = |c: char| is_allowed(c) || !(is_unsafe_for_terminal(c) || is_joiner(c) || is_selector(c));
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    let mut characters = text.chars().peekable();
    // An escape ends with a plain letter or sign, to which nothing can be joined.
    let mut previous = ' ';
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        if is_shown(c) || (is_joiner(c) && joins(previous, next)) || (is_selector(c) && selects(previous, next)) {
            safe.push(c);
            previous = c;
        } else {
            push(c, &mut safe);
            previous = ' ';
        }
    }
    // The first test refuses every joiner; where all of them may stay, the text is unchanged.
    if safe == text { Cow::Borrowed(text) } else { Cow::Owned(safe) }
}

fn push_escape(c: char, safe: &mut String) {
    match c {
        '\n' => safe.push('⏎'),
        '\t' => safe.push_str("\\t"),
        '\r' => safe.push_str("\\r"),
        _ if c.is_ascii() => {
            let _ = write!(safe, "\\x{:02x}", u32::from(c)); // writing to a String cannot fail
        }
        _ => {
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        }
    }
}

/// Returns true for control characters, line and paragraph separators, and characters that reorder text or are
/// invisible. Joiners and variation selectors are excluded: their surroundings decide.
pub fn is_unsafe_for_terminal(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || (is_invisible(c) && !is_joiner(c) && !is_selector(c))
}

/// Returns true for characters of zero width that are part of how names are spelled in Persian or Sinhala, and of
/// emoji.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Returns true if a joiner has something to join; next to Latin letters it only hides.
fn joins(previous: char, next: Option<char>) -> bool {
    let is_joinable = |c: char| !c.is_ascii() && !is_unsafe_for_terminal(c) && !is_joiner(c);
    is_joinable(previous) && next.is_some_and(|next| is_joinable(next) && !is_selector(next))
}

/// Returns true if a variation selector has a form to choose: of an ideograph, an emoji or a keycap, not of a Latin
/// letter.
fn selects(previous: char, next: Option<char>) -> bool {
    let is_emoji_of_latin = matches!(previous, '©' | '®');
    let has_forms =
        is_shaped(previous) && !is_unsafe_for_terminal(previous) && !is_joiner(previous) && !is_selector(previous);
    has_forms || is_emoji_of_latin || (next == Some(KEYCAP) && !is_unsafe_for_terminal(previous))
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
    fn fillers_and_selectors_that_show_nothing_are_shown() {
        for hidden in ['\u{3164}', '\u{2800}', '\u{115f}', '\u{ffa0}', '\u{34f}', '\u{e0100}', '\u{fe0f}', '\u{fe00}'] {
            let shown = format!("Bob\\u{{{:x}}}", u32::from(hidden));
            assert_eq!(sanitize(&format!("Bob{hidden}")), shown);
        }
        for text in ["葛\u{e0100}飾", "1\u{fe0f}\u{20e3}", "❤\u{fe0f}\u{200d}🔥", "©\u{fe0f}"] {
            assert_eq!(sanitize(text), text);
        }
        assert_eq!(sanitize("葛\u{e0100}\u{e0101}"), "葛\u{e0100}\\u{e0101}");
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

    #[test]
    fn a_path_is_relative_or_in_the_home_where_that_is_shorter() {
        let short =
            |path: &str| short_path(Path::new(path), Some(Path::new("/home/ann/lists")), Some(Path::new("/home/ann")));
        for (path, shown) in [
            ("/home/ann/lists/crm.csv", "crm.csv"),
            ("/home/ann/lists", "."),
            ("/home/ann/lists/../crm.csv", "../crm.csv"),
            ("/home/ann/.local/share/contacts/workspace.db", "~/.local/share/contacts/workspace.db"),
            ("/home/ann", "~"),
            ("/home/anna/crm.csv", "/home/anna/crm.csv"),
            ("/srv/crm.csv", "/srv/crm.csv"),
            ("lists/crm.csv", "lists/crm.csv"),
            ("/home/ann/lists/~/crm.csv", "./~/crm.csv"),
            ("/home/ann/lists/-x.csv", "./-x.csv"),
            ("/home/ann/lists/\u{1b}[2J.csv", "\\x1b[2J.csv"),
        ] {
            assert_eq!(short(path), shown, "{path}");
        }
        assert_eq!(short_path(Path::new("/etc"), None, Some(Path::new("/"))), "/etc");
        assert_eq!(short_path(Path::new("/srv/crm.csv"), None, None), "/srv/crm.csv");
    }

    proptest! {
        #[test]
        fn nothing_hostile_passes_and_a_second_pass_changes_nothing(text in any::<String>()) {
            let safe = sanitize(&text).into_owned();
            prop_assert!(!safe.chars().any(is_unsafe_for_terminal));
            prop_assert_eq!(sanitize(&safe).into_owned(), safe.clone());
        }

        #[test]
        fn sanitizing_joiners_and_selectors_twice_changes_nothing(text in "[a1山❤©\u{fe0f}\u{e0100}\u{200c}\u{200d}\u{20e3}\u{3164}]{0,8}") {
            let safe = sanitize(&text).into_owned();
            prop_assert_eq!(sanitize(&safe).into_owned(), safe.clone());
        }
    }
}
