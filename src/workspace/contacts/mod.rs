//! Reading of contacts: found, looked up, selected, listed and counted. Nothing here changes the workspace.
//!
//! | file | what |
//! |---|---|
//! | `finder` | one contact, by an identifier or its Contact ID |
//! | `merged` | contacts that a merge absorbed, and where they lead |
//! | `value_search` | contacts that have a value, for people who name one by it |
//! | `lookup`, `bulk_lookup` | the contacts that the rows of an import match |
//! | `selection` | a selection as SQL |
//! | `list` | search, listing and loading |
//! | `duplicates` | contacts that share a phone number or an e-mail address |
//! | `stats` | counts |

mod bulk_lookup;
mod duplicates;
mod finder;
mod list;
mod lookup;
mod merged;
mod selection;
mod stats;
mod value_search;

pub use duplicates::{ContactKeys, SharedAddresses, SharedKeys};
pub use finder::Finder;
pub use list::ContactRecord;
pub use lookup::{LoadScope, Lookup};
pub(super) use selection::SqlCondition;
pub use stats::{EntryCounts, SharedValues};
