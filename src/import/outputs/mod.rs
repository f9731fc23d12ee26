//! The results and errors files of an import.
//!
//! | file | what |
//! |---|---|
//! | `files` | from the plan of their paths to their final names |
//! | `errors_file` | the errors file |
//! | `recover` | results written again, also after a crash |

mod errors_file;
mod files;
mod recover;

pub(super) use errors_file::ErrorsFile;
pub use files::OutputPlan;
pub(super) use files::{OutputWriter, SUPPRESSED, StagedOutputs};
pub use recover::{RecoveredFiles, ResultRows, recover_output_files, visit_error_rows, write_results};
