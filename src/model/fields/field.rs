//! Contact fields: their IDs, kinds and names.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Identifier, ListOptions, Target, email_key, split_choices};
use crate::model::{Text, name_key};

/// ID of a contact field in a workspace. 1 to 7 are the standard fields; custom fields begin at 101.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldId(pub i64);

impl FieldId {
    /// First Name.
    pub const FIRST_NAME: Self = Self(1);
    /// Last Name.
    pub const LAST_NAME: Self = Self(2);
    /// Phone Number.
    pub const PHONE: Self = Self(3);
    /// Email.
    pub const EMAIL: Self = Self(4);
    /// Country.
    pub const COUNTRY: Self = Self(5);
    /// Language.
    pub const LANGUAGE: Self = Self(6);
    /// Tags.
    pub const TAGS: Self = Self(7);
    /// Lowest ID of a custom field.
    pub const FIRST_CUSTOM: Self = Self(101);
    /// Number of standard fields that hold one text: all but Tags.
    pub const STANDARD_TEXT_FIELDS: usize = 6;

    /// Returns the index of a standard field other than Tags among a contact's values.
    pub fn standard_index(self) -> Option<usize> {
        let index = usize::try_from(self.0 - 1).ok()?;
        (index < Self::STANDARD_TEXT_FIELDS).then_some(index)
    }

    /// Returns true if the user added the field.
    pub fn is_custom(self) -> bool {
        self >= Self::FIRST_CUSTOM
    }
}

/// Kind of a field's values, which decides how a cell is read (spec section 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A phone number, stored as E.164.
    Phone,
    /// An e-mail address, stored as written.
    Email,
    /// A country, stored as ISO 3166 alpha-2.
    Country,
    /// A language, stored as its two-letter ISO 639 code where one exists, else its three-letter one.
    Language,
    /// A set of tags.
    Tags,
    /// One of these options, stored in the spelling of the option.
    List(Arc<ListOptions>),
    /// Several of these options, stored in their spelling and order, joined by `; `.
    Choices(Arc<ListOptions>),
    /// Yes or no, stored as `yes` or `no`.
    Checkbox,
    /// A decimal number, stored with all its digits: `-1234.5`.
    Number,
    /// A web address, stored as written.
    Url,
    /// A day, stored as `YYYY-MM-DD`.
    Date,
    /// A time of day, stored as `HH:MM` or `HH:MM:SS`.
    Time,
}

impl FieldKind {
    /// Names of the types that custom fields have, as they are typed.
    pub const CUSTOM: [&str; 10] =
        ["text", "list", "choices", "checkbox", "email", "phone", "number", "url", "date", "time"];

    /// Returns the kind of a stored name; lists and choices come without their options.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "phone" => Self::Phone,
            "email" => Self::Email,
            "country" => Self::Country,
            "language" => Self::Language,
            "tags" => Self::Tags,
            "list" => Self::List(Arc::default()),
            "choices" => Self::Choices(Arc::default()),
            "checkbox" => Self::Checkbox,
            "number" => Self::Number,
            "url" => Self::Url,
            "date" => Self::Date,
            "time" => Self::Time,
            _ => return None,
        })
    }

    /// Returns the name that the workspace stores and the user types.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Country => "country",
            Self::Language => "language",
            Self::Tags => "tags",
            Self::List(_) => "list",
            Self::Choices(_) => "choices",
            Self::Checkbox => "checkbox",
            Self::Number => "number",
            Self::Url => "url",
            Self::Date => "date",
            Self::Time => "time",
        }
    }

    /// Returns true if values of this kind can recognise a contact.
    pub fn is_identifier(&self) -> bool {
        matches!(self, Self::Text | Self::Email | Self::Phone | Self::Number)
    }

    /// Returns the form of a stored value in which it is compared as an identifier; `None` if values of this kind recognise
    /// nobody (spec section 3): texts trimmed, in NFC, without regard to case.
    pub fn identifier_key<'v>(&self, value: &'v str) -> Option<Cow<'v, str>> {
        match self {
            Self::Text => Some(text_key(value)),
            Self::Email => Some(email_key(value)),
            // Both are stored in one form only.
            Self::Phone | Self::Number => Some(Cow::Borrowed(value)),
            _ => None,
        }
    }

    /// Returns the options of a list or of choices; empty for other kinds.
    pub fn options(&self) -> &[Text] {
        self.list_options().map_or(&[], ListOptions::names)
    }

    /// Returns the options of a list or of choices; `None` for other kinds.
    pub fn list_options(&self) -> Option<&ListOptions> {
        match self {
            Self::List(options) | Self::Choices(options) => Some(options),
            _ => None,
        }
    }

    /// Returns true if a stored value of a list is an option, or one of choices holds it.
    pub fn has_option(&self, value: &str, option: &str) -> bool {
        match self {
            Self::Choices(_) => split_choices(value).any(|name| name == option),
            _ => value == option,
        }
    }

    /// Returns the kind with other options; a kind that has none stays as it is.
    #[must_use]
    pub fn with_options(&self, options: ListOptions) -> Self {
        match self {
            Self::List(_) => Self::List(Arc::new(options)),
            Self::Choices(_) => Self::Choices(Arc::new(options)),
            other => other.clone(),
        }
    }
}

