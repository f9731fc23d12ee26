//! `contacts duplicates`: contacts that may be in the workspace twice.
//!
//! ```text
//!   phone, email: the index ──▶ shared keys ──┐
//!   name: all contacts ──▶ Buckets ───────────┼──▶ one group after the other ──▶ its contacts loaded ──▶ printed
//!   near: all contacts ──▶ Buckets ──▶ pairs ─┘
//! ```
//!
//! A group is printed as soon as it is found, so that memory does not grow with the number of groups.

mod output;

use clap::{Args, ValueEnum};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::ops::duplicates::{DuplicateFinder, Group};
use output::GroupPrinter;

/// Number of groups shown in a terminal without `--limit`.
const DEFAULT_LIMIT: u64 = 20;

/// List contacts that may be one person
///
/// They share a phone number or an e-mail address; with --by name a name, whatever its case and accents. With --near
/// also those of nearly the same name whose numbers end with the same seven digits, or whose addresses begin alike.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts duplicates
  contacts duplicates --by name
  contacts duplicates --near --limit 100")]
pub(in crate::cli) struct DuplicatesArgs {
    /// Value that they share [default: phone and email]
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,
    /// Find similar contacts, too
    #[arg(long)]
    near: bool,
    /// At most this many groups [default: 20; all with --json]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Phone,
    Email,
    Name,
}

impl DuplicatesArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let limit = self.limit.or(if context.json { None } else { Some(DEFAULT_LIMIT) });
        let mut printer = GroupPrinter::new(context, &snapshot)?;
        let mut print = |group: &Group| printer.print(group);
        let mut search = DuplicateFinder::new(&snapshot, &context.cancel, limit, &mut print)?;
        if self.by.is_none_or(|by| by == By::Phone) {
            search.by_phone()?;
        }
        if self.by.is_none_or(|by| by == By::Email) {
            // After the phones, groups that were found by them are not repeated for their shared address.
            search.by_email(self.by.is_none())?;
        }
        if self.by == Some(By::Name) {
            search.by_name()?;
        }
        if self.near {
            search.by_similarity()?;
        }
        let found = search.found;
        printer.finish(found)?;
        Ok(Exit::Done)
    }
}
