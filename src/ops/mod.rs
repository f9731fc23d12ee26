//! Floor 5: the use cases, without a terminal. What a command does to a workspace stands here; what it says stands in
//! the command line.
//!
//! Errors carry facts: which setting, which field, which names there are. Exit codes and advice are the front end's.

pub mod add_contact;
pub mod added_options;
pub mod attempts;
pub mod bulk;
pub mod contacts;
pub mod created_fields;
pub mod decisions;
pub mod diagnosis;
pub mod duplicates;
mod edits;
pub mod entry_changes;
mod error;
mod error_phrases;
pub mod export;
pub mod field_options;
pub mod fields;
pub mod forget;
mod import;
mod import_run;
pub mod mapping_check;
pub mod mapping_file;
pub mod merge;
mod no_list;
pub mod notification;
pub mod notification_settings;
pub mod prune;
pub mod saved_mappings;
pub mod selection;
pub mod sessions;
pub mod settings;
pub mod setup;
mod source_rule_error;
pub mod sources;
pub mod stats;
pub mod suppressions;
pub mod tags;
#[cfg(test)]
mod testing;
pub mod trust;
mod who;
pub mod workspace_setup;

pub use edits::{EditResult, FieldEdits, Warning};
pub use error::OpsError;
pub use import::PreparedImport;
pub use import_run::{FrontEnd, ImportLock, ImportRun};
pub use no_list::NoList;
pub use setup::ImportSpec;
pub use source_rule_error::SourceRuleError;
pub use who::identify;
