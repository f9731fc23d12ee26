//! Vocabulary of headers: Finnish, Hungarian and Greek, which are related to no other of the languages.

use crate::mapping::suggest::semantic::FieldMeaning::{
    Country, Email, Family, FirstLast, Full, Given, Group, Language, LastFirst, Mobile, Name, Phone, Tags, WhatsApp,
};
use crate::mapping::suggest::semantic::LanguageWords;
use crate::model::NameOrder;

#[rustfmt::skip]
pub(super) const FINNISH: LanguageWords = LanguageWords {
    name: "Finnish",
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["etunimi", "etunimet", "kutsumanimi"]),
        (Family, &["sukunimi", "sukunimet"]),
        (Full, &["koko nimi", "yhteyshenkilö"]),
        (FirstLast, &["etu ja sukunimi"]),
        (LastFirst, &["suku ja etunimi"]),
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
    order: NameOrder::LastFirst,
    words: &[
        (Given, &["keresztnév", "utónév", "keresztneve", "utóneve"]),
        (Family, &["vezetéknév", "családnév", "vezetékneve", "családi név"]),
        (Full, &["teljes név", "kapcsolattartó", "kapcsolattartó neve"]),
        (LastFirst, &["vezeték és keresztnév", "vezeték és utónév", "családi és utónév", "család és utónév"]),
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
    order: NameOrder::FirstLast,
    words: &[
        (Given, &["μικρό όνομα"]),
        (Family, &["επώνυμο", "επίθετο"]),
        (Full, &["πλήρες όνομα", "υπεύθυνος επικοινωνίας"]),
        (FirstLast, &["ονοματεπώνυμο"]),
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
