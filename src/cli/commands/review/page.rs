//! `review FILE --html`: the review as a page, for colleagues without a terminal.

use std::path::Path;

use crate::cli::context::Context;
use crate::cli::render;
use crate::import::{Import, Review, RowObserver};
use crate::model::{
    Action, Addition, FieldChange, FieldId, Fields, Issue, IssueCode, MappedColumn, NearMiss, PlannedRow, Slot,
    TagInterner, TagRef, Target, Text, Update, format_local_with_zone, format_thousands,
};
use crate::report::{Cell, CommandForm, Listing, Page, StatusTable};
use crate::session::REVIEW_TTL;
use crate::source::Row;

const CHANGED: &str = "Each field and tag that would change. Contacts to which a row brings nothing new are left out.";
const ADDED: &str = "The values that they would have.";
const IN_ERROR: &str = "These rows would change nothing until they are corrected.";
const NEAR: &str = "These rows would add a person who may be there already, as the contact that is named.";
const WARNED: &str = "These rows would be imported all the same.";

/// Collects the rows of a page during the review.
pub(super) struct PageRows<'a> {
    fields: &'a Fields,
    /// Fields shown as columns of the new contacts.
    columns: Vec<FieldId>,
    changed: Listing,
    added: Listing,
    near: Listing,
    in_error: Listing,
    warned: Listing,
}

impl<'a> PageRows<'a> {
    /// Prepares an empty list for each outcome.
    pub(super) fn new(import: &Import<'_>, fields: &'a Fields) -> Self {
        let columns = columns(&import.request().mapping.slots);
        let names = columns.iter().map(|field| fields.name(*field));
        let headings: Vec<&str> = std::iter::once("Line").chain(names).collect();
        let issues = ["Line", "Row", "Column", "Cell", "What is wrong"];
        let changes = ["Line", "Contact", "Row", "Field", "Before", "After"];
        Self {
            fields,
            changed: Listing::new("changed", "Contacts that would change", CHANGED, &changes),
            added: Listing::new("added", "Contacts that would be added", ADDED, &headings),
            near: Listing::new("near", "Near misses", NEAR, &["Line", "Row", "Contact", "Likeness"]),
            in_error: Listing::new("errors", "Rows in error", IN_ERROR, &issues),
            warned: Listing::new("warnings", "Rows with warnings", WARNED, &issues),
            columns,
        }
    }

    fn change(&mut self, row: Row<'_>, line: u64, update: &Update, tags: &TagInterner) {
        // Lists of a page are bounded: the rest is counted, so that page and memory stay small for any source.
        if !self.changed.has_room() {
            return self.changed.count();
        }
        let summary = render::format_row(row.cells());
        let (added, removed) = (names(&update.tags_added, tags), names(&update.tags_removed, tags));
        let mut lines: Vec<Vec<Cell<'_>>> = update.fields.iter().map(|change| of_field(self.fields, change)).collect();
        let lost = removed.iter().map(|tag| vec![Cell::Text("Tags"), Cell::Text(tag), NOT_TAGGED]);
        let gained = added.iter().map(|tag| vec![Cell::Text("Tags"), NOT_TAGGED, Cell::Text(tag)]);
        lines.extend(lost.chain(gained));
        let head = [Cell::Number(line), Cell::Number(update.contact.0.cast_unsigned()), Cell::Text(&summary)];
        self.changed.entry(&head, &lines);
    }

    fn add(&mut self, line: u64, addition: &Addition, tags: &TagInterner) {
        if !self.added.has_room() {
            return self.added.count();
        }
        let tags = names(&addition.tags, tags).join(", ");
        let value = |field: &FieldId| {
            if *field == FieldId::TAGS {
                return shown(&tags);
            }
            let value = addition.values.iter().find(|(of, _)| of == field);
            value.map_or(EMPTY, |(_, value)| Cell::Text(value))
        };
        let line_of_values = self.columns.iter().map(value).collect();
        self.added.entry(&[Cell::Number(line)], &[line_of_values]);
    }

    fn near(&mut self, row: Row<'_>, line: u64, near: NearMiss) {
        if !self.near.has_room() {
            return self.near.count();
        }
        let (summary, contact) = (render::format_row(row.cells()), near.contact.0.cast_unsigned());
        let likeness = vec![Cell::Number(contact), Cell::Text(near.likeness.describe())];
        self.near.entry(&[Cell::Number(line), Cell::Text(&summary)], &[likeness]);
    }

