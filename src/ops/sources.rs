//! Sources by name, as they are typed.

use super::{OpsError, SourceRuleError};
use crate::workspace::{Snapshot, StoredSource};

/// Returns the source of this name.
///
/// # Errors
/// [`SourceRuleError::Unknown`], or the workspace cannot be read.
pub fn find(snapshot: &Snapshot<'_>, name: &str) -> Result<StoredSource, OpsError> {
    match snapshot.source(name)? {
        Some(source) => Ok(source),
        None => Err(SourceRuleError::Unknown { name: name.to_owned(), known: snapshot.source_names()? }.into()),
    }
}
