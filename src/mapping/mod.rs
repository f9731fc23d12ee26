//! Floor 2: which column goes to which contact field (spec section 5), compiled once so that no row looks anything up.
//!
//! ```text
//!   headers ──┬── --skip ─────────────▶ left out
//!             ├── --map COLUMN=FIELD ─▶ as the user says
//!             ├── a field's name ─────▶ mapped by itself, unless two columns claim it
//!             └── anything else ──────▶ told
//!   --set FIELD=VALUE ────────────────▶ the same for every row
//! ```

mod compile;
mod drift;
mod error;
mod request;
mod saved;
mod shell;

#[cfg(test)]
mod tests;

pub use compile::{Compiled, compile};
pub use drift::{Found, find_columns};
pub use error::MappingError;
pub use request::{Decided, MappingRequest};
pub use saved::{SavedMapping, SavedMappingError, mapping_name};
pub use shell::quote;
