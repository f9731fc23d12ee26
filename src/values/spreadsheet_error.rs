//! Errors that a spreadsheet shows in place of a value that it could not calculate (spec section 4, Debris).

use std::collections::HashMap;
use std::sync::OnceLock;

use super::trim;
use crate::model::{Diagnostic, FieldKind, IssueCode, folded};

/// Errors of Excel, LibreOffice and Google Sheets by cause, in the languages of their user interfaces.
const ERRORS: [(&str, &[&str]); 9] = [
    (
        "a formula looked for something that is not there",
        &[
            "#N/A",
            "#N/A!",
            "#NA",
            "#NV",
            "#N/D",
            "#N/B",
            "#I/T",
            "#Н/Д",
            "#Δ/Υ",
            "#YOK",
            "#PUUTTUU!",
            "#PUUTTUU",
            "#SAKNAS!",
            "#SAKNAS",
            "#HIÁNYZIK",
            "#NENÍ_K_DISPOZICI",
            "#NEDOSTUPNÝ",
            "#NEDOSTUPNÝ!",
            "#N/D!",
        ],
    ),
    (
        "a formula refers to a cell that was deleted",
        &[
            "#REF!",
            "#BEZUG!",
            "#¡REF!",
            "#RIF!",
            "#VERW!",
            "#REFERENS!",
            "#REFERENCE!",
            "#VIITTAUS!",
            "#ADR!",
            "#ODKAZ!",
            "#HIV!",
            "#ССЫЛКА!",
            "#BAŞV!",
            "#ΑΝΑΦ!",
            "#REFERENCIA!",
        ],
    ),
    (
        "a formula holds a name that the spreadsheet does not know",
        &[
            "#NAME?",
            "#NOM?",
            "#¿NOMBRE?",
            "#NOME?",
            "#NAAM?",
            "#NAMN?",
            "#NAVN?",
            "#NIMI?",
            "#NAZWA?",
            "#NÁZEV?",
            "#NÁZOV?",
            "#NÉV?",
            "#ИМЯ?",
            "#AD?",
            "#ΟΝΟΜΑ?",
            "#MACRO?",
        ],
    ),
    (
        "a formula got a value that it cannot work with",
        &[
            "#VALUE!",
            "#WERT!",
            "#VALEUR!",
            "#¡VALOR!",
            "#VALOR!",
            "#VALORE!",
            "#WAARDE!",
            "#VÄRDEFEL!",
            "#VÆRDI!",
            "#VERDI!",
            "#ARVO!",
            "#ARG!",
            "#HODNOTA!",
            "#ÉRTÉK!",
            "#ЗНАЧ!",
            "#DEĞER!",
            "#ΤΙΜΗ!",
            "#VALOARE!",
            "#TYPE!",
        ],
    ),
    (
        "a formula divides by zero",
        &[
            "#DIV/0!",
            "#DIV/0",
            "#¡DIV/0!",
            "#DEEL/0!",
            "#DIVISION/0!",
            "#JAKO/0!",
            "#DZIEL/0!",
            "#DĚLENÍ_NULOU!",
            "#DELENIENULOU!",
            "#ZÉRÓOSZTÓ!",
            "#ДЕЛ/0!",
            "#SAYI/0!",
            "#ΔΙΑΙΡ/0!",
        ],
    ),
    (
        "a formula came to a number that the spreadsheet cannot hold",
        &[
            "#NUM!",
            "#ZAHL!",
            "#NOMBRE!",
            "#¡NUM!",
            "#NÚM!",
            "#GETAL!",
            "#OGILTIGT!",
            "#LUKU!",
            "#LICZBA!",
            "#ČÍSLO!",
            "#SZÁM!",
            "#ЧИСЛО!",
            "#SAYI!",
            "#ΑΡΙΘ!",
        ],
    ),
    (
        "a formula takes what two ranges have in common, and they have nothing",
        &[
            "#NULL!",
            "#NUL!",
            "#¡NULO!",
            "#NULLO!",
            "#NULO!",
            "#LEEG!",
            "#SKÄRNING!",
            "#TYHJÄ!",
            "#ZERO!",
            "#NULLA!",
            "#ПУСТО!",
            "#BOŞ!",
            "#ΚΕΝΟ!",
        ],
    ),
    (
        "a formula had no room for its results, or could not calculate them",
        &[
            "#SPILL!",
            "#CALC!",
            "#ÜBERLAUF!",
            "#KALK!",
            "#PROPAGATION!",
            "#EPARS!",
            "#ÉPARS!",
            "#DESBORDAMIENTO!",
            "#¡DESBORDAMIENTO!",
            "#¡DESB!",
            "#¡CALC!",
            "#ESPANSIONE!",
            "#DESPEJAR!",
            "#EXCEDENTE!",
            "#OVERLOOP!",
            "#BEREKENEN!",
            "#OVERLØB!",
            "#OVERFLYT!",
            "#ROZLANIE!",
            "#PŘESAH!",
            "#ПЕРЕНОС!",
            "#ВЫЧИСЛ!",
            "#TAŞMA!",
            "#ERROR!",
            "#ERROR",
            "#ERR!",
            "#ERR",
        ],
    ),
    (
        "the spreadsheet had not got the value from elsewhere",
        &[
            "#GETTING_DATA",
            "#GETTING_DATA!",
            "#DATEN_ABRUFEN",
            "#OBTENTION_DE_DONNEES",
            "#OBTENIENDO_DATOS",
            "#OBTENDO_DADOS",
            "#FIELD!",
            "#FELD!",
            "#CHAMP!",
            "#CAMPO!",
            "#¡CAMPO!",
            "#VELD!",
            "#ПОЛЕ!",
            "#BLOCKED!",
            "#BLOCKIERT!",
            "#BLOQUE!",
            "#BLOQUÉ!",
            "#BLOQUEADO!",
            "#¡BLOQUEADO!",
            "#BLOCCATO!",
            "#GEBLOKKEERD!",
            "#UNKNOWN!",
            "#UNBEKANNT!",
            "#INCONNU!",
            "#DESCONOCIDO!",
            "#¡DESCONOCIDO!",
            "#DESCONHECIDO!",
            "#SCONOSCIUTO!",
            "#ONBEKEND!",
            "#CONNECT!",
            "#VERBINDEN!",
            "#CONNEXION!",
            "#CONECTAR!",
            "#¡CONECTAR!",
            "#CONNESSIONE!",
            "#BUSY!",
            "#BESETZT!",
            "#EXTERNAL!",
            "#PYTHON!",
            "#TIMEOUT!",
        ],
    ),
];

