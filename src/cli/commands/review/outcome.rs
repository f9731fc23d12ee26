//! The outcome of a review, printed at its end.

use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use super::page::code;
use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::json_stream::JsonStream;
use crate::cli::render;
use crate::import::{Import, NewTags, Review};
use crate::model::{Counts, Issue, Note};

/// The document of `review --json` (spec section 9), with the page if one was asked for.
#[derive(Serialize)]
struct ReviewJson<'a> {
    counts: Counts,
    #[serde(serialize_with = "render::as_map")]
    matched_by: Vec<(&'a str, u64)>,
    blank_rows: u64,
    warnings: u64,
    notes: Vec<Note>,
    near_misses: Vec<Value>,
    /// Only where a source is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<Value>,
    import_tag: Option<&'a str>,
    new_tags: &'a NewTags,
    errors: &'a [Issue],
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<Value>,
}

/// Everything that is printed about a review.
pub(super) struct ReviewOutput<'a> {
    /// The review.
    pub(super) review: &'a Review,
    /// The errors file, if there are errors.
    pub(super) errors_file: Option<&'a Path>,
    /// The page, if one was asked for.
    pub(super) page_file: Option<&'a Path>,
    /// True if the changes were printed before it.
    pub(super) follows_changes: bool,
}

impl ReviewOutput<'_> {
    /// Prints what an import would do, and the next step. `changes` is the document in which their list was begun.
    pub(super) fn tell(
        &self,
        context: &Context,
        import: &Import<'_>,
        changes: Option<JsonStream<'_>>,
    ) -> Result<Exit, CliError> {
        if context.is_for_program() {
            self.tell_program(context, import, changes.unwrap_or_else(|| JsonStream::new(context)))?;
        } else {
            let blank = if self.follows_changes { "\n" } else { "" };
            context.terminal.out_report(&format!("{blank}{}", self.text(context, import)))?;
        }
        Ok(if self.review.tally.counts.errors > 0 { Exit::DoneWithErrors } else { Exit::Done })
    }

    /// Writes the document, in which the list of changes may have been begun. With `--jsonl` stdout has no place for
    /// it, so the outcome goes to stderr.
    fn tell_program(&self, context: &Context, import: &Import<'_>, stream: JsonStream<'_>) -> Result<(), CliError> {
        stream.finish(&self.document(import))?;
        if context.jsonl {
            context.terminal.note(&self.text(context, import));
        }
        Ok(())
    }

    fn text(&self, context: &Context, import: &Import<'_>) -> String {
        let mut text = render::review(context, import, self.review, context.terminal.shows_results());
        if let Some(path) = self.errors_file {
            text += &format!("\nThe rows in error, to be corrected: {}\n", context.shown_path(path));
        }
        if let Some(path) = self.page_file {
            let code = code(self.review);
            text += &format!(
                "\nThe page to share: {}\nIts code, which a yes should name: {code}\n",
                context.shown_path(path)
            );
        }
        let next = CommandLine::new(context, "import", import.source().path());
        text + &format!("\nNext, within one hour: {next}")
    }

    fn document<'d>(&'d self, import: &'d Import<'_>) -> ReviewJson<'d> {
        let page = |path: &Path| json!({ "file": path.display().to_string(), "code": code(self.review) });
        ReviewJson {
            counts: self.review.tally.counts,
            matched_by: import.matched_by(&self.review.tally),
            blank_rows: import.source().facts().blank_rows,
            warnings: self.review.tally.warnings,
            notes: import.outcome_notes(&self.review.tally),
            near_misses: self.review.tally.near.first.iter().map(render::near_json).collect(),
            missing: self.review.missing.as_ref().map(render::missing_json),
            import_tag: self.review.import_tag.as_deref(),
            new_tags: &self.review.new_tags,
            errors: &self.review.tally.errors,
            page: self.page_file.map(page),
        }
    }
}
