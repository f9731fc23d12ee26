//! `--use`: a saved mapping by name.

use clap::Args;

use crate::cli::completion::candidates;

/// A mapping under a name.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct SavedOptions {
    /// Use a saved mapping, with all that was decided in it
    #[arg(long = "use", value_name = "NAME", help_heading = "Mapping", add = candidates::mappings())]
    pub(in crate::cli) saved: Option<String>,
}