/// The key of a text: [`name_key`], without its cost where the value is its own key.
fn text_key(value: &str) -> Cow<'_, str> {
    let is_folded = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase();
    if value.bytes().all(is_folded) { Cow::Borrowed(value) } else { Cow::Owned(name_key(value)) }
}

/// A contact field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// ID in the workspace.
    pub id: FieldId,
    /// Name as people see it: any Unicode text.
    pub name: String,
    /// Kind of its values.
    pub kind: FieldKind,
}

/// Contact fields of a workspace, in the order in which they are shown.
#[derive(Debug, Clone)]
pub struct Fields {
    all: Vec<Field>,
    /// Index by comparison key: a workspace may have a thousand fields.
    by_key: HashMap<String, usize>,
    /// Indexes of fields whose names compare as equal to an earlier one's. No such field is added any more, but version
    /// 0.1 accepted names that differ by an invisible character alone; only its exact name finds such a field, so that
    /// it can be renamed.
    of_equal_names: Vec<usize>,
}

impl Fields {
    /// Creates the set from a list, which must contain the standard fields.
    pub fn new(fields: Vec<Field>) -> Self {
        let empty = Self { all: Vec::new(), by_key: HashMap::new(), of_equal_names: Vec::new() };
        fields.into_iter().fold(empty, |mut all, field| {
            all.add(field);
            all
        })
    }

    /// Returns the fields of a workspace without custom fields.
    pub fn standard() -> Self {
        let field = |id, name: &str, kind| Field { id, name: name.to_owned(), kind };
        Self::new(vec![
            field(FieldId::FIRST_NAME, "First Name", FieldKind::Text),
            field(FieldId::LAST_NAME, "Last Name", FieldKind::Text),
            field(FieldId::PHONE, "Phone Number", FieldKind::Phone),
            field(FieldId::EMAIL, "Email", FieldKind::Email),
            field(FieldId::COUNTRY, "Country", FieldKind::Country),
            field(FieldId::LANGUAGE, "Language", FieldKind::Language),
            field(FieldId::TAGS, "Tags", FieldKind::Tags),
        ])
    }

    /// Appends a field; its name must differ from all others.
    pub fn add(&mut self, field: Field) {
        let place = self.all.len();
        // `entry` keeps the earlier field under the key, so that lookups of old workspaces do not change.
        if *self.by_key.entry(Self::key(&field.name)).or_insert(place) != place {
            self.of_equal_names.push(place);
        }
        self.all.push(field);
    }

