//! Floor 2: what a row does. Pure: no file, no SQL.
//!
//! ```text
//!   identifiers of all rows ──▶ Twins ────────┐
//!   one row's values ──▶ Candidate ───────────┼──▶ decide ──▶ PlannedRow { Add | Update | Skip | Reject, issues }
//!   contacts with the same identifier, Hits ──┘
//!
//!   contacts alike ──▶ Buckets, Groups ──▶ who may be one person
//!   several contacts, a rule, choices ──▶ Join ──▶ Update of the one that stays
//! ```

mod buckets;
mod decide;
mod join;
mod merge;
mod near;
mod twins;

#[cfg(test)]
mod tests;

pub use buckets::{Buckets, Shared};
pub use decide::{Candidate, Decider, Found, ImportTags};
pub use join::{Choice, Join, KeepRule};
pub use merge::TagCells;
pub use near::{Groups, last_digits, local_name, names_alike};
pub use twins::{TwinGroup, Twins, TwinsBuilder};
