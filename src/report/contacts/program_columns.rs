//! Columns of the CSV files that address books and mailing programs import, as those programs write them.

use crate::model::{FieldId, KnownField};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Nothing that a workspace knows.
    Nothing,
    /// A contact field other than Tags.
    Field(FieldId),
    /// The custom field of this meaning.
    Known(KnownField),
    /// A part of the birthday, by its place between the hyphens.
    BirthdayPart(usize),
    /// The name by which people know the contact.
    Label,
    /// The tags.
    Tags,
}

use KnownField as K;
use Source::{BirthdayPart, Field, Known, Label, Nothing, Tags};

pub(super) const GOOGLE: &[(&str, Source)] = &[
    ("First Name", Field(FieldId::FIRST_NAME)),
    ("Middle Name", Known(K::MiddleName)),
    ("Last Name", Field(FieldId::LAST_NAME)),
    ("Phonetic First Name", Nothing),
    ("Phonetic Middle Name", Nothing),
    ("Phonetic Last Name", Nothing),
    ("Name Prefix", Known(K::Prefix)),
    ("Name Suffix", Known(K::Suffix)),
    ("Nickname", Known(K::Nickname)),
    ("File As", Nothing),
    ("Organization Name", Known(K::Company)),
    ("Organization Title", Known(K::JobTitle)),
    ("Organization Department", Known(K::Department)),
    ("Birthday", Known(K::Birthday)),
    ("Notes", Known(K::Notes)),
    ("Photo", Nothing),
    ("Labels", Tags),
    ("E-mail 1 - Label", Nothing),
    ("E-mail 1 - Value", Field(FieldId::EMAIL)),
    ("Phone 1 - Label", Nothing),
    ("Phone 1 - Value", Field(FieldId::PHONE)),
    ("Address 1 - Label", Nothing),
    ("Address 1 - Formatted", Nothing),
    ("Address 1 - Street", Known(K::Street)),
    ("Address 1 - City", Known(K::City)),
    ("Address 1 - PO Box", Nothing),
    ("Address 1 - Region", Known(K::Region)),
    ("Address 1 - Postal Code", Known(K::PostalCode)),
    ("Address 1 - Country", Field(FieldId::COUNTRY)),
    ("Address 1 - Extended Address", Nothing),
    ("Website 1 - Label", Nothing),
    ("Website 1 - Value", Known(K::Website)),
];

pub(super) const OUTLOOK: &[(&str, Source)] = &[
    ("Title", Known(K::Prefix)),
    ("First Name", Field(FieldId::FIRST_NAME)),
    ("Middle Name", Known(K::MiddleName)),
    ("Last Name", Field(FieldId::LAST_NAME)),
    ("Suffix", Known(K::Suffix)),
    ("Nickname", Known(K::Nickname)),
    ("Company", Known(K::Company)),
    ("Department", Known(K::Department)),
    ("Job Title", Known(K::JobTitle)),
    ("Business Street", Nothing),
    ("Business City", Nothing),
    ("Business State", Nothing),
    ("Business Postal Code", Nothing),
    ("Business Country/Region", Nothing),
    ("Home Street", Known(K::Street)),
    ("Home City", Known(K::City)),
    ("Home State", Known(K::Region)),
    ("Home Postal Code", Known(K::PostalCode)),
    ("Home Country/Region", Field(FieldId::COUNTRY)),
    ("Business Fax", Nothing),
    ("Business Phone", Nothing),
    ("Business Phone 2", Nothing),
    ("Home Fax", Nothing),
    ("Home Phone", Nothing),
    ("Home Phone 2", Nothing),
    ("Mobile Phone", Field(FieldId::PHONE)),
    ("Other Phone", Nothing),
    ("Pager", Nothing),
    ("Primary Phone", Nothing),
    ("Anniversary", Known(K::Anniversary)),
    ("Birthday", Known(K::Birthday)),
    ("Categories", Tags),
    ("E-mail Address", Field(FieldId::EMAIL)),
    ("E-mail 2 Address", Nothing),
    ("E-mail 3 Address", Nothing),
    ("Notes", Known(K::Notes)),
    ("Web Page", Known(K::Website)),
];

pub(super) const THUNDERBIRD: &[(&str, Source)] = &[
    ("First Name", Field(FieldId::FIRST_NAME)),
    ("Last Name", Field(FieldId::LAST_NAME)),
    ("Display Name", Label),
    ("Nickname", Known(K::Nickname)),
    ("Primary Email", Field(FieldId::EMAIL)),
    ("Secondary Email", Nothing),
    ("Screen Name", Nothing),
    ("Work Phone", Nothing),
    ("Home Phone", Nothing),
    ("Fax Number", Nothing),
    ("Pager Number", Nothing),
    ("Mobile Number", Field(FieldId::PHONE)),
    ("Home Address", Known(K::Street)),
    ("Home Address 2", Nothing),
    ("Home City", Known(K::City)),
    ("Home State", Known(K::Region)),
    ("Home ZipCode", Known(K::PostalCode)),
    ("Home Country", Field(FieldId::COUNTRY)),
    ("Work Address", Nothing),
    ("Work Address 2", Nothing),
    ("Work City", Nothing),
    ("Work State", Nothing),
    ("Work ZipCode", Nothing),
    ("Work Country", Nothing),
    ("Job Title", Known(K::JobTitle)),
    ("Department", Known(K::Department)),
    ("Organization", Known(K::Company)),
    ("Web Page 1", Known(K::Website)),
    ("Web Page 2", Nothing),
    ("Birth Year", BirthdayPart(0)),
    ("Birth Month", BirthdayPart(1)),
    ("Birth Day", BirthdayPart(2)),
    ("Custom 1", Nothing),
    ("Custom 2", Nothing),
    ("Custom 3", Nothing),
    ("Custom 4", Nothing),
    ("Notes", Known(K::Notes)),
];

/// An audience knows an address, names and whatever else its columns say; all but the address are called as here.
pub(super) const MAILCHIMP: &[(&str, Source)] = &[
    ("Email Address", Field(FieldId::EMAIL)),
    ("First Name", Field(FieldId::FIRST_NAME)),
    ("Last Name", Field(FieldId::LAST_NAME)),
    ("Phone Number", Field(FieldId::PHONE)),
    ("Country", Field(FieldId::COUNTRY)),
    ("Language", Field(FieldId::LANGUAGE)),
    ("Tags", Tags),
];
