//! Identifiers, the fields that recognise existing contacts, and their values in comparable form.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{FieldId, Target};

/// Field that recognises an existing contact (spec section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identifier {
    /// The phone number, compared as E.164.
    Phone,
    /// The e-mail address, compared ignoring case.
    Email,
    /// The Contact ID; for `update` only.
    ContactId,
}

impl Identifier {
    /// Returns the name on the command line and in the workspace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::ContactId => "contact-id",
        }
    }

    /// Returns the target to which a column must be mapped.
    pub fn target(self) -> Target {
        match self {
            Self::Phone => Target::Field(FieldId::PHONE),
            Self::Email => Target::Field(FieldId::EMAIL),
            Self::ContactId => Target::ContactId,
        }
    }

    /// Returns the field name of that target.
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

/// Phone number packed into 8 bytes: the digits of its E.164 form, at most 17 and never with a leading 0; 0 if the text
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
        let digits = number.strip_prefix('+').filter(|digits| !digits.starts_with('0') && digits.len() <= 18);
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
    pub fn number(self) -> Option<super::Text> {
        let digits = self.digits();
        (digits > 0).then(|| compact_str::format_compact!("+{digits}"))
    }

    /// Returns the number if its cell says nothing more than the number.
    pub fn if_plain(self) -> Option<super::Text> {
        if self.0 & Self::REPARSE_BIT == 0 { self.number() } else { None }
    }
}

/// Identifier value in comparable form: E.164, the folded address, or the Contact ID.
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