    fn issues(&mut self, row: Row<'_>, planned: &PlannedRow) {
        // The warning of a row in error is listed with the error, because the row would not be imported.
        let is_rejected = planned.action == Action::Reject;
        let (errors, warnings): (Vec<&Issue>, Vec<&Issue>) =
            planned.issues.iter().partition(|issue| is_rejected || issue.is_error());
        for (issues, listing) in [(errors, &mut self.in_error), (warnings, &mut self.warned)] {
            match issues[..] {
                [] => {}
                _ if !listing.has_room() => listing.count(),
                _ => {
                    let summary = render::format_row(row.cells());
                    let lines: Vec<Vec<Cell<'_>>> = issues.into_iter().map(of_issue).collect();
                    listing.entry(&[Cell::Number(planned.line), Cell::Text(&summary)], &lines);
                }
            }
        }
    }

    /// Builds the page once all rows were seen.
    pub(super) fn page(self, context: &Context, import: &Import<'_>, review: &Review) -> Page {
        let name = file_name(import.source().path());
        let now = context.clock.now();
        let lists = [self.changed, self.added, self.near, self.in_error, self.warned];
        Page {
            title: format!("Review of {name}"),
            lead: format!(
                "Nothing has been imported: this is what an import would do, as it was seen on {}.",
                format_local_with_zone(now)
            ),
            facts: facts(import, &name, review),
            outcomes: Some(StatusTable {
                counts: review.tally.counts,
                meanings: render::meanings(&review.tally.counts, &render::REVIEW_LABELS),
                blank_rows: import.source().facts().blank_rows,
            }),
            kinds: kinds(review),
            answer: Some(CommandForm {
                about: name,
                code: code(review),
                consequences: consequences(&format_local_with_zone(now + REVIEW_TTL)),
            }),
            listings: lists.into_iter().filter(|list| list.entries() > 0).collect(),
        }
    }
}

impl RowObserver for PageRows<'_> {
    fn row(&mut self, row: Row<'_>, planned: &PlannedRow, tags: &TagInterner) {
        match &planned.action {
            Action::Update(update) if !update.unchanged => self.change(row, planned.line, update, tags),
            Action::Add(addition) => {
                self.add(planned.line, addition, tags);
                if let Some(near) = addition.near {
                    self.near(row, planned.line, near);
                }
            }
            Action::Update(_) | Action::Skip | Action::Reject => {}
        }
        self.issues(row, planned);
    }
}

/// Returns the code of an outcome, which a confirmation should name: the first eight hexadecimal digits of its hash.
pub(super) fn code(review: &Review) -> String {
    let part = |range| review.outcome.get(range).unwrap_or_default();
    format!("{}-{}", part(0..4), part(4..8))
}

fn consequences(until: &str) -> String {
    format!(
        "The import may begin until {until}. After that it is reviewed again, and a review with the same code would do \
         the same to the same contacts."
    )
}

const EMPTY: Cell<'static> = Cell::Quiet("(empty)");
const NOT_TAGGED: Cell<'static> = Cell::Quiet("(not tagged)");

fn shown(text: &str) -> Cell<'_> {
    if text.is_empty() { EMPTY } else { Cell::Text(text) }
}

fn of_field<'c>(fields: &'c Fields, change: &'c FieldChange) -> Vec<Cell<'c>> {
    let value = |value: &'c Option<Text>| shown(value.as_deref().unwrap_or_default());
    vec![Cell::Text(fields.name(change.field)), value(&change.before), value(&change.after)]
}

fn of_issue(issue: &Issue) -> Vec<Cell<'_>> {
    vec![
        issue.column.as_deref().map_or(Cell::Quiet("(the row)"), Cell::Text),
        issue.value.as_deref().map_or(Cell::Quiet("(none)"), Cell::Text),
        Cell::Problem { message: &issue.message, code: issue.code.as_str() },
    ]
}

fn names<'t>(tags: &[TagRef], interner: &'t TagInterner) -> Vec<&'t str> {
    tags.iter().map(|tag| interner.name(*tag)).collect()
}

/// Returns the mapped fields, and Tags in any case, because tags do not come from columns alone.
fn columns(slots: &[Slot]) -> Vec<FieldId> {
    let mapped = slots.iter().filter_map(|slot| match slot.target {
        Target::Field(field) if field != FieldId::TAGS => Some(field),
        _ => None,
    });
    mapped.chain([FieldId::TAGS]).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
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
    facts.extend(render::note_facts(&import.outcome_notes(&review.tally)));
    let tag = review.import_tag.as_deref();
    facts.extend(render::settings_summary(request.purpose.as_str(), identifier.as_deref(), &mapping, &options, tag));
    facts
}

fn kinds(review: &Review) -> Vec<crate::report::IssueKind> {
    let kind = |(code, kind): (&IssueCode, &crate::import::IssueSummary)| {
        let example = kind.first.first().map_or_else(String::new, |first| {
            let column = first.column.as_ref().map_or_else(String::new, |column| format!(", {column}"));
            format!("line {}{column}: {}", first.line, first.message)
        });
        render::issue_kind(code.as_str(), kind.count, example)
    };
    let mut kinds: Vec<_> = review.tally.kinds.iter().map(kind).collect();
    render::sort_kinds(&mut kinds);
    kinds
}
