//! What people are shown, where more than one command shows it.

mod review;

pub(super) use review::{outcome, review};
