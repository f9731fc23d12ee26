//! Names of contact fields and of options.

use super::trim;
use crate::model::hidden_character;

/// Maximum length of the name of a field or of an option, in characters.
const MAX_NAME_CHARS: usize = 200;

/// Names with another meaning in files of this tool.
const RESERVED_NAMES: [&str; 4] = ["Contact ID", "Import Status", "Errors", "Error"];

/// Reason why a text cannot be the name of a contact field or of an option.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldNameError {
    /// It has no visible character.
    #[error("the name is blank")]
    Blank,
    /// Too many characters.
    #[error("the name has more than {MAX_NAME_CHARS} characters")]
    TooLong,
    /// It has a line break or another control character.
    #[error("the name holds a line break or another control character")]
    Control,
    /// It has an invisible character.
    #[error("the name holds {}: leave it out, or the name cannot be told from the same name without it", described(*.0))]
    Hidden(char),
    /// It has a semicolon, and is an option of choices.
    #[error("the name holds a semicolon, which stands between the options of a value: write a comma instead")]
    Semicolon,
    /// It names a column, as `#3` does.
    #[error("'{0}' names a column by its place, so no field can have that name")]
    Position(String),
    /// The name has another meaning.
    #[error("the name '{0}' has another meaning in files of contacts")]
    Taken(&'static str),
}

impl FieldNameError {
    /// Returns a stable name for scripts.
    pub fn code(&self) -> &'static str {
        "field-name-invalid"
    }
}

/// Validates the name of a contact field: any Unicode text, without surrounding blanks. The caller checks whether the
/// name is taken.
///
/// # Errors
/// The reason why it is invalid.
pub fn field_name(text: &str) -> Result<&str, FieldNameError> {
    let name = option_name(text)?;
    if name.strip_prefix('#').is_some_and(|number| number.parse::<usize>().is_ok()) {
        return Err(FieldNameError::Position(name.to_owned()));
    }
    match RESERVED_NAMES.into_iter().find(|taken| taken.eq_ignore_ascii_case(name)) {
        Some(taken) => Err(FieldNameError::Taken(taken)),
        None => Ok(name),
    }
}

/// Checks that a new name has no invisible character. Names of columns and values of cells are compared without such
/// characters, and need not pass this check.
///
/// # Errors
/// [`FieldNameError::Hidden`]
pub fn check_visible(name: &str) -> Result<(), FieldNameError> {
    hidden_character(name).map_or(Ok(()), |c| Err(FieldNameError::Hidden(c)))
}

/// Returns `an invisible character (U+200B)`.
pub(super) fn described(hidden: char) -> String {
    let what = if hidden.is_whitespace() { "a blank that looks like a plain one" } else { "an invisible character" };
    format!("{what} (U+{:04X})", u32::from(hidden))
}

/// Validates the name of a list's option, without surrounding blanks.
///
/// # Errors
/// The reason why it is invalid.
pub fn option_name(text: &str) -> Result<&str, FieldNameError> {
    let name = trim::trim(text);
    if trim::is_blank(name) {
        Err(FieldNameError::Blank)
    } else if name.chars().count() > MAX_NAME_CHARS {
        Err(FieldNameError::TooLong)
    } else if name.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        Err(FieldNameError::Control)
    } else {
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_is_a_name_without_the_blanks_around_it() {
        let longest = "é".repeat(200);
        for name in ["Shoe size", "\"; DROP TABLE contacts; --", "🎂", "שם פרטי", "a=b:c,d", "#", "#x", "1", &longest]
        {
            assert_eq!(field_name(&format!(" \u{A0}{name}\t")), Ok(name));
        }
    }

    #[test]
    fn what_is_no_name_is_told_why() {
        let long = "é".repeat(201);
        for (text, said) in [
            ("", "blank"),
            (" \u{200B}\u{200D}", "blank"),
            (long.as_str(), "200 characters"),
            ("a\nb", "line break"),
            ("a\u{1B}[2Jb", "control"),
            ("a\u{2028}b", "line break"),
            ("#3", "place"),
            (" #12 ", "place"),
            ("contact id", "another meaning"),
            ("IMPORT STATUS", "another meaning"),
            ("errors", "another meaning"),
            ("Error", "another meaning"),
        ] {
            let problem = field_name(text).unwrap_err();
            assert!(problem.to_string().contains(said), "{text:?}: {problem}");
            assert_eq!(problem.code(), "field-name-invalid");
        }
    }

    #[test]
    fn a_new_name_can_be_told_from_every_other() {
        let said = |name: &str| check_visible(name).unwrap_err().to_string();
        assert!(said("Nick\u{200B}name").starts_with("the name holds an invisible character (U+200B): leave it out"));
        assert!(said("Nick\u{A0}name").starts_with("the name holds a blank that looks like a plain one (U+00A0)"));
        assert_eq!(check_visible("Nick name"), Ok(()));
    }
}
