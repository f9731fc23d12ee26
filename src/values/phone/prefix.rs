//! Prefixes that programs write before a phone number: the scheme of a link, or a link to a chat (spec section 4,
//! Phone). Removing them loses nothing.

use std::borrow::Cow;

use crate::values::trim;

/// Schemes of telephone links (RFC 3966), of exported leads, of messages and of calls.
const SCHEMES: [&str; 4] = ["tel", "p", "whatsapp", "callto"];

/// Links to a chat, up to the number, which has its country code but no `+`.
const CHATS: [&str; 1] = ["wa.me/"];

/// Links to a chat that have the number among their parameters.
const SENDERS: [&str; 4] = ["api.whatsapp.com/send", "web.whatsapp.com/send", "whatsapp.com/send", "whatsapp://send"];

/// Parameter of a telephone link that says where a local number is dialled (RFC 3966).
const CONTEXT: &str = ";phone-context=";

/// Removes a program's prefix from a trimmed text; returns true if there was one.
pub(super) fn take_off(text: &str) -> (Cow<'_, str>, bool) {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return (Cow::Borrowed(text), false);
    }
    match in_link(text).map(Cow::Owned).or_else(|| behind_scheme(text)) {
        Some(number) => (number, true),
        None => (Cow::Borrowed(text), false),
    }
}

/// Parses `tel:+60 18-998 8776`, `P: +60…`, `callto://+60…`
fn behind_scheme(text: &str) -> Option<Cow<'_, str>> {
    let (scheme, number) = text.split_once(':')?;
    let scheme = scheme.trim_end_matches(trim::is_space);
    let is_known = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
    let number = number.strip_prefix("//").unwrap_or(number).trim_start_matches(trim::is_space);
    (is_known && !number.is_empty()).then(|| without_context(number))
}

/// Drops the context of a number that begins with its country code: it is the same wherever it is dialled.
fn without_context(number: &str) -> Cow<'_, str> {
    let at = number.to_ascii_lowercase().find(CONTEXT).filter(|_| number.starts_with('+'));
    let Some((before, parameter)) = at.map(|at| number.split_at(at)) else { return Cow::Borrowed(number) };
    let rest = parameter.get(1..).and_then(|parameter| parameter.split_once(';'));
    rest.map_or(Cow::Borrowed(before), |(_, rest)| Cow::Owned(format!("{before};{rest}")))
}

/// Parses `https://wa.me/60189988776?text=Hi`, `https://api.whatsapp.com/send?phone=60189988776`
fn in_link(text: &str) -> Option<String> {
    let link = ["https://", "http://"].into_iter().find_map(|scheme| after(text, scheme)).unwrap_or(text);
    let link = after(link, "www.").unwrap_or(link);
    let in_path = || CHATS.into_iter().find_map(|chat| after(link, chat));
    let number = in_path().or_else(|| SENDERS.into_iter().find_map(|sender| parameter(after(link, sender)?)))?;
    let number = number.split(['?', '#', '&', '/']).next()?;
    // Only the percent escapes that occur in phone numbers.
    with_plus(&number.replace("%2B", "+").replace("%2b", "+").replace("%20", " "))
}

/// Returns the value of `phone=`.
fn parameter(query: &str) -> Option<&str> {
    let query = query.strip_prefix('/').unwrap_or(query).strip_prefix('?')?;
    query.split('&').find_map(|parameter| after(parameter, "phone="))
}

/// Returns the number of a link with the `+` that links leave out. One that begins with 0 was made from a national
/// number.
fn with_plus(number: &str) -> Option<String> {
    let number = number.trim_matches(trim::is_space);
    match number.bytes().next()? {
        b'1'..=b'9' => Some(format!("+{number}")),
        b'0' | b'+' => Some(number.to_owned()),
        _ => None,
    }
}

/// Returns the text behind a prefix, ignoring case.
fn after<'t>(text: &'t str, beginning: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(beginning.len())?;
    start.eq_ignore_ascii_case(beginning).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_prefixes_are_taken_off() {
        for (text, number) in [
            ("tel:+60189988776", "+60189988776"),
            ("Tel: 018-998 8776", "018-998 8776"),
            ("TEL :\u{A0}+60 18", "+60 18"),
            ("tel://+60189988776", "+60189988776"),
            ("p:+46701234567", "+46701234567"),
            ("P: 46701234567", "46701234567"),
            ("whatsapp:+525512345678", "+525512345678"),
            ("WhatsApp: +525512345678", "+525512345678"),
            ("callto:+60189988776", "+60189988776"),
            ("callto://+60189988776", "+60189988776"),
            ("tel:+60189988776;phone-context=example.com", "+60189988776"),
            ("tel:+60189988776;Phone-Context=+60;ext=12", "+60189988776;ext=12"),
            ("tel:+60189988776;ext=12", "+60189988776;ext=12"),
            ("tel:9988776;phone-context=+60", "9988776;phone-context=+60"),
            ("https://wa.me/60189988776", "+60189988776"),
            ("HTTPS://WA.ME/60189988776", "+60189988776"),
            ("http://wa.me/+60189988776", "+60189988776"),
            ("https://www.wa.me/60189988776/", "+60189988776"),
            ("wa.me/60189988776?text=Hello%20there", "+60189988776"),
            ("https://wa.me/%2B60189988776", "+60189988776"),
            ("https://wa.me/0189988776", "0189988776"),
            ("https://wa.me/0060189988776", "0060189988776"),
            ("https://api.whatsapp.com/send?phone=60189988776", "+60189988776"),
            ("https://api.whatsapp.com/send/?text=Hi&phone=%2B60%2018998&app_absent=0", "+60 18998"),
            ("https://web.whatsapp.com/send?phone=60189988776&text", "+60189988776"),
            ("whatsapp://send?phone=60189988776", "+60189988776"),
        ] {
            assert_eq!(take_off(text), (Cow::Borrowed(number), true), "{text}");
        }
    }

    #[test]
    fn what_is_no_prefix_of_a_program_stays() {
        for text in [
            "+60189988776",
            "0189988776",
            "Tel. +60189988776",
            "fax:+60189988776",
            "mobile: +60189988776",
            "tel:",
            "p:",
            "phone:+60189988776",
            "https://wa.me/",
            "https://wa.me/message/ABCDEF",
            "https://example.com/60189988776",
            "https://api.whatsapp.com/send?text=Hi",
            "FLOWERS",
            "téléphone: 1",
            "",
        ] {
            assert_eq!(take_off(text), (Cow::Borrowed(text), false), "{text}");
        }
    }
}
