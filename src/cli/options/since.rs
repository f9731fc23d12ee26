//! `--since`: a day from which on entries are shown.

use clap::Args;

use crate::cli::error::CliError;
use crate::model::{Timestamp, moment_of};

/// From when on.
#[derive(Debug, Args)]
pub(in crate::cli) struct SinceOption {
    /// From this day on: 2026-11-22, today, or 7d
    ///
    /// 7d is the last seven days.
    #[arg(long, value_name = "DAY", conflicts_with = "id")]
    since: Option<String>,
}

impl SinceOption {
    /// Returns the moment from which on entries are shown: the beginning of a local day, or a number of days before
    /// `now`.
    ///
    /// # Errors
    /// Wrong usage if the text is no day.
    pub(in crate::cli) fn moment(&self, now: Timestamp) -> Result<Option<Timestamp>, CliError> {
        let Some(text) = &self.since else { return Ok(None) };
        let wrong = || CliError::usage(format!("--since takes a day such as 2026-11-22, today or 7d, not '{text}'"));
        moment_of(text, now).map(Some).ok_or_else(wrong)
    }
}
