//! Sources by name, as they are typed.

use super::OpsError;
use crate::workspace::{Snapshot, StoredSource};

/// Returns the source of this name.
///
/// # Errors
/// [`OpsError::UnknownSource`], or the workspace cannot be read.
pub fn find(snapshot: &Snapshot<'_>, name: &str) -> Result<StoredSource, OpsError> {
    match snapshot.source(name)? {
        Some(source) => Ok(source),
        None => Err(OpsError::UnknownSource { name: name.to_owned(), known: snapshot.source_names()? }),
    }
}
