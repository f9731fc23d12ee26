//! Checks of the part before the `@`.

use super::letters;

/// Maximum length before the `@`, in bytes (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL_PART: usize = 64;
/// Characters allowed before the `@` besides letters, digits and dots (RFC 5322, section 3.2.3).
const SPECIALS: &str = "!#$%&'*+-/=?^_`{|}~";

/// Returns the fault of the part before the `@`.
pub(super) fn fault(part: &str) -> Option<String> {
    if part.is_empty() {
        return Some("nothing stands before the @: write it as name@example.com".to_owned());
    }
    if part.len() > MAX_LOCAL_PART {
        return Some("longer than the 64 characters that may stand before the @".to_owned());
    }
    if part.starts_with('.') || part.ends_with('.') || part.contains("..") {
        return Some("a dot stands first, last or twice in a row before the @: correct it".to_owned());
    }
    match part.chars().find(|c| !belongs(*c))? {
        c if c.is_whitespace() => Some("a blank stands before the @: delete it".to_owned()),
        '"' => Some("quotes before the @ are not supported: write the address as name@example.com".to_owned()),
        c if letters::is_quotation_mark(c) => {
            Some(format!("the quotation mark {c} stands before the @: write the address without quotation marks"))
        }
        c => Some(format!("the character {c} cannot stand before the @: correct it")),
    }
}

/// Returns true if a character may occur before the `@`. Letters of other scripts are accepted (RFC 6531).
fn belongs(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || c == '.' || SPECIALS.contains(c) } else { letters::belongs(c) }
}
