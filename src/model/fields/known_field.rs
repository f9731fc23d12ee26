//! What custom fields mean to address books, known by their names: `Company`, `Job Title`, `Birthday`.

use super::{Field, FieldId, FieldKind};
use crate::model::folded;

/// Suffix of a column that holds a custom field whose name is that of another column: `Mobile Phone (field)` in a file for
/// Outlook, which has a `Mobile Phone` of its own.
pub const OWN_COLUMN_SUFFIX: &str = " (field)";

/// Meaning of a custom field for which address books have a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum KnownField {
    MiddleName,
    Prefix,
    Suffix,
    Nickname,
    Company,
    Department,
    JobTitle,
    Birthday,
    Anniversary,
    Website,
    Notes,
    Street,
    City,
    Region,
    PostalCode,
}

impl KnownField {
    /// Returns the noun for it: `postal code`.
    pub fn noun(self) -> &'static str {
        match self {
            Self::MiddleName => "middle name",
            Self::Prefix => "prefix of names",
            Self::Suffix => "suffix of names",
            Self::Nickname => "nickname",
            Self::Company => "company",
            Self::Department => "department",
            Self::JobTitle => "job title",
            Self::Birthday => "birthday",
            Self::Anniversary => "anniversary",
            Self::Website => "website",
            Self::Notes => "notes",
            Self::Street => "street",
            Self::City => "city",
            Self::Region => "state or region",
            Self::PostalCode => "postal code",
        }
    }
}

/// Names by meaning, without blanks, signs, case and accents.
const NAMES: &[(KnownField, &[&str])] = &[
    (KnownField::MiddleName, &["middlename", "secondname", "additionalname", "zweitername"]),
    (KnownField::Prefix, &["prefix", "nameprefix", "salutation", "honorific", "anrede"]),
    (KnownField::Suffix, &["suffix", "namesuffix"]),
    (KnownField::Nickname, &["nickname", "spitzname"]),
    (
        KnownField::Company,
        &["company", "companyname", "organization", "organisation", "organizationname", "employer", "firma"],
    ),
    (KnownField::Department, &["department", "abteilung"]),
    (KnownField::JobTitle, &["jobtitle", "title", "position", "organizationtitle", "beruf"]),
    (KnownField::Birthday, &["birthday", "birthdate", "dateofbirth", "geburtstag", "geburtsdatum"]),
    (KnownField::Anniversary, &["anniversary", "jahrestag"]),
    (KnownField::Website, &["website", "webpage", "homepage", "url", "webseite"]),
    (KnownField::Notes, &["notes", "note", "comment", "comments", "notizen", "bemerkung"]),
    (KnownField::Street, &["street", "streetaddress", "address", "address1", "mailingstreet", "strasse"]),
    (KnownField::City, &["city", "town", "mailingcity", "ort", "stadt"]),
    (KnownField::Region, &["state", "region", "province", "stateregion", "mailingstate", "bundesland"]),
    (KnownField::PostalCode, &["postalcode", "zip", "zipcode", "postcode", "mailingzip", "plz", "postleitzahl"]),
];

/// Custom fields by meaning: of several fields of one meaning the first has it.
#[derive(Debug, Default)]
pub struct KnownFields(Vec<(KnownField, FieldId)>);

impl KnownFields {
    /// Finds what fields mean.
    pub fn of<'f>(fields: impl IntoIterator<Item = &'f Field>) -> Self {
        let mut known = Self::default();
        for field in fields.into_iter().filter(|field| field.id.is_custom()) {
            if let Some(meaning) = meaning(field).filter(|meaning| known.field(*meaning).is_none()) {
                known.0.push((meaning, field.id));
            }
        }
        known
    }

    /// The field of this meaning.
    pub fn field(&self, meaning: KnownField) -> Option<FieldId> {
        self.0.iter().find(|(known, _)| *known == meaning).map(|(_, field)| *field)
    }

    /// The meaning of a field.
    pub fn meaning(&self, field: FieldId) -> Option<KnownField> {
        self.0.iter().find(|(_, known)| *known == field).map(|(meaning, _)| *meaning)
    }
}

/// The meaning of a field by its name and kind.
fn meaning(field: &Field) -> Option<KnownField> {
    let name: String = folded(&field.name).chars().filter(|c| c.is_alphanumeric()).collect();
    let found = NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(meaning, _)| *meaning)?;
    let is_day = matches!(found, KnownField::Birthday | KnownField::Anniversary);
    // Readers take nothing but a day for a birthday, and no address in a field of phone numbers.
    let fits = match field.kind {
        FieldKind::Date => is_day,
        FieldKind::Phone | FieldKind::Email | FieldKind::Checkbox | FieldKind::Time => false,
        FieldKind::Url => found == KnownField::Website,
        _ => !is_day,
    };
    fits.then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(id: i64, name: &str, kind: FieldKind) -> Field {
        Field { id: FieldId(id), name: name.to_owned(), kind }
    }

    #[test]
    fn fields_are_known_by_name_and_kind_and_the_first_of_a_meaning_has_it() {
        let fields = [
            field(1, "Company", FieldKind::Text),
            field(101, "Job-Title", FieldKind::Text),
            field(102, "Birthday", FieldKind::Text),
            field(103, "Date of birth", FieldKind::Date),
            field(104, "Straße", FieldKind::Text),
            field(105, "COMPANY name", FieldKind::Text),
            field(106, "Organization", FieldKind::Text),
            field(107, "Note", FieldKind::Phone),
            field(108, "Shoe size", FieldKind::Number),
        ];
        let known = KnownFields::of(&fields);
        let meanings: Vec<_> = fields.iter().map(|field| known.meaning(field.id)).collect();
        let expected = [
            None,
            Some(KnownField::JobTitle),
            None,
            Some(KnownField::Birthday),
            Some(KnownField::Street),
            Some(KnownField::Company),
        ];
        assert_eq!(meanings[..6], expected);
        assert_eq!(meanings[6..], [None; 3]);
        assert_eq!(known.field(KnownField::Company), Some(FieldId(105)));
        assert_eq!(known.field(KnownField::City), None);
    }
}
