//! Prints the groups of `contacts duplicates` as text or JSON.

use serde_json::{Value, json};

use crate::cli::command_line::CommandLine;
use crate::cli::commands::contact_json::ContactJson;
use crate::cli::contact_args::contact_table;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::json_stream::JsonStream;
use crate::model::{ContactId, FieldId, Fields, counted_of, format_thousands};
use crate::ops::duplicates::{DuplicateGroups, Group, Reason};
use crate::ops::merge::MAX_CONTACTS;
use crate::ui::{PageFlow, Pager};
use crate::workspace::{ContactRecord, Snapshot, TagIds};

/// Prints groups one by one, each with the command that merges it.
pub(super) struct GroupPrinter<'a> {
    context: &'a Context,
    snapshot: &'a Snapshot<'a>,
    fields: Fields,
    tags: TagIds,
    stream: Option<JsonStream<'a>>,
    pager: Pager<'a>,
    /// True once the user has seen enough; the search still counts.
    is_enough: bool,
}

impl<'a> GroupPrinter<'a> {
    /// Begins the list of groups.
    pub(super) fn new(context: &'a Context, snapshot: &'a Snapshot<'a>) -> Result<Self, CliError> {
        let mut stream = context.json.then(|| JsonStream::new(context));
        stream.as_mut().map_or(Ok(()), |stream| stream.list("groups"))?;
        let (fields, tags, pager) = (snapshot.fields()?, snapshot.tags()?, context.terminal.pager());
        Ok(Self { context, snapshot, fields, tags, stream, pager, is_enough: false })
    }

    /// Prints one group.
    pub(super) fn print(&mut self, group: &Group) -> Result<(), CliError> {
        if self.is_enough {
            return Ok(());
        }
        let records = load(self.snapshot, group, &self.tags)?;
        if let Some(stream) = &mut self.stream {
            return stream.record(&to_json(self.context, group, &records, &self.fields, &self.tags));
        }
        let (title, table) = (title(group, &records, &self.fields), contact_table(self.context, &records));
        let text =
            format!("{}\n\n{table}\n{}\n\n", self.context.terminal.wrapped(&title), command(self.context, group));
        self.is_enough = self.pager.lines(&text)? == PageFlow::Stop;
        Ok(())
    }

    /// Prints the total and ends the document.
    pub(super) fn finish(self, found: DuplicateGroups) -> Result<(), CliError> {
        match self.stream {
            Some(stream) => stream.finish(&json!({ "total": found.total }))?,
            None => self.context.terminal.note(&summary(found)),
        }
        // On stderr for JSON too: a search that left something out must not look complete.
        if found.too_large > 0 {
            let count = format_thousands(found.too_large);
            self.context.terminal.note(&format!(
                "note: {count} sets of more than 100 contacts with like ends or names were not compared"
            ));
        }
        Ok(())
    }
}

/// Loads the contacts of a group, at most as many as can be merged at once.
fn load(snapshot: &Snapshot<'_>, group: &Group, tags: &TagIds) -> Result<Vec<ContactRecord>, CliError> {
    let mut records = Vec::with_capacity(group.members.len().min(MAX_CONTACTS));
    for id in group.members.iter().take(MAX_CONTACTS) {
        records.extend(snapshot.contact(*id, tags)?);
    }
    Ok(records)
}

/// `2 contacts with the phone number +60189988776`
fn title(group: &Group, records: &[ContactRecord], fields: &Fields) -> String {
    let value = |field| {
        let value = records.first().and_then(|record| record.contact.value(field));
        value.map(ToString::to_string).unwrap_or_default()
    };
    let (phone, email) = (value(FieldId::PHONE), value(FieldId::EMAIL));
    let what = match group.reason {
        Reason::Own(field) => format!("with the {} {}", fields.name(field), value(field)),
        Reason::Phone => format!("with the phone number {phone}"),
        Reason::Email => format!("with the e-mail address {email}"),
        Reason::Both => format!("with the phone number {phone} and the e-mail address {email}"),
        Reason::Name => "of the same name".to_owned(),
        Reason::Near => "that are nearly the same".to_owned(),
    };
    let more =
        if group.members.len() > MAX_CONTACTS { format!(", of which {MAX_CONTACTS} are shown") } else { String::new() };
    format!("{} contacts {what}{more}", format_thousands(group.members.len() as u64))
}

/// Returns the command that merges a group: `contacts merge 4 9`.
fn command(context: &Context, group: &Group) -> CommandLine {
    let ids = group.members.iter().take(MAX_CONTACTS).map(ContactId::to_string);
    ids.fold(CommandLine::of(context, "merge"), |line, id| line.with_word(&id))
}

/// `2 of 1,204 groups`
fn summary(found: DuplicateGroups) -> String {
    if found.total == 0 {
        return "No duplicates were found.".to_owned();
    }
    counted_of(found.shown, found.total, "group")
}

fn to_json(context: &Context, group: &Group, records: &[ContactRecord], fields: &Fields, tags: &TagIds) -> Value {
    let by: &[&str] = match group.reason {
        Reason::Own(field) => &[fields.name(field)],
        Reason::Phone => &["phone"],
        Reason::Email => &["email"],
        Reason::Both => &["phone", "email"],
        Reason::Name => &["name"],
        Reason::Near => &["near"],
    };
    json!({
        "by": by,
        "ids": group.members,
        "contacts": records.iter().map(|record| ContactJson::new(record, fields, tags)).collect::<Vec<_>>(),
        "merge": command(context, group).to_string(),
    })
}
