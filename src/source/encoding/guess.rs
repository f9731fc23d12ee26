//! Guesses the encoding of a text that is not Unicode, over the whole file.
//!
//! chardetng knows the encodings of web pages. Lists come from older systems too: Excel writes "CSV (Macintosh)" and
//! "CSV (MS-DOS)", whose letters chardetng takes for signs of windows-1252 (`J\u{81}rgen`, `Fran‡ois`). So its guess is
//! kept only where the letters that it gives stand as letters do.

use std::collections::{BTreeMap, HashMap};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254};

use super::decode::TextDecoder;
use crate::source::SourceEncoding;

/// Maximum number of different neighbourhoods that are kept.
const MAX_NEIGHBOURHOODS: usize = 10_000;

/// Guesser of an encoding; it reads the file part by part.
pub(in crate::source) struct EncodingGuess {
    detector: EncodingDetector,
    /// Each byte beyond ASCII with the bytes before and behind it, and how often they stand so.
    neighbourhoods: HashMap<[u8; 3], u64>,
    /// The last two bytes, whose neighbours are still to come.
    before: [u8; 2],
}

impl EncodingGuess {
    pub(in crate::source) fn new() -> Self {
        Self {
            detector: EncodingDetector::new(Iso2022JpDetection::Allow),
            neighbourhoods: HashMap::new(),
            before: *b"\n\n",
        }
    }

    /// Reads the next bytes.
    pub(in crate::source) fn update(&mut self, bytes: &[u8], last: bool) {
        self.detector.feed(bytes, last);
        let end: &[u8] = if last { b"\n" } else { b"" };
        for byte in bytes.iter().chain(end) {
            let [before, middle] = self.before;
            if !middle.is_ascii() && self.neighbourhoods.len() < MAX_NEIGHBOURHOODS {
                *self.neighbourhoods.entry([before, middle, *byte]).or_default() += 1;
            }
            self.before = [middle, *byte];
        }
    }

    /// Returns the likeliest encoding.
    pub(in crate::source) fn finish(self) -> SourceEncoding {
        // UTF-8 is ruled out already, by the statistics of the whole file.
        let usual = SourceEncoding::new(self.detector.guess(None, Utf8Detection::Deny));
        let older = self.older();
        if !usual.is_single_byte() {
            // `ür` in cp850 is a character of Shift_JIS as well, but no word of Japanese has one between small letters.
            return if self.stands_in_latin_words(older) { older.encoding } else { usual };
        }
        let usual = self.fit(self.of_one_language(usual));
        if older.is_likelier_than(usual) { older.encoding } else { usual.encoding }
    }

    /// Returns the encoding of old systems that explains the characters best.
    fn older(&self) -> Fit {
        let [first, others @ ..] = SourceEncoding::OF_OLD_SYSTEMS.map(|encoding| self.fit(encoding));
        // Portuguese in Mac Roman stands as letters do in cp850 too (`Joïo`, `Conceiìïo`), but no language has both ï and ì.
        let is_better =
            |one: &Fit, other: &Fit| one.odd < other.odd || (one.odd == other.odd && one.likelihood > other.likelihood);
        others.into_iter().fold(first, |best, fit| if is_better(&fit, &best) { fit } else { best })
    }

    fn fit(&self, encoding: SourceEncoding) -> Fit {
        let alphabets = ALPHABETS.iter().flat_map(|(_, alphabets)| alphabets.iter());
        Fit { encoding, odd: self.odd_places(encoding), likelihood: self.likelihood(encoding, alphabets) }
    }

    /// Returns true if each character beyond ASCII is a letter of one language, in a word with small letters.
    fn stands_in_latin_words(&self, fit: Fit) -> bool {
        let is_word = |[before, _, behind]: &[u8; 3]| {
            let is_edge = |byte: &u8| byte.is_ascii_alphabetic() || b" ,;\t|\"'-.\r\n".contains(byte);
            is_edge(before) && is_edge(behind) && (before.is_ascii_lowercase() || behind.is_ascii_lowercase())
        };
        // Seven-bit Japanese has no such character at all.
        let has_letters = !self.neighbourhoods.is_empty();
        has_letters && fit.odd == 0 && fit.likelihood > IMPOSSIBLE && self.neighbourhoods.keys().all(is_word)
    }

