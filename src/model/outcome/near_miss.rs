//! Near misses: rows that would add a person who may already be a contact (spec section 3).

use crate::model::ContactId;

/// Contact that a row does not match, although it may be the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NearMiss {
    /// Common ground of row and contact.
    pub likeness: NearMissReason,
    /// The contact.
    pub contact: ContactId,
}

/// Common ground of a row and a contact, the most certain first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// The derived order is used: of several reasons the least is kept.
pub enum NearMissReason {
    /// The phone number, which is not the identifier.
    PhoneNumber,
    /// The e-mail address, which is not the identifier.
    Email,
    /// The phone number, but for the 9 of mobile numbers in Brazil and Argentina or the 1 of those in Mexico.
    MobileDigit,
    /// The e-mail address, but for the case of letters beyond ASCII, which counts when addresses are matched.
    EmailCase,
    /// The phone number, but for its country code.
    CountryCode,
}

impl NearMissReason {
    /// Returns a stable name for scripts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PhoneNumber => "same-phone",
            Self::Email => "same-email",
            Self::MobileDigit => "mobile-digit-differs",
            Self::EmailCase => "email-case-differs",
            Self::CountryCode => "country-code-differs",
        }
    }

    /// Returns the end of a sentence that begins with the contact.
    pub fn describe(self) -> &'static str {
        match self {
            Self::PhoneNumber => "has the same phone number",
            Self::Email => "has the same e-mail address",
            Self::MobileDigit => "differs only by the digit that its country writes before mobile numbers",
            Self::EmailCase => "differs only by upper and lower case in the e-mail address",
            Self::CountryCode => "differs only by the country code of the phone number",
        }
    }
}
