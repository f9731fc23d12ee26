//! `contacts doctor`: a report without personal data, so that it can be sent to others.
//!
//! ```text
//!   doctor       ──▶ findings of the workspace, in words; this folder ──▶ CheckReport ──┐
//!   doctor FILE  ──▶ diagnosis of the source ──▶ FileReport ────────────────────────────┴──▶ a list, or JSON
//! ```

mod checks;
mod file_report;
mod files;
mod folder;
mod settings;
mod source;
mod workspace;

use std::path::PathBuf;

use clap::Args;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use checks::CheckReport;

/// Check the workspace, or describe a CSV file for a bug report
///
/// It checks every page of the workspace, its files, their permissions and their disk, the settings and leftovers of
/// killed commands, and says what to do. With FILE it describes that file instead: encoding, delimiter, what its columns
/// look like, and which errors an import would find.
///
/// Nothing that is printed names a contact or shows a value: letters are shown as a, digits as 9. It can be pasted into
/// a bug report. The exit code is 0 when all is well, 1 when there is a problem, and for a FILE 3 when some rows have
/// errors.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts doctor
  contacts doctor leads.csv")]
pub(in crate::cli) struct DoctorArgs {
    /// The CSV file to describe
    #[arg(add = candidates::lists())]
    file: Option<PathBuf>,
}

impl DoctorArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        match self.file {
            Some(file) => source::describe(context, &file),
            None => examine(context),
        }
    }
}

fn examine(context: &Context) -> Result<Exit, CliError> {
    let mut report = CheckReport::new();
    for finding in workspace::diagnose(context)? {
        report.add(finding.level(), workspace::describe(context, finding));
    }
    folder::check(context, &mut report);
    report.tell(context)
}
