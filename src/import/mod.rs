//! Floor 4: the pipeline that joins the rooms.
//!
//! ```text
//!   Import::prepare ──▶ prescan  one pass: identifiers of all rows (duplicates), what the phone column shows
//!         │
//!         ├── review ──▶ plan ──▶ Summary                   counts and shows; writes nothing
//!         └── apply  ──▶ plan ──▶ writer, results, Summary  one transaction; files sealed before it, named after it
//!
//!   plan:   reading thread                          │  this thread       │  deciding thread
//!           source ▶ cells ▶ values (on all cores) ─┼─▶ hits ▶ contacts ─┼─▶ torn ▶ decide ▶ sink   batch by batch
//! ```
//!
//! Hits and contacts are looked up for windows of many batches, in the order of their indexes (`match_windows`).
//!
//! Both sinks hang on the same plan, so what a review says is what an import does.

mod apply;
mod cell;
mod change_counter;
mod column_signs;
mod doubts;
mod error;
mod errors_file;
mod explain;
mod files;
mod guards;
mod match_windows;
mod missing;
mod near_misses_of_row;
mod near_search;
mod new_options;
mod new_tags;
mod option_notes;
mod outcome_hash;
mod outcome_notes;
mod parallel;
mod phone_columns;
mod plan;
mod prepared;
mod prescan;
mod presence;
mod recover;
mod request;
mod review;
mod row_identifiers;
mod row_key;
mod row_matches;
mod row_parser;
mod row_values;
mod summary;
mod suppressed;
mod torn;
mod used_options;
mod writer_channel;

pub use crate::model::Guards;
pub use apply::{Outcome, RESULTS_KEPT_DAYS};
pub use doubts::{Doubt, DoubtAbout};
pub use error::ImportError;
pub use explain::{Explained, ExplainedCell, ExplainedIdentifier, Explanation};
pub use files::OutputPlan;
pub use guards::GuardExceeded;
pub use missing::{MissingContact, MissingReport, NamedContact, SparedContact};
pub use new_tags::NewTags;
pub use option_notes::{OPTIONS_ADDED, OPTIONS_UNKNOWN};
pub use outcome_notes::FIELDS_CREATED;
pub use prepared::Import;
pub use prescan::Prescan;
pub use recover::{RecoveredFiles, ResultRows, recover_output_files, visit_error_rows, write_results};
pub use request::{ImportRequest, NewField, RunContext};
pub use review::{Review, RowObserver};
pub use row_values::RowValues;
pub use summary::{FirstContacts, IssueSummary, MAX_SHOWN_ERRORS, NearRow, NearRows, Summary};
pub use used_options::UsedOptions;
