//! SQL functions for what SQLite's own do for ASCII only: searching for a word and comparing names.

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::FromSqlError;
use rusqlite::{Connection, Result};

use crate::model::{ValueOrder, folded, name_key, split_choices};

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_DETERMINISTIC);

/// Registers the functions with a connection:
///
/// - `occurs(word, text, …)`: true if a folded word occurs in one of the texts, regardless of case, accents and Unicode
///   form.
/// - `key_of_name(name)`: [`name_key`], the form in which names are compared.
/// - `folded`, `key_of_number`, `key_of_address`, `key_of_time`: the key of a value in its [`ValueOrder`]; NULL of NULL.
/// - `has_choice(value, option)`: true if a stored value of choices holds an option.
pub(in crate::workspace) fn add_to(connection: &Connection) -> Result<()> {
    connection.create_scalar_function("occurs", -1, FLAGS, contains_any)?;
    // The columns `name_key` cannot be used for comparing: they hold what version 0.1 made of names, which ignored
    // Unicode forms. They only keep the same name from being stored twice.
    connection.create_scalar_function("key_of_name", 1, FLAGS, |context| {
        let name = context.get_raw(0).as_str_or_null().map_err(unreadable)?;
        Ok(name_key(name.unwrap_or_default()))
    })?;
    add_key(connection, "folded", ValueOrder::Folded)?;
    add_key(connection, "key_of_number", ValueOrder::Number)?;
    add_key(connection, "key_of_address", ValueOrder::Email)?;
    add_key(connection, "key_of_time", ValueOrder::Time)?;
    connection.create_scalar_function("has_choice", 2, FLAGS, |context| {
        let text = |index| context.get_raw(index).as_str_or_null().map_err(unreadable);
        Ok(text(0)?.zip(text(1)?).is_some_and(|(value, option)| split_choices(value).any(|name| name == option)))
    })
}

fn add_key(connection: &Connection, name: &str, order: ValueOrder) -> Result<()> {
    connection.create_scalar_function(name, 1, FLAGS, move |context| {
        let value = context.get_raw(0).as_str_or_null().map_err(unreadable)?;
        Ok(value.map(|value| order.key(value).into_owned()))
    })
}

/// Message of a function that was given text which is not UTF-8.
pub(in crate::workspace) const UNREADABLE: &str = "a text is no UTF-8";

fn unreadable(_: FromSqlError) -> rusqlite::Error {
    rusqlite::Error::UserFunctionError(UNREADABLE.into())
}

fn contains_any(context: &Context<'_>) -> Result<bool> {
    let word = context.get_raw(0).as_str()?;
    for index in 1..context.len() {
        if context
            .get_raw(index)
            .as_str_or_null()
            .map_err(unreadable)?
            .is_some_and(|text| contains_ignore_case(text, word))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

fn contains_ignore_case(text: &str, word: &str) -> bool {
    // A search calls this for every value of every contact, so only text beyond ASCII is copied and folded.
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
            ("Zoë Müller", "zoe", true),
            ("Zoe", "ZOË", true),
            ("José", "Jose\u{301}", true),
            ("Jose\u{301}", "JOSÉ", true),
            ("Nguyễn", "nguyen", true),
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
            assert_eq!(contains_ignore_case(text, &folded(word)), expected, "{word} in {text}");
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
