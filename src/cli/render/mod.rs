//! Output for people that more than one command shows.

mod facts;
mod issues;
mod notes;
mod page;
mod review;
mod session;

pub(super) use facts::{describe_column, describe_options};
pub(super) use notes::{describe_note, near_json};
pub(super) use page::{KeyValue, common_tags, fact, format_row, issue_title, settings_summary};
pub(super) use review::{outcome, review};
pub(super) use session::{delimiter, recipe_rows, session_json};
