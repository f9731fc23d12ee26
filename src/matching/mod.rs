//! Floor 2: what a row does. Pure: no file, no SQL.
//!
//! ```text
//!   identifiers of all rows ──▶ Twins ────────┐
//!   one row's values ──▶ Candidate ───────────┼──▶ decide ──▶ PlannedRow { Add | Update | Skip | Reject, issues }
//!   contacts with the same identifier, Hits ──┘
//!
//!   several contacts, a rule, choices ──▶ Join ──▶ Update of the one that stays
//! ```

mod decide;
mod join;
mod merge;
mod twins;

#[cfg(test)]
mod tests;

pub use decide::{Candidate, Decider, Found};
pub use join::{Choice, Join, KeepRule};
pub use merge::TagCells;
pub use twins::{TwinGroup, Twins, TwinsBuilder};
