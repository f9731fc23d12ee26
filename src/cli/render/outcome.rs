//! What an import has done, for people: in full, or in one line below its review; then its files and what comes next.

use super::missing::missing;
use super::notes::near;
use super::review::{OUTCOME_LABELS, body, import_tag};
use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::import::{Import, Outcome};
use crate::model::{Counts, counted, format_thousands};
use crate::ui::{Table, UNLIMITED};

/// Advice on near matches after an import.
const AFTER_NEAR: &str = "to compare and merge them: contacts duplicates";

/// Renders what an import has done. Below the review that a person has just seen in the terminal, one line is enough.
pub(in crate::cli) fn outcome(context: &Context, import: &Import<'_>, outcome: &Outcome, is_reviewed: bool) -> String {
    let title = format!("Import {} of {}", outcome.import_id, context.shown_path(import.source().path()));
    let shows_results = context.terminal.shows_results();
    if is_reviewed && shows_results {
        return format!("{title}: {}\n", nonzero_counts(outcome));
    }
    let near =
        near(&outcome.tally.near, "added a person who may have been there already", &context.for_workspace(AFTER_NEAR));
    let near = near + &missing(outcome.missing.as_ref(), false, shows_results);
    let tag = import_tag(outcome.import_tag.as_deref());
    format!("{title}\n\n{}", body(context, import, &outcome.tally, &OUTCOME_LABELS, &tag, &near, shows_results))
}

/// `2 added, 1 updated (1 unchanged), 1 row in error, 3 missing contacts deleted`.
fn nonzero_counts(outcome: &Outcome) -> String {
    let Counts { imported, updated, unchanged, skipped, suppressed, errors, .. } = outcome.tally.counts;
    let missing = outcome.missing.as_ref().map(|missing| &missing.counts);
    let (deleted, tagged) = missing.map_or((0, 0), |missing| (missing.deleted, missing.tagged));
    let unchanged =
        if unchanged == 0 { String::new() } else { format!(" ({} unchanged)", format_thousands(unchanged)) };
    let parts = [
        (imported, format!("{} added", format_thousands(imported))),
        (updated, format!("{} updated{unchanged}", format_thousands(updated))),
        (skipped - suppressed, format!("{} left alone", counted(skipped - suppressed, "row"))),
        (suppressed, format!("{} suppressed", counted(suppressed, "row"))),
        (errors, format!("{} in error", counted(errors, "row"))),
        (deleted, format!("{} deleted", counted(deleted, "missing contact"))),
        (tagged, format!("{} tagged", counted(tagged, "missing contact"))),
    ];
    parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect::<Vec<_>>().join(", ")
}

/// Renders the files of an import; in a terminal also what to do with the rows in error, how to see what was imported, and
/// how to undo it. Nothing is cut or wrapped: part of a path names no file, and a command is meant to be copied.
pub(in crate::cli) fn after_import(context: &Context, outcome: &Outcome) -> String {
    let mut table = Table::new(UNLIMITED).text("").text("");
    table.row(["Results", &context.shown_path(&outcome.results_file)]);
    let is_terminal = context.terminal.shows_results();
    if let Some(path) = &outcome.errors_file {
        let path = context.shown_path(path);
        let (label, errors) = if is_terminal { ("Fix", format!("{path}, then import it")) } else { ("Errors", path) };
        table.row([label, &errors]);
    }
    for (label, command) in next_commands(context, outcome).into_iter().filter(|_| is_terminal) {
        table.row([label, &command.to_string()]);
    }
    format!("\n{table}")
}

/// Returns the commands that show and undo what an import wrote, and list who is missing.
fn next_commands(context: &Context, outcome: &Outcome) -> Vec<(&'static str, CommandLine)> {
    let Counts { imported, updated, unchanged, .. } = outcome.tally.counts;
    let missing = outcome.missing.as_ref().map(|missing| &missing.counts);
    let changes_missing = missing.is_some_and(|missing| missing.deleted + missing.tagged > 0);
    let listed = missing.filter(|missing| missing.count > missing.deleted);
    let list = listed.map(|missing| {
        ("Missing", CommandLine::of(context, "list").with_option("--source", &missing.source).with_word("--missing"))
    });
    if imported + updated == unchanged && outcome.import_tag.is_none() && !changes_missing {
        return list.into_iter().collect();
    }
    let id = outcome.import_id.to_string();
    let see = match &outcome.import_tag {
        Some(tag) => CommandLine::of(context, "list").with_option("--tag", tag),
        None => CommandLine::of(context, "history").with_word(&id),
    };
    let compare = (outcome.tally.near.count > 0).then(|| ("Compare", CommandLine::of(context, "duplicates")));
    let undo = ("Undo", CommandLine::of(context, "undo").with_word(&id));
    std::iter::once(("See", see)).chain(list).chain(compare).chain([undo]).collect()
}
