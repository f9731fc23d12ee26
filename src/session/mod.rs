//! Floor 4: the session, an import in preparation (spec section 6), kept in a manifest beside the source.
//!
//! ```text
//!   leads.csv.import.json ──read──▶ Manifest ──▶ Validity: may it go on?   expired, changed, finished, cancelled …
//!            ▲        (sealed, for this                │
//!            │         workspace, by us)               ▼
//!            └──────────────write─────────────── the next step             unless the file changed meanwhile
//! ```
//!
//! The manifest is sealed with a key that only the workspace has, so what is read is what was written. Even so, nothing
//! in it is taken for a path: the source is the one that the user names, the workspace the one that is open.

mod error;
mod file;
mod manifest;
mod signature;
mod validity;

#[cfg(test)]
mod tests;

pub use error::{SessionError, UploadedFor};
pub use file::{FileVersion, manifest_path, read, source_of_manifest, write};
pub use manifest::{ImportRef, Manifest, ReviewRecord, SourceFingerprint, Stage, WorkspaceRef};
pub use signature::recipe_digest;
pub use validity::{REVIEW_TTL, Validity};
