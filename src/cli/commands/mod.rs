//! One file or folder per command: its arguments (whose doc comments are its help) and what it does with the rooms
//! below.

pub(super) mod add;
pub(super) mod backup;
pub(super) mod blame;
pub(super) mod cancel;
pub(super) mod completions;
pub(super) mod config;
pub(super) mod delete;
pub(super) mod doctor;
pub(super) mod duplicates;
pub(super) mod edit;
pub(super) mod export;
pub(super) mod fields;
pub(super) mod history;
pub(super) mod import;
pub(super) mod init;
pub(super) mod list;
pub(super) mod man;
pub(super) mod map;
pub(super) mod mappings;
pub(super) mod merge;
pub(super) mod notifications;
pub(super) mod overview;
pub(super) mod results;
pub(super) mod review;
pub(super) mod sample;
pub(super) mod show;
pub(super) mod stats;
pub(super) mod status;
pub(super) mod suppress;
pub(super) mod tags;
pub(super) mod undo;
pub(super) mod upload;

mod contact_json;
mod create_file;
mod steps;
