//! Floor 5: the use cases, without a terminal. What a command does to a workspace stands here; what it says stands in
//! the command line.
//!
//! Errors carry facts: which setting, which field, which names there are. Exit codes and advice are the front end's.
//!
//! | folder | what is done there |
//! |---|---|
//! | `settings` | settings of a workspace, and trust in them |
//! | `fields` | contact fields, options and tags |
//! | `contacts` | contacts named, added, edited, merged, and their duplicates |
//! | `selection` | which contacts a command is about |
//! | `setup` | an import set up, from a list and a specification |
//! | `mapping_file` | mapping files and job files, and the decisions in them |
//! | `suppressions` | people who want to be left alone |
//! | `imports` | sessions, imports and attempts, and what their undo takes back |
//! | `history` | entries found, what they changed, and pruning |
//! | `forget` | people forgotten |
//! | `stats` | a picture of the contact base |
//! | `diagnosis` | health of a workspace and of a source |
//!
//! What may go wrong in a folder has a type of its own there; [`OpsError`] knows them all. No folder is used by one that it
//! uses.

pub mod contacts;
pub mod diagnosis;
mod error;
pub mod export;
pub mod fields;
pub mod forget;
pub mod history;
mod imports;
pub mod mapping_file;
pub mod notification;
pub mod saved_mappings;
pub mod selection;
pub mod settings;
pub mod setup;
pub mod sources;
pub mod stats;
pub mod suppressions;
#[cfg(test)]
mod testing;
pub mod workspace_setup;

pub use contacts::{EditResult, FieldEdits, Warning, identify};
pub use contacts::{add_contact, bulk, duplicates, merge};
pub use error::OpsError;
pub use fields::{field_options, tags};
pub use history::{entry_changes, prune};
pub use imports::{FrontEnd, ImportLock, ImportRun, PreparedImport};
pub use imports::{added_options, attempts, created_fields, sessions};
pub use mapping_file::{decisions, mapping_check};
pub use settings::{notification_settings, trust};
pub use setup::ImportSpec;
