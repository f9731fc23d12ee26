//! `contacts review FILE`: shows what the prepared import would do.

mod changes;
mod explain_row;
mod missing_people;
mod outcome;
mod page;
mod page_rows;

use std::path::PathBuf;

use clap::Args;

use crate::cli::command_line::CommandLine;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::list_file::check_list_file;
use crate::cli::options::{LinesOption, MissingOptions, OutputOptions, PageOption, ReadingOptions, write_page};
use crate::cli::prepare;
use crate::import::{OutputPlan, Review, RowObserver};
use crate::model::{Fields, ParseSettings, PlannedRow, TagInterner};
use crate::ops::ImportSpec;
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::PreparedList;
use crate::ops::suppressions;
use crate::session::{self, recipe_digest};
use crate::source::Row;
use crate::workspace::Workspace;

use changes::ChangeStream;
pub(in crate::cli) use changes::print_changes;
use outcome::ReviewOutput;
use page_rows::PageRows;

/// Show what a prepared import would do
///
/// Shows the counts, the errors and the warnings, and writes the rows in error to NAME.errors.csv. Nothing is imported.
/// The import must start within one hour of its review.
///
/// Options on how cells are read, such as --region and --blank, win over those that were given before and are kept with
/// the prepared import. Those that decide which columns there are, such as --encoding, go with contacts map.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts review leads.csv
  contacts review leads.csv --changes
  contacts review leads.csv --row 3")]
pub(in crate::cli) struct ReviewArgs {
    /// The CSV file
    #[arg(hide_short_help = true)]
    #[arg(add = candidates::lists())]
    file: PathBuf,
    /// Show every change, field by field
    #[arg(long)]
    changes: bool,
    /// Explain the row that begins on this line of the file
    ///
    /// From its cells to their values, to the contact that it matches, to what the import would do.
    #[arg(long, value_name = "LINE", conflicts_with_all = ["changes", "html"])]
    row: Option<u64>,
    #[command(flatten)]
    reading: ReadingOptions,
    #[command(flatten)]
    missing: MissingOptions,
    #[command(flatten)]
    page: PageOption,
    #[command(flatten)]
    outputs: OutputOptions,
    #[command(flatten)]
    pub(in crate::cli) lines: LinesOption,
}

/// Observers that get every row of the review.
#[derive(Default)]
struct RowObservers<'a> {
    changes: Option<ChangeStream<'a>>,
    page: Option<PageRows<'a>>,
}

