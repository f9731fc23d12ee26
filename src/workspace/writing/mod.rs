//! Writing of planned rows, with their journal: what imports, edits and undo have in common.
//!
//! ```text
//!   planned rows ──▶ writer ──┬──▶ additions ──────────────▶ rows in bulk (bulk), the indexes dropped for many (indexes)
//!                             └──▶ update_sorter ──▶ writer  updates in the order of their contacts
//!                                    values of custom fields: value_writer
//! ```
//!
//! Contacts are removed in `removal`.

mod additions;
mod bulk;
mod indexes;
mod removal;
mod update_sorter;
mod value_writer;
mod writer;

pub(super) use update_sorter::PendingUpdate;
pub use writer::ContactWriter;
