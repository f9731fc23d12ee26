//! `review FILE --html`: the review as a page, for colleagues without a terminal.

use super::missing_people;
use super::page_rows::PageRows;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::render;
use crate::import::{Import, Review};
use crate::model::{MappedColumn, file_name, format_local_with_zone, format_thousands};
use crate::report::{CommandForm, Headline, Page};
use crate::session::REVIEW_TTL;
use crate::workspace::Snapshot;

/// Builds the page of a review, once all its rows were seen.
pub(super) fn page(
    context: &Context,
    import: &Import<'_>,
    review: &Review,
    mut rows: PageRows<'_>,
    snapshot: &Snapshot<'_>,
) -> Result<Page, CliError> {
    rows.look_up_names(snapshot)?;
    let name = file_name(import.source().path());
    let now = context.clock.now();
    let missing = review.missing.as_ref().map(missing_people::lists).unwrap_or_default();
    let (counts, blank_rows) = (&review.tally.counts, import.source().facts().blank_rows);
    Ok(Page {
        title: format!("Review of {name}"),
        lead: format!(
            "Nothing has been imported: this is what an import would do, as it was seen on {}.",
            format_local_with_zone(now)
        ),
        headline: Headline::of_review(counts, blank_rows, import.request().purpose).with_missing(
            review.missing.as_ref().map(|missing| &missing.counts),
            ["would be deleted", "would be tagged"],
        ),
        bookkeeping: render::common_tags(
            "Everyone who is added or updated would also get",
            &rows.common_tags(review.import_tag.as_deref()),
            rows.changes.tagged_only(),
        ),
        facts: facts(import, &name, review),
        answer: Some(CommandForm {
            about: name,
            code: code(review),
            consequences: consequences(&format_local_with_zone(now + REVIEW_TTL)),
        }),
        notes: import.outcome_notes(&review.tally),
        changes: Some(rows.changes),
        people: std::iter::once(rows.added).chain(missing).collect(),
        near: Some(rows.near),
        reasons: vec![rows.errors, rows.warnings],
    })
}

/// Returns the code of an outcome, which a confirmation should name: the first eight hexadecimal digits of its hash.
pub(super) fn code(review: &Review) -> String {
    let part = |range| review.outcome.get(range).unwrap_or_default();
    format!("{}-{}", part(0..4), part(4..8))
}

fn consequences(until: &str) -> String {
    format!(
        "The import may begin until {until}. After that it is reviewed again; the same code then means the same result."
    )
}

fn facts(import: &Import<'_>, name: &str, review: &Review) -> Vec<render::KeyValue> {
    let (source, request) = (import.source().facts(), import.request());
    let about = format!(
        "{name}: {} bytes, {}, separated by {}",
        format_thousands(source.size),
        source.encoding,
        render::delimiter(source.delimiter)
    );
    let mapping: Vec<MappedColumn> = (&request.mapping).into();
    let identifier = request.identifier_names().text();
    let options = import.options();
    let mut facts = vec![render::fact("File", about), render::fact("SHA-256", &source.digest)];
    let tag = review.import_tag.as_deref();
    let missing = review.missing.as_ref();
    facts.extend(missing.map(|missing| ("Source".to_owned(), render::source_facts(&missing.counts, true))));
    facts.extend(render::settings_summary(request.purpose, identifier.as_deref(), &mapping, &options, tag));
    facts
}
