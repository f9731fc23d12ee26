//! Floor 3: the corridor that joins the rooms.
//!
//! ```text
//!   Import::prepare ──▶ survey   one pass: identifiers of all rows (twins), what the phone column shows
//!         │
//!         ├── review ──▶ plan ──▶ Tally                     counts and shows; writes nothing
//!         └── apply  ──▶ plan ──▶ writer, results, Tally    one transaction; files sealed before it, named after it
//!
//!   plan:   reading thread                          │  this thread       │  deciding thread
//!           source ▶ cells ▶ values (on all cores) ─┼─▶ hits ▶ contacts ─┼─▶ torn ▶ decide ▶ sink   batch by batch
//! ```
//!
//! Phone numbers are known from the survey: two more threads look them up windows ahead of the rows (`workspace::ahead`).
//!
//! Before an import there is `look`: what the first rows say about the columns, for suggestions.
//!
//! Both sinks hang on the same plan, so what a review says is what an import does.

mod apply;
mod cell;
mod debris;
mod distinct;
mod error;
mod errors_file;
mod explain;
mod files;
mod guards;
mod handover;
mod interpret;
mod look;
mod near;
mod near_row;
mod outcome_hash;
mod phones;
mod plan;
mod reading;
mod request;
mod restore;
mod review;
mod survey;
mod tally;
mod torn;

pub use apply::{Outcome, RESULTS_KEPT_DAYS};
pub use distinct::distinct;
pub use error::ImportError;
pub use explain::{Explained, ExplainedCell, Explanation};
pub use files::Outputs;
pub use guards::{GuardExceeded, Guards};
pub use look::look;
pub use phones::Phones;
pub use request::{Import, ImportRequest, NewField, Work};
pub use restore::{Restored, ResultRows, each_row_in_error, restore_files, write_results};
pub use review::{Onlooker, Review};
pub use survey::Survey;
pub use tally::{Kind, NearRow, NearRows, SHOWN, Tally};
