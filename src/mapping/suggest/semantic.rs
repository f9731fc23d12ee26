//! Meanings that a header can have.

use crate::model::FieldId;

/// Phrase for a full name; it ends in [`WHOLE`].
const FULL: &str = "a full name: it would go whole into First Name";

/// End of the phrase for a full name that is not split.
pub(super) const WHOLE: &str = ": it would go whole into First Name";

/// Meaning of a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldMeaning {
    Given,
    Family,
    /// A name that cannot be split safely.
    Full,
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
            Self::Given | Self::Full | Self::Name => FieldId::FIRST_NAME,
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
            Self::Full => 500,
            Self::Name => 510,
        }
    }

    /// Returns the phrase for a reason.
    pub(super) fn phrase(self) -> &'static str {
        match self {
            Self::Given => "a given name",
            Self::Family => "a family name",
            Self::Full | Self::Name => FULL,
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
        matches!(self, Self::Full | Self::Name)
    }

    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Given | Self::Family | Self::Full | Self::Name)
    }
}

/// Words of a language, each with what it means in a header.
pub(super) struct LanguageWords {
    pub(super) name: &'static str,
    pub(super) words: &'static [(FieldMeaning, &'static [&'static str])],
}
