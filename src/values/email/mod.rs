//! E-mail addresses (spec section 4, Email): stored as written, refused with a reason, compared by [`email_key`].
//!
//! The `email_address` crate knows the grammar. Our checks come first, because they can say exactly what is wrong, and
//! because the grammar allows what no contact has: quoted local parts, `a@1.2.3.4`, underscores in a domain.

mod confusables;
mod domain;
mod fast_path;
mod letters;
mod local_part;
#[cfg(test)]
mod tests;

pub use crate::model::{email_key, other_cases};

use std::borrow::Cow;

use email_address::EmailAddress;

use super::trim;
use super::{ParseResult, Value};
use crate::model::{Diagnostic, IssueCode, Text};

/// Maximum length of an address, in bytes (RFC 5321, section 4.5.3.1.3, less its brackets).
const MAX_BYTES: usize = 254;

/// Returns an address without the comma, semicolon or full stop behind it that running text or a list left there.
pub fn without_mark(text: &str) -> &str {
    let is_mark = |c: char| matches!(c, ',' | ';' | '.') || trim::is_space(c);
    if text.contains('@') { text.trim_end_matches(is_mark) } else { text.trim_end() }
}

/// Parses a trimmed cell.
pub(super) fn read(text: &str) -> ParseResult {
    // Nearly all addresses pass; the full check takes five times as long.
    if fast_path::is_trivially_valid(text) {
        return Ok(Value::plain(text));
    }
    parse_slow(text)
}

fn parse_slow(text: &str) -> ParseResult {
    let faults = faults(text);
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Value { text: Text::from(text), warnings: confusables::mixed_script_warning(text).into_iter().collect() })
}

/// Returns all errors of the cell. Parts that an error makes meaningless (the domain of two addresses) are not checked.
fn faults(text: &str) -> Vec<Diagnostic> {
    let whole: Vec<_> = [invisible(text), multiple_addresses(text), display_name(text)].into_iter().flatten().collect();
    // Two addresses or a display name make every further error a consequence.
    if !whole.is_empty() {
        return whole;
    }
    parts(text).map_or_else(|reason| vec![invalid(reason)], part_faults)
}

/// Creates the diagnostic of an invalid address.
fn invalid(reason: impl Into<String>) -> Diagnostic {
    Diagnostic::new(IssueCode::EmailInvalid, reason)
}

/// Finds the first invisible character, including control characters. Blanks are visible, and reported elsewhere.
fn invisible(text: &str) -> Option<Diagnostic> {
    let hidden = text.chars().find(|c| trim::is_invisible(*c) || (c.is_control() && !c.is_whitespace()))?;
    let message = format!(
        "an invisible character (U+{:04X}) stands in the address: delete it, or type it anew",
        u32::from(hidden)
    );
    Some(Diagnostic::new(IssueCode::EmailInvisible, message))
}

/// Finds several parts with an `@` between marks that separate addresses.
fn multiple_addresses(text: &str) -> Option<Diagnostic> {
    if text.bytes().filter(|byte| *byte == b'@').count() < 2 {
        return None;
    }
    let marks = |c: char| matches!(c, ',' | ';' | '|' | '/' | '，' | '；' | '、') || c.is_whitespace();
    let addresses = text.split(marks).filter(|part| part.trim_matches('@').contains('@')).count();
    (addresses > 1).then(|| {
        Diagnostic::new(
            IssueCode::EmailSeveral,
            "two or more addresses stand in the cell: keep one, and give the others columns of their own",
        )
    })
}

fn display_name(text: &str) -> Option<Diagnostic> {
    let (_, after) = text.split_once('<')?;
    after.contains('@').then(|| {
        Diagnostic::new(
            IssueCode::EmailDisplayName,
            "there is a name or there are brackets around the address: write only what stands between < and >",
        )
    })
}

/// Splits the text at the `@`.
fn parts(text: &str) -> Result<(&str, &str), &'static str> {
    if text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
        return Err("it begins with mailto: as a link does; write the address without it");
    }
    if text.starts_with('"') {
        return Err("quotes before the @ are not supported: write the address as name@example.com");
    }
    if text.len() > MAX_BYTES {
        return Err("longer than the 254 characters that an address can have");
    }
    let Some((local_part, domain)) = text.split_once('@') else {
        return Err(without_at(text));
    };
    if domain.contains('@') {
        return Err("it has more than one @: write it as name@example.com");
    }
    Ok((local_part, domain))
}

fn without_at(text: &str) -> &'static str {
    if text.contains('＠') {
        "its ＠ is a full-width character: write it with @"
    } else {
        "not an e-mail address: it has no @; write it as name@example.com"
    }
}

fn part_faults((local_part, domain): (&str, &str)) -> Vec<Diagnostic> {
    let ascii_domain = crate::model::ascii_domain(domain);
    let domain_fault = domain::fault(domain, ascii_domain.as_deref());
    let faults: Vec<_> = [local_part::fault(local_part), domain_fault].into_iter().flatten().map(invalid).collect();
    if faults.is_empty() && !is_grammatical(local_part, ascii_domain.as_deref()) {
        return vec![invalid("not an e-mail address: write it as name@example.com")];
    }
    faults
}

/// Asks the grammar last. The crate accepts letters of all scripts but not the marks that many need (the Hindi virama,
/// a decomposed é), so it gets ASCII: other characters of the local part as a letter, the domain in its IDNA form.
fn is_grammatical(local_part: &str, ascii_domain: Option<&str>) -> bool {
    // Whatever the letter is: `belongs` has checked it already.
    let local_part = if local_part.is_ascii() {
        Cow::Borrowed(local_part)
    } else {
        Cow::Owned(local_part.replace(|c: char| !c.is_ascii(), "x"))
    };
    EmailAddress::is_valid_local_part(&local_part) && ascii_domain.is_some_and(EmailAddress::is_valid_domain)
}
