use std::borrow::Cow;

/// The form in which addresses are compared: the local part in ASCII lower case, the domain in its IDNA form, so that
/// `Jo@MÜNCHEN.de` and `jo@xn--mnchen-3ya.de` are one. Borrowed when the address is so already, as most are.
pub fn email_key(address: &str) -> Cow<'_, str> {
    if address.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(address);
    }
    let Some((local_part, domain)) = address.rsplit_once('@') else {
        return Cow::Owned(address.to_ascii_lowercase());
    };
    let mut key = local_part.to_ascii_lowercase();
    key.push('@');
    key.push_str(&ascii_domain(domain).unwrap_or_else(|| Cow::Owned(domain.to_lowercase())));
    Cow::Owned(key)
}

/// Other keys that an address would have, were its letters beyond ASCII written in another case: all small, or all capital.
/// None where it has no such letters, because then its case makes no difference.
pub fn other_cases(key: &str) -> Vec<String> {
    if key.is_ascii() {
        return Vec::new();
    }
    let Some((local_part, domain)) = key.rsplit_once('@') else { return Vec::new() };
    let cases = [local_part.to_lowercase(), local_part.to_uppercase().to_ascii_lowercase()];
    cases.into_iter().filter(|other| other != local_part).map(|other| format!("{other}@{domain}")).collect()
}

/// A domain as it is looked up: lower case, other scripts than ASCII as `xn--…`. `None` when it has no such form.
pub(super) fn ascii_domain(domain: &str) -> Option<Cow<'_, str>> {
    idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::STD3).ok()
}
