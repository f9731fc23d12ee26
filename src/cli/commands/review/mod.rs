//! `contacts review FILE`: what the prepared import would do.

mod changes;
mod outcome;
mod page;
mod row;

use std::path::PathBuf;

use clap::Args;

use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{LinesOption, OutputOptions, PageOption, write_page};
use crate::cli::prepare::{self, Prepared};
use crate::cli::session::Session;
use crate::import::{OutputPlan, Review, RowObserver};
use crate::model::{Fields, PlannedRow, TagInterner};
use crate::session::{self, recipe_digest};
use crate::source::Row;
use crate::workspace::Workspace;

use changes::Changes;
use outcome::Told;
use page::PageRows;

/// Review what a prepared import would do
///
/// Shows the counts, the errors and the warnings, and writes the rows in error to NAME.errors.csv. Nothing is imported.
/// The import must start within one hour of its review.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts review leads.csv
  contacts review leads.csv --changes
  contacts review leads.csv --row 3")]
pub(in crate::cli) struct ReviewArgs {
    /// The CSV file
    file: PathBuf,
    /// Show what would change, field by field, in every contact that would be updated
    #[arg(long)]
    changes: bool,
    /// Explain one row, by the line of the file on which it begins
    #[arg(long, value_name = "LINE", conflicts_with_all = ["changes", "html"])]
    row: Option<u64>,
    #[command(flatten)]
    page: PageOption,
    #[command(flatten)]
    outputs: OutputOptions,
    #[command(flatten)]
    pub(in crate::cli) lines: LinesOption,
}

/// Those who are shown every row.
#[derive(Default)]
struct Onlookers<'a> {
    changes: Option<Changes<'a>>,
    page: Option<PageRows<'a>>,
}

impl ReviewArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        if context.jsonl && !self.changes {
            return Err(Failure::usage("--jsonl writes a line for each change: give --changes with it, or --json"));
        }
        let workspace = context.workspace_in_order()?;
        let mut session = Session::beside(&self.file, &workspace)?;
        let fields = workspace.snapshot()?.fields()?;
        let progress = context.terminal.progress();
        let mut prepared = prepare::go_on(context, &session, &workspace, None, &progress)?;
        match self.row {
            Some(line) => row::explain(context, &mut prepared, &workspace, &fields, line),
            None => self.review(context, &mut session, &mut prepared, &workspace, &fields),
        }
    }

    fn review(
        &self,
        context: &Context,
        session: &mut Session<'_>,
        prepared: &mut Prepared<'_>,
        workspace: &Workspace,
        fields: &Fields,
    ) -> Result<Exit, Failure> {
        let import = &mut prepared.import;
        let own_columns = &import.request().mapping.own_columns;
        let outputs = OutputPlan::plan(import.source(), own_columns, self.outputs.folder()?)?;
        let page_file = self.page.file()?;
        let mut onlookers = Onlookers {
            changes: self.changes.then(|| Changes::new(context, fields)).transpose()?,
            page: page_file.map(|_| PageRows::new(import, fields)),
        };
        let onlooker = onlookers.any().then_some(&mut onlookers as &mut dyn RowObserver);
        let (review, errors_file) = import.review_into_file(workspace, &outputs, onlooker)?;
        if let Some(changes) = &mut onlookers.changes {
            changes.check()?;
        }
        if let Some((file, rows)) = page_file.zip(onlookers.page) {
            write_page(&rows.page(context, import, &review), file)?;
        }
        let kept = kept(context, &review, &prepared.recipe)?;
        session.update(|manifest| manifest.review = Some(kept))?;
        let told = Told { review: &review, errors_file: errors_file.as_deref(), page_file };
        told.tell(context, &prepared.import, onlookers.changes)
    }
}

impl Onlookers<'_> {
    fn any(&self) -> bool {
        self.changes.is_some() || self.page.is_some()
    }
}

impl RowObserver for Onlookers<'_> {
    fn row(&mut self, row: Row<'_>, planned: &PlannedRow, tags: &TagInterner) {
        if let Some(changes) = &mut self.changes {
            changes.row(row, planned, tags);
        }
        if let Some(page) = &mut self.page {
            page.row(row, planned, tags);
        }
    }
}

/// What the session keeps of a review.
fn kept(context: &Context, review: &Review, recipe: &crate::model::Recipe) -> Result<session::ReviewRecord, Failure> {
    Ok(session::ReviewRecord {
        at: context.clock.now(),
        uptime: context.clock.uptime(),
        recipe_digest: recipe_digest(recipe)?,
        workspace_revision: review.revision,
        outcome_digest: review.outcome.clone(),
        counts: review.tally.counts,
        warnings: review.tally.warnings,
        issues: review.tally.by_code(),
    })
}
