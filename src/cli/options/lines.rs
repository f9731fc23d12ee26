//! `--jsonl`: records for programs that read line by line.

use clap::Args;

/// A line for each record.
#[derive(Debug, Args)]
pub(in crate::cli) struct LinesOption {
    /// Write each record as JSON on a line of its own (JSON Lines); errors are told on stderr
    #[arg(long)]
    jsonl: bool,
}

impl LinesOption {
    /// Returns true if `--jsonl` was given.
    pub(in crate::cli) fn wants_lines(&self) -> bool {
        self.jsonl
    }
}
