//! The file: opened once, recognised by its content, and known again by its bytes.
//!
//! | file | what |
//! |---|---|
//! | `source_file` | the file that is open, read chunk by chunk |
//! | `piped` | a list that comes through a pipe |
//! | `signature` | what is no CSV, by its first bytes |
//! | `fingerprint` | digests of the bytes, to which later passes are held |

mod fingerprint;
mod piped;
pub(super) mod signature;
mod source_file;

pub(super) use fingerprint::{Fingerprint, FingerprintBuilder};
pub use piped::{PipedList, SourceInput};
pub use signature::FileKind;
pub(super) use source_file::SourceFile;
pub use source_file::check_exists;
