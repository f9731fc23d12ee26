//! Contacts that an import added and rows that it did not import, as the lists of its page.

use super::error_reasons::{self, ErrorReason};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::render;
use crate::import::visit_error_rows;
use crate::model::{Contact, ContactId, FieldId, Fields, name_key};
use crate::report::{Detail, FieldLabels, Head, PeopleList, Reason, ReasonList};
use crate::workspace::{ImportEntry, Snapshot, TagIds};

const ADDED: &str = "As they are now. Those that are gone meanwhile are left out.";
const ERRORS: &str = "These rows changed nothing.";
const ERRORS_GONE: &str =
    "These rows changed nothing. The rows themselves are kept for seven days after the import, which are over.";
const WARNINGS: &str = "Their rows were imported all the same.";

/// Lists the contacts that an import added, as they are now.
pub(super) fn added(snapshot: &Snapshot<'_>, import: &ImportEntry, fields: &Fields) -> Result<PeopleList, CliError> {
    let tags = snapshot.tags()?;
    let labels = FieldLabels::of(fields);
    let mut people = PeopleList::new("added", "Contacts that were added", ADDED, labels.names());
    let own_tags: Vec<String> =
        import.outcome.import_tag.iter().chain(&import.begun.options.tags).map(|tag| name_key(tag)).collect();
    let mut finder = snapshot.finder()?;
    // An import stores the first and the last ID of the contacts that it added, because its journal does not list them.
    // `(1, 0)` is an empty range.
    let (first, last) = import.outcome.added.unwrap_or((1, 0));
    for id in (first..=last).map(ContactId) {
        if !people.has_room() {
            // Not read, so those that are gone count, too.
            people.count_more((last - id.0 + 1).cast_unsigned());
            break;
        }
        // Deleted or merged since.
        let Some(contact) = finder.load(id, &tags)? else { continue };
        let head = Head { contact: Some(id), line: None, name: contact.name() };
        people.add(head, details_of(&contact, fields, &labels, &tags, &own_tags));
    }
    Ok(people)
}

/// Returns the values of a contact, and its tags without those whose keys are `own_tags`: its import gave them to everyone.
fn details_of(
    contact: &Contact,
    fields: &Fields,
    labels: &FieldLabels,
    tags: &TagIds,
    own_tags: &[String],
) -> Vec<Detail> {
    let names = contact.tags.iter().map(|tag| tags.interner.name(*tag));
    let names = names.filter(|tag| !own_tags.contains(&name_key(tag))).collect::<Vec<_>>().join(", ");
    let values = fields.iter().filter_map(|field| labels.detail(field.id, contact.value(field.id)?));
    values.chain(labels.detail(FieldId::TAGS, &names)).collect()
}

/// Lists the rows in error while the results are kept; afterwards the reasons are counted.
pub(super) fn errors(context: &Context, snapshot: &Snapshot<'_>, import: &ImportEntry) -> Result<ReasonList, CliError> {
    if import.begun.results_until <= context.clock.now() {
        let mut list = ReasonList::new("errors", "Rows that were not imported", ERRORS_GONE);
        count_reasons(&mut list, import, true);
        list.count_all(import.outcome.counts.errors);
        return Ok(list);
    }
    let mut list = ReasonList::new("errors", "Rows that were not imported", ERRORS);
    let columns = error_reasons::labels(&import.begun.columns);
    visit_error_rows(snapshot, import, &mut |row| {
        let reasons = error_reasons::reasons(row, &columns);
        let reasons: Vec<Reason<'_>> = reasons.iter().map(of_reason).collect();
        // Also when the list is full: every row counts for its reasons.
        list.add(0, || render::format_row(row.cells()), &reasons);
    })?;
    list.count_all(import.outcome.counts.errors);
    Ok(list)
}

/// Counts the warnings by reason; their rows are not kept.
pub(super) fn warnings(import: &ImportEntry) -> ReasonList {
    let mut list = ReasonList::new("warnings", "Warnings", WARNINGS);
    count_reasons(&mut list, import, false);
    list.count_all(import.outcome.warnings);
    list
}

/// Counts the errors, or the warnings, of an import by reason.
fn count_reasons(list: &mut ReasonList, import: &ImportEntry, errors: bool) {
    for (code, count) in &import.outcome.issues {
        let (title, is_error) = render::issue_title(code);
        if is_error == errors {
            list.count_reason(title, *count);
        }
    }
}

fn of_reason<'r>(reason: &'r ErrorReason<'_>) -> Reason<'r> {
    let ErrorReason { title, column, value, message } = reason;
    Reason { title, column, value, message }
}
