//! Floor 2: results, errors and export files (spec section 7), and pages to share.
//!
//! ```text
//!   cells + status ──▶ RowWriter ──▶ bytes ──┬──▶ AtomicFile ──▶ SealedFile ──▶ leads.results.csv
//!                                            └──▶ the workspace, in pieces
//!                                                     │
//!                                read_rendered ◀──────┘   leads.errors.csv, `results --status`
//! ```
//!
//! The same bytes go to the file and to the workspace, so that files can be made again at any time. A file is on disk
//! whole before the import's commit ([`AtomicFile::seal`]) and gets its name after it ([`SealedFile::publish`]).
//! Nothing here replaces or removes a file that this tool did not write, or that was edited since
//! ([`check_replaceable`]).

mod atomic;
mod carried_digest;
mod error;
mod folder_lock;
mod leftovers;
mod ours;
mod page;
mod paths;
mod rendered;
mod rows;

pub use atomic::{AtomicFile, SealedFile};
pub use error::ReportError;
pub use folder_lock::lock_folder;
pub use leftovers::{remove_leftover, remove_leftovers};
pub use ours::{OutputKind, Standing, check_replaceable, digest_of, remove_stale_errors};
pub use page::{Answer, Cell, IssueKind, Listing, Outcomes, Page, check_page_replaceable};
pub use paths::{OutputPaths, check_output_name, is_output_name};
pub use rendered::{RenderedRow, read_rendered};
pub use rows::{CsvStyle, RowWriter};
