//! Passes over the whole file: first the preflight, then batches, as often as needed.

mod batches;
pub(super) mod preflight;

pub use batches::Batches;
