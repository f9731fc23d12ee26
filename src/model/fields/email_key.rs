//! Comparison keys of e-mail addresses.

use std::borrow::Cow;

/// Returns the comparison key of an address: the local part in ASCII lower case, the domain in its IDNA form, so that
/// `Jo@MÜNCHEN.de` and `jo@xn--mnchen-3ya.de` are equal. Borrowed when the address is its own key, as most are.
pub fn email_key(address: &str) -> Cow<'_, str> {
    if address.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(address);
    }
    let Some((local_part, domain)) = address.rsplit_once('@') else {
        return Cow::Owned(address.to_ascii_lowercase());
    };
    // ASCII case alone: whether a server takes `Ä` and `ä` for one mailbox is unknown.
    let mut key = local_part.to_ascii_lowercase();
    key.push('@');
    key.push_str(&ascii_domain(domain).unwrap_or_else(|| Cow::Owned(domain.to_lowercase())));
    Cow::Owned(key)
}

/// Returns the other keys that an address would have if its letters beyond ASCII were written in another case: all
/// lower, or all upper. Empty where it has no such letters, because then case makes no difference.
pub fn other_cases(key: &str) -> Vec<String> {
    if key.is_ascii() {
        return Vec::new();
    }
    let Some((local_part, domain)) = key.rsplit_once('@') else { return Vec::new() };
    let cases = [local_part.to_lowercase(), local_part.to_uppercase().to_ascii_lowercase()];
    cases.into_iter().filter(|other| other != local_part).map(|other| format!("{other}@{domain}")).collect()
}

/// Returns a domain in the form of its DNS lookup: lower case, other scripts than ASCII as `xn--…`. `None` if there is
/// none.
pub fn ascii_domain(domain: &str) -> Option<Cow<'_, str>> {
    idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::STD3).ok()
}
