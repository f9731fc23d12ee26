//! The outcome of an import: printed here, and sent as notification.

use serde::Serialize;
use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::render;
use crate::import::{FilesProblem, Import, NewTags, Outcome, Review, Summary};
use crate::model::{Counts, Issue, Note};
use crate::ops::notification::ImportNotification;

/// The document of `import --json` (spec section 9).
#[derive(Serialize)]
struct OutcomeJson<'a> {
    import_id: Option<i64>,
    dry_run: bool,
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
    /// Only of a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    new_tags: Option<&'a NewTags>,
    results_file: Option<String>,
    errors_file: Option<String>,
    errors: &'a [Issue],
}

/// An import that succeeded, or a dry run.
pub(super) struct FinishedImport {
    /// Exit code, once the outcome was printed.
    exit: Exit,
    /// Notification to send; `None` after a dry run.
    news: Option<ImportNotification>,
}

impl FinishedImport {
    /// Sends the notification. By now the import is committed, its files are in place and the job lock is free.
    pub(super) fn announced(self, context: &Context) -> Exit {
        if let Some(news) = self.news {
            // Opened anew: the run has returned and with it its job lock, so that a slow delivery does not hold up the
            // next import.
            match context.workspace() {
                Ok(workspace) => news.send(context, &workspace),
                Err(failure) => context.terminal.warn(&format!("nobody was notified: {failure}")),
            }
        }
        self.exit
    }
}

/// Prints what an import did. `is_reviewed` is true if the user has just seen its review.
pub(super) fn tell(context: &Context, import: &Import<'_>, outcome: &Outcome, is_reviewed: bool) -> FinishedImport {
    let document = outcome_json(import, outcome);
    let told = tell_here(context, import, (outcome, is_reviewed), &document);
    FinishedImport { exit: context.finish(told, exit(&outcome.tally)), news: Some(news(import, outcome, &document)) }
}

fn tell_here(
    context: &Context,
    import: &Import<'_>,
    (outcome, is_reviewed): (&Outcome, bool),
    document: &OutcomeJson<'_>,
) -> Result<(), CliError> {
    // A warning, because the import is committed; the results in the workspace can be written again.
    match &outcome.files_problem {
        None => {}
        Some(FilesProblem::NotInPlace(problem)) => context.terminal.warn(&context.for_workspace(&format!(
            "the import is done, but its files are not in place: {problem}; see: contacts results {}",
            outcome.import_id
        ))),
        Some(FilesProblem::Unsettled(problem)) => context.terminal.warn(&format!(
            "the import is done and its files are in place, which could not be noted: {problem}; the next command makes them again"
        )),
    }
    if context.json {
        return context.out_json(document);
    }
    context.terminal.out_report(&render::outcome(context, import, outcome, is_reviewed))?;
    Ok(context.terminal.out(&render::after_import(context, outcome))?)
}

fn outcome_json<'a>(import: &'a Import<'_>, outcome: &'a Outcome) -> OutcomeJson<'a> {
    OutcomeJson {
        import_id: Some(outcome.import_id),
        dry_run: false,
        results_file: Some(outcome.results_file.display().to_string()),
        errors_file: outcome.errors_file.as_ref().map(|path| path.display().to_string()),
        missing: outcome.missing.as_ref().map(render::missing_json),
        ..dry_run_json(import, &outcome.tally, outcome.import_tag.as_deref())
    }
}

/// Returns the document of a run that wrote nothing.
fn dry_run_json<'a>(import: &'a Import<'_>, tally: &'a Summary, import_tag: Option<&'a str>) -> OutcomeJson<'a> {
    OutcomeJson {
        import_id: None,
        dry_run: true,
        counts: tally.counts,
        matched_by: import.matched_by(tally),
        blank_rows: import.source().facts().blank_rows,
        warnings: tally.warnings,
        notes: import.outcome_notes(tally),
        near_misses: tally.near.first.iter().map(render::near_json).collect(),
        missing: None,
        import_tag,
        new_tags: None,
        results_file: None,
        errors_file: None,
        errors: &tally.errors,
    }
}

fn news(import: &Import<'_>, outcome: &Outcome, document: &OutcomeJson<'_>) -> ImportNotification {
    let document = json!(document);
    ImportNotification {
        notification: outcome.notification.clone(),
        summary: without_cells(document.clone()),
        document,
        missing: import.missing_fields(),
        import_tag: outcome.import_tag.clone(),
        results: (!matches!(outcome.files_problem, Some(FilesProblem::NotInPlace(_))))
            .then(|| outcome.results_file.clone()),
        errors: outcome.errors_file.clone(),
    }
}

/// Keys that are kept in the entries of these lists where no content of cells may be sent: position and name. Values
/// are cells, and messages quote them.
const WITHOUT_CELLS: [(&str, &[&str]); 6] = [
    ("/notes", &["code", "level", "column", "field", "count", "of"]),
    ("/near_misses", &["line", "contact", "likeness"]),
    ("/missing/contacts", &["id", "changed"]),
    ("/missing/spared", &["id", "edited", "held_by"]),
    ("/missing/back", &["id"]),
    ("/errors", &["line", "column", "field", "code"]),
];

/// Returns the document with `null` in place of whatever may quote a cell.
fn without_cells(mut document: Value) -> Value {
    for (list, kept) in WITHOUT_CELLS {
        let entries = document.pointer_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
        for (key, value) in entries.filter_map(Value::as_object_mut).flatten() {
            // A list of what is kept, not of what is removed: a key that is added later stays private until it is
            // listed.
            if !kept.contains(&key.as_str()) {
                *value = Value::Null;
            }
        }
    }
    document
}

/// Prints what an import would do.
pub(super) fn tell_dry_run(
    context: &Context,
    import: &Import<'_>,
    review: &Review,
) -> Result<FinishedImport, CliError> {
    if context.json {
        let document = dry_run_json(import, &review.tally, review.import_tag.as_deref());
        let missing = review.missing.as_ref().map(render::missing_json);
        context.out_json(&OutcomeJson { missing, new_tags: Some(&review.new_tags), ..document })?;
    } else {
        context.terminal.out_report(&format!(
            "{}\nDry run: nothing was written.",
            render::review(context, import, review, context.terminal.shows_results())
        ))?;
    }
    Ok(FinishedImport { exit: exit(&review.tally), news: None })
}

fn exit(tally: &Summary) -> Exit {
    if tally.counts.errors > 0 { Exit::DoneWithErrors } else { Exit::Done }
}
