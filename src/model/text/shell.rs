//! Shell quoting of arguments in commands that users paste.

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

#[cfg(test)]
mod tests {
    use super::{quote, shell_option};

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
}
