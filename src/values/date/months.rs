//! Names of months in English, German, French, Spanish, Portuguese, Malay and Indonesian, whole and abbreviated.

use crate::model::folded;

/// Names by month, in the form that [`folded`] gives them. No name means two months, whatever the language.
const NAMES: [&[&str]; 12] = [
    &["january", "januar", "janner", "janvier", "enero", "janeiro", "januari", "jan", "janv", "ene"],
    &["february", "februar", "feber", "fevrier", "febrero", "fevereiro", "februari", "feb", "fevr", "fev"],
    &["march", "marz", "maerz", "mars", "marzo", "marco", "mac", "maret", "mar", "mrz"],
    &["april", "avril", "abril", "apr", "avr", "abr"],
    &["may", "mai", "mayo", "maio", "mei"],
    &["june", "juni", "juin", "junio", "junho", "jun"],
    &["july", "juli", "juillet", "julio", "julho", "julai", "jul", "juil"],
    &["august", "aout", "agosto", "ogos", "agustus", "aug", "ago", "ogo", "agu", "agt", "ags"],
    &["september", "septembre", "septiembre", "setiembre", "setembro", "sept", "sep", "set"],
    &["october", "oktober", "octobre", "octubre", "outubro", "oct", "okt", "out"],
    &["november", "novembre", "noviembre", "novembro", "nov"],
    &[
        "december",
        "dezember",
        "decembre",
        "diciembre",
        "dezembro",
        "disember",
        "desember",
        "dec",
        "dez",
        "dic",
        "dis",
        "des",
    ],
];

/// Longest name, in bytes of any spelling.
const MAX_BYTES: usize = 24;

/// Returns the number of the month with this name, case and accents aside.
pub(super) fn number(name: &str) -> Option<u32> {
    if name.len() > MAX_BYTES {
        return None;
    }
    let name = folded(name);
    let at = NAMES.iter().position(|names| names.contains(&&*name))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_seven_languages() {
        for (name, month) in [
            ("January", 1),
            ("FEB", 2),
            ("M\u{E4}rz", 3),
            ("Mrz", 3),
            ("mars", 3),
            ("Mar\u{E7}o", 3),
            ("Mac", 3),
            ("Maret", 3),
            ("avr", 4),
            ("mayo", 5),
            ("Mei", 5),
            ("junho", 6),
            ("juil", 7),
            ("Julai", 7),
            ("ao\u{FB}t", 8),
            ("Ogos", 8),
            ("Agustus", 8),
            ("set", 9),
            ("Okt", 10),
            ("outubro", 10),
            ("noviembre", 11),
            ("d\u{E9}c", 12),
            ("Disember", 12),
            ("Desember", 12),
            ("Dezember", 12),
        ] {
            assert_eq!(number(name), Some(month), "{name}");
        }
        for name in ["", "ma", "Monday", "brumaire", "1"] {
            assert_eq!(number(name), None, "{name}");
        }
    }

    #[test]
    fn no_name_means_two_months() {
        let mut seen = std::collections::HashSet::new();
        assert!(NAMES.iter().flat_map(|names| names.iter()).all(|name| seen.insert(name) && folded(name) == **name));
    }
}
