//! Notes: facts about a whole source that an import acts on or advises (spec section 5a).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// How much a note matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteLevel {
    /// It merely informs; `--quiet` hides it.
    Info,
    /// Something may be wrong; it is shown even with `--quiet`.
    Warning,
}

/// A fact about a whole source or one of its columns, for people and scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// A stable name in kebab-case that scripts may rely on.
    pub code: Cow<'static, str>,
    /// How much it matters.
    pub level: NoteLevel,
    /// The column's label; `None` when the note is about the whole source.
    pub column: Option<String>,
    /// The contact field to which the column is mapped.
    pub field: Option<String>,
    /// Number of cells or rows it is about.
    pub count: Option<u64>,
    /// Number of cells or rows that were counted in all.
    pub of: Option<u64>,
    /// The fact and, where there is one, the next step, for a person.
    pub message: String,
    /// The option that helps, quoted for a shell: `--region GB`.
    pub option: Option<String>,
}

impl Note {
    /// A note that merely informs.
    pub fn info(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(NoteLevel::Info, code, message.into())
    }

    /// A note that something may be wrong.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(NoteLevel::Warning, code, message.into())
    }

    fn new(level: NoteLevel, code: &'static str, message: String) -> Self {
        let code = Cow::Borrowed(code);
        Self { code, level, column: None, field: None, count: None, of: None, message, option: None }
    }

    /// Names the column it is about.
    #[must_use]
    pub fn column(mut self, label: impl Into<String>) -> Self {
        self.column = Some(label.into());
        self
    }

    /// Names the contact field it is about.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>) -> Self {
        self.field = Some(name.into());
        self
    }

    /// Says how many cells or rows it is about.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Says how many cells or rows it is about, of how many.
    #[must_use]
    pub fn count_of(mut self, count: u64, of: u64) -> Self {
        self.of = Some(of);
        self.count(count)
    }

    /// Names the option that helps, quoted for a shell.
    #[must_use]
    pub fn option(mut self, option: impl Into<String>) -> Self {
        self.option = Some(option.into());
        self
    }

    /// Whether something may be wrong.
    pub fn is_warning(&self) -> bool {
        self.level == NoteLevel::Warning
    }
}
