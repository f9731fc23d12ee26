//! The history: what an entry changed, and what is pruned of old ones.

pub mod entry_changes;
pub mod prune;
