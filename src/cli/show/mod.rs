//! What people are shown, where more than one command shows it.

mod review;
mod session;

pub(super) use review::{outcome, review};
pub(super) use session::{delimiter, recipe_rows, session_json};