    /// Returns how many characters beyond ASCII stand where no such character stands in a text.
    fn odd_places(&self, encoding: SourceEncoding) -> u64 {
        let characters = characters(encoding);
        let odd = self.neighbourhoods.iter().filter(|(bytes, _)| {
            let [before, middle, behind] = bytes.map(|byte| characters[usize::from(byte)]);
            is_odd(before, middle, behind)
        });
        odd.map(|(_, count)| count).sum()
    }
}

/// How well an encoding explains the characters beyond ASCII.
#[derive(Clone, Copy)]
struct Fit {
    encoding: SourceEncoding,
    /// Number of characters that stand where no such character stands in a text.
    odd: u64,
    /// Logarithm of the likelihood of the letters in the language that makes it highest.
    likelihood: f64,
}

impl Fit {
    /// Returns true if the characters stand, or are distributed, far more as the letters of a language than by another fit.
    fn is_likelier_than(self, other: Self) -> bool {
        let is_far = self.likelihood > other.likelihood + FAR_LIKELIER;
        self.odd * 2 < other.odd || (self.odd <= other.odd && other.encoding.is_of_europe() && is_far)
    }
}

/// Logarithm of the likelihood of letters that no language has together.
const IMPOSSIBLE: f64 = f64::NEG_INFINITY;

/// Minimum difference of two logarithms of likelihoods that decides: two rare letters are enough.
// Polish ź alone is `ü` in Mac Roman, so a single `Woźniak` must not decide.
const FAR_LIKELIER: f64 = 3.0;

/// Letters beyond ASCII of languages in the encodings of Western and Central Europe and of Turkey, the frequent ones first.
const ALPHABETS: [(&Encoding, &[&str]); 3] = [
    (
        WINDOWS_1252,
        &[
            "ãçéáóíêâõúàôü",    // Portuguese
            "óíáéñúü",          // Spanish
            "éèàêçôîâùûëïœüæÿ", // French
            "üäößé",            // German
            "äöåé",             // Swedish, Finnish
            "åøæé",             // Danish, Norwegian
            "àèùòìé",           // Italian
            "éëïóèüöáí",        // Dutch
            "áðíþéóöúæý",       // Icelandic
        ],
    ),
    (
        WINDOWS_1250,
        &[
            "łęąóśżćńź",         // Polish
            "íáéěšřžčýůúňťďó",   // Czech
            "áíéýžčšľúťňôäďĺóŕ", // Slovak
            "éáöőóüíúű",         // Hungarian
            "ăîâşţ",             // Romanian
            "ščžćđ",             // Croatian, Slovene
        ],
    ),
    (WINDOWS_1254, &["ışüçöğâîûi\u{307}"]),
];

impl EncodingGuess {
    /// Returns the encoding itself, or another in which all letters belong to one language, where they do not in this
    /// one. chardetng takes `Cauã Sá, Janaína` for `Cauă Sá, Janaína`, but no language has both ă and í.
    fn of_one_language(&self, encoding: SourceEncoding) -> SourceEncoding {
        let candidates = ALPHABETS.map(|(standard, alphabets)| (SourceEncoding::new(standard), alphabets));
        let fits = |(encoding, alphabets): &(SourceEncoding, &[&str])| {
            self.likelihood(*encoding, alphabets.iter()) > IMPOSSIBLE
        };
        if !encoding.is_of_europe() || candidates.iter().any(|it| it.0 == encoding && fits(it)) {
            return encoding;
        }
        candidates.into_iter().find(fits).map_or(encoding, |(candidate, _)| candidate)
    }

