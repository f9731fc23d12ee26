//! The page to share that a command writes with `--html`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::completion::candidates;
use crate::cli::error::CliError;
use crate::report::{Page, ReportError, StatsPage, check_page_replaceable};

/// A page to share.
#[derive(Debug, Args)]
pub(in crate::cli) struct PageOption {
    /// Write a page to share, which opens in any browser
    ///
    /// It is one file that loads nothing from a network.
    #[arg(long, value_name = "REPORT.html", add = candidates::files_ending_with(&["html"]))]
    html: Option<PathBuf>,
}

impl PageOption {
    /// Returns the page's file, which is new or an older page: no other file is replaced.
    pub(in crate::cli) fn file(&self) -> Result<Option<&Path>, CliError> {
        match self.html.as_deref() {
            None => Ok(None),
            // `-` would mean stdout, which carries the command's own result.
            Some(file) if file == Path::new("-") => Err(CliError::usage("--html: name a file for the page")),
            Some(file) => check_page_replaceable(file).map_err(about_page).map(|()| Some(file)),
        }
    }
}

/// Writes a page to the file that was named.
pub(in crate::cli) fn write_page(page: Page, file: &Path) -> Result<(), CliError> {
    page.write(file).map_err(about_page)
}

/// Writes a page of charts to the file that was named.
pub(in crate::cli) fn write_stats_page(page: &StatsPage, file: &Path) -> Result<(), CliError> {
    page.write(file).map_err(about_page)
}

fn about_page(error: ReportError) -> CliError {
    let hint = match &error {
        // Its own advice fits: no other file would be written either.
        ReportError::WithoutPages => return error.into(),
        ReportError::Unwritable { .. } => {
            "make sure that its folder exists, that you may write to it and that its disk is not full, or name another \
             file"
        }
        _ => "name another file, or move that one away",
    };
    CliError::from(error).with_hint(hint)
}
