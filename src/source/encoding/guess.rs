//! Guesses the encoding of a text that is not Unicode, over the whole file.
//!
//! chardetng knows the encodings of web pages. Lists come from older systems too: Excel writes "CSV (Macintosh)" and
//! "CSV (MS-DOS)", whose letters chardetng takes for signs of windows-1252 (`J\u{81}rgen`, `Fran‡ois`). So its guess is
//! kept only where the letters that it gives stand as letters do.

use std::collections::HashMap;

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
        // Where characters have several bytes, chardetng saw that they come in pairs, which no chance makes.
        if !usual.is_single_byte() {
            return usual;
        }
        let usual = self.of_one_language(usual);
        let odd = |encoding| odd_places(encoding, &self.neighbourhoods);
        let older = SourceEncoding::OF_OLD_SYSTEMS.into_iter().map(|encoding| (odd(encoding), encoding));
        // Portuguese in Mac Roman stands as letters do in cp850 too (`Joïo`, `Conceiìïo`), but no language has both ï and ì.
        let best = older.min_by_key(|(odd, encoding)| (*odd, !self.is_of_one_language(*encoding)));
        best.filter(|(odd_there, _)| *odd_there * 2 < odd(usual)).map_or(usual, |(_, encoding)| encoding)
    }
}

/// Letters beyond ASCII of languages in the encodings of Western and Central Europe and of Turkey.
const ALPHABETS: [(&Encoding, &[&str]); 3] = [
    (
        WINDOWS_1252,
        &["áâãàçéêíóôõúü", "áéíñóúü", "àâæçéèêëîïôœùûüÿ", "äöüß", "äåéö", "æøåé", "àèéìòù", "áéíóúèëïöü", "áðéíóúýþæö"],
    ),
    (WINDOWS_1250, &["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"]),
    (WINDOWS_1254, &["âçğıîöşüİû"]),
];

impl EncodingGuess {
    /// Returns the encoding itself, or another in which all letters belong to one language, where they do not in this
    /// one. chardetng takes `Cauã Sá, Janaína` for `Cauă Sá, Janaína`, but no language has both ă and í.
    fn of_one_language(&self, encoding: SourceEncoding) -> SourceEncoding {
        let candidates = ALPHABETS.map(|(standard, alphabets)| (SourceEncoding::new(standard), alphabets));
        let fits = |(encoding, alphabets): &(SourceEncoding, &[&str])| self.fits_one(*encoding, alphabets);
        let is_of_europe = candidates.iter().any(|(candidate, _)| *candidate == encoding);
        if !is_of_europe || candidates.iter().any(|it| it.0 == encoding && fits(it)) {
            return encoding;
        }
        candidates.into_iter().find(fits).map_or(encoding, |(candidate, _)| candidate)
    }

    /// Returns true if all letters that an encoding gives belong to one language.
    fn is_of_one_language(&self, encoding: SourceEncoding) -> bool {
        ALPHABETS.iter().any(|(_, alphabets)| self.fits_one(encoding, alphabets))
    }

    /// Returns true if one of the alphabets has all letters that an encoding gives.
    fn fits_one(&self, encoding: SourceEncoding, alphabets: &[&str]) -> bool {
        let letters = self.letters(encoding);
        alphabets.iter().any(|alphabet| letters.iter().all(|letter| alphabet.contains(*letter)))
    }

    /// Returns the characters beyond ASCII, in lower case, that are letters or stand within words.
    fn letters(&self, encoding: SourceEncoding) -> Vec<char> {
        let characters = characters(encoding);
        let of_words = self.neighbourhoods.keys().map(|bytes| bytes.map(|byte| characters[usize::from(byte)]));
        let of_words = of_words.filter(|[before, c, behind]| {
            c.is_alphabetic() || (before.is_alphabetic() && behind.is_alphabetic() && !is_sign_within_words(*c))
        });
        of_words.flat_map(|[_, c, _]| c.to_lowercase()).collect()
    }
}

/// Returns how many characters beyond ASCII stand where no such character stands in a text.
fn odd_places(encoding: SourceEncoding, neighbourhoods: &HashMap<[u8; 3], u64>) -> u64 {
    let characters = characters(encoding);
    let odd = neighbourhoods.iter().filter(|(bytes, _)| {
        let [before, middle, behind] = bytes.map(|byte| characters[usize::from(byte)]);
        is_odd(before, middle, behind)
    });
    odd.map(|(_, count)| count).sum()
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

/// Returns true for a control character, a capital behind a small letter, a letter of another alphabet than its
/// neighbours, and a sign in the midst of a word or where no text has it.
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
    is_letter_of_signs || is_mixed || (c.is_uppercase() && before.is_lowercase())
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
            ("windows-1251", "Имя;Фамилия\nИван;Иванов\nАнна;Смирнова\nПётр;Кузнецов\n"),
        ] {
            assert_eq!(guess(&encoded(label, text)), label, "{text}");
        }
    }
}
