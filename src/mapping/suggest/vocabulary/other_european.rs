//! Vocabulary of headers: Finnish, Hungarian and Greek, which are related to no other of the languages.

use crate::mapping::suggest::semantic::FieldMeaning::{
    Country, Email, Family, Full, Given, Group, Language, Mobile, Name, Phone, Tags, WhatsApp,
};
use crate::mapping::suggest::semantic::LanguageWords;

#[rustfmt::skip]
pub(super) const FINNISH: LanguageWords = LanguageWords {
    name: "Finnish",
    words: &[
        (Given, &["etunimi", "etunimet", "kutsumanimi"]),
        (Family, &["sukunimi", "sukunimet"]),
        (Full, &[
            "koko nimi", "etu ja sukunimi", "etunimi ja sukunimi", "etunimi sukunimi", "sukunimi ja etunimi",
            "sukunimi etunimi", "yhteyshenkilö",
        ]),
        (Name, &["nimi"]),
        (WhatsApp, &["whatsapp numero"]),
        (Mobile, &[
            "matkapuhelin", "matkapuhelinnumero", "matkapuhelinnro", "kännykkä", "kännykkänumero", "gsm numero",
            "gsm nro", "mobiili", "mobiilinumero",
        ]),
        (Phone, &[
            "puhelin", "puhelinnumero", "puhelinnro", "puh", "puh nro", "puh numero", "puhelimet", "lankapuhelin",
        ]),
        (Email, &["sähköposti", "sähköpostiosoite", "s posti", "sähköpostit", "e mail osoite"]),
        (Country, &["maa", "asuinmaa", "kotimaa"]),
        (Language, &["kieli", "äidinkieli", "asiointikieli", "kielet"]),
        (Tags, &["tunnisteet", "avainsanat", "asiasanat"]),
        (Group, &["ryhmä", "ryhmät", "kategoria", "kategoriat", "luokka"]),
    ],
};

#[rustfmt::skip]
pub(super) const HUNGARIAN: LanguageWords = LanguageWords {
    name: "Hungarian",
    words: &[
        (Given, &["keresztnév", "utónév", "keresztneve", "utóneve"]),
        (Family, &["vezetéknév", "családnév", "vezetékneve", "családi név"]),
        (Full, &[
            "teljes név", "vezetéknév és keresztnév", "vezetéknév keresztnév", "vezeték és keresztnév",
            "családi és utónév", "kapcsolattartó", "kapcsolattartó neve",
        ]),
        (Name, &["név", "neve"]),
        (Mobile, &[
            "mobil", "mobiltelefon", "mobilszám", "mobiltelefonszám", "mobil telefonszám", "mobil szám",
            "mobil telefon",
        ]),
        (Phone, &[
            "telefon", "telefonszám", "telefon szám", "telefonszáma", "tel szám", "vezetékes telefon",
            "vezetékes telefonszám",
        ]),
        (Email, &[
            "e mail cím", "email cím", "e mail címe", "e mail címek", "villámposta", "levélcím", "elektronikus cím",
        ]),
        (Country, &["ország", "lakóhely országa"]),
        (Language, &["nyelv", "anyanyelv", "nyelvek"]),
        (Tags, &["címkék", "címke", "kulcsszavak"]),
        (Group, &["csoport", "csoportok", "kategória", "kategóriák"]),
    ],
};

#[rustfmt::skip]
pub(super) const GREEK: LanguageWords = LanguageWords {
    name: "Greek",
    words: &[
        (Given, &["μικρό όνομα"]),
        (Family, &["επώνυμο", "επίθετο"]),
        (Full, &[
            "ονοματεπώνυμο", "πλήρες όνομα", "όνομα και επώνυμο", "όνομα επώνυμο", "επώνυμο και όνομα",
            "επώνυμο όνομα", "υπεύθυνος επικοινωνίας",
        ]),
        (Name, &["όνομα"]),
        (Mobile, &["κινητό", "κινητό τηλέφωνο", "αριθμός κινητού", "τηλέφωνο κινητό", "κιν", "κινητά"]),
        (Phone, &[
            "τηλέφωνο", "αριθμός τηλεφώνου", "τηλ", "τηλέφωνα", "τηλέφωνο επικοινωνίας", "σταθερό",
            "σταθερό τηλέφωνο",
        ]),
        (Email, &[
            "ηλεκτρονικό ταχυδρομείο", "διεύθυνση email", "διεύθυνση e mail", "ηλεκτρονική διεύθυνση",
            "διεύθυνση ηλεκτρονικού ταχυδρομείου", "ηλ ταχυδρομείο",
        ]),
        (Country, &["χώρα", "χώρα διαμονής", "χώρα κατοικίας"]),
        (Language, &["γλώσσα", "μητρική γλώσσα", "γλώσσες"]),
        (Tags, &["ετικέτες", "ετικέτα"]),
        (Group, &["ομάδα", "ομάδες", "κατηγορία", "κατηγορίες"]),
    ],
};
