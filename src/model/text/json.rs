//! JSON that is safe to show: control and invisible characters are always escaped.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Value;

use super::sanitize::escape;

/// Serializes a value as JSON on one line.
///
/// Control characters (C0, DEL, C1) and invisible ones are written as `\u009b` (spec section 9), so a terminal that
/// shows the text cannot be commanded by it, and a reader that ends lines at U+0085 or U+2028 finds one line. It parses
/// to the same value.
///
/// # Errors
/// As [`serde_json::to_string`], for values that have no JSON form.
#[expect(clippy::disallowed_methods, reason = "the one place where JSON is made")]
pub fn to_json(value: &(impl Serialize + ?Sized)) -> serde_json::Result<String> {
    serde_json::to_string(value).map(escaped)
}

/// Serializes a value as [`to_json`] does, with each key on a line of its own.
///
/// # Errors
/// As [`to_json`].
#[expect(clippy::disallowed_methods, reason = "the one place where JSON is made")]
pub fn to_json_pretty(value: &(impl Serialize + ?Sized)) -> serde_json::Result<String> {
    serde_json::to_string_pretty(value).map(escaped)
}

/// Serializes a document on one line, as [`to_json`] does.
pub fn json_text(document: &Value) -> String {
    escaped(document.to_string())
}

/// Escapes what serde_json leaves as it is and [`super::sanitize_lines`] would change, so that JSON on a terminal is
/// valid JSON. All such characters stand within strings, except the line ends of pretty JSON.
fn escaped(text: String) -> String {
    const DEL: u8 = 0x7f; // Of ASCII the one control character that serde_json lets through.
    // Nearly all documents: serde_json has escaped the control characters of ASCII already (RFC 8259 section 7).
    if text.is_ascii() && !text.as_bytes().contains(&DEL) {
        return text;
    }
    match escape(&text, |c| c == '\n', push_escape) {
        Cow::Borrowed(_) => text,
        Cow::Owned(safe) => safe,
    }
}

/// Appends `\uXXXX`; a character beyond U+FFFF becomes two, a surrogate pair (RFC 8259 section 7).
fn push_escape(c: char, safe: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        let _ = write!(safe, "\\u{unit:04x}"); // writing to a String cannot fail
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sanitize_lines;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn control_characters_are_escaped_in_keys_and_values() {
        let document = json!({ "a\u{9b}": "\u{9b}31mX \u{7f}\u{80}\u{9f}\u{1b}\0\r\n\t" });
        let text = r#"{"a\u009b":"\u009b31mX \u007f\u0080\u009f\u001b\u0000\r\n\t"}"#;
        assert_eq!(to_json(&document).unwrap(), text);
        assert_eq!(json_text(&document), text);
    }

    #[test]
    fn invisible_characters_are_escaped_too() {
        let text = to_json("gpj\u{202e}exe\u{2028}\u{2029}\u{feff}b\u{200d}\u{e0041}").unwrap();
        assert_eq!(text, r#""gpj\u202eexe\u2028\u2029\ufeffb\u200d\udb40\udc41""#);
    }

    #[test]
    fn what_can_be_seen_stays_as_it_is() {
        for text in [
            "Ana María",
            "محمد",
            "山田 太郎",
            "👩\u{200d}🚀 ❤\u{fe0f}",
            "علی\u{200c}رضا",
            "e\u{301}",
            "O'Brien",
            "a\u{a0}b",
            "\u{a1}",
        ] {
            assert_eq!(to_json(text).unwrap(), format!("\"{text}\""));
        }
    }

    #[test]
    fn pretty_json_keeps_its_lines() {
        assert_eq!(to_json_pretty(&json!({ "a": "\u{85}" })).unwrap(), "{\n  \"a\": \"\\u0085\"\n}");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_a_terminal_shows_the_json_as_it_is(text in any::<String>(), key in "[\0-\u{a0}\u{200b}-\u{2070}]{0,9}") {
            let document = json!({ key: text });
            for json in [json_text(&document), to_json(&document).unwrap(), to_json_pretty(&document).unwrap()] {
                prop_assert_eq!(&serde_json::from_str::<Value>(&json).unwrap(), &document);
                prop_assert_eq!(&*sanitize_lines(&json), &json);
                prop_assert!(!json.chars().any(|c| c.is_control() && c != '\n'));
            }
        }
    }
}
