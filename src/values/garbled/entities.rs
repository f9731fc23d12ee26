//! HTML character references: `&eacute;`, `&#233;`, `&#xE9;`.

use crate::model::composed;

/// Cause and remedy of a text with such references.
pub(super) const CAUSE: &str = "it is written in HTML codes; export the list as plain text, or write the characters";

/// Maximum length of a reference without `&` and `;`, in bytes.
// A bound on the search for `;`: without it a cell full of `&` would take quadratic time.
const MAX_ENTITY_BYTES: usize = 12;

/// Replaces the references in a text; `None` if it has none.
pub(super) fn decoded(text: &str) -> Option<String> {
    let mut right = String::new();
    let mut rest = text;
    let mut is_changed = false;
    while let Some(at) = rest.find('&') {
        right.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.bytes().take(MAX_ENTITY_BYTES + 1).position(|byte| byte == b';');
        match end.and_then(|end| Some((character(rest.get(..end)?)?, rest.get(end + 1..)?))) {
            Some((character, after)) => {
                right.push_str(&character);
                (rest, is_changed) = (after, true);
            }
            None => right.push('&'),
        }
    }
    right.push_str(rest);
    is_changed.then_some(right)
}

/// Returns the characters of the reference between `&` and `;`.
fn character(code: &str) -> Option<String> {
    match code.strip_prefix('#') {
        Some(number) => numbered(number).map(String::from),
        None => special(code).map(str::to_owned).or_else(|| accented(code)),
    }
}

fn numbered(number: &str) -> Option<char> {
    let hex = number.strip_prefix(['x', 'X']);
    let code = hex.map_or_else(|| number.parse().ok(), |digits| u32::from_str_radix(digits, 16).ok())?;
    // As browsers do (HTML standard): numbers of control characters of Latin-1 mean Windows-1252.
    if let Ok(byte @ 0x80..=0x9F) = u8::try_from(code) {
        return super::pages::windows_1252(byte);
    }
    char::from_u32(code).filter(|c| !c.is_control())
}

/// Returns the characters of names that follow no rule.
fn special(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" | "AMP" => "&",
        "lt" | "LT" => "<",
        "gt" | "GT" => ">",
        "quot" | "QUOT" => "\"",
        "apos" => "'",
        "nbsp" => "\u{A0}",
        "shy" => "\u{AD}",
        "iexcl" => "¡",
        "iquest" => "¿",
        "cent" => "¢",
        "pound" => "£",
        "yen" => "¥",
        "euro" => "€",
        "sect" => "§",
        "copy" => "©",
        "reg" => "®",
        "trade" => "™",
        "deg" => "°",
        "middot" => "·",
        "bull" => "•",
        "ordf" => "ª",
        "ordm" => "º",
        "laquo" => "«",
        "raquo" => "»",
        "lsaquo" => "‹",
        "rsaquo" => "›",
        "lsquo" => "‘",
        "rsquo" => "’",
        "sbquo" => "‚",
        "ldquo" => "“",
        "rdquo" => "”",
        "bdquo" => "„",
        "ndash" => "–",
        "mdash" => "—",
        "hellip" => "…",
        "szlig" => "ß",
        "aelig" => "æ",
        "AElig" => "Æ",
        "oelig" => "œ",
        "OElig" => "Œ",
        "eth" => "ð",
        "ETH" => "Ð",
        "thorn" => "þ",
        "THORN" => "Þ",
        "oslash" => "ø",
        "Oslash" => "Ø",
        "lstrok" => "ł",
        "Lstrok" => "Ł",
        "dstrok" => "đ",
        "Dstrok" => "Đ",
        "hstrok" => "ħ",
        "Hstrok" => "Ħ",
        "tstrok" => "ŧ",
        "Tstrok" => "Ŧ",
        "imath" | "inodot" => "ı",
        _ => return None,
    })
}

/// Composes a letter and the name of its accent: `eacute`.
fn accented(name: &str) -> Option<String> {
    const ACCENTS: [(&str, char); 13] = [
        ("acute", '\u{301}'),
        ("grave", '\u{300}'),
        ("circ", '\u{302}'),
        ("tilde", '\u{303}'),
        ("uml", '\u{308}'),
        ("cedil", '\u{327}'),
        ("caron", '\u{30C}'),
        ("breve", '\u{306}'),
        ("macr", '\u{304}'),
        ("ogon", '\u{328}'),
        ("dot", '\u{307}'),
        ("ring", '\u{30A}'),
        ("dblac", '\u{30B}'),
    ];
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let (_, accent) = ACCENTS.into_iter().find(|(accent, _)| *accent == &name[1..])?;
    let written = format!("{letter}{accent}");
    let whole = composed(&written);
    (whole.chars().count() == 1).then(|| whole.into_owned())
}
