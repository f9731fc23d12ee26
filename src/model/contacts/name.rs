//! What a contact is called where people are listed.

use std::fmt;

use crate::model::{FieldId, Text};

/// The values of a contact by which people know it. Any of them may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactName {
    /// First Name.
    pub first: Option<Text>,
    /// Last Name.
    pub last: Option<Text>,
    /// Email.
    pub email: Option<Text>,
    /// Phone Number.
    pub phone: Option<Text>,
}

impl ContactName {
    /// Sets the value of a field; fields by which nobody is known are ignored.
    pub fn set(&mut self, field: FieldId, value: &str) {
        let slot = match field {
            FieldId::FIRST_NAME => &mut self.first,
            FieldId::LAST_NAME => &mut self.last,
            FieldId::EMAIL => &mut self.email,
            FieldId::PHONE => &mut self.phone,
            _ => return,
        };
        *slot = Some(Text::from(value));
    }

    /// Returns this name with the values of `other` where it has none.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            first: self.first.or(other.first),
            last: self.last.or(other.last),
            email: self.email.or(other.email),
            phone: self.phone.or(other.phone),
        }
    }

    /// Returns first and last name, else the e-mail address, else the phone number; `None` if there is neither.
    pub fn label(&self) -> Option<String> {
        let names: Vec<&str> = [&self.first, &self.last].into_iter().filter_map(|name| filled(name.as_ref())).collect();
        if !names.is_empty() {
            return Some(names.join(" "));
        }
        filled(self.email.as_ref()).or_else(|| filled(self.phone.as_ref())).map(str::to_owned)
    }
}

impl fmt::Display for ContactName {
    /// Writes the label; nothing if there is none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label().unwrap_or_default())
    }
}

fn filled(value: Option<&Text>) -> Option<&str> {
    value.map(Text::as_str).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_called_by_its_name_or_else_by_its_address_or_number() {
        let name = |values: &[(FieldId, &str)]| {
            let mut name = ContactName::default();
            for (field, value) in values {
                name.set(*field, value);
            }
            name
        };
        let (email, phone) = ((FieldId::EMAIL, "a@example.com"), (FieldId::PHONE, "+60123000001"));
        let whole = name(&[phone, email, (FieldId::FIRST_NAME, "Ann"), (FieldId::LAST_NAME, "Lim")]);
        assert_eq!(whole.label().as_deref(), Some("Ann Lim"));
        assert_eq!(name(&[(FieldId::LAST_NAME, "Lim"), email]).label().as_deref(), Some("Lim"));
        assert_eq!(name(&[phone, email]).label().as_deref(), Some("a@example.com"));
        assert_eq!(name(&[phone, (FieldId::COUNTRY, "MY")]).label().as_deref(), Some("+60123000001"));
        assert_eq!(name(&[(FieldId::FIRST_NAME, "")]).label(), None);
        assert_eq!(name(&[(FieldId::LAST_NAME, "Tan")]).or(whole).label().as_deref(), Some("Ann Tan"));
    }
}
