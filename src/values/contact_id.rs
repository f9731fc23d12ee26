//! Contact IDs in cells.

use super::trim;
use crate::model::{Diagnostic, IssueCode};

/// Parses a Contact ID: a positive whole number in ASCII digits.
///
/// # Errors
/// A diagnostic when the cell is anything else, or more than a workspace can count.
pub fn contact_id(cell: &str) -> Result<i64, Diagnostic> {
    let text = trim::trim(cell);
    // Checked before `parse`, which also accepts a `+`.
    let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    digits_only.then(|| text.parse().ok()).flatten().filter(|id| *id > 0).ok_or_else(|| {
        Diagnostic::new(
            IssueCode::ContactIdInvalid,
            "not a Contact ID: give the whole number that the workspace gave the contact, such as 17",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_positive_whole_number_and_nothing_else() {
        assert_eq!(contact_id("17"), Ok(17));
        assert_eq!(contact_id("\u{A0}007 "), Ok(7));
        assert_eq!(contact_id("9223372036854775807"), Ok(i64::MAX));
        for cell in ["", "0", "-1", "+1", "1.0", "1e3", "1 2", "x", "١٧", "9223372036854775808", "'17"] {
            assert_eq!(contact_id(cell).unwrap_err().code, IssueCode::ContactIdInvalid, "{cell:?}");
        }
    }
}
