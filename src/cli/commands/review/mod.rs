//! `contacts review FILE`: what the prepared import would do.

mod changes;
mod outcome;
mod row;

use std::path::PathBuf;

use clap::Args;

use crate::cli::Exit;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::OutputOptions;
use crate::cli::prepare::{self, Prepared};
use crate::cli::session::Session;
use crate::import::{Outputs, Review};
use crate::model::Fields;
use crate::session::{self, recipe_digest};
use crate::workspace::Workspace;

use changes::Changes;

/// Review what a prepared import would do
///
/// Shows the counts, the errors and the warnings, and writes the rows in error to FILE.errors.csv. Nothing is imported.
/// The import must start within one hour of its review.
///
/// Examples:
///   contacts review leads.csv
///   contacts review leads.csv --changes
///   contacts review leads.csv --row 17
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(in crate::cli) struct ReviewArgs {
    /// The CSV file
    file: PathBuf,
    /// Show what would change, field by field, in every contact that would be updated
    #[arg(long)]
    changes: bool,
    /// Explain one row, by the line of the file on which it begins
    #[arg(long, value_name = "LINE", conflicts_with = "changes")]
    row: Option<u64>,
    #[command(flatten)]
    outputs: OutputOptions,
}

impl ReviewArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
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
        let outputs = Outputs::plan(import.source(), own_columns, self.outputs.folder()?)?;
        let mut changes = self.changes.then(|| Changes::new(context, fields));
        let onlooker = changes.as_mut().map(|changes| changes as &mut dyn crate::import::Onlooker);
        let (review, errors_file) = import.review_into_file(workspace, &outputs, onlooker)?;
        if let Some(changes) = changes {
            changes.finish()?;
        }
        let kept = kept(context, &review, &prepared.recipe)?;
        session.update(|manifest| manifest.review = Some(kept))?;
        outcome::tell(context, &prepared.import, &review, errors_file.as_deref(), self.changes)
    }
}

/// What the session keeps of a review.
fn kept(context: &Context, review: &Review, recipe: &crate::model::Recipe) -> Result<session::Review, Failure> {
    Ok(session::Review {
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
