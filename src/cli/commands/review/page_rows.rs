//! The rows of a review as the lists of its page, collected while they are read.

use crate::cli::error::CliError;
use crate::cli::render;
use crate::import::{Import, RowObserver};
use crate::model::{
    Action, Addition, ContactName, Field, FieldId, Fields, Issue, NearMiss, PlannedRow, TagInterner, TagRef, Update,
};
use crate::report::{Changes, Detail, FieldLabels, Head, PeopleList, PersonChange, Reason, ReasonList};
use crate::source::Row;
use crate::workspace::Snapshot;

const CHANGED: &str =
    "Each contact with what would change in it. Those to which a row brings nothing new are left out.";
const ADDED: &str = "Each new contact with the values that it would have.";
const NEAR: &str =
    "People who may be there already: each of these rows would add a person, and this contact is very like it.";
const ERRORS: &str = "These rows would not be imported until they are corrected.";
const WARNINGS: &str = "These rows would be imported all the same.";

/// Labels of a near miss.
const NEAR_LABELS: [&str; 2] = ["The row", "Why"];

/// Collector of the lists of a page.
pub(super) struct PageRows<'a> {
    fields: &'a Fields,
    labels: FieldLabels,
    /// Tags that the import gives to every contact, without the import tag.
    given_tags: Vec<String>,
    import_tag: Option<String>,
    pub(super) changes: Changes,
    pub(super) added: PeopleList,
    pub(super) near: PeopleList,
    pub(super) errors: ReasonList,
    pub(super) warnings: ReasonList,
}

impl<'a> PageRows<'a> {
    /// Prepares an empty list for each outcome.
    pub(super) fn new(import: &Import<'_>, fields: &'a Fields, snapshot: &Snapshot<'_>) -> Result<Self, CliError> {
        let labels = FieldLabels::of(fields);
        let near_labels = NEAR_LABELS.map(str::to_owned).to_vec();
        Ok(Self {
            fields,
            labels: labels.clone(),
            given_tags: import.request().tags.clone(),
            import_tag: import.import_tag(snapshot.next_history_id()?),
            changes: Changes::new("Contacts that would change", CHANGED, &labels),
            added: PeopleList::new("added", "Contacts that would be added", ADDED, labels.names()),
            near: PeopleList::new("near", "Near misses", NEAR, near_labels),
            errors: ReasonList::new("errors", "Rows to fix", ERRORS),
            warnings: ReasonList::new("warnings", "Rows with warnings", WARNINGS),
        })
    }

    /// Looks up the names of the contacts that the workspace has.
    pub(super) fn look_up_names(&mut self, snapshot: &Snapshot<'_>) -> Result<(), CliError> {
        self.changes.look_up_names(|id| snapshot.contact_name(id))?;
        Ok(self.near.look_up_names(|id| snapshot.contact_name(id))?)
    }

    /// Returns the tags that every contact would get, with the import tag if it would be made.
    pub(super) fn common_tags(&self, import_tag: Option<&str>) -> Vec<String> {
        self.given_tags.iter().map(String::as_str).chain(import_tag).map(str::to_owned).collect()
    }

    fn change(&mut self, line: u64, update: &Update, tags: &TagInterner) {
        let fields = update.fields.iter().map(|change| {
            (change.field, change.before.as_deref().unwrap_or_default(), change.after.as_deref().unwrap_or_default())
        });
        let (common, added) = self.part(&update.tags_added, tags);
        self.changes.add(&PersonChange {
            contact: update.contact,
            line: Some(line),
            fields: fields.collect(),
            tags_added: added,
            tags_removed: update.tags_removed.iter().map(|tag| tags.name(*tag)).collect(),
            common_tags: common,
        });
    }

    fn add(&mut self, line: u64, addition: &Addition, tags: &TagInterner) {
        if !self.added.has_room() {
            return self.added.count_more(1);
        }
        let mut name = ContactName::default();
        addition.values.iter().for_each(|(field, value)| name.set(*field, value));
        let (_, own) = self.part(&addition.tags, tags);
        let value = |field: &Field| match field.id {
            FieldId::TAGS => self.labels.detail(field.id, &own.join(", ")),
            id => self.labels.detail(id, &addition.values.iter().find(|(of, _)| *of == id)?.1),
        };
        let details = self.fields.iter().filter_map(value).collect();
        self.added.add(Head { contact: None, line: Some(line), name }, details);
    }

    fn near(&mut self, row: Row<'_>, line: u64, near: NearMiss) {
        if !self.near.has_room() {
            return self.near.count_more(1);
        }
        let row = Detail::Value(0, render::format_row(row.cells()));
        let why = Detail::Value(1, near.likeness.describe().to_owned());
        let head = Head { contact: Some(near.contact), line: Some(line), name: ContactName::default() };
        self.near.add(head, vec![row, why]);
    }

    fn issues(&mut self, row: Row<'_>, planned: &PlannedRow) {
        // The warning of a row in error is listed with the error, because the row would not be imported.
        let is_rejected = planned.action == Action::Reject;
        let (errors, warnings): (Vec<&Issue>, Vec<&Issue>) =
            planned.issues.iter().partition(|issue| is_rejected || issue.is_error());
        for (issues, list) in [(errors, &mut self.errors), (warnings, &mut self.warnings)] {
            let reasons: Vec<Reason<'_>> = issues.into_iter().map(of_issue).collect();
            if !reasons.is_empty() {
                list.add(planned.line, || render::format_row(row.cells()), &reasons);
            }
        }
    }

    /// Parts tags into those that every contact gets, without the import tag, and the others.
    fn part<'t>(&self, refs: &[TagRef], tags: &'t TagInterner) -> (Vec<&'t str>, Vec<&'t str>) {
        let is_import_tag = |tag: &TagRef| self.import_tag.as_deref().is_some_and(|own| tags.find(own) == Some(*tag));
        let is_given = |tag: &TagRef| self.given_tags.iter().any(|given| tags.find(given) == Some(*tag));
        let others = refs.iter().copied().filter(|tag| !is_import_tag(tag));
        let (given, others): (Vec<TagRef>, Vec<TagRef>) = others.partition(is_given);
        let names = |refs: Vec<TagRef>| refs.into_iter().map(|tag| tags.name(tag)).collect();
        (names(given), names(others))
    }
}

impl RowObserver for PageRows<'_> {
    fn row(&mut self, row: Row<'_>, planned: &PlannedRow, tags: &TagInterner) {
        match &planned.action {
            Action::Update(update) if !update.unchanged => self.change(planned.line, update, tags),
            Action::Add(addition) => {
                self.add(planned.line, addition, tags);
                if let Some(near) = addition.near {
                    self.near(row, planned.line, near);
                }
            }
            Action::Update(_) | Action::Skip | Action::Suppress | Action::Reject => {}
        }
        self.issues(row, planned);
    }
}

fn of_issue(issue: &Issue) -> Reason<'_> {
    Reason {
        title: issue.code.title(),
        column: issue.column.as_deref().unwrap_or_default(),
        value: issue.value.as_deref().unwrap_or_default(),
        message: &issue.message,
    }
}
