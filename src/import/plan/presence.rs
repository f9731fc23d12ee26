//! The contacts that a list holds, whatever becomes of its rows.

use crate::model::{Action, ContactId, ContactSet, IssueCode, Matched, PlannedRow};

use crate::import::ImportRequest;

/// Maximum number of lines that are told of rows whose identifier cannot be read.
const MAX_LINES: usize = 10;

/// Contacts that rows match, and rows of which it cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::import) struct Presence {
    /// Contacts that a row matches, also one in error or left alone by the purpose.
    pub(in crate::import) contacts: ContactSet,
    /// Rows whose identifier cannot be read.
    pub(in crate::import) unreadable: UnreadableRows,
}

/// Rows whose identifier cannot be read: any contact may be meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::import) struct UnreadableRows {
    /// Number of rows.
    pub(in crate::import) count: u64,
    /// Lines on which the first of them begin, from 1.
    pub(in crate::import) lines: Vec<u64>,
}

/// Notes row by row which contacts a list holds.
pub(super) struct PresenceBuilder {
    presence: Presence,
    /// Names of the fields that are identifiers.
    identifiers: Vec<String>,
}

impl PresenceBuilder {
    /// Begins with no row.
    pub(super) fn new(request: &ImportRequest) -> Self {
        let identifiers = request.identifiers.iter().map(|target| request.field_name(*target).to_owned()).collect();
        Self { presence: Presence::default(), identifiers }
    }

    /// Notes a row; `has_key` is true if it has an identifier.
    pub(super) fn note(&mut self, planned: &PlannedRow, has_key: bool, matched: &Matched) {
        let merged = matched.merged_into.as_ref().map(|(_, contact)| contact);
        let further = matched.further.iter().flatten();
        let contacts = matched.hits.ids().iter().chain(further).chain(merged);
        self.presence.contacts.extend(contacts.copied());
        if self.is_unreadable(planned, has_key) {
            let UnreadableRows { count, lines } = &mut self.presence.unreadable;
            *count += 1;
            if lines.len() < MAX_LINES {
                lines.push(planned.line);
            }
        }
    }

    /// Returns true if the row may be that of another contact than those that it matches.
    fn is_unreadable(&self, planned: &PlannedRow, has_key: bool) -> bool {
        if planned.action != Action::Reject {
            return false;
        }
        !has_key
            || planned.issues.iter().filter(|issue| issue.is_error()).any(|issue| match issue.code {
                // The identifier was read: these say whom it means.
                IssueCode::DuplicateInFile | IssueCode::SeveralContacts | IssueCode::IdentifiersDisagree => false,
                // The cells may stand in other columns, and an issue that is not listed may be of any of them.
                IssueCode::TooManyCells | IssueCode::TooFewCells | IssueCode::FurtherErrors => true,
                _ => match (&issue.field, &issue.column) {
                    (Some(field), _) => self.identifiers.contains(field),
                    (None, column) => column.is_none(),
                },
            })
    }

    pub(super) fn finish(self) -> Presence {
        self.presence
    }
}

impl Presence {
    /// Adds the contacts that the import has added, from the first ID to the last.
    pub(in crate::import) fn with_added(mut self, added: Option<(i64, i64)>) -> Self {
        let added = added.into_iter().flat_map(|(first, last)| first..=last);
        self.contacts.extend(added.map(ContactId));
        self
    }
}
