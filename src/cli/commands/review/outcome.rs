use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use super::page::code;
use crate::cli::Exit;
use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::show;
use crate::import::{Import, Review};
use crate::model::{Counts, Issue, Note};

/// What `review --json` says (spec section 9), and where the page is, if one was asked for.
#[derive(Serialize)]
struct ReviewJson<'a> {
    counts: Counts,
    blank_rows: u64,
    warnings: u64,
    notes: &'a [Note],
    import_tag: Option<&'a str>,
    errors: &'a [Issue],
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<Value>,
}

/// What is told of a review.
pub(super) struct Told<'a> {
    pub(super) review: &'a Review,
    pub(super) errors_file: Option<&'a Path>,
    pub(super) page_file: Option<&'a Path>,
    /// Whether a list of changes was told before it.
    pub(super) follows_changes: bool,
}

impl Told<'_> {
    /// Tells what an import would do, and the next step.
    pub(super) fn tell(&self, context: &Context, import: &Import<'_>) -> Result<Exit, Failure> {
        if context.json {
            self.json(context, import)?;
        } else {
            context.terminal.out_report(&self.text(context, import))?;
        }
        Ok(if self.review.tally.counts.errors > 0 { Exit::DoneWithErrors } else { Exit::Done })
    }

    fn text(&self, context: &Context, import: &Import<'_>) -> String {
        let blank = if self.follows_changes { "\n" } else { "" };
        let mut text = format!("{blank}{}", show::review(context, import, self.review));
        if let Some(path) = self.errors_file {
            text += &format!("\nThe rows in error, to be corrected: {}\n", path.display());
        }
        if let Some(path) = self.page_file {
            let code = code(self.review);
            text += &format!("\nThe page to share: {}\nIts code, which a yes should name: {code}\n", path.display());
        }
        let next = CommandLine::new(context, "import", import.source().path());
        text + &format!("\nNext, within one hour: {next}")
    }

    /// After a list of changes, which has begun the document, the rest of it.
    fn json(&self, context: &Context, import: &Import<'_>) -> Result<(), Failure> {
        let page = |path: &Path| json!({ "file": path.display().to_string(), "code": code(self.review) });
        let document = ReviewJson {
            counts: self.review.tally.counts,
            blank_rows: import.source().facts().blank_rows,
            warnings: self.review.tally.warnings,
            notes: import.notes(),
            import_tag: self.review.import_tag.as_deref(),
            errors: &self.review.tally.errors,
            page: self.page_file.map(page),
        };
        if !self.follows_changes {
            return context.out_json(&document);
        }
        let text = Context::to_json(&document)?;
        Ok(context.terminal.out(text.strip_prefix('{').unwrap_or(&text))?)
    }
}
