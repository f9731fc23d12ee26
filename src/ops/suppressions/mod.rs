//! Suppressions: values of people who want to be left alone (spec section 8).

mod addition;
mod contacts;
mod error;
mod shared;
mod value;
mod value_list;

pub use addition::{Addition, ExistingAction, ExistingContacts, SuppressionAdder};
pub use contacts::SuppressedContacts;
pub use error::SuppressionError;
pub use shared::{SharedSuppression, all_suppressed, each_shared, share};
pub use value::{TypedValue, read_values};
pub use value_list::{ListRow, ListUse, ValueList, open_list};

use super::OpsError;
use crate::model::{Timestamp, counted};
use crate::workspace::{EntryKind, WriteTransaction};

/// Lifts the suppressions of values, all of them or none, as part of a change. Returns the number of the entry in the history.
///
/// # Errors
/// [`SuppressionError::NotSuppressed`] with every value that is not suppressed, or the workspace cannot be written.
pub fn remove(change: &WriteTransaction<'_>, values: &[TypedValue], now: Timestamp) -> Result<i64, OpsError> {
    let (mut ids, mut unknown) = (Vec::new(), Vec::new());
    for typed in values {
        let before = ids.len();
        for form in typed.forms() {
            ids.extend(change.suppressions_of(form)?.iter().map(|suppression| suppression.id));
        }
        if ids.len() == before {
            unknown.push(typed.value.to_string());
        }
    }
    if !unknown.is_empty() {
        return Err(SuppressionError::NotSuppressed { values: unknown }.into());
    }
    // Numbers only: the history keeps no personal data.
    let summary = format!("{} no longer suppressed", counted(values.len() as u64, "value"));
    let entry = change.begin_entry(EntryKind::Suppress, &summary, now)?;
    change.remove_suppressions(entry, ids)?;
    Ok(entry)
}