    /// Returns the logarithm of the likelihood of the letters that an encoding gives, in the language among these that makes
    /// it highest; [`IMPOSSIBLE`] where none has them all.
    fn likelihood<'l>(&self, encoding: SourceEncoding, alphabets: impl Iterator<Item = &'l &'l str>) -> f64 {
        let letters = self.letters(encoding);
        let in_language =
            |alphabet: &&str| letters.iter().map(|(letter, count)| ln_frequency(*letter, alphabet) * count).sum();
        alphabets.map(in_language).fold(IMPOSSIBLE, f64::max)
    }

    /// Returns the characters beyond ASCII, in lower case, that are letters or stand within words, and in how many
    /// neighbourhoods each does.
    fn letters(&self, encoding: SourceEncoding) -> BTreeMap<char, f64> {
        let characters = characters(encoding);
        let of_words = self.neighbourhoods.keys().map(|bytes| bytes.map(|byte| characters[usize::from(byte)]));
        let of_words = of_words.filter(|[before, c, behind]| {
            c.is_alphabetic() || (before.is_alphabetic() && behind.is_alphabetic() && !is_sign_within_words(*c))
        });
        // In order, so that two encodings which give the same letters are equally likely to the last digit.
        let mut letters = BTreeMap::new();
        for letter in of_words.flat_map(|[_, c, _]| c.to_lowercase()) {
            *letters.entry(letter).or_default() += 1.0;
        }
        letters
    }
}

/// Returns the logarithm of a letter's share among those of an alphabet, which fall as their ranks rise (Zipf's law);
/// negative infinity for a letter that it has not.
fn ln_frequency(letter: char, alphabet: &str) -> f64 {
    let shares = || (1_u8..).map(|rank| 1.0 / f64::from(rank)).take(alphabet.chars().count());
    let share = alphabet.chars().zip(shares()).find(|(known, _)| *known == letter).map_or(0.0, |(_, share)| share);
    (share / shares().sum::<f64>()).ln()
}

/// Returns the character of each byte; U+FFFD for bytes that have none.
fn characters(encoding: SourceEncoding) -> Vec<char> {
    let character = |byte: u8| {
        let mut text = Vec::new();
        match TextDecoder::new(encoding) {
            Some(mut decoder) => decoder.decode(&[byte], true, &mut text),
            None => text.push(byte),
        }
        String::from_utf8(text).ok().and_then(|text| text.chars().next()).unwrap_or(char::REPLACEMENT_CHARACTER)
    };
    (0..=u8::MAX).map(character).collect()
}

/// Returns true for a control character, a capital behind a small letter, a small letter before a capital, a letter of
/// another alphabet than its neighbours, and a sign in the midst of a word or where no text has it.
fn is_odd(before: char, c: char, behind: char) -> bool {
    if c.is_control() || c == char::REPLACEMENT_CHARACTER {
        return true;
    }
    let beside = [before, behind];
    if !c.is_alphabetic() {
        let is_within_word = beside.iter().all(|c| c.is_alphabetic());
        return (is_within_word && !is_sign_within_words(c)) || !is_usual_sign(c);
    }
    let is_latin = |c: char| c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}');
    // ƒ and the feminine and masculine ordinals are letters to Unicode, but no name has them.
    let is_letter_of_signs = matches!(c, 'ƒ' | 'ª' | 'º' | 'ˆ');
    let is_mixed = beside.iter().any(|other| other.is_alphabetic() && is_latin(*other) != is_latin(c));
    // ß has no capital that lists would use.
    let breaks_case =
        c.is_uppercase() && before.is_lowercase() || c.is_lowercase() && c != 'ß' && behind.is_uppercase();
    is_letter_of_signs || is_mixed || breaks_case
}

fn is_sign_within_words(c: char) -> bool {
    matches!(c, '’' | '‘' | '´' | '·' | '–' | '\u{A0}' | '\u{AD}')
}

