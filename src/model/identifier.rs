use std::fmt;

use serde::{Deserialize, Serialize};

use super::{FieldId, Target};

/// The field that recognises an existing contact (spec section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identifier {
    /// The phone number, compared as E.164.
    Phone,
    /// The e-mail address, compared without regard to case.
    Email,
    /// The Contact ID; for `update` only.
    ContactId,
}

impl Identifier {
    /// Its name on the command line and in the workspace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::ContactId => "contact-id",
        }
    }

    /// The column that must be mapped for it.
    pub fn target(self) -> Target {
        match self {
            Self::Phone => Target::Field(FieldId::PHONE),
            Self::Email => Target::Field(FieldId::EMAIL),
            Self::ContactId => Target::ContactId,
        }
    }

    /// The name of that column's field.
    pub fn field_name(self) -> &'static str {
        match self {
            Self::Phone => "Phone Number",
            Self::Email => "Email",
            Self::ContactId => "Contact ID",
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A phone number in 8 bytes: the digits of its E.164 form, which has at most 17 and never begins with 0. What is no
/// such form is 0. The highest bits say what is to be known of it until it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct PackedPhone(pub u64);

impl PackedPhone {
    /// The cell that it comes from is to be read again.
    const REPARSE_BIT: u64 = 1 << 63;
    /// It is a number only if the whole column says so.
    const PROVISIONAL: u64 = 1 << 62;

    /// Packs a number in E.164 form.
    pub fn new(number: &str) -> Self {
        let digits = number.strip_prefix('+').filter(|digits| !digits.starts_with('0') && digits.len() <= 18);
        Self(digits.and_then(|digits| digits.parse().ok()).unwrap_or(0))
    }

    /// The same number, of which the cell that it comes from says more than the number.
    #[must_use]
    pub fn needs_reparse(self) -> Self {
        Self(self.0 | Self::REPARSE_BIT)
    }

    /// The same number, which is one only if the whole column says so.
    #[must_use]
    pub fn provisional(self) -> Self {
        Self(self.0 | Self::PROVISIONAL)
    }

    /// What the number is once it is known what the column says: a provisional one is a number, or none.
    #[must_use]
    pub fn resolve(self, is_number: bool) -> Self {
        let is_provisional = self.0 & Self::PROVISIONAL != 0;
        if is_provisional && !is_number { Self::default() } else { Self(self.0 & !Self::PROVISIONAL) }
    }

    /// Whether it ends in five zeros, as a number does that a spreadsheet has rounded.
    pub fn is_rounded(&self) -> bool {
        let digits = self.digits();
        digits > 0 && digits.is_multiple_of(100_000)
    }

    fn digits(self) -> u64 {
        self.0 & !(Self::REPARSE_BIT | Self::PROVISIONAL)
    }

    /// The number in E.164 form; `None` when none was packed.
    pub fn number(self) -> Option<super::Text> {
        let digits = self.digits();
        (digits > 0).then(|| compact_str::format_compact!("+{digits}"))
    }

    /// The number if it is all that its cell says.
    pub fn if_plain(self) -> Option<super::Text> {
        if self.0 & Self::REPARSE_BIT == 0 { self.number() } else { None }
    }
}

/// An identifier's value in the form in which it is compared: E.164, the folded address, or the Contact ID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// `+` and digits.
    Phone(super::Text),
    /// The address as `values::email_key` folds it.
    Email(super::Text),
    /// The number that the workspace gave.
    ContactId(i64),
}

#[cfg(test)]
mod tests {
    use super::PackedPhone;

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
        for none in ["", "60189988776", "+", "+0123", "+1234567890123456789", "+6018x"] {
            assert_eq!(PackedPhone::new(none).number(), None, "{none}");
        }
    }
}
