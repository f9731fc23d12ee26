use super::{Reading, Value};
use crate::model::{Finding, IssueCode, split_tags};

/// The most characters that a tag's name may have.
const LONGEST_NAME: usize = 100;

/// Checks the names in a Tags cell. The value is the cell as written: the workspace splits it by the same rule.
pub(super) fn read(text: &str, separator: Option<char>) -> Reading {
    // Most cells are short and clean, and then no name of theirs can be wrong.
    if text.len() <= LONGEST_NAME && !text.chars().any(char::is_control) {
        return Ok(Value::plain(text));
    }
    let findings: Vec<_> = split_tags(text, separator).iter().filter_map(|name| tag_fault(name)).collect();
    if findings.is_empty() { Ok(Value::plain(text)) } else { Err(findings) }
}

/// What keeps a text from being the name of a tag, wherever the name comes from.
pub fn tag_fault(name: &str) -> Option<Finding> {
    if name.chars().count() > LONGEST_NAME {
        return Some(Finding::new(
            IssueCode::TagInvalid,
            format!("the name of a tag has more than {LONGEST_NAME} characters: shorten it, or check --tag-separator"),
        ));
    }
    name.chars().any(char::is_control).then(|| {
        Finding::new(
            IssueCode::TagInvalid,
            "the name of a tag holds a line break or another control character: separate tags with a comma or semicolon",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_names_are_kept_as_written() {
        let hundred = "ä".repeat(100);
        for cell in ["vip", "vip; New York,\"a,b\"", hundred.as_str(), &format!("{hundred},{hundred}")] {
            assert_eq!(read(cell, None), Ok(Value::plain(cell)));
        }
    }

    #[test]
    fn each_bad_name_is_a_finding() {
        let long = "x".repeat(101);
        for (cell, separator, faults) in [
            (long.as_str(), None, 1),
            (&format!("ok,{long},{long}y"), None, 2),
            ("one\ntwo", None, 1),
            ("a\u{1B}[0m,b\u{7},c", None, 2),
            (&format!("{0},{0}", "y".repeat(60)), Some('|'), 1),
        ] {
            let findings = read(cell, separator).unwrap_err();
            assert_eq!(findings.len(), faults, "{cell:?}");
            assert!(findings.iter().all(|finding| finding.code == IssueCode::TagInvalid));
        }
    }
}
