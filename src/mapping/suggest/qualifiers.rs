//! Qualifiers: words around the word that says what a column holds ("Customer's", "Work", "Billing"). A header is
//! understood only if all of its words are: `Phone Type`, `Company Phone` and `E-mail 1 - Label` contain one that is
//! not, and are left alone.

use super::semantic::FieldMeaning;
use crate::model::FieldId;

/// Kind of a qualifier.
#[derive(Clone, Copy, PartialEq, Eq)]
enum QualifierKind {
    /// The person that the list is about.
    Person,
    /// A word of any sentence: "What is your…".
    Little,
    /// The first of several.
    Main,
    /// A part of an order.
    Order,
    /// A part of an address.
    Address,
    Home,
    Work,
    Other,
}

/// Returns the penalty of a word next to a meaning; `None` if the word does not belong there. `Office Name` is the name
/// of an office.
pub(super) fn penalty(word: &str, meaning: FieldMeaning) -> Option<u32> {
    let sort = qualifier_kind(word)?;
    match sort {
        // A user name is not a name, nor is that of a ticket; a user is often the one who runs the program.
        QualifierKind::Person if ["user", "ticket"].contains(&word) => {
            (!matches!(meaning, FieldMeaning::Name | FieldMeaning::Full)).then_some(2)
        }
        QualifierKind::Person | QualifierKind::Little => Some(1),
        _ if meaning.field() == FieldId::TAGS => None,
        // Presents are shipped to other people.
        QualifierKind::Order => Some(if word.starts_with("ship") { 15 } else { 5 }),
        _ if meaning.is_name() => None,
        // `Postal Email` and `Postal Phone` mean nothing; a postal country does.
        QualifierKind::Address if word == "postal" => (meaning == FieldMeaning::Country).then_some(5),
        QualifierKind::Address => Some(5),
        QualifierKind::Main => Some(1),
        QualifierKind::Home => Some(30),
        QualifierKind::Work => Some(40),
        QualifierKind::Other => Some(60),
    }
}

/// Returns the kind of a word, ignoring a final `s`: `Participants` and `participant's` are the same here.
fn qualifier_kind(word: &str) -> Option<QualifierKind> {
    let find = |word| WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(sort, _)| *sort);
    find(word).or_else(|| find(word.strip_suffix('s')?))
}

/// Returns true if a word only qualifies others, and so means no field by itself.
pub(super) fn is_qualifier(word: &str) -> bool {
    qualifier_kind(word).is_some()
}

/// Returns true if the word says that its neighbour is a number.
pub(super) fn is_word_for_number(word: &str) -> bool {
    ["no", "n", "nr", "nro", "num", "number", "numbers", "nummer", "numero", "nombor", "nomor", "numer"].contains(&word)
}

#[rustfmt::skip] // One line is one language or one thought.
const WORDS: &[(QualifierKind, &[&str])] = &[
    (QualifierKind::Person, &[
        "contact", "customer", "client", "member", "student", "pupil", "person", "people", "lead", "attendee",
        "invitee", "participant", "subscriber", "guest", "patient", "employee", "staff", "recipient", "buyer", "user",
        "player", "volunteer", "donor", "applicant", "ticket", "backer", "supporter", "requester", "respondent",
        "registrant", "visitor", "candidate", "delegate", "passenger", "traveler", "traveller", "resident", "tenant",
        "purchaser", "signatory", "contributor", "holder",
        "kunde", "kunden", "kontakt", "mitglied", "mitglieder", "teilnehmer", "schuler", "spieler",
        "membre", "adherent", "eleve", "inscrit",
        "cliente", "contacto", "alumno", "alumna", "socio", "miembro", "participante", "estudiante", "paciente",
        "contato", "aluno", "membro", "utente",
        "pelanggan", "ahli", "pelajar", "peserta", "anggota", "siswa", "mahasiswa", "murid", "kenalan", "kontak",
        "pekerja", "karyawan", "pendaftar",
    ]),
    (QualifierKind::Little, &[
        "your", "our", "the", "of", "in", "is", "are", "what", "whats", "which", "do", "you", "live", "please", "enter",
        "fill", "provide", "q", "s", "can", "n",
        "ihr", "ihre", "der", "des", "bitte",
        "votre", "du", "de", "l", "le", "la",
        "del", "el", "su", "tu",
        "do", "da", "o", "seu",
        "anda",
    ]),
    (QualifierKind::Main, &[
        "primary", "main", "default", "preferred", "principal", "principale", "haupt", "utama", "aktif", "active",
        "native", "communication", "primare", "primarer", "primares", "основнои", "основная",
    ]),
    (QualifierKind::Address, &[
        "mailing", "address", "postal", "anschrift", "adresse", "alamat", "location",
    ]),
    (QualifierKind::Order, &[
        "billing", "shipping", "ship", "delivery", "invoice", "rechnung", "rechnungs", "facturation", "facturacion",
    ]),
    (QualifierKind::Home, &[
        "home", "personal", "private", "residence", "residential", "day", "daytime", "evening", "privat", "priv",
        "domicile", "perso", "personnel", "personnelle", "prive", "fixe", "fijo", "fixo", "casa", "particular",
        "домашнии", "личныи", "личная", "домашніи", "особистии", "особиста",
        "pessoal", "residencial", "rumah", "pribadi", "peribadi", "persendirian",
    ]),
    (QualifierKind::Work, &[
        "work", "business", "office", "geschaftlich", "gesch", "dienstlich", "arbeit", "buro", "beruflich", "bureau",
        "travail", "pro", "professionnel", "professionnelle", "trabajo", "laboral", "oficina", "trabalho",
        "рабочии", "рабочая", "служебныи", "робочии", "робоча",
        "profissional", "pejabat", "kantor", "kerja",
    ]),
    (QualifierKind::Other, &[
        "other", "alternate", "alternative", "alt", "secondary", "second", "additional", "weitere", "weiteres",
        "weiterer", "zweite", "autre", "secondaire", "otro", "otra", "secundario", "outro", "alternativo", "lain",
    ]),
];

