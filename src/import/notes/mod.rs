//! Notes on an import whose rows were counted (`outcome`), and on options that it adds to lists and choices (`options`).

mod options;
mod outcome;

pub use options::{OPTIONS_ADDED, OPTIONS_UNKNOWN};
pub use outcome::FIELDS_CREATED;
