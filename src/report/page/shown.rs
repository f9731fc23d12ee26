//! Text of files and contacts as a page shows it, in HTML and in the data of its script.

use std::fmt::Write as _;

use crate::model::{format_thousands, sanitize};

/// Maximum length of a value that is shown whole, in characters; a cell may have 65,536 bytes.
const MAX_SHOWN: usize = 240;

/// Maximum length of a row that is shown beside what is wrong with it, in characters.
const MAX_ROW: usize = 100;

/// Returns a value as it is shown: on one line, nothing in it hidden, and a long one by its beginning and its length.
pub(super) fn shown(value: &str) -> String {
    let Some((end, _)) = value.char_indices().nth(MAX_SHOWN) else { return sanitize(value).into_owned() };
    let (beginning, length) = (value.get(..end).unwrap_or(value), value.chars().count() as u64);
    format!("{}… ({} characters)", sanitize(beginning), format_thousands(length))
}

/// Returns the beginning of a row, by which the row is recognised.
pub(super) fn beginning(row: &str) -> String {
    match row.char_indices().nth(MAX_ROW) {
        Some((end, _)) => format!("{}…", sanitize(row.get(..end).unwrap_or(row))),
        None => sanitize(row).into_owned(),
    }
}

/// Appends a text as a JSON string in which nothing can end the script that holds it.
pub(super) fn push_json(json: &mut String, text: &str) {
    json.push('"');
    for c in sanitize(text).chars() {
        match c {
            '"' | '\\' | '<' | '>' | '&' => {
                let _ = write!(json, "\\u{:04x}", u32::from(c)); // writing to a String cannot fail
            }
            _ => json.push(c),
        }
    }
    json.push('"');
}

/// Appends a JSON array of texts.
pub(super) fn push_json_list(json: &mut String, texts: &[String]) {
    json.push('[');
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        push_json(json, text);
    }
    json.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_shown_by_its_beginning_and_its_length() {
        assert_eq!(shown("Ann\n\u{202e}"), "Ann⏎\\u{202e}");
        let long = shown(&"x".repeat(65_536));
        assert!(long.starts_with("xxx") && long.ends_with("x… (65,536 characters)") && long.len() < 300, "{long}");
    }

    #[test]
    fn a_text_in_json_reads_back_and_has_no_markup() {
        let hostile = "a\"b\\c</script><!-- & \u{1b}[2J";
        let mut json = String::new();
        push_json(&mut json, hostile);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), sanitize(hostile));
        assert!(!json.trim_matches('"').contains(['<', '>', '&', '"']), "{json}");
        let mut list = String::new();
        push_json_list(&mut list, &["a".to_owned(), "b".to_owned()]);
        assert_eq!(list, r#"["a","b"]"#);
    }
}
