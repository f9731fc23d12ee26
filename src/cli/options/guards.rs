//! Guards: bounds that an import must keep, else nothing is written.

use clap::Args;

use crate::import::Guards;
use crate::model::Threshold;

/// Bounds that an import must keep.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct GuardOptions {
    /// Refuse if more rows than this have errors
    ///
    /// Like the other guards it takes a number, or a part of all rows such as 5%. An import that a guard refuses writes
    /// nothing.
    #[arg(long, value_name = "N|N%", help_heading = "Guards", hide_short_help = true)]
    max_errors: Option<Threshold>,
    /// Refuse if there are more warnings than this
    #[arg(long, value_name = "N|N%", help_heading = "Guards", hide_short_help = true)]
    max_warnings: Option<Threshold>,
    /// Refuse if more contacts than this would be added
    #[arg(long, value_name = "N|N%", help_heading = "Guards", hide_short_help = true)]
    max_new: Option<Threshold>,
    /// Refuse if more contacts than this would be updated
    #[arg(long, value_name = "N|N%", help_heading = "Guards", hide_short_help = true)]
    max_updates: Option<Threshold>,
    /// Refuse if more rows than this would add a person who may already be there
    #[arg(long, value_name = "N|N%", help_heading = "Guards", hide_short_help = true)]
    max_near: Option<Threshold>,
    /// Refuse if the file has fewer rows than this
    ///
    /// A number, or a part of the rows of the last import of the same source: --source crm --min-rows 90%
    #[arg(long, value_name = "N|N%", help_heading = "Guards", hide_short_help = true)]
    min_rows: Option<Threshold>,
}

impl From<GuardOptions> for Guards {
    fn from(options: GuardOptions) -> Self {
        let GuardOptions { max_errors, max_warnings, max_new, max_updates, max_near, min_rows } = options;
        Self { max_errors, max_warnings, max_new, max_updates, max_near, min_rows }
    }
}