/// Returns a diagnostic if a cell of a column of this kind (`None`: of Contact IDs) holds a spreadsheet's error and
/// nothing else. Phone numbers and numbers report a column that was too narrow (`#####`) themselves.
pub fn spreadsheet_error(kind: Option<&FieldKind>, cell: &str) -> Option<Diagnostic> {
    // Most cells end here; folding each of them for the table would cost more than the rest of its checks.
    if begins_otherwise(cell) {
        return None;
    }
    let text = trim::trim(cell);
    let is_number = matches!(kind, Some(FieldKind::Phone | FieldKind::Number));
    let cause = match text.as_bytes().first()? {
        b'#' => by_name(text).or_else(|| (!is_number && is_too_narrow(text)).then_some(TOO_NARROW)),
        b'E' | b'e' | b'F' | b'f' => is_numbered(text).then_some("a formula of the spreadsheet failed"),
        _ => None,
    }?;
    let message = format!("a spreadsheet's error stands here: {cause}; enter the value itself, or empty the cell");
    Some(Diagnostic::new(IssueCode::SpreadsheetError, message))
}

/// Returns true if the first bytes show that a cell is neither blank nor a spreadsheet's error. Nearly all cells are
/// such.
pub fn is_plainly_a_value(cell: &str) -> bool {
    let begins_plainly = cell.as_bytes().first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'+');
    begins_plainly && begins_otherwise(cell)
}

