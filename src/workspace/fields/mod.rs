//! Contact fields and their values: how they are defined and stored, which are identifiers, and tags.
//!
//! | file | what |
//! |---|---|
//! | `definitions` | contact fields: listed, added, renamed, removed |
//! | `row` | a field as a row, and the columns of standard fields |
//! | `created` | custom fields and options that imports created |
//! | `identifiers` | custom fields as identifiers, and the index of their values |
//! | `tags` | tags with their IDs |

mod created;
mod definitions;
mod identifiers;
mod row;
mod tags;

pub(super) use identifiers::UnindexedFields;
pub(super) use row::{STANDARD_COLUMNS, read_field};
pub use tags::TagIds;
