//! Imports: from the session that prepares one to its commit, and what its undo takes back.
//!
//! | file | what |
//! |---|---|
//! | `sessions` | the session of a source |
//! | `prepared` | [`PreparedImport`]: the library's door |
//! | `run` | [`ImportRun`]: one import from its lock to its commit |
//! | `attempts` | the last attempt to import, however it ended |
//! | `created_fields`, `added_options` | what becomes of fields and options when an import is undone |

pub mod added_options;
pub mod attempts;
pub mod created_fields;
mod prepared;
mod run;
pub mod sessions;

pub use prepared::PreparedImport;
pub use run::{FrontEnd, ImportLock, ImportRun};