/// Returns true if the first bytes show that a cell holds no error. Nearly all cells are such.
fn begins_otherwise(cell: &str) -> bool {
    match cell.as_bytes().first() {
        Some(b'#') => false,
        // The first letters of `Err:502` and `Fehler:502`, which begin many names too; only the colon tells them apart.
        Some(b'E' | b'e' | b'F' | b'f') => memchr::memchr(b':', cell.as_bytes()).is_none(),
        Some(byte) => byte.is_ascii_graphic(),
        None => true,
    }
}

const TOO_NARROW: &str = "the column was too narrow for the value when it was saved";

fn by_name(text: &str) -> Option<&'static str> {
    // Folded, so that `#n/a` and `#ERTEK!` are known too.
    static CAUSES: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let all = || ERRORS.iter().flat_map(|(cause, names)| names.iter().map(|name| (folded(name).into_owned(), *cause)));
    CAUSES.get_or_init(|| all().collect()).get(&*folded(text)).copied()
}

/// Returns true for `#####`. Two signs may be a person's mark for "nothing".
fn is_too_narrow(text: &str) -> bool {
    text.len() > 2 && text.bytes().all(|byte| byte == b'#')
}

/// Returns true for LibreOffice's `Err:502`, in French `Err :502`, in other languages `Fehler:502`.
fn is_numbered(text: &str) -> bool {
    let Some((word, number)) = text.split_once(':') else { return false };
    let word = trim::trim(word).to_lowercase();
    ["err", "fehler", "fout", "feil", "fejl", "erro", "error"].contains(&word.as_str())
        && number.len() == 3
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(cell: &str) -> Option<Diagnostic> {
        spreadsheet_error(Some(&FieldKind::Text), cell)
    }

    #[test]
    fn errors_of_spreadsheets_are_known_in_all_languages() {
        for cell in [
            "#N/A",
            " #n/a\u{A0}",
            "#REF!",
            "#NAME?",
            "#VALUE!",
            "#DIV/0!",
            "#NUM!",
            "#NULL!",
            "#SPILL!",
            "#CALC!",
            "#GETTING_DATA",
            "#FIELD!",
            "#BLOCKED!",
            "#UNKNOWN!",
            "#CONNECT!",
            "#BUSY!",
            "#NV",
            "#WERT!",
            "#BEZUG!",
            "#ZAHL!",
            "#ÜBERLAUF!",
            "#U\u{308}BERLAUF!",
            "#¡VALOR!",
            "#¿NOMBRE?",
            "#ЗНАЧ!",
            "Err:502",
            "err:508",
            "Err :511",
            "#ERROR!",
            "####",
            "########",
        ] {
            let finding = error(cell).unwrap_or_else(|| panic!("{cell}"));
            assert_eq!(finding.code, IssueCode::SpreadsheetError);
        }
        assert!(error("#REF!").unwrap().message.contains("deleted"));
    }

    #[test]
    fn numbers_without_room_are_told_by_their_own_reading() {
        for kind in [FieldKind::Phone, FieldKind::Number] {
            assert_eq!(spreadsheet_error(Some(&kind), "####"), None);
            assert!(spreadsheet_error(Some(&kind), "#REF!").is_some());
        }
    }

    #[test]
    fn what_only_looks_like_one_is_a_text() {
        for cell in [
            "", "#", "##", "#1", "#vip", "N/A", "NA", "#N/A x", "x #REF!", "#SALE!", "Err", "Err:5", "Eric:502", "REF!",
        ] {
            assert_eq!(error(cell), None, "{cell}");
        }
    }
}
