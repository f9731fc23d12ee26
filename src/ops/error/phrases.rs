//! Phrases in the errors of use cases.

use crate::model::{ContactId, Identifiers, format_thousands};

/// `the identifier Email`, or `no identifier`.
pub(super) fn identifier_name(identifiers: &Identifiers) -> String {
    if identifiers.is_empty() { "no identifier".to_owned() } else { format!("the identifier {identifiers}") }
}

/// `there is no contact 7`, `there are no contacts 7, 8`.
pub(super) fn no_contacts(ids: &[ContactId]) -> String {
    let verb = if ids.len() == 1 { "is" } else { "are" };
    format!("there {verb} no {}", crate::ops::contacts::format_first_ids(ids))
}

/// `1 contact has`, `1,204 contacts have`.
pub(super) fn have(contacts: u64) -> String {
    if contacts == 1 { "1 contact has".to_owned() } else { format!("{} contacts have", format_thousands(contacts)) }
}
