//! Tags in cells and on the command line.

use super::field_name::described;
use super::{ParseResult, Value, spreadsheet_error};
use crate::model::{Diagnostic, FieldKind, IssueCode, hidden_character, split_tag_cell};

/// Maximum length of a tag's name, in characters.
const MAX_NAME_CHARS: usize = 100;

/// Checks the names in a Tags cell. The value is the cell as written: the workspace splits it by the same rule.
pub(super) fn read(text: &str, separator: Option<char>) -> ParseResult {
    // Most cells are short and clean, and then none of their names can be wrong. A JSON array may hold escapes; `#N/A`
    // and `Err:502` are a spreadsheet's errors.
    if text.len() <= MAX_NAME_CHARS && !text.contains(['#', '[', ':']) && !text.chars().any(char::is_control) {
        return Ok(Value::plain(text));
    }
    // The spreadsheet's errors are looked for in each name: one cell may hold `VIP, #N/A`.
    let fault = |name: &String| tag_fault(name).or_else(|| spreadsheet_error(Some(&FieldKind::Tags), name));
    let findings: Vec<_> = split_tag_cell(text, separator).iter().filter_map(fault).collect();
    if findings.is_empty() { Ok(Value::plain(text)) } else { Err(findings) }
}

/// Returns the reason why a text cannot be the name of a tag, wherever the name comes from.
pub fn tag_fault(name: &str) -> Option<Diagnostic> {
    if name.chars().count() > MAX_NAME_CHARS {
        return Some(Diagnostic::new(
            IssueCode::TagInvalid,
            format!(
                "the name of a tag has more than {MAX_NAME_CHARS} characters: shorten it, or check --tag-separator"
            ),
        ));
    }
    name.chars().any(char::is_control).then(|| {
        Diagnostic::new(
            IssueCode::TagInvalid,
            "the name of a tag holds a line break or another control character: separate tags with a comma or semicolon",
        )
    })
}

/// Returns the reason why a text cannot be the name of a tag that is typed: invisible characters count too.
pub fn typed_tag_fault(name: &str) -> Option<String> {
    let hidden = hidden_character(name).map(|c| {
        format!("the name of a tag holds {}: leave it out, or the tag cannot be told from others", described(c))
    });
    tag_fault(name).map(|fault| fault.message).or(hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_names_are_kept_as_written() {
        let hundred = "ä".repeat(100);
        for cell in ["vip", "vip; New York,\"a,b\"", "vip\nnew", hundred.as_str(), &format!("{hundred},{hundred}")] {
            assert_eq!(read(cell, None), Ok(Value::plain(cell)));
        }
    }

    #[test]
    fn a_typed_tag_can_be_told_from_every_other() {
        let said = typed_tag_fault("vi\u{200B}p").unwrap();
        assert!(said.contains("an invisible character (U+200B)"), "{said}");
        assert!(typed_tag_fault("New\u{A0}York").unwrap().contains("looks like a plain one (U+00A0)"));
        assert!(typed_tag_fault("a\nb").unwrap().contains("line break"));
        assert_eq!(typed_tag_fault("New York 👩\u{200D}🚀"), None);
    }

    #[test]
    fn a_spreadsheets_error_is_found_among_other_names() {
        for cell in ["VIP, #N/A", "VIP; Err:502", "Fehler:502|VIP"] {
            assert_eq!(read(cell, None).unwrap_err()[0].code, IssueCode::SpreadsheetError, "{cell}");
        }
        assert_eq!(read("team: sales", None), Ok(Value::plain("team: sales")));
    }

    #[test]
    fn each_bad_name_is_a_finding() {
        let long = "x".repeat(101);
        for (cell, separator, faults) in [
            (long.as_str(), None, 1),
            (&format!("ok,{long},{long}y"), None, 2),
            ("one\ttwo", None, 1),
            ("one\ntwo;three", Some(';'), 1),
            (r#"["one\ttwo"]"#, None, 1),
            ("a\u{1B}[0m,b\u{7},c", None, 2),
            (&format!("{0},{0}", "y".repeat(60)), Some('|'), 1),
        ] {
            let findings = read(cell, separator).unwrap_err();
            assert_eq!(findings.len(), faults, "{cell:?}");
            assert!(findings.iter().all(|finding| finding.code == IssueCode::TagInvalid));
        }
    }
}
