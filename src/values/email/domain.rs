//! Checks of the part after the `@`.

use super::letters;

/// Maximum length of a domain in its DNS form, in bytes (RFC 1035, section 2.3.4, as text).
const MAX_DOMAIN: usize = 253;
/// Maximum length between two dots, in bytes.
const MAX_LABEL: usize = 63;

/// Returns the fault of the part after the `@`, given the form of its DNS lookup, if there is one.
pub(super) fn fault(domain: &str, ascii: Option<&str>) -> Option<String> {
    as_written(domain).or_else(|| match ascii {
        Some(ascii) => as_looked_up(ascii).map(str::to_owned),
        None => Some("what stands after the @ is not an internet domain: correct it".to_owned()),
    })
}

/// Returns faults of the text that the DNS form may not show.
fn as_written(domain: &str) -> Option<String> {
    if domain.is_empty() {
        return Some("nothing stands after the @: write it as name@example.com".to_owned());
    }
    if domain.starts_with('[') {
        return Some(
            "an address in brackets after the @ is not supported: write a domain such as example.com".to_owned(),
        );
    }
    // The only punctuation allowed in a label besides the hyphen: between two l of Catalan (RFC 5892, appendix A.3).
    let domain = domain.replace("l·l", "ll");
    match domain.chars().find(|c| !belongs(*c))? {
        c if c.is_whitespace() => Some("a blank stands after the @: delete it".to_owned()),
        '_' => Some("a domain cannot have an underscore: correct what stands after the @".to_owned()),
        c if letters::is_quotation_mark(c) => {
            Some(format!("the quotation mark {c} stands after the @: write the address without quotation marks"))
        }
        c => Some(format!("the character {c} cannot stand after the @: correct it")),
    }
}

/// Returns true if a character may occur in a domain. Letters of other scripts are judged in their IDNA form, with its
/// dots.
fn belongs(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    }
    letters::belongs(c) || matches!(c, '。' | '．' | '｡')
}

fn as_looked_up(ascii: &str) -> Option<&'static str> {
    let has_empty_label = ascii.split('.').any(str::is_empty);
    let top_level = ascii.rsplit('.').next().unwrap_or_default();
    if has_empty_label {
        Some("a dot stands first, last or twice in a row after the @: correct it")
    } else if ascii.split('.').any(|label| label.starts_with('-') || label.ends_with('-')) {
        Some("a hyphen stands beside a dot or at the end after the @: correct it")
    } else if ascii.len() > MAX_DOMAIN || ascii.split('.').any(|label| label.len() > MAX_LABEL) {
        Some("longer than a domain can be: 63 characters between dots, 253 in all")
    } else if top_level == ascii {
        Some("the domain has no ending such as .com: write it as name@example.com")
    } else if top_level.bytes().all(|byte| byte.is_ascii_digit()) {
        // RFC 3696 section 2: a top-level domain is never all digits. This refuses IP addresses, which the grammar allows.
        Some("a domain cannot end in a number: write a domain such as example.com after the @")
    } else if top_level.len() == 1 {
        Some("no domain ends in a single letter: write the ending in full, such as .com")
    } else {
        None
    }
}