/// Returns true for signs that lists hold in any number: quotation marks, dashes, currencies and the like.
fn is_usual_sign(c: char) -> bool {
    matches!(
        c,
        '\u{A0}' | '¡' | '£' | '§' | '©' | '«' | '\u{AD}' | '®' | '°' | '´' | '·' | '»' | '¿' | '–' | '—' | '‘'
            ..='„' | '•' | '…' | '€' | '™' | '№' | '½' | '¼' | '²' | '³'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(bytes: &[u8]) -> String {
        let mut guess = EncodingGuess::new();
        // In two parts, so that a neighbour may lie in the next one.
        let (head, rest) = bytes.split_at(bytes.len() / 2);
        guess.update(head, false);
        guess.update(rest, true);
        guess.finish().to_string()
    }

    /// Encodes a text in a single-byte encoding.
    fn encoded(label: &str, text: &str) -> Vec<u8> {
        let table = characters(label.parse().unwrap());
        let byte = |c: char| u8::try_from(table.iter().position(|known| *known == c).unwrap()).unwrap();
        text.chars().map(byte).collect()
    }

    #[test]
    fn lists_of_old_systems_are_recognised_by_where_their_letters_stand() {
        for (label, text) in [
            ("cp850", "First Name,Last Name\r\nJürgen,Müller\r\nFrançois,Lefèvre\r\n"),
            ("cp850", "Name;Ort\r\nJosé;Málaga\r\nNuñez;Peña\r\n"),
            ("macintosh", "First Name,Last Name\rJürgen,Müller\rFrançois,Lefèvre\rNúñez,Peña\r"),
            ("macintosh", "Nom,Ville\rZoé,Orléans\r"),
            ("macintosh", "Nome,Sobrenome\r\nJoão,Conceição\r\nJoão,Conceição\r\n"),
            ("cp852", "Imię;Nazwisko\r\nŁukasz;Wiśniewski\r\nGrażyna;Dąbrowska\r\n"),
            ("cp850", "First Name;Last Name\nJürgen;Müller\nGünther;Büttner\nRüdiger;Krüger\nUli;Lee\nAnn;Schütz\n"),
            ("cp850", "First Name;Last Name\nFrançois;Lee\nFrançoise;Moe\nAmélie;Tan\n"),
            ("macintosh", "First Name;Last Name\nJürgen;Müller\nGünther;Büttner\nRüdiger;Krüger\nAnn;Schütz\n"),
            ("macintosh", "First Name;Last Name\nJürgen;Schröder\nJörg;Bäcker\nKäthe;Köhler\n"),
            ("macintosh", "First Name;Last Name\nRENÉE;LEE\nFRANÇOIS;MOE\nZOÉ;TAN\n"),
            ("cp852", "Jméno;Příjmení\r\nJiří;Dvořák\r\nZdeněk;Černý\r\n"),
        ] {
            assert_eq!(guess(&encoded(label, text)), label, "{text}");
        }
    }

    #[test]
    fn usual_lists_stay_what_they_are() {
        for (label, text) in [
            ("windows-1252", "Name,Note\nJosé,\u{201C}VIP\u{201D} – 50 €\nZoë,O’Brien…\n"),
            ("windows-1252", "Vorname;Straße\nJürgen;Große Straße 5\nÖZGÜR;Müllerstraße\n"),
            ("windows-1252", "Nome;Cognome\nNiccolò;Dall’Òglio\n"),
            ("windows-1250", "Imię;Nazwisko\nŁukasz;Wiśniewski\nGrażyna;Dąbrowska\nŚwiętosława;Żółkiewska\n"),
            (
                "windows-1252",
                "Nome;E-mail\nJanaína Reis;j@example.com\nFabíola Luz;f@example.com\nCauã Sá;c@example.com\n",
            ),
            ("windows-1252", "Nimi;Kaupunki\nPäivi;Jyväskylä\n"),
            ("windows-1250", "Jméno;Příjmení\nJiří;Dvořák\nZdeněk;Černý\n"),
            ("windows-1250", "Nev\nErzsébet Tóth\nGyörgy Kőműves\n"),
            ("windows-1254", "Ad;Soyad\nÇağla;Yılmaz\nİbrahim;Şahin\n"),
            ("windows-1250", "Imię;Nazwisko\nJan;Woźniak\nAnna;Nowak\n"),
            ("windows-1252", "Name;Ort\nGROßE;GIEßEN\nJÖRG;MÜNCHEN\n"),
            ("windows-1251", "Имя;Фамилия\nИван;Иванов\nАнна;Смирнова\nПётр;Кузнецов\n"),
        ] {
            assert_eq!(guess(&encoded(label, text)), label, "{text}");
        }
    }
}
