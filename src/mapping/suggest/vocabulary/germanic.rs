//! Vocabulary of headers: Germanic languages.

use crate::mapping::suggest::semantic::FieldMeaning::{
    Country, Email, Family, FirstLast, Full, Given, Group, Language, LastFirst, Mobile, Name, Phone, Tags, WhatsApp,
};
use crate::mapping::suggest::semantic::LanguageWords;
use crate::model::NameOrder;

#[rustfmt::skip]
pub(super) const GERMAN: LanguageWords = LanguageWords {
    name: "German",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["vorname", "vornamen", "rufname", "erster vorname"]),
        (Family, &["nachname", "nachnamen", "familienname", "zuname", "familiennamen"]),
        (Full, &["vollständiger name", "voller name", "anzeigename", "kontaktname", "ansprechpartner"]),
        (FirstLast, &["vor und nachname", "vor u nachname", "vor nachname", "vor und zuname", "vor und familienname"]),
        (LastFirst, &["nach und vorname", "nach u vorname", "nach vorname", "zu und vorname", "familien und vorname"]),
        (Name, &["name"]),
        (WhatsApp, &["whatsapp nummer"]),
        (Mobile, &[
            "handy", "handynummer", "handynr", "mobil", "mobilnummer", "mobilnr", "mobiltelefon",
            "mobiltelefonnummer", "mobilfunk", "mobilfunknummer", "mobilfunknr", "mobilrufnummer", "natel", "tel mobil",
            "telefon mobil", "telefonnummer mobil", "telefon handy", "mobile nummer",
        ]),
        (Phone, &[
            "telefon", "telefonnummer", "telefonnr", "telefonnummern", "rufnummer", "telnr", "fon", "festnetz",
            "festnetznummer", "haupttelefon", "telefon festnetz",
        ]),
        (Email, &[
            "e mail adresse", "mailadresse", "email anschrift", "e mail adressen", "mail adressen",
        ]),
        (Country, &["land", "staat", "wohnsitzland", "wohnland", "land region", "wohnsitzstaat", "landname"]),
        (Language, &["sprache", "muttersprache", "korrespondenzsprache", "bevorzugte sprache", "sprachen"]),
        (Tags, &["schlagwörter", "schlagworte", "schlagwort", "stichwörter", "stichworte", "etiketten"]),
        (Group, &[
            "gruppe", "gruppen", "kundengruppe", "kategorie", "kategorien", "verteiler", "segmente",
            "gruppenzugehörigkeit",
        ]),
    ],
};

#[rustfmt::skip]
pub(super) const DUTCH: LanguageWords = LanguageWords {
    name: "Dutch",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["voornaam", "voornamen", "roepnaam"]),
        (Family, &["achternaam", "familienaam", "achternamen"]),
        (Full, &["volledige naam"]),
        (FirstLast, &["voor en achternaam", "voor achternaam"]),
        (LastFirst, &["achter en voornaam"]),
        (Name, &["naam"]),
        (WhatsApp, &["whatsapp nummer"]),
        (Mobile, &[
            "mobiel", "mobiel nummer", "mobiele nummer", "mobiele telefoon", "mobiel telefoonnummer",
            "mobiele telefoonnummer", "gsm nummer", "gsm nr", "06 nummer",
        ]),
        (Phone, &["telefoon", "telefoonnummer", "telefoonnr", "tel nummer", "vaste telefoon"]),
        (Email, &["e mailadres", "e mail adres", "mailadres", "emailadressen"]),
        (Country, &["land", "woonland", "land van verblijf"]),
        (Language, &["taal", "voorkeurstaal", "moedertaal", "talen"]),
        (Tags, &["trefwoorden", "trefwoord"]),
        (Group, &["groep", "groepen", "categorie", "categorieën"]),
    ],
};

#[rustfmt::skip]
pub(super) const SWEDISH: LanguageWords = LanguageWords {
    name: "Swedish",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["förnamn", "tilltalsnamn"]),
        (Family, &["efternamn"]),
        (Full, &["fullständigt namn"]),
        (FirstLast, &["för och efternamn", "för efternamn"]),
        (LastFirst, &["efter och förnamn"]),
        (Name, &["namn"]),
        (Mobile, &["mobil", "mobilnummer", "mobilnr", "mobiltelefon", "mobiltelefonnummer"]),
        (Phone, &["telefon", "telefonnummer", "telefonnr", "tfn", "tfn nr"]),
        (Email, &["e post", "e postadress", "e post adress", "mejl", "mejladress", "mailadress"]),
        (Country, &["land", "bosättningsland"]),
        (Language, &["språk", "modersmål"]),
        (Tags, &["etiketter", "taggar"]),
        (Group, &["grupp", "grupper", "kategori", "kategorier"]),
    ],
};

#[rustfmt::skip]
pub(super) const NORWEGIAN: LanguageWords = LanguageWords {
    name: "Norwegian",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["fornavn"]),
        (Family, &["etternavn"]),
        (Full, &["fullt navn"]),
        (FirstLast, &["for og etternavn", "for etternavn"]),
        (LastFirst, &["etter og fornavn"]),
        (Name, &["navn"]),
        (Mobile, &["mobil", "mobilnummer", "mobilnr", "mobiltelefon", "mobiltelefonnummer"]),
        (Phone, &["telefon", "telefonnummer", "telefonnr", "tlf", "tlf nr"]),
        (Email, &["e post", "e postadresse", "e post adresse"]),
        (Country, &["land", "bostedsland"]),
        (Language, &["språk", "morsmål"]),
        (Tags, &["etiketter", "merkelapper"]),
        (Group, &["gruppe", "grupper", "kategori", "kategorier"]),
    ],
};

#[rustfmt::skip]
pub(super) const DANISH: LanguageWords = LanguageWords {
    name: "Danish",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["fornavn", "fornavne"]),
        (Family, &["efternavn"]),
        (Full, &["fulde navn"]),
        (FirstLast, &["for og efternavn", "for efternavn"]),
        (LastFirst, &["efter og fornavn"]),
        (Name, &["navn"]),
        (Mobile, &["mobil", "mobilnummer", "mobilnr", "mobiltelefon", "mobiltelefonnummer"]),
        (Phone, &["telefon", "telefonnummer", "telefonnr", "tlf", "tlf nr"]),
        (Email, &["e mail adresse", "mailadresse"]),
        (Country, &["land", "bopælsland"]),
        (Language, &["sprog", "modersmål"]),
        (Tags, &["etiketter", "mærkater"]),
        (Group, &["gruppe", "grupper", "kategori", "kategorier"]),
    ],
};
