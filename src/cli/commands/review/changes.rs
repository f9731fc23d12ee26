//! `review --changes`: prints what would change in each contact while the rows are read; and for the last question of an
//! import who would be added, too.

use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::json_stream::JsonStream;
use crate::import::RowObserver;
use crate::model::{Action, Addition, FieldChange, Fields, PlannedRow, TagInterner, TagRef, Text, Update};
use crate::source::Row;
use crate::ui::{PageFlow, Pager, sanitize};

/// Prints the changes of every contact that would be updated, during the review.
pub(in crate::cli) struct ChangePrinter<'a> {
    fields: &'a Fields,
    to: Output<'a>,
    /// True to print who would be added, too.
    shows_additions: bool,
    /// Set once nothing more is printed: `Ok` if the user left the pager, else the error.
    ended: Option<Result<(), CliError>>,
}

enum Output<'a> {
    Person(Box<Pager<'a>>),
    Program(JsonStream<'a>),
}

impl<'a> ChangePrinter<'a> {
    /// Begins the list of changes on stdout, for a person or a program.
    pub(in crate::cli) fn new(context: &'a Context, fields: &'a Fields) -> Result<Self, CliError> {
        let to = if context.is_for_program() {
            let mut stream = JsonStream::new(context);
            stream.list("changes")?;
            Output::Program(stream)
        } else {
            Output::Person(Box::new(context.terminal.pager()))
        };
        Ok(Self { fields, to, shows_additions: false, ended: None })
    }

    /// Prints who would be added, too.
    pub(in crate::cli) fn with_additions(self) -> Self {
        Self { shows_additions: true, ..self }
    }

    /// Returns the error that ended the output, if any. An observer of rows cannot fail itself.
    pub(in crate::cli) fn check(&mut self) -> Result<(), CliError> {
        match self.ended.take() {
            Some(Err(failure)) => Err(failure),
            _ => Ok(()),
        }
    }

    /// Returns the document in which the list of changes was begun; `None` if a person was shown them.
    pub(super) fn into_stream(self) -> Option<JsonStream<'a>> {
        match self.to {
            Output::Person(_) => None,
            Output::Program(stream) => Some(stream),
        }
    }

    fn show(&mut self, line: u64, update: &Update, tags: &TagInterner) -> Result<PageFlow, CliError> {
        match &mut self.to {
            Output::Person(pager) => show_person(pager, self.fields, line, update, tags),
            Output::Program(stream) => {
                stream.record(&change_json(self.fields, line, update, tags))?;
                Ok(PageFlow::GoOn)
            }
        }
    }
}

impl ChangePrinter<'_> {
    fn show_addition(&mut self, line: u64, addition: &Addition) -> Result<PageFlow, CliError> {
        let Output::Person(pager) = &mut self.to else { return Ok(PageFlow::GoOn) };
        let value = |(field, value): &(_, Text)| format!("{}: {}", self.fields.name(*field), sanitize(value));
        let values: Vec<String> = addition.values.iter().map(value).collect();
        Ok(pager.line(&format!("New contact (line {line})  {}", values.join(", ")))?)
    }
}

impl RowObserver for ChangePrinter<'_> {
    fn row(&mut self, _row: Row<'_>, planned: &PlannedRow, tags: &TagInterner) {
        if self.ended.is_some() {
            return;
        }
        let shown = match &planned.action {
            Action::Update(update) if !update.unchanged => self.show(planned.line, update, tags),
            Action::Add(addition) if self.shows_additions => self.show_addition(planned.line, addition),
            _ => return,
        };
        match shown {
            Ok(PageFlow::GoOn) => {}
            // The review goes on without output: its counts are needed all the same.
            Ok(PageFlow::Stop) => self.ended = Some(Ok(())),
            Err(failure) => self.ended = Some(Err(failure)),
        }
    }
}

fn show_person(
    pager: &mut Pager<'_>,
    fields: &Fields,
    line: u64,
    update: &Update,
    tags: &TagInterner,
) -> Result<PageFlow, CliError> {
    let mut lines = vec![format!("Contact {} (line {line})", update.contact)];
    lines.extend(update.fields.iter().map(|change| format!("  {}", of_field(fields, change))));
    lines.extend(of_tags(update, tags).map(|tags| format!("  Tags: {tags}")));
    for line in lines {
        if pager.line(&line)? == PageFlow::Stop {
            return Ok(PageFlow::Stop);
        }
    }
    Ok(PageFlow::GoOn)
}

/// `Last Name: Tan → Lim`.
pub(in crate::cli) fn of_field(fields: &Fields, change: &FieldChange) -> String {
    let shown = |value: &Option<Text>| match value {
        Some(value) => sanitize(value).into_owned(), // On one line: a second one could pass for another change.
        None => "(empty)".to_owned(),
    };
    format!("{}: {} → {}", fields.name(change.field), shown(&change.before), shown(&change.after))
}

/// `+ vip, - old`; nothing where no tag changes.
pub(super) fn of_tags(update: &Update, tags: &TagInterner) -> Option<String> {
    let added = update.tags_added.iter().map(|tag| format!("+ {}", tags.name(*tag)));
    let removed = update.tags_removed.iter().map(|tag| format!("- {}", tags.name(*tag)));
    let changes: Vec<String> = added.chain(removed).collect();
    (!changes.is_empty()).then(|| changes.join(", "))
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
