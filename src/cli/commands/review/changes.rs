//! `review --changes`: what would change in each contact. A program gets it while the rows are read; a person gets a summary
//! first and then each contact by name, for which the rows are read a second time. The last question of an import also
//! shows who would be added.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::json_stream::JsonStream;
use crate::cli::render::{ContactChanges, change_summary};
use crate::import::{Import, Review, RowObserver};
use crate::model::{
    Action, Addition, ChangeSummary, ContactName, FieldChange, FieldId, Fields, PlannedRow, TagInterner, TagRef,
    Update, counted,
};
use crate::source::Row;
use crate::ui::{PageFlow, Pager};
use crate::workspace::Workspace;

/// Writes the changes of every contact that would be updated for a program, during the review.
pub(super) struct ChangeStream<'a> {
    fields: &'a Fields,
    stream: JsonStream<'a>,
    /// Error that ended the output. An observer of rows cannot fail itself.
    failure: Option<CliError>,
}

impl<'a> ChangeStream<'a> {
    /// Begins the list of changes on stdout.
    pub(super) fn new(context: &'a Context, fields: &'a Fields) -> Result<Self, CliError> {
        let mut stream = JsonStream::new(context);
        stream.list("changes")?;
        Ok(Self { fields, stream, failure: None })
    }

    /// Returns the document in which the list of changes was begun, or the error that ended it.
    pub(super) fn finish(self) -> Result<JsonStream<'a>, CliError> {
        self.failure.map_or(Ok(self.stream), Err)
    }
}

impl RowObserver for ChangeStream<'_> {
    fn row(&mut self, _row: Row<'_>, planned: &PlannedRow, tags: &TagInterner) {
        if let (None, Action::Update(update)) = (&self.failure, &planned.action)
            && !update.unchanged
        {
            self.failure = self.stream.record(&change_json(self.fields, planned.line, update, tags)).err();
        }
    }
}

/// Prints the changes that a review has counted for a person: the summary, and then contact by contact, page by page in a
/// terminal; with `shows_additions` also who would be added.
pub(in crate::cli) fn print_changes(
    context: &Context,
    workspace: &Workspace,
    (import, review): (&mut Import<'_>, &Review),
    fields: &Fields,
    shows_additions: bool,
) -> Result<(), CliError> {
    let summary = match review.changes.contacts {
        0 if !shows_additions => return Ok(context.terminal.out("No contact would change.\n")?),
        _ => change_summary(&review.changes, fields),
    };
    let mut pager = context.terminal.pager();
    if !summary.is_empty() && pager.lines(&format!("{summary}\n"))? == PageFlow::Stop {
        return Ok(());
    }
    let mut printer = ChangePrinter {
        fields,
        changes: &review.changes,
        shows_additions,
        width: context.terminal.width(),
        names: workspace.reopen_read_only()?,
        pager,
        without_own: 0,
        ended: None,
    };
    import.show_rows(&workspace.snapshot()?, &mut printer)?;
    printer.finish()
}

/// Prints each contact of a review.
struct ChangePrinter<'a> {
    fields: &'a Fields,
    changes: &'a ChangeSummary,
    /// True to print who would be added, too.
    shows_additions: bool,
    /// Columns of the terminal.
    width: usize,
    /// The workspace over a connection of its own: the rows come on another thread.
    names: Workspace,
    pager: Pager<'a>,
    /// Number of contacts with no other changes than those that all share.
    without_own: u64,
    /// Set once nothing more is printed: `Ok` if the user left the pager, else the error.
    ended: Option<Result<(), CliError>>,
}

impl ChangePrinter<'_> {
    fn action(&mut self, line: u64, action: &Action, tags: &TagInterner) -> Result<PageFlow, CliError> {
        let contact = match action {
            Action::Update(update) if !update.unchanged => self.updated(line, update, tags)?,
            Action::Add(addition) if self.shows_additions => Some(self.added(line, addition)),
            _ => None,
        };
        let Some(contact) = contact else { return Ok(PageFlow::GoOn) };
        Ok(self.pager.lines(&contact.text(self.width))?)
    }

    /// Returns the changes of a contact; counts it instead if it has none of its own.
    fn updated(&mut self, line: u64, update: &Update, tags: &TagInterner) -> Result<Option<ContactChanges>, CliError> {
        let name = self.names.snapshot()?.contact_name(update.contact)?.unwrap_or_default();
        let mut contact = ContactChanges::new(update.contact, &name, &format!("line {line}"));
        contact.update(self.fields, update, tags, self.changes);
        self.without_own += u64::from(contact.is_empty());
        Ok((!contact.is_empty()).then_some(contact))
    }

    fn added(&self, line: u64, addition: &Addition) -> ContactChanges {
        let mut name = ContactName::default();
        addition.values.iter().for_each(|(field, value)| name.set(*field, value));
        let mut contact = ContactChanges::of_new(&name, line);
        let others =
            addition.values.iter().filter(|(field, _)| ![FieldId::FIRST_NAME, FieldId::LAST_NAME].contains(field));
        others.for_each(|(field, value)| contact.value(self.fields.name(*field), value));
        contact
    }

    /// Tells how many contacts were not shown because all that changes in them stands in the summary.
    fn finish(mut self) -> Result<(), CliError> {
        if let Some(ended) = self.ended {
            return ended;
        }
        if self.without_own > 0 {
            self.pager.lines(&format!("and {} in which nothing else changes", counted(self.without_own, "contact")))?;
        }
        Ok(())
    }
}

impl RowObserver for ChangePrinter<'_> {
    fn row(&mut self, _row: Row<'_>, planned: &PlannedRow, tags: &TagInterner) {
        if self.ended.is_some() {
            return;
        }
        match self.action(planned.line, &planned.action, tags) {
            Ok(PageFlow::GoOn) => {}
            Ok(PageFlow::Stop) => self.ended = Some(Ok(())),
            Err(failure) => self.ended = Some(Err(failure)),
        }
    }

    fn has_enough(&self) -> bool {
        self.ended.is_some()
    }
}

/// Returns the changes of one contact as JSON.
pub(super) fn change_json(fields: &Fields, line: u64, update: &Update, tags: &TagInterner) -> Value {
    let names = |refs: &[TagRef]| refs.iter().map(|tag| tags.name(*tag).to_owned()).collect::<Vec<_>>();
    let change = |change: &FieldChange| {
        json!({
            "field": fields.name(change.field),
            "before": change.before.as_deref(),
            "after": change.after.as_deref(),
        })
    };
    json!({
        "line": line,
        "contact": update.contact.0,
        "fields": update.fields.iter().map(change).collect::<Vec<_>>(),
        "tags_added": names(&update.tags_added),
        "tags_removed": names(&update.tags_removed),
    })
}
