//! Which contacts a count is about.

/// Contacts that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountScope {
    /// All of them.
    Everybody,
    /// Those that [`Snapshot::select_contacts`](super::Snapshot::select_contacts) selected last.
    Selected,
}

impl CountScope {
    /// Returns the condition of SQL on a column that holds the ID of a contact.
    pub(super) fn condition(self, column: &str) -> String {
        match self {
            Self::Everybody => "TRUE".to_owned(),
            Self::Selected => format!("{column} IN temp.selected"),
        }
    }
}
