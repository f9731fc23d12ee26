//! Notes: facts about a whole source that an import acts on or advises (spec section 5a).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Importance of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteLevel {
    /// It informs; `--quiet` hides it.
    Info,
    /// Something may be wrong; it is shown even with `--quiet`.
    Warning,
}

/// Fact about a whole source or one of its columns, for people and scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Stable name in kebab-case that scripts may rely on.
    pub code: Cow<'static, str>,
    /// Importance.
    pub level: NoteLevel,
    /// Label of the column; `None` if the note is about the whole source.
    pub column: Option<String>,
    /// Contact field to which the column is mapped.
    pub field: Option<String>,
    /// Number of cells or rows that the note is about.
    pub count: Option<u64>,
    /// Number of cells or rows that were examined.
    pub of: Option<u64>,
    /// The fact and, where there is one, the next step, for a person.
    pub message: String,
    /// Option that helps, quoted for a shell: `--region GB`.
    pub option: Option<String>,
    /// Values of the source that show what the option does: `Lee Ann → Ann | Lee`. They are never stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<String>,
}

impl Note {
    /// Creates a note that informs.
    pub fn info(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(NoteLevel::Info, code, message.into())
    }

    /// Creates a note that something may be wrong.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(NoteLevel::Warning, code, message.into())
    }

    fn new(level: NoteLevel, code: &'static str, message: String) -> Self {
        let code = Cow::Borrowed(code);
        Self {
            code,
            level,
            column: None,
            field: None,
            count: None,
            of: None,
            message,
            option: None,
            samples: Vec::new(),
        }
    }

    /// Sets the column that the note is about.
    #[must_use]
    pub fn column(mut self, label: impl Into<String>) -> Self {
        self.column = Some(label.into());
        self
    }

    /// Sets the contact field that the note is about.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>) -> Self {
        self.field = Some(name.into());
        self
    }

    /// Sets the number of cells or rows that the note is about.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Sets the number of cells or rows that the note is about, and how many were examined.
    #[must_use]
    pub fn count_of(mut self, count: u64, of: u64) -> Self {
        self.of = Some(of);
        self.count(count)
    }

    /// Sets the option that helps, quoted for a shell.
    #[must_use]
    pub fn option(mut self, option: impl Into<String>) -> Self {
        self.option = Some(option.into());
        self
    }

    /// Returns true if something may be wrong.
    pub fn is_warning(&self) -> bool {
        self.level == NoteLevel::Warning
    }
}
