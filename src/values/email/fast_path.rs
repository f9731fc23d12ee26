//! Fast check that recognises most valid addresses.

use memchr::{memchr, memrchr};

/// Maximum length of a label of a domain, in bytes (RFC 1035, section 2.3.4); a local part may have one byte more (RFC
/// 5321, section 4.5.3.1.1).
const MAX_LABEL: usize = 63;

/// Maximum length of a domain that leaves room for any local part, in bytes.
// 180 + `@` + 64 stay below the 254 bytes of an address.
const MAX_DOMAIN: usize = 180;

/// Returns true if an address is certainly valid, as nearly all are: a few kinds of ASCII characters, and a domain that
/// is its own DNS form. It saves the full check, which costs five times as much; an address that fails here may be
/// valid too.
pub(super) fn is_trivially_valid(address: &str) -> bool {
    let address = address.as_bytes();
    memchr(b'@', address).is_some_and(|at| is_local_part(&address[..at]) && is_domain(&address[at + 1..]))
}

fn is_local_part(part: &[u8]) -> bool {
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+');
    part.len() <= MAX_LABEL + 1 && words(part).all(|word| !word.is_empty() && word.iter().all(belongs))
}

fn is_domain(domain: &[u8]) -> bool {
    let is_ending = |ending: &[u8]| ending.len() > 1 && ending.iter().all(u8::is_ascii_lowercase);
    let has_ending = memrchr(b'.', domain).is_some_and(|at| is_ending(&domain[at + 1..]));
    has_ending && domain.len() <= MAX_DOMAIN && words(domain).all(is_label)
}

fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'.')
}

/// Returns true for a plain label. Two hyphens at its third place are left to the full check (IDNA).
fn is_label(label: &[u8]) -> bool {
    let belongs = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    (1..=MAX_LABEL).contains(&label.len())
        && label.iter().all(belongs)
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
        && label.get(2..4) != Some(b"--")
}
