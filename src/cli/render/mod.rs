//! Output for people that more than one command shows.

mod attempts;
mod changes;
mod facts;
mod issues;
mod missing;
mod notes;
mod outcome;
mod page;
mod review;
mod session;

pub(super) use attempts::{attempt_json, attempt_words, good_import_json};
pub(super) use changes::{ContactChanges, change_summary, entry_changes, of_field, of_tags};
pub(super) use facts::{describe_column, describe_options, split_sample};
pub(super) use issues::issues;
pub(super) use missing::{missing_json, reason as spared_reason, source_facts};
pub(super) use notes::{as_map, describe_note, near_json};
pub(super) use outcome::{after_import, outcome};
pub(super) use page::{KeyValue, common_tags, fact, format_row, issue_title, settings_summary};
pub(super) use review::review;
pub(super) use session::{delimiter, recipe_rows, session_json};
