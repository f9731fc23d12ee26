//! `contacts blame`: which entry of the history set each value of a contact.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{ContactId, Fields, Text, file_name, format_local, format_utc};
use crate::ops::contacts::ContactError;
use crate::ui::Table;
use crate::workspace::{Blame, Origin, Removal};

/// Show which import, edit or merge set each field of a contact
///
/// With file and line, and with the value before, which an undo would restore. For a contact that was removed it shows
/// what removed it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts blame 2
  contacts blame 2 --json")]
pub(in crate::cli) struct BlameArgs {
    /// Contact ID, phone number, e-mail address or FIELD=VALUE
    #[arg(value_name = "WHO")]
    who: String,
}

impl BlameArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.workspace_to_read()?;
        let snapshot = workspace.snapshot()?;
        let contact = context.identify(&snapshot, &self.who, &snapshot.tags()?)?;
        if let Some(entry) = snapshot.forgotten_by(contact)? {
            return Err(ContactError::Forgotten { contact, entry }.into());
        }
        let blame = snapshot.blame(contact)?.ok_or_else(|| {
            CliError::not_found(
                "contact-not-found",
                format!("no contact {contact} is in the workspace or in its history"),
            )
            .with_hint("search with: contacts list TEXT")
        })?;
        let fields = snapshot.fields()?;
        if context.json {
            context.out_json(&to_json(contact, &blame, &fields))?;
        } else {
            context.page(&text(context, contact, &blame, &fields))?;
        }
        Ok(Exit::Done)
    }
}

fn text(context: &Context, contact: ContactId, blame: &Blame, fields: &Fields) -> String {
    match &blame.removed {
        Some(removal) => gone(context, contact, blame, removal),
        None => sheet(context.terminal.width(), blame, fields),
    }
}

fn gone(context: &Context, contact: ContactId, blame: &Blame, Removal { origin, merged_into }: &Removal) -> String {
    let undo = CommandLine::of(context, "undo").with_word(&origin.entry.to_string());
    let how = merged_into.map_or_else(|| "removed".to_owned(), |into| format!("merged into contact {into}"));
    format!(
        "Contact {contact} is gone: {how} by {}, {}\nIt was added by {}, {}\nBring it back with: {undo}\n",
        describe(origin),
        format_local(origin.at),
        describe(&blame.added),
        format_local(blame.added.at),
    )
}

fn sheet(width: usize, blame: &Blame, fields: &Fields) -> String {
    let mut table = Table::new(width)
        .wrap_text("Field")
        .wrap_text("Value")
        .wrap_text("Set by")
        .text("When")
        // A date that is cut misleads, so texts are cut before it.
        .never_truncate()
        .wrap_text("Before");
    let shown = |value: &Option<Text>| value.as_deref().unwrap_or_default().to_owned();
    for field in &blame.fields {
        let name = fields.name(field.field).to_owned();
        let (by, when) = (describe(&field.origin), format_local(field.origin.at));
        table.row([name, shown(&field.value), by, when, shown(&field.before)]);
    }
    for tag in &blame.tags {
        let (now, before) = if tag.has { (tag.name.to_string(), "") } else { (String::new(), tag.name.as_str()) };
        let (by, when) = (describe(&tag.origin), format_local(tag.origin.at));
        table.row(["Tags", &now, &by, &when, before]);
    }
    table.row(["Added", "", &describe(&blame.added), &format_local(blame.added.at), ""]);
    table.to_string()
}

/// Describes an origin: `import 3, line 17 of leads.csv`, or `edit 5`.
fn describe(origin: &Origin) -> String {
    let mut text = format!("{} {}", origin.kind, origin.entry);
    if let Some(source) = &origin.source {
        let line = origin.line.map(|line| format!("line {line} of ")).unwrap_or_default();
        text += &format!(", {line}{}", file_name(source));
    }
    // What later entries changed, which were pruned as well, is not known any more.
    if origin.is_pruned { text + ", or later (pruned)" } else { text }
}

fn to_json(contact: ContactId, blame: &Blame, fields: &Fields) -> Value {
    let of_fields = blame.fields.iter().map(|field| {
        json!({
            "field": fields.name(field.field),
            "value": field.value.as_deref(),
            "before": field.before.as_deref(),
            "set_by": origin_json(&field.origin),
        })
    });
    let tags = blame
        .tags
        .iter()
        .map(|tag| json!({ "tag": tag.name.as_str(), "has": tag.has, "set_by": origin_json(&tag.origin) }));
    json!({
        "contact": contact.0,
        "fields": of_fields.collect::<Vec<_>>(),
        "tags": tags.collect::<Vec<_>>(),
        "added_by": origin_json(&blame.added),
        "removed_by": blame.removed.as_ref().map(|removal| origin_json(&removal.origin)),
        "merged_into": blame.removed.as_ref().and_then(|removal| removal.merged_into).map(|into| into.0),
    })
}

fn origin_json(origin: &Origin) -> Value {
    let mut document = json!({
        "id": origin.entry,
        "kind": origin.kind.as_str(),
        "at": format_utc(origin.at),
        "source": origin.source,
        "line": origin.line,
    });
    if origin.is_pruned {
        document["pruned"] = true.into();
    }
    document
}
