//! Web addresses.

use url::{Host, Url};

use super::trim;
use super::{ParseResult, Value};
use crate::model::{Diagnostic, IssueCode};

/// Parses a trimmed cell.
pub(super) fn read(text: &str) -> ParseResult {
    match fault(text) {
        None => Ok(Value::plain(text)),
        Some(reason) => Err(vec![Diagnostic::new(IssueCode::UrlInvalid, reason)]),
    }
}

/// Returns the reason why a text is no web address. The `url` crate parses as browsers do, which forgive nearly
/// everything, so our checks come first.
fn fault(text: &str) -> Option<&'static str> {
    let Some(rest) = after_scheme(text) else {
        return Some("not a web address: it begins with http:// or https://, such as https://example.com");
    };
    // The URL standard strips tabs and line ends silently; the stored value would keep them.
    if text.chars().any(|c| c.is_whitespace() || c.is_control() || trim::is_invisible(c)) {
        return Some("a blank or an invisible character stands in the web address: delete it, or write %20");
    }
    if names_two(rest) {
        return Some("two web addresses stand in the cell: keep one, or write %2C for a comma within it");
    }
    if rest.starts_with(['/', '?', '#', ':', '@']) || rest.is_empty() || !has_host(text) {
        return Some("the web address has no host that could exist: write it as https://example.com");
    }
    text.contains('\\').then_some("a web address has no backslashes: write it with /")
}

/// Returns the text behind `http://` or `https://`.
fn after_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")).then_some(rest)
}

/// Returns true for `a.example,b.example` and `a.example/x;https://b.example`. No host has these signs, but a path may.
fn names_two(rest: &str) -> bool {
    let signs = [',', ';', '|'];
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.contains(signs) || rest.match_indices(signs).any(|(at, _)| begins_with_scheme(&rest[at + 1..]))
}

/// Returns true if a text begins with `http://` or `https://`. Looks at its beginning alone, however long it is.
fn begins_with_scheme(text: &str) -> bool {
    let begins_with = |scheme: &str| text.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme));
    begins_with("http://") || begins_with("https://")
}

/// Returns true if the address has a host. Browsers read `https://5` as `0.0.0.5`, which no user means.
fn has_host(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    match url.host() {
        Some(Host::Ipv4(address)) => text.contains(&address.to_string()),
        Some(_) => true,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_kept_as_written() {
        for text in [
            "https://example.com",
            "HTTP://Example.com/Path?q=a%20b&c=[1]#top",
            "https://münchen.example/straße",
            "http://localhost:8080/",
            "http://192.168.0.1/x",
            "https://[::1]/",
            "https://user@example.com/",
            "https://web.archive.org/web/2020/https://example.com/",
            "https://example.com/a,b;c?q=d,e#f;g",
        ] {
            assert_eq!(read(text), Ok(Value::plain(text)), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_told_why() {
        for (text, said) in [
            ("example.com", "begins with"),
            ("www.example.com/x", "begins with"),
            ("ftp://example.com", "begins with"),
            ("javascript://alert(1)", "begins with"),
            ("mailto:ann@example.com", "begins with"),
            ("http:example.com", "begins with"),
            ("https://", "no host"),
            ("https:///example.com", "no host"),
            ("https://?q", "no host"),
            ("https://:80", "no host"),
            ("https://@", "no host"),
            ("https://5", "no host"),
            ("https://a b.example", "blank"),
            ("https://example.com, https://example.org", "blank"),
            ("https://example.com,https://example.org", "two web addresses"),
            ("https://example.com/x;http://example.org/y", "two web addresses"),
            ("https://example.com/x|HTTPS://example.org", "two web addresses"),
            ("https://example.com;www.example.org", "two web addresses"),
            ("https://exam\u{200B}ple.com", "invisible"),
            ("https://example.com:99999", "no host"),
            ("https://exa<mple.com", "no host"),
            ("https://example.com\\x", "backslashes"),
        ] {
            let findings = read(text).unwrap_err();
            assert_eq!(findings[0].code, IssueCode::UrlInvalid, "{text}");
            assert!(findings[0].message.contains(said), "{text}: {}", findings[0].message);
        }
    }

    proptest! {
        #[test]
        fn any_cell_is_parsed_without_a_panic(scheme in "(https?://)?", rest in "\\PC{0,20}") {
            let text = format!("{scheme}{rest}");
            if let Ok(value) = read(&text) {
                prop_assert_eq!(value.text, text);
            }
        }
    }
}
