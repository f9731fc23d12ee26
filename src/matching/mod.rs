//! Floor 2: what a row does. Pure: no file, no SQL.
//!
//! ```text
//!   identifiers of all rows ──▶ DuplicateKeys ─────┐
//!   one row's values ──▶ Candidate ────────────────┼──▶ decide ──▶ PlannedRow { Add | Update | Skip | Reject, issues }
//!   contacts with the same identifier, Matches ────┘
//!
//!   contacts alike ──▶ Buckets, UnionFind ──▶ groups that may be one person
//!   several contacts, a rule, choices ──▶ ContactMerge ──▶ Update of the one that stays
//! ```

mod buckets;
mod contact_merge;
mod decide;
mod duplicate_keys;
mod field_merge;
mod garbled_values;
mod resolution;
mod similarity;

#[cfg(test)]
mod tests;

pub use buckets::{Buckets, SharedBuckets};
pub use contact_merge::{Choice, ContactMerge, SurvivorRule};
pub use decide::{Candidate, Decider, ImportTags, MatchResult};
pub use duplicate_keys::{
    DuplicateKeyGroup, DuplicateKeys, DuplicateKeysBuilder, MAX_IDENTIFIERS, ProvisionalIdentifiers, RowRef,
};
pub use field_merge::TagCellCache;
pub use resolution::{Hit, doubtful, resolve};
pub use similarity::{UnionFind, email_local_part, names_similar, phone_suffix};