    /// Iterates over all fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.all.iter()
    }

    /// Returns the field with this ID.
    pub fn get(&self, id: FieldId) -> Option<&Field> {
        self.all.iter().find(|field| field.id == id)
    }

    /// Returns the field of this name, ignoring case and surrounding blanks (spec section 5).
    pub fn by_name(&self, name: &str) -> Option<&Field> {
        // The exact name first: by its key, such a field would always lose to the earlier one.
        let of_equal_name = self.of_equal_names.iter().filter_map(|at| self.all.get(*at));
        let exact = of_equal_name.into_iter().find(|field| field.name == name.trim());
        exact.or_else(|| self.all.get(*self.by_key.get(&Self::key(name))?))
    }

    /// Resolves a name to a field or the Contact ID. Names compare as in [`Fields::by_name`].
    pub fn target(&self, name: &str) -> Option<Target> {
        if name.trim().eq_ignore_ascii_case(Identifier::CONTACT_ID) {
            return Some(Target::ContactId);
        }
        self.by_name(name).map(|field| Target::Field(field.id))
    }

    /// Returns the name of a target.
    pub fn target_name(&self, target: Target) -> &str {
        match target {
            Target::ContactId => Identifier::CONTACT_ID,
            Target::Field(id) => self.name(id),
        }
    }

    /// Returns the name of a field, for messages.
    pub fn name(&self, id: FieldId) -> &str {
        self.get(id).map_or("(removed field)", |field| field.name.as_str())
    }

    /// Returns the comparison key of a name ([`name_key`]); headers are cleaned likewise (spec section 2.5).
    pub fn key(name: &str) -> String {
        name_key(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_whatever_its_case_and_surrounding_blanks() {
        let fields = Fields::standard();
        assert_eq!(fields.by_name("  phone NUMBER ").map(|f| f.id), Some(FieldId::PHONE));
        assert_eq!(fields.by_name("phone").map(|f| f.id), None);
        assert_eq!(fields.by_name("Phone\u{A0}Num\u{200B}ber").map(|f| f.id), Some(FieldId::PHONE));
    }

    #[test]
    fn invisible_characters_make_no_other_name() {
        let mut fields = Fields::standard();
        fields.add(Field { id: FieldId(101), name: "Nick name".to_owned(), kind: FieldKind::Text });
        let id = |fields: &Fields, name: &str| fields.by_name(name).map(|field| field.id.0);
        for name in
            ["Nick\u{AD} name", "nick\u{A0}name", "\u{202A}Nick name\u{202C}", "Ni\u{FE0F}ck n\u{34F}ame\u{3164}"]
        {
            assert_eq!(id(&fields, name), Some(101), "{name:?}");
        }
        fields.add(Field { id: FieldId(102), name: "Nick\u{AD} name".to_owned(), kind: FieldKind::Text });
        assert_eq!(id(&fields, "Nick name"), Some(101));
        assert_eq!(id(&fields, " Nick\u{AD} name "), Some(102), "an old one is found by its exact name");
    }

    #[test]
    fn tags_and_custom_fields_have_no_place_among_the_standard_texts() {
        assert_eq!(FieldId::FIRST_NAME.standard_index(), Some(0));
        assert_eq!(FieldId::LANGUAGE.standard_index(), Some(5));
        assert_eq!(FieldId::TAGS.standard_index(), None);
        assert_eq!(FieldId(0).standard_index(), None);
        assert_eq!(FieldId(101).standard_index(), None);
    }

    #[test]
    fn every_kind_is_found_by_its_name() {
        for name in [
            "text", "phone", "email", "country", "language", "tags", "list", "choices", "checkbox", "number", "url",
            "date", "time",
        ] {
            assert_eq!(FieldKind::from_name(name).map(|kind| kind.name()), Some(name));
        }
        assert_eq!(FieldKind::from_name("Text"), None);
    }

    #[test]
    fn an_added_field_is_found_like_the_others() {
        let mut fields = Fields::standard();
        fields.add(Field { id: FieldId(101), name: "Straße".to_owned(), kind: FieldKind::Text });
        assert_eq!(fields.by_name("STRAßE ").map(|field| field.id), Some(FieldId(101)));
        assert_eq!(fields.iter().last().map(|field| field.id.is_custom()), Some(true));
    }
}
