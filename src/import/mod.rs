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
//! Hits and contacts are looked up for windows of many batches, in the order of their indexes (`matches/windows`).
//!
//! Both sinks hang on the same plan, so what a review says is what an import does.
//!
//! | folder | what is done there |
//! |---|---|
//! | `rows` | cells of a row to inputs of fields |
//! | `matches` | contacts that rows match, and near misses |
//! | `plan` | rows decided: those that are torn, and the contacts that a list holds |
//! | `review`, `apply` | the two sinks |
//! | `outputs` | results and errors files, and their recovery |
//! | `options` | options that an import adds to lists and choices |
//! | `notes` | what is told of it besides its rows |

mod apply;
mod doubts;
mod error;
mod explain;
mod guards;
mod kept_edits;
mod matches;
mod missing;
mod notes;
mod options;
mod outputs;
mod parallel;
mod plan;
mod prepared;
mod prescan;
mod request;
mod review;
mod row_values;
mod rows;
mod summary;
mod suppressed;

pub use crate::model::Guards;
pub use apply::{FilesProblem, Outcome, RESULTS_KEPT_DAYS};
pub use doubts::{Doubt, DoubtAbout, LackingField};
pub use error::ImportError;
pub use explain::{Explained, ExplainedCell, ExplainedIdentifier, Explanation};
pub use guards::GuardExceeded;
pub use kept_edits::KeptEdits;
pub use missing::{MissingContact, MissingReport, NamedContact, SparedContact};
pub use notes::{FIELDS_CREATED, OPTIONS_ADDED, OPTIONS_UNKNOWN};
pub use options::UsedOptions;
pub use outputs::{OutputPlan, RecoveredFiles, ResultRows, recover_output_files, visit_error_rows, write_results};
pub use prepared::Import;
pub use prescan::Prescan;
pub use request::{ImportRequest, NewField, RunContext};
pub use review::{NewTags, Review, RowObserver};
pub use row_values::RowValues;
pub use summary::{FirstContacts, IssueSummary, MAX_SHOWN_ERRORS, NearRow, NearRows, Summary};