/// Returns true for words that say that a column holds something other than a known field, whatever the other words
/// are. Neither spelling nor values of such a column suggest anything: a fax number looks like a phone number, `County`
/// is one letter from `Country`, and the state `CA` would be Canada.
pub(super) fn is_about_something_else(word: &str) -> bool {
    STEMS.iter().any(|stem| word.contains(stem)) || UNRELATED_WORDS.contains(&word)
}

/// Stems of longer words, and words that people write together: `Notfallnummer`, `nextofkin`, `referredby`.
const STEMS: &[&str] = &[
    "fax",
    "yomi",
    "emergenc",
    "nextofkin",
    "referr",
    "invitedby",
    "guardian",
    "spouse",
    "notfall",
    "eltern",
    "geburts",
    "urgence",
];

#[rustfmt::skip]
const UNRELATED_WORDS: &[&str] = &[
    // Organisations, which have addresses and numbers of their own.
    "company", "organization", "organisation", "account", "vendor", "supplier", "school", "firm", "firma",
    "unternehmen", "societe", "entreprise", "empresa", "syarikat", "perusahaan", "sekolah", "azienda", "bedrijf",
    // Other people: relatives, referrers and staff who look after the contact.
    "owner", "owners", "assistant", "assistants", "asst", "secretary", "manager", "managers", "supervisor", "boss",
    "employer", "referrer", "referrers", "referred", "referral", "referee", "recommended", "recommender", "introduced",
    "introducer", "invited", "inviter", "kin", "nok", "relative", "relatives", "emergency", "ice", "parent", "parents",
    "mum", "mom", "dad", "mother", "mothers", "father", "fathers", "guardian", "guardians", "carer", "caregiver",
    "spouse", "husband", "wife", "partner", "fiance", "sibling", "siblings", "brother", "sister", "son", "daughter",
    "child", "children", "kid", "kids", "grandparent", "grandmother", "grandfather", "neighbour", "neighbor", "friend",
    "friends", "salesperson", "salesman", "saleswoman", "sales", "seller", "host", "hosts", "hostess", "recruiter",
    "coach", "trainer", "mentor", "tutor", "teacher", "teachers", "instructor", "doctor", "physician", "gp", "dentist",
    "therapist", "agent", "broker", "adviser", "advisor", "consultant", "counsellor", "counselor", "representative",
    "rep", "sponsor", "landlord", "lawyer", "attorney", "accountant", "organiser", "organizer", "planner", "moderator",
    "admin", "administrator", "operator", "approver", "reviewer", "sender", "assigned", "assignee", "creator", "author",
    "reports", "cc", "bcc", "reply", "captain", "leader", "head", "chef", "responsible", "handler", "liaison",
    "eltern", "elternteil", "mutter", "vater", "notfall", "notfallkontakt", "angehorige", "angehoriger", "ehepartner",
    "ehefrau", "ehemann", "betreuer", "betreuerin", "vormund", "werber", "geworben", "empfohlen", "eingeladen",
    "einladender", "verkaufer", "vertreter", "berater", "beraterin", "vorgesetzter", "assistenz", "arzt", "lehrer",
    "zustandig", "verantwortlich",
    "parrain", "marraine", "mere", "pere", "conjoint", "conjointe", "epoux", "epouse", "tuteur", "tutrice", "urgence",
    "responsable", "vendeur", "conseiller", "proche", "enseignant", "medecin",
    "padre", "madre", "padres", "conyuge", "esposo", "esposa", "emergencia", "invitado", "referido", "vendedor",
    "jefe", "asesor", "tutora", "maestro", "apoderado", "acudiente", "pai", "mae", "conjuge", "responsavel", "indicado",
    "bapa", "ibu", "ayah", "wali", "penjaga", "waris", "pasangan", "suami", "isteri", "istri", "kecemasan", "darurat",
    "penaja", "genitore", "genitori", "emergenza", "coniuge", "ouder", "ouders", "noodgeval", "foralder", "foraldrar",
    "anhorig", "parorende", "forelder", "rodzic", "opiekun",
    // `Invited by`, `Sold by`: another person.
    "by", "von", "par", "por", "oleh", "durch", "door",
    // Facts about a value rather than the value.
    "type", "kind", "code", "status", "verified", "valid", "consent", "opt", "optin", "optout", "ext", "extension",
    "carrier", "pager", "phonetic", "kana", "furigana", "katakana", "hiragana", "romaji", "pinyin", "prefix", "suffix",
    "middle", "nick", "nickname", "maiden", "format", "provider",
    // Numbers and dates.
    "id", "ids", "ip", "uid", "uuid", "date", "time", "timestamp", "count", "total", "score", "rating", "amount",
    "price", "spent", "orders", "order", "invoice", "birthday", "birth", "birthdate", "age", "created", "updated",
    "modified", "changed", "year", "month", "day", "vat", "tax", "ssn", "iban", "latitude", "longitude", "transaction",
    "reference", "ref", "sku", "isbn", "balance", "nric", "passport", "cpf", "dni", "nif", "nik",
    // Parts of an address, and countries other than the one of residence.
    "birthplace", "born", "geburtsort", "geburtsland", "geburt", "naissance", "nacimiento", "nascimento", "nascita",
    "lahir", "kelahiran", "geboorte", "geboorteplaats", "geboorteland", "fodelseort", "fodested", "urodzenia",
    "origin", "herkunft", "origine", "origen", "origem", "destination", "visa",
    "state", "states", "county", "province", "city", "town", "street", "zip", "postcode", "plz", "region", "bundesland",
    "kanton", "estado", "provincia", "departement", "negeri", "provinsi", "ort", "stadt", "ville", "ciudad",
    "nationality", "nationalitat", "nationalite", "nacionalidad", "citizenship", "warganegara", "kewarganegaraan",
    // One typing error away from known words: a contract number, a length (`Länge`), the mother's family name.
    "contract", "contracts", "lange", "list", "emailed", "grouped", "materno", "materna",
    // Other columns that are common in lists.
    "file", "form", "case", "title", "note", "notes", "comment", "comments", "url", "website", "web", "link", "photo", "image",
    "gender", "sex", "source", "campaign", "password", "token", "username", "login", "subject", "message",
    "description", "currency", "timezone", "department", "position", "grade",
];

/// Words of headers above numbers and codes that identify a row, folded; words for "number" do too.
const IDENTIFIERS: [&str; 12] =
    ["id", "ids", "uid", "uuid", "guid", "key", "code", "ref", "reference", "referenz", "identifier", "kennung"];

/// Returns true for a word of a header above numbers and codes that identify a row: `ID`, `Nr`, `Kundennummer`.
pub(super) fn is_about_identifiers(word: &str) -> bool {
    IDENTIFIERS.contains(&word) || is_word_for_number(word) || word.ends_with("nummer") || word.ends_with("nr")
}

/// Words of headers above calling codes such as 60, folded.
const CALLING_CODES: [&str; 20] = [
    "code",
    "codes",
    "dial",
    "dialing",
    "dialling",
    "calling",
    "prefix",
    "isd",
    "ddi",
    "vorwahl",
    "landesvorwahl",
    "landervorwahl",
    "landercode",
    "landercodes",
    "indicatif",
    "prefijo",
    "indicativo",
    "prefisso",
    "landnummer",
    "kod",
];

/// Returns true for a word of a header above calling codes.
pub(super) fn is_about_calling_codes(word: &str) -> bool {
    CALLING_CODES.contains(&word)
}
