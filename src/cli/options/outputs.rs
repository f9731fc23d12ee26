//! Where output goes and in which form: `--output-dir` for the results and errors files, `--jsonl` for records.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use crate::cli::error::CliError;
use crate::model::shown_path;

/// Where the results and errors files go.
#[derive(Debug, Args)]
pub(in crate::cli) struct OutputOptions {
    /// Write the results and errors files to this folder
    ///
    /// Without this option they go beside the source.
    #[arg(long, value_name = "FOLDER", help_heading = "Output", hide_short_help = true, value_hint = ValueHint::DirPath)]
    output_dir: Option<PathBuf>,
}

impl OutputOptions {
    /// Returns the directory, which must exist; `None` is the one of the source.
    pub(in crate::cli) fn folder(&self) -> Result<Option<&Path>, CliError> {
        self.output_dir.as_deref().map(|folder| existing_folder("--output-dir", folder)).transpose()
    }
}

/// Returns the folder that an option or a job file names; it must exist.
pub(in crate::cli) fn existing_folder<'f>(option: &str, folder: &'f Path) -> Result<&'f Path, CliError> {
    if folder.is_dir() {
        return Ok(folder);
    }
    Err(CliError::usage(format!("{option}: {} is not a folder", shown_path(&folder))))
}

/// A line for each record.
#[derive(Debug, Args)]
pub(in crate::cli) struct LinesOption {
    /// Print one JSON document a line (JSON Lines)
    ///
    /// Each record is on a line of its own; errors go to stderr.
    #[arg(long)]
    jsonl: bool,
}

impl LinesOption {
    /// Returns true if `--jsonl` was given.
    pub(in crate::cli) fn wants_lines(&self) -> bool {
        self.jsonl
    }
}
