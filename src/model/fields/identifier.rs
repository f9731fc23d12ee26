//! Identifiers, the fields that recognise existing contacts, and their values in comparable form.

use std::fmt;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::{FieldId, FieldKind, Fields, Target, email_key, join_tags_by, split_tags};
use crate::model::Text;

/// Field that recognises an existing contact, as people name it (spec section 3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identifier {
    /// The phone number, compared as E.164.
    Phone,
    /// The e-mail address, compared ignoring case.
    Email,
    /// The Contact ID; for `update` only.
    ContactId,
    /// The custom field of this name.
    Custom(String),
}

impl Identifier {
    /// Name of the Contact ID, where fields are named.
    pub const CONTACT_ID: &'static str = "Contact ID";

    /// Reads a name: `phone`, `email`, `contact-id`, or the name of a field.
    pub fn named(name: &str) -> Self {
        let name = name.trim();
        let is = |known: &[&str]| known.iter().any(|known| name.eq_ignore_ascii_case(known));
        if is(&["phone", "Phone Number"]) {
            Self::Phone
        } else if is(&["email"]) {
            Self::Email
        } else if is(&["contact-id", Self::CONTACT_ID]) {
            Self::ContactId
        } else {
            Self::Custom(name.to_owned())
        }
    }

    /// Returns the name on the command line and in the workspace.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::ContactId => "contact-id",
            Self::Custom(name) => name,
        }
    }

    /// Returns the target to which a column must be mapped; `None` if there is no such custom field.
    pub fn target(&self, fields: &Fields) -> Option<Target> {
        match self {
            Self::Phone => Some(Target::Field(FieldId::PHONE)),
            Self::Email => Some(Target::Field(FieldId::EMAIL)),
            Self::ContactId => Some(Target::ContactId),
            Self::Custom(name) => fields.by_name(name).map(|field| Target::Field(field.id)),
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Identifiers of an import, the strongest first, each once; none for a purpose that matches nothing (spec section 3).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Identifiers(Vec<Identifier>);

impl Identifiers {
    /// Reads names with commas between: `CRM ID,email,phone`. A name with a comma in it stands in double quotes.
    pub fn parse(text: &str) -> Self {
        split_tags(text, Some(',')).iter().map(|name| Identifier::named(name)).collect()
    }

    /// Returns the names with commas between; `None` if there are none.
    pub fn text(&self) -> Option<String> {
        (!self.is_empty()).then(|| self.to_string())
    }

    /// Returns true if rows are matched by nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates from the strongest to the weakest.
    pub fn iter(&self) -> impl Iterator<Item = &Identifier> {
        self.0.iter()
    }

    /// Returns true if this is one of them.
    pub fn contains(&self, identifier: &Identifier) -> bool {
        self.0.contains(identifier)
    }

    /// Replaces the name of a custom field that was renamed. Returns true if it was one of them.
    pub fn rename(&mut self, old: &str, new: &str) -> bool {
        let is_it = |identifier: &&mut Identifier| matches!(identifier, Identifier::Custom(name) if Fields::key(name) == Fields::key(old));
        let found = self.0.iter_mut().find(is_it);
        found.map(|identifier| *identifier = Identifier::Custom(new.to_owned())).is_some()
    }
}

impl From<Identifier> for Identifiers {
    fn from(identifier: Identifier) -> Self {
        Self(vec![identifier])
    }
}

impl FromIterator<Identifier> for Identifiers {
    fn from_iter<I: IntoIterator<Item = Identifier>>(identifiers: I) -> Self {
        let mut all = Vec::new();
        for identifier in identifiers {
            if !all.contains(&identifier) {
                all.push(identifier);
            }
        }
        Self(all)
    }
}

impl From<String> for Identifiers {
    fn from(text: String) -> Self {
        Self::parse(&text)
    }
}

impl From<Identifiers> for String {
    fn from(identifiers: Identifiers) -> Self {
        identifiers.to_string()
    }
}

impl fmt::Display for Identifiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&join_tags_by(self.0.iter().map(Identifier::as_str), Some(',')))
    }
}

/// Phone number packed into 8 bytes: the digits of its E.164 form, at most 18 and never with a leading 0; 0 if the text
/// is no such form. The two highest bits are flags until the number is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
// One number of every row stays in memory between prescan and plan: 8 bytes instead of a `Text` of 24.
pub struct PackedPhone(pub u64);

impl PackedPhone {
    /// Flag: the cell must be parsed again, because it says more than the number.
    const REPARSE_BIT: u64 = 1 << 63;
    /// Flag: a number only if the whole column supports it.
    const PROVISIONAL: u64 = 1 << 62;