impl ReviewArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        if context.jsonl && !self.changes {
            return Err(CliError::usage("--jsonl writes a line for each change: give --changes with it, or --json"));
        }
        check_list_file(&self.file)?; // Before all else: a mistyped name is not to make the default workspace.
        let workspace = context.workspace_of_session(&self.file)?;
        let mut session = SessionHandle::open(&self.file, &workspace)?;
        self.update_missing(context, &mut session)?;
        self.update_reading(context, &mut session)?;
        let progress = context.terminal.progress();
        let mut prepared = prepare::continue_session(context, &session, &workspace, None, &progress)?;
        let fields = prepared.import.with_created_fields(workspace.snapshot()?.fields()?);
        suppressions::share(&workspace, context.key.as_deref(), &mut prepared.import)?;
        match self.row {
            Some(line) => {
                session.flush()?;
                explain_row::explain(context, &mut prepared, &workspace, &fields, line)
            }
            None => self.review(context, &mut session, &mut prepared, &workspace, &fields),
        }
    }

    /// Applies what was typed about the source over that of the session; it is written with the review.
    fn update_missing(&self, context: &Context, session: &mut SessionHandle<'_>) -> Result<(), CliError> {
        if !self.missing.any() {
            return Ok(());
        }
        let mut spec = ImportSpec::of_session(session.mapped(context.clock.as_ref())?);
        self.missing.apply_to(&mut spec.recipe)?;
        spec.check_source()?;
        session.defer_writes();
        Ok(session.update(|manifest| manifest.recipe = spec.recipe)?)
    }

    /// Applies the typed reading options over those of the session; they are written with the review.
    fn update_reading(&self, context: &Context, session: &mut SessionHandle<'_>) -> Result<(), CliError> {
        if !self.reading.any() {
            return Ok(());
        }
        let before = session.mapped(context.clock.as_ref())?.recipe.reading.clone();
        let reading = self.reading.clone().over(before.clone())?;
        // These decide which columns there are, and so what they are mapped to.
        let columns = |reading: &ParseSettings| {
            let ParseSettings { encoding, delimiter, header_line, preset, .. } = reading;
            (encoding.clone(), *delimiter, *header_line, preset.clone())
        };
        if columns(&reading) != columns(&before) {
            let typed = self.reading.clone().over(ParseSettings::default())?;
            let map = CommandLine::new(context, "map", &self.file).with_reading(&typed);
            return Err(CliError::usage(
                "--encoding, --delimiter, --header-line and --preset decide how the columns are read, so they go with map",
            )
            .with_hint(format!("map the columns again: {map}")));
        }
        session.defer_writes();
        Ok(session.update(|manifest| manifest.recipe.reading = reading)?)
    }

    fn review(
        &self,
        context: &Context,
        session: &mut SessionHandle<'_>,
        prepared: &mut PreparedList<'_>,
        workspace: &Workspace,
        fields: &Fields,
    ) -> Result<Exit, CliError> {
        let import = &mut prepared.import;
        let own_columns = &import.request().mapping.own_columns;
        let mut outputs = OutputPlan::plan(import.source(), own_columns, self.outputs.folder()?)?;
        outputs.written_list.clone_from(&context.written_list);
        let page_file = self.page.file()?;
        let mut observers = RowObservers {
            changes: (self.changes && context.is_for_program())
                .then(|| ChangeStream::new(context, fields))
                .transpose()?,
            page: page_file.map(|_| PageRows::new(import, fields, &workspace.snapshot()?)).transpose()?,
        };
        // Only a program that gets the changes and `--html` look at rows; without them the review only counts.
        let observer = observers.any().then_some(&mut observers as &mut dyn RowObserver);
        let (review, errors_file) = import.review_into_file(workspace, &outputs, observer)?;
        // Checked before the session is updated: a review that could not be printed was not seen.
        let stream = observers.changes.map(ChangeStream::finish).transpose()?;
        if self.changes && stream.is_none() {
            print_changes(context, workspace, (import, &review), fields, false)?;
        }
        if let Some((file, rows)) = page_file.zip(observers.page) {
            write_page(page::page(context, import, &review, rows, &workspace.snapshot()?)?, file)?;
        }
        let kept = kept(context, &review, &prepared.recipe)?;
        // Last, when page and errors file are written: the hour within which the import must begin starts with a
        // complete review.
        session.update(|manifest| manifest.review = Some(kept))?;
        session.flush()?;
        let output = ReviewOutput {
            review: &review,
            errors_file: errors_file.as_deref(),
            page_file,
            follows_changes: self.changes,
        };
        output.tell(context, &prepared.import, stream)
    }
}

impl RowObservers<'_> {
    fn any(&self) -> bool {
        self.changes.is_some() || self.page.is_some()
    }
}

impl RowObserver for RowObservers<'_> {
    fn row(&mut self, row: Row<'_>, planned: &PlannedRow, tags: &TagInterner) {
        if let Some(changes) = &mut self.changes {
            changes.row(row, planned, tags);
        }
        if let Some(page) = &mut self.page {
            page.row(row, planned, tags);
        }
    }
}

/// Returns what the session keeps of a review.
fn kept(context: &Context, review: &Review, recipe: &crate::model::Recipe) -> Result<session::ReviewRecord, CliError> {
    Ok(session::ReviewRecord {
        at: context.clock.now(),
        // With the wall clock alone, setting it back would extend the hour.
        uptime: context.clock.uptime(),
        recipe_digest: recipe_digest(recipe)?,
        workspace_revision: review.revision,
        outcome_digest: review.outcome.clone(),
        counts: review.tally.counts,
        warnings: review.tally.warnings,
        issues: review.tally.by_code(),
    })
}
