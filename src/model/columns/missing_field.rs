//! Contact fields that a mapping names but an import leaves out.

use serde::{Deserialize, Serialize};

use super::Note;

/// Code of the note on a column that the list had when its mapping was decided, and no longer has.
pub const COLUMN_VANISHED: &str = "column-vanished";

/// Codes of the notes on several columns that claim one field, so that none of them is imported.
pub const COLUMNS_CLAIM: [&str; 2] = ["columns-of-one-name", "columns-of-one-field"];

/// Contact field that an import should fill but does not, because of the columns of its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingField {
    /// Name of the field.
    pub field: String,
    /// Label of the missing column; `None` where several columns claim the field.
    pub column: Option<String>,
    /// Code of the note that reports it.
    pub code: String,
}

impl MissingField {
    /// Returns the missing field that a note on the columns reports; `None` for any other note.
    pub fn of_note(note: &Note) -> Option<Self> {
        let field = note.field.clone().filter(|_| note.is_warning())?;
        let column = match &*note.code {
            COLUMN_VANISHED => note.column.clone(),
            code if COLUMNS_CLAIM.contains(&code) => None,
            _ => return None,
        };
        Some(Self { field, column, code: note.code.to_string() })
    }
}

impl std::fmt::Display for MissingField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.column {
            Some(column) => write!(f, "{} is not imported: the column '{column}' is gone", self.field),
            None => write!(f, "{} is not imported: several columns claim it", self.field),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_field_that_gets_nothing_is_missing() {
        let gone = || Note::warning(COLUMN_VANISHED, "x").column("Mail");
        let missing = MissingField {
            field: "Email".to_owned(),
            column: Some("Mail".to_owned()),
            code: COLUMN_VANISHED.to_owned(),
        };
        assert_eq!(MissingField::of_note(&gone().field("Email")), Some(missing.clone()));
        assert_eq!(missing.to_string(), "Email is not imported: the column 'Mail' is gone");
        assert_eq!(MissingField::of_note(&gone()), None, "it was left out anyway");
        assert_eq!(MissingField::of_note(&Note::info(COLUMN_VANISHED, "x").field("Email")), None);
        assert_eq!(MissingField::of_note(&Note::warning("columns-appeared", "x").field("Email")), None);
        let claimed = MissingField::of_note(&Note::warning("columns-of-one-name", "x").field("Email")).unwrap();
        assert_eq!(claimed.to_string(), "Email is not imported: several columns claim it");
    }
}
