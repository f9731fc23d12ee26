//! Vocabulary of headers, in the languages of the lists that this tool knows.
//!
//! Words are written as people write them and compared without accents, blanks and punctuation, so one spelling is
//! enough: `no hp` is also `No. HP`, `e mail` also `E-Mail`. Words that may stand around them ("Work", "of the
//! customer") are in [`super::qualifiers`].

mod asian;
mod english;
mod germanic;
mod other_european;
mod other_scripts;
mod romance;
mod slavic;

use super::semantic::LanguageWords;
use asian::{HEBREW, INDONESIAN, MALAY, TURKISH, VIETNAMESE};
use english::ENGLISH;
use germanic::{DANISH, DUTCH, GERMAN, NORWEGIAN, SWEDISH};
use other_european::{FINNISH, GREEK, HUNGARIAN};
use other_scripts::{ARABIC, CHINESE, JAPANESE, KOREAN, THAI};
use romance::{FRENCH, ITALIAN, PORTUGUESE, ROMANIAN, SPANISH};
use slavic::{CROATIAN, CZECH, POLISH, RUSSIAN, SERBIAN, SLOVAK, UKRAINIAN};

/// All languages. Where they share a word, the meaning of the first language counts.
pub(super) const LANGUAGES: &[LanguageWords] = &[
    ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE, MALAY, INDONESIAN, ITALIAN, DUTCH, SWEDISH, NORWEGIAN, DANISH,
    POLISH, CZECH, SLOVAK, CROATIAN, SERBIAN, ROMANIAN, HUNGARIAN, FINNISH, TURKISH, GREEK, RUSSIAN, UKRAINIAN,
    VIETNAMESE, HEBREW, CHINESE, JAPANESE, KOREAN, THAI, ARABIC,
];
