//! Shell quoting of arguments in commands that users paste, and the quotes in messages.

use std::borrow::Cow;

use super::{is_unsafe_for_terminal, sanitize};

/// Quotes an argument for pasting into a shell: with `'…'`, or with `$'…'` (POSIX 2024) where it holds characters that
/// are not safe to show, so that the pasted words name the same file.
pub fn quote(argument: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_=./,:+@%".contains(c);
    // Zsh replaces a word such as `=ls` by the path of the program.
    if !argument.is_empty() && !argument.starts_with('=') && argument.chars().all(is_plain) {
        Cow::Borrowed(argument)
    } else if argument == sanitize(argument) {
        Cow::Owned(format!("'{}'", argument.replace('\'', r"'\''")))
    } else {
        Cow::Owned(format!("$'{}'", argument.chars().map(escaped).collect::<String>()))
    }
}

/// A name as an argument that can be pasted; one that begins with `-` is no option.
pub fn shell_argument(name: &str) -> String {
    let separator = if name.starts_with('-') { "-- " } else { "" };
    format!("{separator}{}", quote(name))
}

/// Formats an option, `--map`, with its value for pasting into a shell. A value that begins with `-` follows a `=`: as a
/// word of its own it would be taken for an option.
pub fn shell_option(name: &str, value: &str) -> String {
    let separator = if value.starts_with('-') { '=' } else { ' ' };
    format!("{name}{separator}{}", quote(value))
}

/// A character within `$'…'`.
fn escaped(c: char) -> String {
    match c {
        '\'' | '\\' => format!("\\{c}"),
        ' '..='~' => c.to_string(),
        _ if c.is_alphabetic() && !is_unsafe_for_terminal(c) => c.to_string(),
        // Three octal digits each, because a hexadecimal escape has no fixed length and would absorb digits that
        // follow.
        _ => c.encode_utf8(&mut [0; 4]).bytes().fold(String::new(), |text, byte| text + &format!("\\{byte:03o}")),
    }
}

/// Returns a text with `_` in place of each byte of its quoted parts, so that only what stands outside of quotes is read as
/// punctuation. All positions stay the same.
pub fn mask_quoted(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    while let Some((start, end)) = next_quoted(text, masked.len()) {
        masked.push_str(&text[masked.len()..start]);
        masked.extend(std::iter::repeat_n('_', end - start));
    }
    masked.push_str(&text[masked.len()..]);
    masked
}

/// Returns where the next quoted part begins and ends. Unlike an apostrophe, a quote opens behind a blank, `=` or `(`.
fn next_quoted(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut quotes = text[from..].match_indices('\'').map(|(at, _)| from + at);
    let start = quotes.find(|at| {
        let before = text[..*at].strip_suffix('$').unwrap_or(&text[..*at]);
        before.is_empty() || before.ends_with([' ', '\n', '=', '('])
    })?;
    Some((start, quoted_end(text, start)?))
}

/// Returns the end of a quoted part; `None` if no quote closes it. One before a letter is an apostrophe.
fn quoted_end(text: &str, start: usize) -> Option<usize> {
    let has_escapes = text[..start].ends_with('$');
    let mut at = start + 1;
    while let Some(byte) = text.as_bytes().get(at) {
        at += match byte {
            b'\\' if has_escapes => 2,
            b'\'' if !has_escapes && text[at..].starts_with(r"'\''") => 4,
            b'\'' if !text[at + 1..].starts_with(char::is_alphanumeric) => return Some(at + 1),
            _ => 1,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{mask_quoted, quote, shell_option};

    #[test]
    fn only_what_a_shell_would_change_is_quoted() {
        assert_eq!(quote("Mobile=Email"), "Mobile=Email");
        assert_eq!(quote("Mobile Phone=Phone Number"), "'Mobile Phone=Phone Number'");
        assert_eq!(quote("O'Brien"), r"'O'\''Brien'");
        assert_eq!(quote("#3=Email"), "'#3=Email'");
        assert_eq!(quote("=ls"), "'=ls'");
        assert_eq!(quote(""), "''");
    }

    #[test]
    fn a_value_that_looks_like_an_option_is_joined_to_its_option() {
        assert_eq!(shell_option("--map", "Mobile=Email"), "--map Mobile=Email");
        assert_eq!(shell_option("--skip", "-"), "--skip=-");
        assert_eq!(shell_option("--map", "-Mobile Phone=Email"), "--map='-Mobile Phone=Email'");
    }

    #[test]
    fn what_is_not_safe_to_show_is_escaped_for_the_shell() {
        assert_eq!(quote("a\u{1b}]52;c\u{7}1.csv"), r"$'a\033]52;c\0071.csv'");
        assert_eq!(quote("it's\n\u{202e}ü\\"), r"$'it\'s\012\342\200\256ü\\'");
    }

    #[test]
    fn quoted_parts_are_masked_and_apostrophes_stay() {
        for (text, masked) in [
            ("--map '#3=Phone Number'; or", "--map _________________; or"),
            ("the list's rows and users' files", "the list's rows and users' files"),
            (r"add Level 'Gold; B'\'''", "add Level _____________"),
            (r"add Level 'a'\'' b' now", "add Level _________ now"),
            (r"add $'it\'s' now", "add $_______ now"),
            ("'O'Brien' (='é')", "_________ (=____)"),
            ("an 'open one", "an 'open one"),
            (r"$'é\", r"$'é\"),
        ] {
            assert_eq!(mask_quoted(text), masked);
        }
    }
}
