//! Links that start a conversation with a contact.

use clap::ValueEnum;
use serde::Serialize;

use crate::model::{Contact, FieldId, Text};

/// Kind of link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LinkKind {
    Whatsapp,
    Sms,
    Email,
    Call,
}

impl LinkKind {
    /// Returns the display name, and the field that the link needs.
    pub(super) fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::Whatsapp => ("WhatsApp", "Phone Number"),
            Self::Sms => ("SMS", "Phone Number"),
            Self::Email => ("E-mail", "Email"),
            Self::Call => ("Call", "Phone Number"),
        }
    }
}

/// Links to a contact; `None` if it has no number or address for one.
#[derive(Debug, Default, Serialize)]
pub(super) struct Links {
    whatsapp: Option<String>,
    sms: Option<String>,
    email: Option<String>,
    call: Option<String>,
}

impl Links {
    /// Builds the links of a contact.
    pub(super) fn of(contact: &Contact) -> Self {
        let phone = contact.value(FieldId::PHONE).map(Text::as_str);
        Self {
            // wa.me takes E.164 without the `+`.
            whatsapp: phone.map(|number| format!("https://wa.me/{}", number.trim_start_matches('+'))),
            sms: phone.map(|number| format!("sms:{number}")),
            email: contact.value(FieldId::EMAIL).map(|address| mailto(address)),
            call: phone.map(|number| format!("tel:{number}")),
        }
    }

    /// Returns the link of a kind.
    pub(super) fn get(&self, way: LinkKind) -> Option<&str> {
        match way {
            LinkKind::Whatsapp => &self.whatsapp,
            LinkKind::Sms => &self.sms,
            LinkKind::Email => &self.email,
            LinkKind::Call => &self.call,
        }
        .as_deref()
    }

    /// Returns the links that exist, with their display names.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        LinkKind::value_variants().iter().filter_map(|way| Some((way.name().0, self.get(*way)?)))
    }
}

/// Returns an address as `mailto:` link (RFC 6068). Whatever could be read as more than the address is percent-encoded.
fn mailto(address: &str) -> String {
    // `?`, `&` and `=` would add header fields such as bcc, and `,` a second recipient.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$*+@".contains(&byte);
    address.bytes().fold("mailto:".to_owned(), |link, byte| match byte {
        plain if is_plain(plain) => link + char::from(plain).encode_utf8(&mut [0; 4]),
        other => format!("{link}%{other:02X}"),
    })
}

#[cfg(test)]
mod tests {
    use super::mailto;

    #[test]
    fn an_address_in_a_link_is_nothing_but_the_address() {
        for (address, link) in [
            ("ann.lee+news@example.com", "mailto:ann.lee+news@example.com"),
            ("a&b=c?d@example.com", "mailto:a%26b%3Dc%3Fd@example.com"),
            ("50%,#/'x'@example.com", "mailto:50%25%2C%23%2F%27x%27@example.com"),
            ("jörg@münchen.de", "mailto:j%C3%B6rg@m%C3%BCnchen.de"),
        ] {
            assert_eq!(mailto(address), link);
        }
    }
}
