//! `occurs(word, text, …)`: the search for a word, which SQLite's own functions can do for ASCII alone.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, Result};

/// Gives a connection the function: whether a word in lower case stands in one of the texts, whatever their case. A
/// search calls it for every contact, so nothing is copied but what has letters beyond ASCII.
pub(super) fn add_to(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("occurs", -1, flags, occurs)
}

/// A word as the function takes it.
pub(super) fn folded(word: &str) -> String {
    word.to_lowercase()
}

fn occurs(context: &Context<'_>) -> Result<bool> {
    let word = context.get_raw(0).as_str()?;
    for index in 1..context.len() {
        if context.get_raw(index).as_str_or_null()?.is_some_and(|text| holds(text, word)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn holds(text: &str, word: &str) -> bool {
    if !text.is_ascii() {
        return folded(text).contains(word);
    }
    let (text, word) = (text.as_bytes(), word.as_bytes());
    word.is_empty() || text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_whatever_its_case() {
        let cases = [
            ("Zoë Müller", "ZOË", true),
            ("ÅSA", "åsa", true),
            ("\u{212a}elvin", "kelvin", true), // the sign of the unit, which is no k
            ("ANN", "ann", true),
            ("ann@Example.com", "EXAMPLE", true),
            ("Ann", "anna", false),
            ("Ann", "é", false),
            ("", "a", false),
            ("Ann", "", true),
        ];
        for (text, word, expected) in cases {
            assert_eq!(holds(text, &folded(word)), expected, "{word} in {text}");
        }
    }

    #[test]
    fn any_of_the_texts_will_do() {
        let connection = Connection::open_in_memory().unwrap();
        add_to(&connection).unwrap();
        let found = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, bool>(0)).unwrap();
        assert!(found("SELECT occurs('lee', NULL, 'Ann', 'LEE')"));
        assert!(!found("SELECT occurs('annlee', 'Ann', 'Lee')"));
        assert!(!found("SELECT occurs('ann', NULL)"));
    }
}
