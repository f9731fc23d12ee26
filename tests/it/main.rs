//! The black-box tests: the built binary, run in an isolated environment, against the letter of the specification.
//!
//! One file per command; `import` fills several, one for each thing it promises. [`support`] holds the environment.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and the message is its report"
)]
#![allow(clippy::format_collect, clippy::format_push_string, reason = "inputs are built to be read, not to be fast")]
#![allow(clippy::disallowed_methods, reason = "tests write their own input files, in their own directory")]

mod architecture;
mod attempts;
mod backup;
mod blame;
mod cases;
mod column_notes;
mod completions;
mod config;
mod contacts;
mod delete;
mod doctor;
mod duplicates;
mod edit;
mod edit_undo_random;
mod escapes;
mod export;
mod export_changes;
mod export_forms;
mod export_programs;
mod faults;
mod fields;
mod fixtures;
mod forget;
mod full_names;
mod header_line;
mod help;
mod history;
mod history_prune;
mod identifiers;
mod import_cli;
mod import_debris;
mod import_dry_run;
mod import_files;
mod import_formats;
mod import_guards;
mod import_interrupted;
mod import_lock;
mod import_mapping;
mod import_model;
mod import_phones;
mod import_purposes;
mod import_source;
mod import_tags;
mod import_usage;
mod import_values;
mod import_warnings;
mod import_widths;
mod instruction_count;
mod job_files;
mod journey;
mod json_output;
mod keep_edits;
mod large_import;
mod library;
mod long_names;
mod man;
mod mapping_hints;
mod mappings;
mod merge;
mod near_misses;
mod nightly_job;
mod notifications;
mod pages;
mod pictures;
mod piped;
mod questions;
mod readers;
mod reading_options;
mod readme;
mod region_from;
mod results;
mod review_matches_import;
mod sample;
mod saved_mapping_offer;
mod saved_mapping_use;
mod schemas;
mod selection;
mod session_manifest;
mod session_refusals;
mod session_steps;
mod several_workspaces;
mod show;
mod snapshots;
mod stats;
mod status;
mod stdout;
mod suggestions;
mod supply_chain;
mod support;
mod suppress;
mod suppress_model;
mod suppress_warnings;
mod tag_columns;
mod tags;
mod teams;
mod terminal;
mod undo;
mod undo_model;
mod unicode;
mod vanished;
mod vanished_model;
mod views;
mod who;
mod wide_round_trip;
mod workspace;
