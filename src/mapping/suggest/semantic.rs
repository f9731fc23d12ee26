//! Meanings that a header can have.

use crate::model::{FieldId, NameOrder};

/// Phrase for a full name; it ends in [`WHOLE`].
const FULL: &str = "a full name: it would go whole into First Name";

/// End of the phrase for a full name that is not split.
pub(super) const WHOLE: &str = ": it would go whole into First Name";

/// Meaning of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldMeaning {
    Given,
    Family,
    /// A full name, in the order of its language.
    Full,
    /// A full name, the first name first by the words themselves: `ονοματεπώνυμο`.
    FirstLast,
    /// A full name, the last name first by the words themselves: `ФИО`.
    LastFirst,
    /// A full name that people write in both orders.
    EitherOrder,
    /// A word for a full name, or for one part of it where another column has the other part.
    Name,
    WhatsApp,
    Mobile,
    Phone,
    Email,
    Country,
    Language,
    Tags,
    Group,
}

impl FieldMeaning {
    pub(super) fn field(self) -> FieldId {
        match self {
            Self::Given | Self::Full | Self::FirstLast | Self::LastFirst | Self::EitherOrder | Self::Name => {
                FieldId::FIRST_NAME
            }
            Self::Family => FieldId::LAST_NAME,
            Self::WhatsApp | Self::Mobile | Self::Phone => FieldId::PHONE,
            Self::Email => FieldId::EMAIL,
            Self::Country => FieldId::COUNTRY,
            Self::Language => FieldId::LANGUAGE,
            Self::Tags | Self::Group => FieldId::TAGS,
        }
    }

    /// Returns the penalty: other columns of the field with a lower one are preferred. Contacts are written to, so a
    /// number that receives messages comes before a landline; a full name goes into First Name only where nothing else
    /// does.
    pub(super) fn penalty(self) -> u32 {
        match self {
            Self::Given | Self::Family | Self::WhatsApp | Self::Email | Self::Country | Self::Language | Self::Tags => {
                0
            }
            Self::Mobile | Self::Group => 10,
            Self::Phone => 20,
            Self::Full | Self::FirstLast | Self::LastFirst | Self::EitherOrder => 500,
            Self::Name => 510,
        }
    }

    /// Returns the phrase for a reason.
    pub(super) fn phrase(self) -> &'static str {
        match self {
            Self::Given => "a given name",
            Self::Family => "a family name",
            Self::Full | Self::FirstLast | Self::LastFirst | Self::EitherOrder | Self::Name => FULL,
            Self::WhatsApp => "a WhatsApp number",
            Self::Mobile => "a mobile number",
            Self::Phone => "a phone number",
            Self::Email => "an e-mail address",
            Self::Country => "a country",
            Self::Language => "a language",
            Self::Tags => "tags",
            Self::Group => "groups, which are kept as tags",
        }
    }

    pub(super) fn is_full_name(self) -> bool {
        matches!(self, Self::Full | Self::FirstLast | Self::LastFirst | Self::EitherOrder | Self::Name)
    }

    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Given | Self::Family) || self.is_full_name()
    }

    /// Returns what a word says of the order of the names, in a language with this usual order; `None` if it is no word
    /// for a full name.
    pub(super) fn order(self, usual: NameOrder) -> Option<HeaderOrder> {
        match self {
            Self::FirstLast => Some(HeaderOrder::Stated(NameOrder::FirstLast)),
            Self::LastFirst => Some(HeaderOrder::Stated(NameOrder::LastFirst)),
            Self::EitherOrder => Some(HeaderOrder::Unknown),
            _ => self.is_full_name().then_some(HeaderOrder::Usual(usual)),
        }
    }
}

/// What a header says of the order of the names in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderOrder {
    /// Its words say it: `Surname and first name`.
    Stated(NameOrder),
    /// Its language usually writes names so.
    Usual(NameOrder),
    /// Nothing, and both orders are usual.
    Unknown,
}

/// Words of a language, each with what it means in a header.
pub(super) struct LanguageWords {
    pub(super) name: &'static str,
    /// Order in which the language usually writes a full name.
    pub(super) order: NameOrder,
    pub(super) words: &'static [(FieldMeaning, &'static [&'static str])],
}
