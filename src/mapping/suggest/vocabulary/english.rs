//! Vocabulary of headers: the words in English, which go before those of all other languages.

use crate::mapping::suggest::semantic::FieldMeaning::{
    Country, Email, Family, FirstLast, Full, Given, Group, Language, LastFirst, Mobile, Name, Phone, Tags, WhatsApp,
};
use crate::mapping::suggest::semantic::LanguageWords;
use crate::model::NameOrder;

#[rustfmt::skip]
pub(super) const ENGLISH: LanguageWords = LanguageWords {
    name: "English",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &[
            "first name", "f name", "first names", "given name", "given names", "forename", "forenames",
            "christian name", "first", "given", "name first",
        ]),
        (Family, &[
            "last name", "l name", "last names", "surname", "surnames", "family name", "family names", "last",
            "family", "name last",
        ]),
        (Full, &["full name", "complete name", "display name", "contact person", "names"]),
        (FirstLast, &["first and last name", "first last name", "first last", "first name last"]),
        (LastFirst, &[
            "last and first name", "last first name", "last first", "last name first", "surname first",
            "family name first",
        ]),
        (Name, &["name"]),
        (WhatsApp, &[
            "whatsapp", "whatsapp number", "whatsapp no", "whatsapp nr", "whatsapp phone", "whatsapp phone number",
            "whatsapp mobile", "whatsapp mobile number", "whatsapp contact", "wa number", "wa no", "wa phone",
        ]),
        // `SMS` and `text` go to a mobile phone.
        (Mobile, &[
            "mobile", "mobile phone", "mobile phone number", "mobile phone no", "mobile number", "mobile no",
            "mobile nr", "mobile tel", "mobile telephone", "mobile telephone number", "phone mobile", "mobile contact",
            "mobile contact number", "mob", "mob no", "mob number", "mobiles", "cell", "cell phone",
            "cell phone number", "cell number", "cell no", "phone cell", "cellular", "cellular phone",
            "cellular number", "hand phone", "hand phone number", "hand phone no", "gsm", "gsm number", "sms",
            "sms number", "sms phone number", "tel mobile", "telephone mobile", "tel mob",
        ]),
        // In Malaysia, India and the Philippines a `contact no` is a phone number.
        (Phone, &[
            "phone", "phone number", "phone no", "phone nr", "phone num", "phones", "phone numbers", "telephone",
            "telephone number", "telephone no", "tel", "tel no", "tel nr", "tel number", "tel num", "telephones", "ph",
            "ph no", "ph number", "contact number", "contact no", "contact numbers", "contact num", "contact phone",
            "contact tel", "msisdn", "e164", "landline", "landline number", "landline no",
        ]),
        // Filipinos shorten the address: `email add`.
        (Email, &[
            "email", "email address", "mail", "emails", "email addresses", "email id", "mail id", "email add",
            "email addr", "email contact", "contact email", "email account",
        ]),
        (Country, &[
            "country", "country region", "country or region", "country of residence", "country name", "nation",
            "residence country", "country territory", "country territory region", "country of domicile", "country iso",
            "iso country code", "country iso code", "country region name",
        ]),
        (Language, &[
            "language", "lang", "language code", "language preference", "preferred language", "languages", "locale",
            "mother tongue", "native language", "spoken language", "language spoken", "correspondence language",
        ]),
        (Tags, &["tags", "tag", "labels", "label", "tag list", "tag names", "keywords"]),
        (Group, &[
            "groups", "group", "group membership", "group memberships", "group name", "group names", "categories",
            "category", "segments", "segment", "lists", "mailing lists",
        ]),
    ],
};
