//! Floor 2: results, errors and export files (spec section 7), and pages to share.
//!
//! ```text
//!   cells + status ──▶ RowWriter ──▶ bytes ──┬──▶ AtomicFile ──▶ StagedFile ──▶ leads.results.csv
//!                                            └──▶ the workspace, in pieces
//!                                                     │
//!                             read_result_rows ◀──────┘   leads.errors.csv, `results --status`
//! ```
//!
//! The same bytes go to the file and to the workspace, so that files can be rebuilt at any time. A file is on disk
//! completely before the import's commit ([`AtomicFile::finish_staging`]) and gets its name after it
//! ([`StagedFile::publish`]). Nothing here replaces or removes a file that this tool did not write, or that was edited
//! since ([`check_replaceable`]).

mod atomic;
mod carried_digest;
mod contacts;
mod draft;
mod error;
mod folder_lock;
mod orphaned_temps;
mod ownership;
#[cfg_attr(not(feature = "pages"), allow(dead_code, reason = "the templates alone read what a page holds"))]
mod page;
mod paths;
mod results_reader;
mod rows;
mod written_list;

/// Bytes of a long output that are gathered before they are written.
pub const WRITE_CHUNK_BYTES: usize = 256 * 1024;

pub use atomic::{AtomicFile, StagedFile};
pub use contacts::{
    ContactFormat, ContactTable, ExportedContact, Program, ProgramTable, VCardVersion, VCards,
    check_changes_replaceable,
};
pub use error::ReportError;
pub use folder_lock::lock_folder;
pub use orphaned_temps::{remove_orphaned_temp, remove_orphaned_temps};
pub use ownership::{ExistingFile, check_replaceable, digest_of, remove_stale_errors};
pub use page::{
    Changes, ChartRow, ChartTable, CommandForm, Detail, FieldLabels, GrowthChart, GrowthMonth, Head, Headline, Page,
    PeopleList, PersonChange, Reason, ReasonList, StatsPage, check_page_replaceable,
};
pub use paths::{OutputPaths, check_output_name, is_output_name, is_results_name};
pub use results_reader::{ResultRow, read_result_rows};
pub use rows::{CsvStyle, RowWriter};
pub use written_list::{add_to_written_list, written_digests};
