use serde::{Deserialize, Serialize};

/// The workspace's number of a contact field. 1 to 7 are the standard fields; custom fields follow.
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
    /// How many standard fields hold one text: all but Tags.
    pub const STANDARD_TEXT_FIELDS: usize = 6;

    /// The place of a standard field other than Tags in a contact's values.
    pub fn standard_index(self) -> Option<usize> {
        let index = usize::try_from(self.0 - 1).ok()?;
        (index < Self::STANDARD_TEXT_FIELDS).then_some(index)
    }
}

/// What a field's values are, and so how a cell is read (spec section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A phone number, kept as E.164.
    Phone,
    /// An e-mail address, kept as written.
    Email,
    /// A country, kept as ISO 3166 alpha-2.
    Country,
    /// A language, kept as its ISO 639 code of two letters where one exists, else of three.
    Language,
    /// A set of tags.
    Tags,
}

impl FieldKind {
    /// The kind under the name that the workspace keeps.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "phone" => Self::Phone,
            "email" => Self::Email,
            "country" => Self::Country,
            "language" => Self::Language,
            "tags" => Self::Tags,
            _ => return None,
        })
    }
}

/// A contact field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its number in the workspace.
    pub id: FieldId,
    /// Its name as people see it: any Unicode text.
    pub name: String,
    /// What its values are.
    pub kind: FieldKind,
}

/// The contact fields of a workspace, in the order in which they are shown.
#[derive(Debug, Clone)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// The fields, which must hold the standard ones.
    pub fn new(fields: Vec<Field>) -> Self {
        Self(fields)
    }

    /// The fields of a workspace to which nobody added one.
    pub fn standard() -> Self {
        let field = |id, name: &str, kind| Field { id, name: name.to_owned(), kind };
        Self(vec![
            field(FieldId::FIRST_NAME, "First Name", FieldKind::Text),
            field(FieldId::LAST_NAME, "Last Name", FieldKind::Text),
            field(FieldId::PHONE, "Phone Number", FieldKind::Phone),
            field(FieldId::EMAIL, "Email", FieldKind::Email),
            field(FieldId::COUNTRY, "Country", FieldKind::Country),
            field(FieldId::LANGUAGE, "Language", FieldKind::Language),
            field(FieldId::TAGS, "Tags", FieldKind::Tags),
        ])
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.0.iter()
    }

    /// The field of this number.
    pub fn get(&self, id: FieldId) -> Option<&Field> {
        self.0.iter().find(|field| field.id == id)
    }

    /// The field of this name, case and surrounding blanks aside (spec section 5).
    pub fn by_name(&self, name: &str) -> Option<&Field> {
        let wanted = name.trim().to_lowercase();
        self.0.iter().find(|field| field.name.to_lowercase() == wanted)
    }

    /// The name of a field, for messages.
    pub fn name(&self, id: FieldId) -> &str {
        self.get(id).map_or("(removed field)", |field| field.name.as_str())
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
    }

    #[test]
    fn tags_and_custom_fields_have_no_place_among_the_standard_texts() {
        assert_eq!(FieldId::FIRST_NAME.standard_index(), Some(0));
        assert_eq!(FieldId::LANGUAGE.standard_index(), Some(5));
        assert_eq!(FieldId::TAGS.standard_index(), None);
        assert_eq!(FieldId(0).standard_index(), None);
        assert_eq!(FieldId(101).standard_index(), None);
    }
}
