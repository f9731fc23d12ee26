//! Values of people who want to be left alone, in the form in which they are compared (spec section 8).

use std::fmt;

use crate::model::{Field, FieldId, FieldKind, Fields, Text, email_key};

/// What a suppression is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SuppressionKind {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// All addresses of a domain and of its subdomains.
    Domain,
    /// The value of an own identifier: a custom field.
    Field,
}

impl SuppressionKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Email, Self::Phone, Self::Domain, Self::Field];

    /// Returns the name in the workspace and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Domain => "domain",
            Self::Field => "field",
        }
    }

    /// Returns the kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A value by which people are left alone, in comparable form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SuppressedValue {
    /// The address as [`email_key()`] folds it.
    Email(Text),
    /// `+` and digits (E.164).
    Phone(Text),
    /// The domain without its `@`, in its IDNA form.
    Domain(Text),
    /// The value of a custom field.
    Field {
        /// Name of the field.
        name: Text,
        /// The value as [`FieldKind::identifier_key`] folds it.
        key: Text,
    },
}

impl SuppressedValue {
    /// Returns the value of a stored kind, field name and comparable form. Only the kind [`SuppressionKind::Field`] has a
    /// field name.
    pub fn of_parts(kind: SuppressionKind, field: &str, key: &str) -> Self {
        match kind {
            SuppressionKind::Email => Self::Email(key.into()),
            SuppressionKind::Phone => Self::Phone(key.into()),
            SuppressionKind::Domain => Self::Domain(key.into()),
            SuppressionKind::Field => Self::Field { name: field.into(), key: key.into() },
        }
    }

    /// Returns the values by which a contact with this value in a field may be left alone, the value itself first: of an
    /// address also its domain and those above it, of a custom field the value as an own identifier.
    pub fn of_field(field: &Field, value: &str) -> Vec<Self> {
        let mut values = match field.kind {
            FieldKind::Phone => vec![Self::Phone(value.into())],
            FieldKind::Email => {
                let address = Self::Email(email_key(value).as_ref().into());
                let domains = address.domains();
                std::iter::once(address).chain(domains).collect()
            }
            _ => Vec::new(),
        };
        if field.id.is_custom()
            && let Some(key) = field.kind.identifier_key(value)
        {
            values.push(Self::Field { name: field.name.as_str().into(), key: key.as_ref().into() });
        }
        values
    }

    /// Returns the domains that cover an address; none for other values.
    pub fn domains(&self) -> Vec<Self> {
        let Self::Email(key) = self else { return Vec::new() };
        domains_of(key).map(|domain| Self::Domain(domain.into())).collect()
    }

    /// Returns what it is about.
    pub fn kind(&self) -> SuppressionKind {
        match self {
            Self::Email(_) => SuppressionKind::Email,
            Self::Phone(_) => SuppressionKind::Phone,
            Self::Domain(_) => SuppressionKind::Domain,
            Self::Field { .. } => SuppressionKind::Field,
        }
    }

    /// Returns the name of the field of an own identifier; empty for others.
    pub fn field(&self) -> &str {
        if let Self::Field { name, .. } = self { name } else { "" }
    }

    /// Returns the comparable form.
    pub fn key(&self) -> &str {
        match self {
            Self::Email(key) | Self::Phone(key) | Self::Domain(key) | Self::Field { key, .. } => key,
        }
    }
}

impl fmt::Display for SuppressedValue {
    /// Writes the value as `contacts suppress add` takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Email(key) | Self::Phone(key) => f.write_str(key),
            Self::Domain(domain) => write!(f, "@{domain}"),
            Self::Field { name, key } => write!(f, "{name}={key}"),
        }
    }
}

/// Returns the domain of an address in comparable form, then the domains above it that have a dot: `mail.example.com`,
/// `example.com`.
pub fn domains_of(email_key: &str) -> impl Iterator<Item = &str> {
    let domain = email_key.rsplit_once('@').map(|(_, domain)| domain).filter(|domain| !domain.is_empty());
    std::iter::successors(domain, |domain| {
        domain.split_once('.').map(|(_, above)| above).filter(|above| above.contains('.'))
    })
}

/// A contact field whose values may be suppressed, prepared for many values.
#[derive(Debug, Clone)]
pub struct SuppressibleField {
    /// ID of the field.
    pub id: FieldId,
    /// Name as it is compared; empty for a standard field.
    pub name_key: String,
    /// Type of its values.
    pub kind: FieldKind,
}

impl SuppressibleField {
    /// Returns the field if values of its type can be suppressed: phone numbers, e-mail addresses and own identifiers.
    pub fn of(id: FieldId, name: &str, kind: &FieldKind) -> Option<Self> {
        let name_key = if id.is_custom() { Fields::key(name) } else { String::new() };
        Self::takes(id, kind).then(|| Self { id, name_key, kind: kind.clone() })
    }

    /// Returns true if values of such a field can be suppressed.
    pub fn takes(id: FieldId, kind: &FieldKind) -> bool {
        matches!(kind, FieldKind::Phone | FieldKind::Email) || (id.is_custom() && kind.is_identifier())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_covered_by_its_domain_and_those_above_it() {
        assert!(domains_of("jo@a.mail.example.com").eq(["a.mail.example.com", "mail.example.com", "example.com"]));
        assert!(domains_of("jo@example.com").eq(["example.com"]));
        assert_eq!(domains_of("jo").count(), 0);
    }

    #[test]
    fn values_of_a_custom_field_are_own_identifiers_and_what_their_type_says() {
        let field = |kind| Field { id: FieldId(101), name: "Second".to_owned(), kind };
        let shown = |kind, value: &str| {
            SuppressedValue::of_field(&field(kind), value).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(shown(FieldKind::Phone, "+60123456789"), ["+60123456789", "Second=+60123456789"]);
        assert_eq!(shown(FieldKind::Email, "A@b.Com"), ["a@b.com", "@b.com", "Second=a@b.com"]);
        assert_eq!(shown(FieldKind::Text, " A1 "), ["Second=a1"]);
        assert!(shown(FieldKind::Date, "2026-01-01").is_empty());
    }
}
