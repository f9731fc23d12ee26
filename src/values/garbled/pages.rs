//! UTF-8 that was read as text of a single-byte encoding: `MÃ¼ller` for `Müller`.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};
use oem_cp::code_table::{DECODING_TABLE_CP437, DECODING_TABLE_CP850};

/// Encoding in which UTF-8 is often read by mistake.
struct Page {
    name: &'static str,
    /// Bytes of its characters beyond ASCII.
    bytes: HashMap<char, u8>,
    /// Characters with which misread UTF-8 begins, for encodings whose letters stand next to each other in valid text
    /// too; empty where any character may begin it.
    leads: &'static str,
}

// The first page in which a text decodes plausibly wins, so the most common come first.
static PAGES: LazyLock<[Page; 6]> = LazyLock::new(|| {
    [
        Page::of("Windows-1252", WINDOWS_1252, ""),
        Page::of("Windows-1250", WINDOWS_1250, "ÂĂÄĹâ"),
        Page::of("Windows-1251", WINDOWS_1251, "ВГДЕРСв"),
        Page::of("Mac Roman", MACINTOSH, "¬√ƒ≈∆‚"),
        Page::of_characters("code page 437", &DECODING_TABLE_CP437, "┬├─┼Γ╨╤"),
        Page::of_characters("code page 850", &DECODING_TABLE_CP850, "┬├─┼Ô"),
    ]
});

/// Returns the text before it was misread, and the cause; `None` where nothing shows that it was.
pub(super) fn decoded(text: &str) -> Option<(String, String)> {
    if !has_neighbours(text) {
        return None;
    }
    let (right, page) = PAGES.iter().find_map(|page| Some((page.decoded(text)?, page)))?;
    let cause = format!(
        "it is UTF-8 that was read as {}; export the list again as UTF-8, and leave out --encoding if it was given",
        page.name
    );
    Some((right, cause))
}

/// Returns the character of a byte in Windows-1252.
pub(super) fn windows_1252(byte: u8) -> Option<char> {
    WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().filter(|c| !c.is_control())
}

/// Returns true if two characters beyond ASCII stand next to each other. A single `ü` is not garbled.
fn has_neighbours(text: &str) -> bool {
    // In UTF-8, a byte from 0xC0 begins a character; so the pair is the end of one and the start of the next.
    text.as_bytes().windows(2).any(|pair| !pair[0].is_ascii() && pair[1] >= 0xC0)
}

impl Page {
    fn of(name: &'static str, encoding: &'static Encoding, leads: &'static str) -> Self {
        let character = |byte: u8| encoding.decode_without_bom_handling(&[byte]).0.chars().next();
        let bytes = (0x80..=0xFF).filter_map(|byte| Some((character(byte)?, byte)));
        // Bytes that Windows-1252 leaves undefined are control characters of the same number in Latin-1.
        let controls = (0x80..=0x9F).map(|byte| (char::from(byte), byte));
        Self { name, bytes: controls.chain(bytes).collect(), leads }
    }

    fn of_characters(name: &'static str, characters: &[char; 128], leads: &'static str) -> Self {
        Self { name, bytes: characters.iter().copied().zip(0x80..=0xFF).collect(), leads }
    }

    /// Decodes each run of characters beyond ASCII as UTF-8 where its bytes in this encoding are valid UTF-8.
    fn decoded(&self, text: &str) -> Option<String> {
        let mut right = String::with_capacity(text.len());
        let mut is_changed = false;
        for run in text.split_inclusive(|c: char| c.is_ascii()) {
            // A run ends with the ASCII character behind it, if there is one.
            let end = run.trim_end_matches(|c: char| c.is_ascii()).len();
            let (garbled, behind) = run.split_at(end);
            let decoded = self.utf_8_of(garbled).filter(|decoded| is_plausible(decoded, &right, behind));
            is_changed |= decoded.is_some();
            right.push_str(decoded.as_deref().unwrap_or(garbled));
            right.push_str(behind);
        }
        is_changed.then_some(right)
    }

    /// Returns the text whose UTF-8 bytes the run of characters stands for, if they do.
    fn utf_8_of(&self, run: &str) -> Option<String> {
        if !run.starts_with(|lead: char| self.leads.is_empty() || self.leads.contains(lead)) {
            return None;
        }
        let bytes = run.chars().map(|c| self.bytes.get(&c).copied()).collect::<Option<Vec<u8>>>()?;
        String::from_utf8(bytes).ok()
    }
}

/// Returns true if decoded characters are such as occur in lists, given the text around them. A capital next to a
/// quotation mark or an accented capital is valid UTF-8 by chance, but of characters that are hardly ever written.
fn is_plausible(decoded: &str, before: &str, behind: &str) -> bool {
    let is_beside_letters =
        || before.ends_with(|c: char| c.is_alphabetic()) || behind.starts_with(|c: char| c.is_alphabetic());
    let mut letters = decoded.chars().filter(|c| c.is_alphabetic());
    match letters.next() {
        None => decoded.chars().all(|c| is_usual_sign(c) || (is_accent(c) && is_beside_letters())),
        Some(letter) => {
            let has_more = letters.next().is_some();
            let is_certain = has_more || (is_latin(letter) && (is_beside_letters() || before.is_empty()));
            is_certain && decoded.chars().all(|c| is_usual_letter(c) || is_usual_sign(c) || is_accent(c))
        }
    }
}

fn is_latin(c: char) -> bool {
    matches!(c, '\u{A0}'..='\u{24F}' | '\u{259}' | '\u{1E00}'..='\u{1EFF}')
}

/// Returns true for letters of languages in use today. Excluded are Latin letters that are hardly ever written and that
/// arise from a misread capital before a quotation mark.
fn is_usual_letter(c: char) -> bool {
    match c {
        'Ĕ' | 'Ŕ' | 'ĸ' | 'ŉ' | 'ſ' => false,
        '\u{C0}'..='\u{17F}' | 'ª' | 'º' | 'Ə' | 'ə' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ș'..='ț' | '\u{1E00}'..='\u{1EFF}' => {
            true
        }
        _ => c >= '\u{370}' && c.is_alphabetic(),
    }
}

/// Returns true for signs and pictures that occur in lists.
fn is_usual_sign(c: char) -> bool {
    matches!(c,
        '\u{A0}'..='\u{BF}' | '×' | '÷' | '\u{2010}'..='\u{203A}' | '€' | '™' | '№' | '\u{FEFF}' | '\u{FFFD}' | '\u{200B}'..='\u{200F}'
        | '\u{2600}'..='\u{27BF}' | '\u{3000}'..='\u{303F}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Returns true for the accents of decomposed letters.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{33F}')
}
