//! The groups of `contacts duplicates`, as they are told.

use serde_json::{Value, json};

use super::search::Found;
use super::{Group, Reason};
use crate::cli::commands::contact_json::ContactJson;
use crate::cli::commands::merge::MOST;
use crate::cli::contact::table_of;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::json_stream::JsonStream;
use crate::model::{ContactId, FieldId, Fields, thousands};
use crate::workspace::{ContactRecord, Snapshot, TagTable};

/// Tells the groups, each with the command that merges it.
pub(super) fn tell(context: &Context, snapshot: &Snapshot<'_>, found: &Found) -> Result<(), Failure> {
    let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
    if context.json {
        let mut stream = JsonStream::new(context);
        stream.list("groups")?;
        for group in &found.groups {
            stream.record(&to_json(group, &load(snapshot, group, &tags)?, &fields, &tags))?;
        }
        stream.finish(&json!({ "total": found.total }))?;
    } else {
        for group in &found.groups {
            let records = load(snapshot, group, &tags)?;
            let text =
                format!("{}\n\n{}\n", context.terminal.wrapped(&title(group, &records)), table_of(context, &records));
            context.terminal.out(&format!("{text}{}\n\n", command(group)))?;
        }
        context.terminal.note(&summary(found));
    }
    if found.too_large > 0 {
        let count = thousands(found.too_large);
        context
            .terminal
            .note(&format!("note: {count} sets of more than 100 contacts with like ends or names were not compared"));
    }
    Ok(())
}

/// The contacts of a group; no more than can be merged at once.
fn load(snapshot: &Snapshot<'_>, group: &Group, tags: &TagTable) -> Result<Vec<ContactRecord>, Failure> {
    let mut records = Vec::with_capacity(group.members.len().min(MOST));
    for id in group.members.iter().take(MOST) {
        records.extend(snapshot.contact(*id, tags)?);
    }
    Ok(records)
}

/// `2 contacts with the phone number +60189988776`
fn title(group: &Group, records: &[ContactRecord]) -> String {
    let value = |field| records.first().and_then(|record| record.contact.value(field)).map(ToString::to_string);
    let (phone, email) = (value(FieldId::PHONE).unwrap_or_default(), value(FieldId::EMAIL).unwrap_or_default());
    let what = match group.reason {
        Reason::Phone => format!("with the phone number {phone}"),
        Reason::Email => format!("with the e-mail address {email}"),
        Reason::Both => format!("with the phone number {phone} and the e-mail address {email}"),
        Reason::Name => "of the same name".to_owned(),
        Reason::Near => "that are nearly the same".to_owned(),
    };
    let more = if group.members.len() > MOST { format!(", of which {MOST} are shown") } else { String::new() };
    format!("{} contacts {what}{more}", thousands(group.members.len() as u64))
}

fn command(group: &Group) -> String {
    let ids: Vec<String> = group.members.iter().take(MOST).map(ContactId::to_string).collect();
    format!("contacts merge {}", ids.join(" "))
}

/// `2 of 1,204 groups`
fn summary(found: &Found) -> String {
    if found.total == 0 {
        return "No duplicates were found.".to_owned();
    }
    let shown = found.groups.len() as u64;
    let part = if shown == found.total { String::new() } else { format!("{} of ", thousands(shown)) };
    format!("{part}{} group{}", thousands(found.total), if found.total == 1 { "" } else { "s" })
}

fn to_json(group: &Group, records: &[ContactRecord], fields: &Fields, tags: &TagTable) -> Value {
    let by: &[&str] = match group.reason {
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
        "merge": command(group),
    })
}
