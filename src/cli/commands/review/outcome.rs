use std::path::Path;

use serde::Serialize;

use crate::cli::Exit;
use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::show;
use crate::import::{Import, Review};
use crate::model::{Counts, Issue};

/// What `review --json` says (spec section 9).
#[derive(Serialize)]
struct ReviewJson<'a> {
    counts: Counts,
    blank_rows: u64,
    warnings: u64,
    import_tag: Option<&'a str>,
    errors: &'a [Issue],
}

/// Tells what an import would do, and the next step.
pub(super) fn tell(
    context: &Context,
    import: &Import<'_>,
    review: &Review,
    errors_file: Option<&Path>,
    follows_changes: bool,
) -> Result<Exit, Failure> {
    if context.json {
        json(context, import, review, follows_changes)?;
    } else {
        let next = CommandLine::new(context, "import", import.source().path());
        let errors_file = errors_file
            .map_or_else(String::new, |path| format!("\nThe rows in error, to be corrected: {}\n", path.display()));
        let text = show::review(context, import, review);
        let blank = if follows_changes { "\n" } else { "" };
        context.terminal.out(&format!("{blank}{text}{errors_file}\nNext, within one hour: {next}"))?;
    }
    Ok(if review.tally.counts.errors > 0 { Exit::DoneWithErrors } else { Exit::Done })
}

/// After a list of changes, which has begun the document, the rest of it.
fn json(context: &Context, import: &Import<'_>, review: &Review, follows_changes: bool) -> Result<(), Failure> {
    let document = ReviewJson {
        counts: review.tally.counts,
        blank_rows: import.source().facts().blank_rows,
        warnings: review.tally.warnings,
        import_tag: review.import_tag.as_deref(),
        errors: &review.tally.errors,
    };
    if !follows_changes {
        return context.out_json(&document);
    }
    let text = Context::to_json(&document)?;
    Ok(context.terminal.out(text.strip_prefix('{').unwrap_or(&text))?)
}
