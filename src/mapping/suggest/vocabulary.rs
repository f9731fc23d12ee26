//! Vocabulary of headers, in the languages of the lists that this tool knows.
//!
//! Words are written as people write them and compared without accents, blanks and punctuation, so one spelling is
//! enough: `no hp` is also `No. HP`, `e mail` also `E-Mail`. Words that may stand around them ("Work", "of the
//! customer") are in [`super::qualifiers`].

use super::semantic::FieldMeaning::{
    self, Country, Email, Family, Full, Given, Group, Language, Mobile, Name, Phone, Tags, WhatsApp,
};

/// Words of a language.
pub(super) struct LanguageWords {
    pub(super) name: &'static str,
    pub(super) words: &'static [(FieldMeaning, &'static [&'static str])],
}

/// All languages. Where they share a word, the meaning of the first language counts.
pub(super) const LANGUAGES: &[LanguageWords] = &[
    ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE, MALAY, INDONESIAN, ITALIAN, DUTCH, SWEDISH, NORWEGIAN, DANISH, POLISH,
];

#[rustfmt::skip] // A word list reads better in the lines in which its words belong together.
const ENGLISH: LanguageWords = LanguageWords {
    name: "English",
    words: &[
        (Given, &[
            "first name", "f name", "first names", "given name", "given names", "forename", "forenames",
            "christian name", "first", "given", "name first",
        ]),
        (Family, &[
            "last name", "l name", "last names", "surname", "surnames", "family name", "family names", "last",
            "family", "name last",
        ]),
        (Full, &[
            "full name", "complete name", "display name", "contact person", "name and surname", "name surname",
            "first and last name", "first last name", "last name first name", "first name last name", "names",
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
            "iso country code", "country iso code",
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

#[rustfmt::skip]
const GERMAN: LanguageWords = LanguageWords {
    name: "German",
    words: &[
        (Given, &["vorname", "vornamen", "rufname", "erster vorname"]),
        (Family, &["nachname", "nachnamen", "familienname", "zuname", "familiennamen"]),
        (Full, &[
            "vollständiger name", "voller name", "vor und nachname", "vorname und nachname", "vorname nachname",
            "name vorname", "name und vorname", "nachname vorname", "nachname und vorname", "anzeigename",
            "kontaktname", "ansprechpartner",
        ]),
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
const FRENCH: LanguageWords = LanguageWords {
    name: "French",
    words: &[
        (Given, &["prénom", "prénoms", "prénom usuel"]),
        (Family, &[
            "nom de famille", "nom famille", "patronyme", "nom usuel", "noms de famille", "nom d'usage", "nom usage",
        ]),
        (Full, &[
            "nom complet", "nom et prénom", "nom et prénoms", "prénom et nom", "nom prénom", "nom prénoms",
            "prénom nom", "nom affiché",
        ]),
        (Name, &["nom"]),
        (WhatsApp, &["numéro whatsapp", "n whatsapp"]),
        (Mobile, &[
            "portable", "téléphone portable", "tél portable", "téléphone mobile", "tél mobile", "numéro de portable",
            "numéro portable", "numéro de mobile", "numéro mobile", "numéro de téléphone portable",
            "numéro de téléphone mobile", "n portable", "n de portable", "n mobile", "gsm",
            // In Québec.
            "cellulaire", "téléphone cellulaire", "tél cellulaire", "numéro de cellulaire", "n de mobile",
        ]),
        // `N° de téléphone`: the degree sign is punctuation, so it compares as `n de telephone`.
        (Phone, &[
            "téléphone", "tél", "numéro de téléphone", "numéro téléphone", "numéro de tél", "n de téléphone",
            "n téléphone", "n tél", "n de tél", "téléphones", "no de téléphone", "no téléphone", "contact téléphonique",
        ]),
        (Email, &[
            "courriel", "adresse e mail", "adresse mail", "adresse courriel", "adresse de courriel",
            "adresse électronique", "courrier électronique", "adresse de messagerie", "mél", "courriels",
        ]),
        (Country, &["pays", "pays région", "pays de résidence", "pays ou région"]),
        (Language, &[
            "langue", "langue préférée", "langue maternelle", "langue parlée", "langue de correspondance", "langues",
        ]),
        (Tags, &["étiquettes", "étiquette", "mots clés", "mot clé", "libellés"]),
        (Group, &["groupe", "groupes", "catégorie", "catégories", "listes de diffusion"]),
    ],
};

#[rustfmt::skip]
const SPANISH: LanguageWords = LanguageWords {
    name: "Spanish",
    words: &[
        (Given, &["nombre de pila", "nombres", "primer nombre"]),
        (Family, &["apellido", "apellidos", "primer apellido", "1er apellido", "apellido paterno"]),
        (Full, &[
            "nombre completo", "nombre y apellido", "nombre y apellidos", "nombres y apellidos", "apellidos y nombre",
            "apellidos y nombres", "apellido y nombre", "nombre apellido", "nombre apellidos", "apellidos nombre",
        ]),
        // Next to `apellidos` it is the given name; alone it is usually a full name.
        (Name, &["nombre"]),
        (WhatsApp, &["número de whatsapp", "whatsapp número"]),
        (Mobile, &[
            "móvil", "teléfono móvil", "celular", "teléfono celular", "número de celular", "número celular",
            "número de móvil", "número móvil", "tel móvil", "tel celular", "cel", "no celular", "nro celular",
            "nro de celular", "n móvil", "n de móvil",
        ]),
        (Phone, &[
            "teléfono", "número de teléfono", "número teléfono", "num teléfono", "nro teléfono", "nro de teléfono",
            "número telefónico", "no de teléfono", "n de teléfono", "n teléfono", "teléfonos", "telf", "tlf", "tlfno",
            "tfno", "fono", "número de contacto", "contacto telefónico",
        ]),
        (Email, &[
            "correo", "correo electrónico", "dirección de correo electrónico", "dirección de correo",
            "dirección de e mail", "dirección electrónica", "correos",
        ]),
        (Country, &["país", "país de residencia", "país región", "país o región"]),
        (Language, &["idioma", "lengua", "idioma preferido", "lengua materna", "idiomas"]),
        (Tags, &["etiquetas", "etiqueta"]),
        (Group, &["grupo", "grupos", "categoría", "categorías", "segmento", "segmentos"]),
    ],
};

#[rustfmt::skip]
const PORTUGUESE: LanguageWords = LanguageWords {
    name: "Portuguese",
    words: &[
        (Given, &["primeiro nome", "nome próprio", "prenome"]),
        // An apelido is a family name in Portugal, and a nickname in Brazil, where the family name is the sobrenome.
        (Family, &["sobrenome", "último nome", "nome de família", "sobrenomes", "apelido", "apelidos"]),
        (Full, &["nome completo", "nome e sobrenome", "nome e apelido", "nome sobrenome"]),
        (Name, &["nome"]),
        (WhatsApp, &["número de whatsapp", "número do whatsapp"]),
        (Mobile, &[
            "telemóvel", "celular", "telefone celular", "número de telemóvel", "número de celular",
            "número do celular", "n telemóvel", "n de telemóvel", "no telemóvel", "tel celular", "telefone móvel",
        ]),
        (Phone, &[
            "telefone", "número de telefone", "número do telefone", "fone", "n de telefone", "no de telefone",
            "n telefone", "telefones", "número de contato", "contato telefônico", "contacto telefónico",
        ]),
        (Email, &[
            "correio eletrônico", "correio electrónico", "endereço de e mail", "endereço eletrônico",
            "endereço electrónico",
        ]),
        (Country, &["país", "país de residência"]),
        (Language, &["idioma", "língua", "língua materna", "idiomas"]),
        (Tags, &["etiquetas", "marcadores"]),
        (Group, &["grupo", "grupos", "categoria", "categorias", "segmento", "segmentos"]),
    ],
};

#[rustfmt::skip]
const MALAY: LanguageWords = LanguageWords {
    name: "Malay",
    words: &[
        (Given, &["nama pertama", "nama depan", "nama diberi"]),
        (Family, &["nama keluarga", "nama akhir"]),
        (Full, &["nama penuh"]),
        // Most Malays have no family name, so a `nama` is a full name.
        (Name, &["nama"]),
        (WhatsApp, &["no whatsapp", "nombor whatsapp", "no wa"]),
        // `HP` is short for hand phone, in Indonesia too.
        (Mobile, &[
            "telefon bimbit", "no telefon bimbit", "nombor telefon bimbit", "no tel bimbit", "tel bimbit", "bimbit",
            "no bimbit", "telefon mudah alih", "no hp", "nombor hp", "hp",
        ]),
        (Phone, &["telefon", "no telefon", "nombor telefon", "no tel", "nombor tel", "no phone", "no untuk dihubungi"]),
        (Email, &["emel", "alamat emel", "mel elektronik", "e mel"]),
        (Country, &["negara"]),
        (Language, &["bahasa"]),
        (Tags, &["tag", "label"]),
        (Group, &["kumpulan", "kategori"]),
    ],
};

#[rustfmt::skip]
const INDONESIAN: LanguageWords = LanguageWords {
    name: "Indonesian",
    words: &[
        (Given, &["nama depan", "nama pertama"]),
        (Family, &["nama belakang", "nama akhir", "nama keluarga", "marga"]),
        (Full, &["nama lengkap"]),
        (Name, &["nama"]),
        (WhatsApp, &["nomor whatsapp", "nomor wa", "no wa", "no whatsapp", "no hp wa", "nomor hp wa", "no wa hp"]),
        (Mobile, &[
            "nomor hp", "no hp", "hp", "ponsel", "nomor ponsel", "no ponsel", "telepon seluler",
            "nomor telepon seluler", "nomor handphone", "no handphone", "seluler", "telepon genggam",
        ]),
        (Phone, &[
            "telepon", "nomor telepon", "no telepon", "telp", "no telp", "nomor telp", "tlp", "no tlp", "telpon",
            "nomor kontak", "no kontak",
        ]),
        (Email, &["surel", "alamat email", "alamat surel", "surat elektronik", "pos el"]),
        (Country, &["negara"]),
        (Language, &["bahasa"]),
        (Tags, &["tag", "label"]),
        (Group, &["grup", "kelompok", "kategori"]),
    ],
};

#[rustfmt::skip]
const ITALIAN: LanguageWords = LanguageWords {
    name: "Italian",
    words: &[
        (Given, &["nome di battesimo", "primo nome"]),
        (Family, &["cognome", "cognomi"]),
        (Full, &[
            "nome e cognome", "nome cognome", "cognome e nome", "cognome nome", "nome completo", "nominativo",
        ]),
        // Next to `cognome` it is the given name.
        (Name, &["nome"]),
        (WhatsApp, &["numero whatsapp", "numero di whatsapp"]),
        (Mobile, &[
            "cellulare", "cell", "telefono cellulare", "numero di cellulare", "numero cellulare", "n cellulare",
            "tel cellulare", "telefono mobile", "telefonino",
        ]),
        (Phone, &[
            "telefono", "numero di telefono", "numero telefono", "n telefono", "n di telefono", "recapito telefonico",
            "telefono fisso", "telefoni",
        ]),
        (Email, &[
            "indirizzo e mail", "indirizzo email", "indirizzo mail", "posta elettronica",
            "indirizzo di posta elettronica",
        ]),
        (Country, &["paese", "nazione", "paese di residenza", "nazione di residenza"]),
        (Language, &["lingua", "lingua preferita", "lingua madre", "lingue"]),
        (Tags, &["etichette", "etichetta"]),
        (Group, &["gruppo", "gruppi", "categoria", "categorie"]),
    ],
};

#[rustfmt::skip]
const DUTCH: LanguageWords = LanguageWords {
    name: "Dutch",
    words: &[
        (Given, &["voornaam", "voornamen", "roepnaam"]),
        (Family, &["achternaam", "familienaam", "achternamen"]),
        (Full, &["volledige naam", "voor en achternaam", "voornaam en achternaam", "naam en voornaam"]),
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
const SWEDISH: LanguageWords = LanguageWords {
    name: "Swedish",
    words: &[
        (Given, &["förnamn", "tilltalsnamn"]),
        (Family, &["efternamn"]),
        (Full, &["fullständigt namn", "för och efternamn", "förnamn och efternamn", "förnamn efternamn"]),
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
const NORWEGIAN: LanguageWords = LanguageWords {
    name: "Norwegian",
    words: &[
        (Given, &["fornavn"]),
        (Family, &["etternavn"]),
        (Full, &["fullt navn", "for og etternavn", "fornavn og etternavn", "fornavn etternavn"]),
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
const DANISH: LanguageWords = LanguageWords {
    name: "Danish",
    words: &[
        (Given, &["fornavn", "fornavne"]),
        (Family, &["efternavn"]),
        (Full, &["fulde navn", "for og efternavn", "fornavn og efternavn", "fornavn efternavn"]),
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

#[rustfmt::skip]
const POLISH: LanguageWords = LanguageWords {
    name: "Polish",
    words: &[
        (Given, &["imię", "imiona"]),
        (Family, &["nazwisko", "nazwiska"]),
        (Full, &["imię i nazwisko", "imię nazwisko", "nazwisko i imię", "nazwisko imię"]),
        (Mobile, &[
            "komórka", "telefon komórkowy", "numer komórki", "nr komórki", "tel komórkowy", "numer komórkowy",
            "telefon kom", "tel kom",
        ]),
        (Phone, &["telefon", "numer telefonu", "nr telefonu", "nr tel", "telefon stacjonarny", "telefony"]),
        (Email, &["adres e mail", "adres email", "poczta elektroniczna", "adres poczty elektronicznej"]),
        (Country, &["kraj", "państwo", "kraj zamieszkania"]),
        (Language, &["język", "język ojczysty", "języki"]),
        (Tags, &["etykiety", "tagi"]),
        (Group, &["grupa", "grupy", "kategoria", "kategorie"]),
    ],
};