    /// Packs a number in E.164 form; anything else becomes 0.
    pub fn new(number: &str) -> Self {
        // 18 digits stay below 2^60, so the two flags are free.
        // No `+` among them: `parse` would take one, and `++60` would be the same as `+60`.
        let is_number = |digits: &&str| !digits.starts_with(['0', '+']) && digits.len() <= 18;
        let digits = number.strip_prefix('+').filter(is_number);
        Self(digits.and_then(|digits| digits.parse().ok()).unwrap_or(0))
    }

    /// Returns the number flagged: its cell says more than the number alone.
    #[must_use]
    pub fn needs_reparse(self) -> Self {
        Self(self.0 | Self::REPARSE_BIT)
    }

    /// Returns the number flagged as valid only if the whole column supports it.
    #[must_use]
    pub fn provisional(self) -> Self {
        Self(self.0 | Self::PROVISIONAL)
    }

    /// Settles a provisional number once the column is known: keeps it, or drops it if `is_number` is false.
    #[must_use]
    pub fn resolve(self, is_number: bool) -> Self {
        let is_provisional = self.0 & Self::PROVISIONAL != 0;
        if is_provisional && !is_number { Self::default() } else { Self(self.0 & !Self::PROVISIONAL) }
    }

    /// Returns true if the number ends in five zeros, as numbers do that a spreadsheet has rounded.
    pub fn is_rounded(&self) -> bool {
        let digits = self.digits();
        digits > 0 && digits.is_multiple_of(100_000)
    }

    fn digits(self) -> u64 {
        self.0 & !(Self::REPARSE_BIT | Self::PROVISIONAL)
    }

    /// Returns the number in E.164 form; `None` if none was packed.
    pub fn number(self) -> Option<Text> {
        let digits = self.digits();
        (digits > 0).then(|| compact_str::format_compact!("+{digits}"))
    }

    /// Returns the number if its cell says nothing more than the number.
    pub fn if_plain(self) -> Option<Text> {
        if self.0 & Self::REPARSE_BIT == 0 { self.number() } else { None }
    }
}

/// Small list that nearly always has one element, which needs no heap allocation.
pub type Few<T> = SmallVec<[T; 1]>;

/// Identifiers of a row, each with its index among those of the import, the strongest first.
pub type RowKeys = Few<(usize, Key)>;

/// Identifier value in comparable form: E.164, the folded address, or the Contact ID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `+` and digits.
    Phone(Text),
    /// The address as `values::email_key` folds it.
    Email(Text),
    /// The number that the workspace gave.
    ContactId(i64),
    /// The value of a custom field, as [`FieldKind::identifier_key`](super::FieldKind::identifier_key) folds it.
    Custom(FieldId, Text),
}

impl Key {
    /// Returns the key of a stored value; `None` if values of this kind recognise nobody.
    pub fn of_value(field: FieldId, kind: &FieldKind, value: &str) -> Option<Self> {
        match field {
            FieldId::PHONE => Some(Self::Phone(value.into())),
            FieldId::EMAIL => Some(Self::Email(email_key(value).into())),
            field => kind.identifier_key(value).map(|key| Self::Custom(field, key.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Identifier, Identifiers, PackedPhone};

    #[test]
    fn identifiers_are_read_and_written_in_their_order() {
        let read = Identifiers::parse("CRM ID, Email,phone number,\"a,b\",email");
        let custom = |name: &str| Identifier::Custom(name.to_owned());
        let expected = [custom("CRM ID"), Identifier::Email, Identifier::Phone, custom("a,b")];
        assert!(read.iter().eq(&expected), "{read:?}");
        assert_eq!(read.to_string(), "CRM ID,email,phone,\"a,b\"");
        assert_eq!(Identifiers::parse(&read.to_string()), read);
        assert!(Identifiers::parse(" ").is_empty());
    }

    #[test]
    fn a_packed_number_comes_back_whole_or_not_at_all() {
        for number in ["+60189988776", "+1", "+390612345678", "+123456789012345678"] {
            let packed = PackedPhone::new(number);
            assert_eq!((packed.number().as_deref(), packed.if_plain().as_deref()), (Some(number), Some(number)));
            let again = packed.needs_reparse();
            assert_eq!((again.number().as_deref(), again.if_plain()), (Some(number), None));
            assert_eq!(packed.resolve(false), packed);
            assert_eq!([true, false].map(|holds| packed.provisional().resolve(holds).0), [packed.0, 0]);
        }
        for none in ["", "60189988776", "+", "++60123", "+0123", "+1234567890123456789", "+6018x"] {
            assert_eq!(PackedPhone::new(none).number(), None, "{none}");
        }
    }
}
