//! Guards: bounds that an import must keep, else nothing is written.

use clap::Args;

use crate::import::Guards;
use crate::model::Threshold;

/// Bounds that an import must keep.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct GuardOptions {
    /// Refuse if more rows than this are in error: a number, or a part of all rows such as 5%
    #[arg(long, value_name = "N|N%", help_heading = "Guards")]
    max_errors: Option<Threshold>,
    /// Refuse if there are more warnings than this: a number, or a part of all rows such as 5%
    #[arg(long, value_name = "N|N%", help_heading = "Guards")]
    max_warnings: Option<Threshold>,
    /// Refuse if more contacts than this would be added
    #[arg(long, value_name = "N|N%", help_heading = "Guards")]
    max_new: Option<Threshold>,
    /// Refuse if more contacts than this would be updated
    #[arg(long, value_name = "N|N%", help_heading = "Guards")]
    max_updates: Option<Threshold>,
    /// Refuse if more rows than this would add a person who may be there already
    #[arg(long, value_name = "N|N%", help_heading = "Guards")]
    max_near: Option<Threshold>,
    /// Refuse if the file has fewer rows than this
    #[arg(long, value_name = "N", help_heading = "Guards")]
    min_rows: Option<u64>,
}

impl From<GuardOptions> for Guards {
    fn from(options: GuardOptions) -> Self {
        let GuardOptions { max_errors, max_warnings, max_new, max_updates, max_near, min_rows } = options;
        Self { max_errors, max_warnings, max_new, max_updates, max_near, min_rows }
    }
}
