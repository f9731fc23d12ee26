//! Contacts as vCards, version 4.0 (RFC 6350) or 3.0 (RFC 2426).

use std::collections::HashSet;

use sha2::{Digest, Sha256};

use super::vcard_line::{escaped, joined, push_line};
use super::{ContactFormat, ExportedContact};
use crate::model::{ContactId, Field, FieldId, FieldKind, KnownField, KnownFields, folded, format_utc, to_hex};

/// Version of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VCardVersion {
    /// 3.0, which older phones and programs read.
    V3,
    /// 4.0, the current one.
    #[default]
    V4,
}

/// vCards of the contacts of one workspace.
#[derive(Debug)]
pub struct VCards {
    version: VCardVersion,
    /// Identity of the workspace, a part of every UID.
    workspace: String,
    known: KnownFields,
    /// Custom fields without a place of their own, each with the property that holds it.
    others: Vec<(FieldId, String, Form)>,
}

/// Form of the value of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    /// A web address, not escaped.
    Address,
    /// A phone number: `tel:` and the number in 4.0.
    Phone,
}

impl VCards {
    /// Creates the form for contacts with these fields. The identity of the workspace makes the UIDs: a contact has the same
    /// one in every export.
    pub fn new(version: VCardVersion, workspace: &str, fields: &[Field]) -> Self {
        let known = KnownFields::of(fields);
        let mut names = PropertyNames::beside_those_of(version);
        let custom = fields.iter().filter(|field| field.id.is_custom() && known.meaning(field.id).is_none());
        let others = custom.map(|field| {
            let (property, form) = names.property(field);
            (field.id, property, form)
        });
        Self { version, workspace: workspace.to_owned(), others: others.collect(), known }
    }

    /// A UUID of version 8 (RFC 9562), by which a program that imports two exports knows the contact again.
    fn uid(&self, contact: ContactId) -> String {
        let digest = Sha256::digest(format!("contacts {} {contact}", self.workspace));
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex = to_hex(&bytes);
        let groups = [0..8, 8..12, 12..16, 16..20, 20..32].map(|group| hex.get(group).unwrap_or_default());
        format!("urn:uuid:{}", groups.join("-"))
    }

    /// Formatted name, given name, and the like: every card must have the first.
    fn push_names(&self, contact: &ExportedContact<'_>, out: &mut Vec<u8>) {
        let (first, last) = (contact.value(FieldId::FIRST_NAME), contact.value(FieldId::LAST_NAME));
        let company = contact.known(&self.known, KnownField::Company);
        let label = contact.contact.name().label().unwrap_or_else(|| company.to_owned());
        push_line("FN", &escaped(&label), out);
        let (middle, prefix) =
            (contact.known(&self.known, KnownField::MiddleName), contact.known(&self.known, KnownField::Prefix));
        push_line(
            "N",
            &joined([last, first, middle, prefix, contact.known(&self.known, KnownField::Suffix)], ";"),
            out,
        );
        push_text("NICKNAME", contact.known(&self.known, KnownField::Nickname), out);
    }

    fn push_reachable(&self, contact: &ExportedContact<'_>, out: &mut Vec<u8>) {
        self.push_phone("TEL", contact.value(FieldId::PHONE), out);
        let email = if self.version == VCardVersion::V3 { "EMAIL;TYPE=INTERNET" } else { "EMAIL" };
        push_text(email, contact.value(FieldId::EMAIL), out);
        let [street, city, region, postal_code] =
            [KnownField::Street, KnownField::City, KnownField::Region, KnownField::PostalCode]
                .map(|meaning| contact.known(&self.known, meaning));
        let address = ["", "", street, city, region, postal_code, contact.value(FieldId::COUNTRY)];
        if address.iter().any(|part| !part.is_empty()) {
            push_line("ADR", &joined(address, ";"), out);
        }
        // Only version 4.0 knows languages.
        let language = if self.version == VCardVersion::V3 { "X-LANG" } else { "LANG" };
        push_text(language, contact.value(FieldId::LANGUAGE), out);
    }

    fn push_known(&self, contact: &ExportedContact<'_>, out: &mut Vec<u8>) {
        let organization = [KnownField::Company, KnownField::Department].map(|field| contact.known(&self.known, field));
        match organization {
            ["", ""] => {}
            [company, ""] => push_text("ORG", company, out),
            both => push_line("ORG", &joined(both, ";"), out),
        }
        push_text("TITLE", contact.known(&self.known, KnownField::JobTitle), out);
        self.push_day("BDAY", contact.known(&self.known, KnownField::Birthday), out);
        let anniversary = if self.version == VCardVersion::V3 { "X-ANNIVERSARY" } else { "ANNIVERSARY" };
        self.push_day(anniversary, contact.known(&self.known, KnownField::Anniversary), out);
        push_address("URL", contact.known(&self.known, KnownField::Website), out);
        push_text("NOTE", contact.known(&self.known, KnownField::Notes), out);
    }

    fn push_phone(&self, property: &str, number: &str, out: &mut Vec<u8>) {
        match self.version {
            _ if number.is_empty() => {}
            VCardVersion::V3 => push_line(property, &escaped(number), out),
            VCardVersion::V4 => push_line(&format!("{property};VALUE=uri"), &format!("tel:{number}"), out),
        }
    }

