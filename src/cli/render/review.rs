//! The review of an import for people, and what it has in common with the outcome.

use crate::cli::context::Context;
use crate::cli::created_fields::describe_created;
use crate::import::{Import, NewTags, OPTIONS_UNKNOWN, Review, Summary};
use crate::model::{AddedOptions, Counts, RowStatus, Severity, Text, format_thousands, join_tags};
use crate::ui::{Table, sanitize};

use super::issues::issues;
use super::missing::missing;
use super::notes::near;

/// Advice on near matches before an import.
const BEFORE_NEAR: &str = "to refuse an import with any: --max-near 0";

/// Maximum number of new options of a field that are named.
const MAX_NAMED_OPTIONS: usize = 10;

/// Renders what an import would do. Cells are shown only if the text is for a terminal.
pub(in crate::cli) fn review(context: &Context, import: &Import<'_>, review: &Review, shows_values: bool) -> String {
    let path = context.shown_path(import.source().path());
    let near = near(&review.tally.near, "would add a person who may be there already", BEFORE_NEAR);
    let near = near + &missing(review.missing.as_ref(), true, shows_values);
    let tags = import_tag(review.import_tag.as_deref()) + &new_tags(&review.new_tags);
    let body = body(context, import, &review.tally, &REVIEW_LABELS, &tags, &near, shows_values);
    format!("Review of {path}\n\n{body}")
}

/// Meanings of the four statuses.
pub(in crate::cli) type StatusLabels = [&'static str; 4];
/// Meanings before an import.
pub(in crate::cli) const REVIEW_LABELS: StatusLabels =
    ["would be added", "would be updated", "left alone by the purpose", "in error, would change nothing"];
/// Meanings after an import.
pub(in crate::cli) const OUTCOME_LABELS: StatusLabels =
    ["added", "updated", "left alone by the purpose", "in error, changed nothing"];

/// Renders counts, tags, fields, options, identifiers, near matches and issues.
pub(super) fn body(
    context: &Context,
    import: &Import<'_>,
    tally: &Summary,
    meanings: &StatusLabels,
    tags: &str,
    near: &str,
    shows_values: bool,
) -> String {
    let mut text = counts(context, import, tally, meanings);
    let matched = matched_by(import, tally);
    if !matched.is_empty() {
        text += &format!("\nMatched by: {}\n", matched.join(", "));
    }
    text += tags;
    text += &created_fields(import, tally);
    text += &added_options(import, tally);
    text += &new_identifiers(import, tally);
    text + near
        + &issues("Errors", tally, Severity::Error, shows_values)
        + &unknown_options(import, tally)
        + &issues("Warnings", tally, Severity::Warning, shows_values)
}

pub(super) fn import_tag(tag: Option<&str>) -> String {
    tag.map(|tag| format!("\nImport tag: {tag}\n")).unwrap_or_default()
}

/// Renders the tags that the import would create: a typing error among them is seen before it is made.
fn new_tags(tags: &NewTags) -> String {
    if tags.count == 0 {
        return String::new();
    }
    // Quoted as in a cell: a name may hold a comma.
    let names: Vec<_> = tags.first.iter().map(|name| sanitize(&join_tags([name.as_str()])).into_owned()).collect();
    let more = match tags.count - names.len() as u64 {
        0 => String::new(),
        more => format!(" and {} more", format_thousands(more)),
    };
    format!("\nNew tags: {} ({}{more})\n", format_thousands(tags.count), names.join(", "))
}

/// Renders the fields created for the import, or that none is created because no row is written.
fn created_fields(import: &Import<'_>, tally: &Summary) -> String {
    let created: Vec<String> = import.created_fields(&tally.counts).iter().map(describe_created).collect();
    if !created.is_empty() {
        return format!("\nCreated fields: {}\n", created.join(", "));
    }
    if import.uncreated_fields(&tally.counts).is_empty() {
        return String::new();
    }
    "\nCreated fields: none, because no row is imported or updated\n".to_owned()
}

/// Renders which fields serve as identifiers from this import on.
fn new_identifiers(import: &Import<'_>, tally: &Summary) -> String {
    let notes = import.new_identifier_notes(&tally.counts);
    let lines: Vec<String> = notes.iter().map(|note| format!("\n{}\n", sanitize(&note.message))).collect();
    lines.concat()
}

/// Renders the options that the import adds.
fn added_options(import: &Import<'_>, tally: &Summary) -> String {
    let of_field = |AddedOptions { field, options, .. }: &AddedOptions| {
        let names: Vec<&str> = options.iter().take(MAX_NAMED_OPTIONS).map(Text::as_str).collect();
        let more = match options.len() - names.len() {
            0 => String::new(),
            more => format!(" and {} more", format_thousands(more as u64)),
        };
        let (count, names) = (format_thousands(options.len() as u64), sanitize(&names.join("; ")).into_owned());
        format!("\nNew options of '{}': {count} ({names}{more})\n", sanitize(field))
    };
    import.added_options(tally).iter().map(of_field).collect()
}

/// Renders the offer to add options to the columns that need several.
fn unknown_options(import: &Import<'_>, tally: &Summary) -> String {
    let notes = import.option_notes(tally).into_iter().filter(|note| note.code == OPTIONS_UNKNOWN);
    let lines: Vec<String> = notes.map(|note| format!("\n{}\n", sanitize(&note.message))).collect();
    lines.concat()
}

/// Returns `Phone Number 12` for each identifier that matched rows.
fn matched_by(import: &Import<'_>, tally: &Summary) -> Vec<String> {
    let matched = import.matched_by(tally).into_iter().filter(|(_, rows)| *rows > 0);
    matched.map(|(field, rows)| format!("{field} {}", format_thousands(rows))).collect()
}

/// Returns the meanings of the four statuses, with the number of unchanged rows among the updated, and of suppressed ones
/// among the skipped.
pub(in crate::cli) fn meanings(counts: &Counts, meanings: &StatusLabels) -> [String; 4] {
    let [imported, updated, skipped, errors] = meanings.map(str::to_owned);
    let unchanged = match counts.unchanged {
        0 => String::new(),
        unchanged => format!("; {} of them unchanged", format_thousands(unchanged)),
    };
    let skipped = match (counts.skipped, counts.suppressed) {
        (_, 0) => skipped,
        (skipped, suppressed) if skipped == suppressed => "suppressed: people who are left alone".to_owned(),
        (_, suppressed) => format!("{skipped}; {} of them suppressed", format_thousands(suppressed)),
    };
    [imported, updated + &unchanged, skipped, errors]
}

fn counts(context: &Context, import: &Import<'_>, tally: &Summary, meanings: &StatusLabels) -> String {
    let mut table = Table::new(context.terminal.width()).text("Status").never_truncate().number("Rows").wrap_text("");
    for (status, meaning) in RowStatus::ALL.into_iter().zip(self::meanings(&tally.counts, meanings)) {
        table.row([status.as_str(), &format_thousands(tally.counts.of(status)), &meaning]);
    }
    let blank_rows = import.source().facts().blank_rows;
    let blank =
        if blank_rows > 0 { format!("{} blank rows left out", format_thousands(blank_rows)) } else { String::new() };
    table.row(["All", &format_thousands(tally.counts.rows), &blank]);
    table.to_string()
}
