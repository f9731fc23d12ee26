//! `contacts stats`: a picture of the contact base.

mod charts;
mod page;
mod words;

use std::path::Path;

use clap::Args;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::{PageOption, SelectionOptions, write_stats_page};
use crate::model::shown_path;
use crate::ops::stats::{self, Stats};

/// Number of bars of a chart without `--limit`, in a terminal.
const DEFAULT_LIMIT: usize = 12;
/// Number of bars of a chart without `--limit`, on a page.
const DEFAULT_PAGE_LIMIT: usize = 36;

/// Show a picture of the contact base
///
/// Contacts by country, source and month, how many have a value in each field, tags, duplicates, and how the number of
/// contacts grew. The country is that of the field Country, or else that of the phone number.
///
/// All contacts, or those that words and options select, counted as if there were no others: their growth is when the contacts of
/// today came, and their duplicates are among them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts stats --tag newsletter --where 'Country = MY'
  contacts stats --html contacts.html")]
pub(in crate::cli) struct StatsArgs {
    /// Words, a phone number or an e-mail address to search for
    text: Vec<String>,
    #[command(flatten)]
    selection: SelectionOptions,
    /// Show at most this many bars of each chart [default: 12, or 36 on a page; all with --json]
    #[arg(long, value_name = "N", hide_short_help = true)]
    limit: Option<usize>,
    #[command(flatten)]
    page: PageOption,
}

impl StatsArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let page = self.page.file()?;
        let mut stats = self.collect(context)?;
        match page {
            Some(file) => self.tell_page(context, &stats, file)?,
            None if context.json => {
                stats.truncate(self.limit.unwrap_or(usize::MAX));
                context.out_json(&stats)?;
            }
            None => {
                let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
                context.terminal.out(&charts::render(&context.terminal, &stats, limit))?;
            }
        }
        Ok(Exit::Done)
    }

    fn tell_page(&self, context: &Context, stats: &Stats, file: &Path) -> Result<(), CliError> {
        let page = page::of_stats(stats, self.limit.unwrap_or(DEFAULT_PAGE_LIMIT), context.clock.now());
        write_stats_page(&page, file)?;
        if context.json {
            return context.out_json(&json!({ "file": file.display().to_string() }));
        }
        Ok(context.terminal.out(&format!("Wrote the page to {}", shown_path(&file)))?)
    }

    fn collect(&self, context: &Context) -> Result<Stats, CliError> {
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let selection = self.selection.read(context, &snapshot, &self.text)?;
        let _spinner = context.terminal.spinner("Counting contacts");
        Ok(stats::collect(&snapshot, &selection, &context.cancel, context.clock.now())?)
    }
}