    /// Appends a day, stored as `YYYY-MM-DD`; version 4.0 writes it as `YYYYMMDD`.
    fn push_day(&self, property: &str, day: &str, out: &mut Vec<u8>) {
        match self.version {
            VCardVersion::V3 => push_text(property, day, out),
            VCardVersion::V4 => push_text(property, &day.replace('-', ""), out),
        }
    }
}

impl ContactFormat for VCards {
    fn begin(&self, _out: &mut Vec<u8>) {}

    fn contact(&self, contact: &ExportedContact<'_>, out: &mut Vec<u8>) {
        let version = if self.version == VCardVersion::V3 { "3.0" } else { "4.0" };
        push_line("BEGIN", "VCARD", out);
        push_line("VERSION", version, out); // RFC 6350: directly behind BEGIN.
        push_line("PRODID", "-//contacts//export//EN", out);
        push_line("UID", &self.uid(contact.contact.id), out);
        self.push_names(contact, out);
        self.push_reachable(contact, out);
        self.push_known(contact, out);
        if !contact.tags.is_empty() {
            push_line("CATEGORIES", &joined(contact.tags.iter().copied(), ","), out);
        }
        for (field, property, form) in &self.others {
            match (contact.value(*field), form) {
                (value, Form::Text) => push_text(property, value, out),
                (value, Form::Address) => push_address(property, value, out),
                (value, Form::Phone) => self.push_phone(property, value, out),
            }
        }
        push_line("REV", &format_utc(contact.updated_at).replace(['-', ':'], ""), out);
        push_line("END", "VCARD", out);
    }
}

/// Appends a text, if there is one.
fn push_text(property: &str, text: &str, out: &mut Vec<u8>) {
    if !text.is_empty() {
        push_line(property, &escaped(text), out);
    }
}

/// Appends a web address as it is; one that is none is a text.
fn push_address(property: &str, address: &str, out: &mut Vec<u8>) {
    let is_address = !address.contains(|c: char| c.is_control() || c.is_whitespace());
    if is_address && !address.is_empty() {
        push_line(property, address, out);
    } else {
        push_text(&format!("X-{property}"), address, out);
    }
}

/// Names behind `X-` that are taken, each by one property.
struct PropertyNames(HashSet<String>);

impl PropertyNames {
    /// Those that the fields with a place of their own have in a version, for languages, days and addresses that it has no
    /// property for.
    fn beside_those_of(version: VCardVersion) -> Self {
        let taken: &[&str] = match version {
            VCardVersion::V3 => &["LANG", "ANNIVERSARY", "URL"],
            VCardVersion::V4 => &["URL"],
        };
        Self(taken.iter().map(|name| (*name).to_owned()).collect())
    }

    /// The property of a custom field without a known meaning. Phone numbers, e-mail and web addresses have one by their
    /// kind, of which a card may hold several; all others are `X-` and the name.
    fn property(&mut self, field: &Field) -> (String, Form) {
        match field.kind {
            FieldKind::Phone => (format!("TEL{}", of_type(&field.name)), Form::Phone),
            FieldKind::Email => (format!("EMAIL{}", of_type(&field.name)), Form::Text),
            FieldKind::Url => ("URL".to_owned(), Form::Address),
            _ => (self.own(field), Form::Text),
        }
    }

    /// `X-SHOE-SIZE`. A name without letters of ASCII, and the second of two that look alike, has the number of the field.
    fn own(&mut self, field: &Field) -> String {
        let words = folded(&field.name);
        let words = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let name = words.collect::<Vec<_>>().join("-").to_ascii_uppercase();
        let is_taken = !self.0.insert(name.clone());
        match (name.as_str(), is_taken) {
            ("", _) => format!("X-FIELD-{}", field.id.0),
            (name, true) => format!("X-{name}-{}", field.id.0),
            (name, false) => format!("X-{name}"),
        }
    }
}

/// Parameter for a word of the name that vCard knows as well.
fn of_type(name: &str) -> &'static str {
    let name = folded(name);
    let types = [
        ("fax", ";TYPE=fax"),
        ("work", ";TYPE=work"),
        ("business", ";TYPE=work"),
        ("office", ";TYPE=work"),
        ("home", ";TYPE=home"),
        ("private", ";TYPE=home"),
        ("mobile", ";TYPE=cell"),
        ("cell", ";TYPE=cell"),
        ("cellphone", ";TYPE=cell"),
    ];
    let is_named = |word: &str| name.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    types.into_iter().find(|(word, _)| is_named(word)).map_or("", |(_, parameter)| parameter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_a_whole_word_of_the_name() {
        for (name, parameter) in [
            ("Work phone", ";TYPE=work"),
            ("phone (HOME)", ";TYPE=home"),
            ("Cellphone", ";TYPE=cell"),
            ("Work fax", ";TYPE=fax"),
            ("Network contact", ""),
            ("Cancelled line", ""),
        ] {
            assert_eq!(of_type(name), parameter, "{name}");
        }
    }

    #[test]
    fn a_custom_field_takes_no_property_of_another_field() {
        let own = |version, name: &str| {
            let field = Field { id: FieldId(101), name: name.to_owned(), kind: FieldKind::Text };
            PropertyNames::beside_those_of(version).own(&field)
        };
        for name in ["Lang", "Anniversary", "URL"] {
            assert_eq!(own(VCardVersion::V3, name), format!("X-{}-101", name.to_uppercase()));
        }
        assert_eq!(own(VCardVersion::V4, "Lang"), "X-LANG");
        assert_eq!(own(VCardVersion::V4, "Shoe size"), "X-SHOE-SIZE");
    }
}
