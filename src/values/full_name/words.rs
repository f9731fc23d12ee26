//! Words in full names that are neither first nor last name: particles, titles, suffixes and what companies are called.

/// Particles before a last name.
const PARTICLES: &[&str] = &[
    "von", "vom", "van", "zu", "zur", "zum", "der", "den", "de", "del", "dela", "della", "delle", "dello", "degli",
    "dei", "di", "da", "das", "do", "dos", "du", "des", "d'", "la", "las", "le", "les", "los", "lo", "el", "al", "af",
    "av", "ter", "ten", "te", "'t", "st", "st.", "saint", "op", "het", "bint", "ibn",
];

/// Particles that are also last names of China, Korea and Vietnam; only in lower case they are certainly particles.
const LAST_NAMES: [&str; 4] = ["do", "du", "le", "lo"];

/// Words between two last names; in capitals they are initials.
const CONNECTORS: &[&str] = &["y", "i", "e"];

/// Words between a name and that of the father, which is kept whole: `Ahmad bin Abdul Rahman`.
const PATRONYMICS: &[&str] = &["bin", "binti", "bte", "bt", "a/l", "a/p", "s/o", "d/o", "anak", "ap"];

/// Titles before a name.
const TITLES: &[&str] =
    &["dr", "mr", "mrs", "ms", "miss", "mx", "prof", "herr", "frau", "mme", "mlle", "srta", "dott", "sir", "rev"];

/// Titles that are words or names too, so that they count with a full stop alone.
const DOTTED_TITLES: &[&str] = &["hr.", "fr.", "m.", "sr.", "sra.", "ing.", "dipl.-ing."];

/// Suffixes behind a name, in lower case and without a full stop at the end.
const SUFFIXES: [&str; 13] = ["jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "m.d", "esq", "mba", "cpa", "dds"];

/// Words and forms of companies, in lower case and without a full stop at the end.
const COMPANIES: &[&str] = &[
    "gmbh",
    "mbh",
    "gbr",
    "ohg",
    "kgaa",
    "e.v",
    "e.k",
    "e.u",
    "ltd",
    "limited",
    "llc",
    "l.l.c",
    "llp",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "plc",
    "bhd",
    "sdn",
    "pte",
    "pty",
    "sarl",
    "s.a",
    "s.a.r.l",
    "s.r.l",
    "srl",
    "s.p.a",
    "s.l",
    "sas",
    "ltda",
    "lda",
    "b.v",
    "n.v",
    "a/s",
    "aps",
    "oyj",
    "a.s",
    "s.r.o",
    "z.o.o",
    "zrt",
    "kft",
    "d.o.o",
    "pvt",
    "gesmbh",
    "company",
    "group",
    "holding",
    "holdings",
    "enterprise",
    "enterprises",
    "solutions",
    "services",
    "technologies",
    "university",
    "foundation",
    "stiftung",
    "consulting",
    "verein",
];

/// Forms of companies that are also names or parts of such, so that they count as the last word and in capitals alone.
const CAPITALS: &[&str] = &["AG", "KG", "UG", "SA", "AB", "AS", "BV", "NV", "OY", "SE", "SpA", "Co."];

/// Returns true for a word that stays with the last name behind it.
pub(super) fn is_particle(word: &str) -> bool {
    let lower = word.to_lowercase();
    PARTICLES.contains(&lower.as_str()) || is_patronymic(word) || word == "ben"
}

/// Returns true for a particle that may as well be a whole last name: the first word of `Le Gall Yann`, `Le Thi Lan`.
pub(super) fn is_last_name_too(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && LAST_NAMES.contains(&word.to_lowercase().as_str())
}

/// Returns true for a word before the name of the father.
pub(super) fn is_patronymic(word: &str) -> bool {
    PATRONYMICS.contains(&word.to_lowercase().trim_end_matches('.'))
}

/// Returns true for a word between two last names: `Ortega y Gasset`.
pub(super) fn is_connector(word: &str) -> bool {
    CONNECTORS.contains(&word)
}

/// Returns true for a title before a name.
pub(super) fn is_title(word: &str) -> bool {
    let lower = word.to_lowercase();
    TITLES.contains(&lower.trim_end_matches('.')) || DOTTED_TITLES.contains(&lower.as_str())
}

/// Returns true for a suffix behind a name.
pub(super) fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word.to_lowercase().trim_end_matches('.'))
}

/// Returns true for a word of two letters or more that are all capitals.
pub(super) fn is_capitals(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    letters().count() > 1 && letters().all(char::is_uppercase) && !word.ends_with('.')
}

/// Returns true for the name of a company.
pub(super) fn is_company(name: &str) -> bool {
    let words: Vec<&str> = name
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    let is_form = |word: &&str| COMPANIES.contains(&word.to_lowercase().trim_end_matches('.'));
    let has_lower = name.chars().any(char::is_lowercase);
    words.len() > 1
        && (words.iter().skip(1).any(is_form)
            || words.last().is_some_and(|word| has_lower && CAPITALS.contains(word))
            || words
                .windows(2)
                .any(|two| matches!(two, ["&" | "und" | "and", co] if co.to_lowercase().trim_end_matches('.') == "co")))
}

/// Returns true for a letter of a script that writes names without blanks between them.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(letter,
        '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}' | '\u{20000}'..='\u{2FA1F}' | '\u{FF66}'..='\u{FF9F}')
}
