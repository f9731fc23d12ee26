//! `contacts add`: one contact added by hand, as an entry of the history.

use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};

use super::contact_json::ContactJson;
use crate::cli::completion::candidates;
use crate::cli::contact_args::{contact_table, undo_hint};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::new_tags;
use crate::cli::suppressed::warnings_of_edits;
use crate::model::counted;
use crate::ops::add_contact::{self, LikeContact, Likeness};
use crate::ops::settings::typed_value_options;
use crate::ops::{FieldEdits, Warning};
use crate::values::Region;
use crate::workspace::{ContactRecord, Snapshot};

/// Add one contact
///
/// Values are checked as the cells of an import are; a First Name is needed. Who may be there already, by number, address
/// or own identifier, is shown; where a value is the very same it asks, and elsewhere needs --yes. It can be undone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts add 'First Name=Ann' 'Last Name=Tan' 'Phone Number=+60 18-998 8776'
  contacts add 'First Name=Bob' Email=bob@example.com --tag vip")]
pub(in crate::cli) struct AddArgs {
    /// A field and its value
    #[arg(required = true, value_name = "FIELD=VALUE", add = candidates::fields_before_values())]
    values: Vec<String>,
    /// Add a tag (repeatable)
    #[arg(long, value_name = "TAG", add = candidates::tags())]
    tag: Vec<String>,
    /// Country of phone numbers without a country code, such as MY
    #[arg(long, value_name = "COUNTRY")]
    region: Option<Region>,
    /// Add without asking
    #[arg(short, long)]
    yes: bool,
}

#[derive(Serialize)]
struct AddedJson<'a> {
    #[serde(flatten)]
    contact: ContactJson<'a>,
    entry: i64,
    warnings: &'a [Warning],
    like: Vec<Value>,
}

impl AddArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        let snapshot = workspace.snapshot()?;
        let mut edits = self.edits(&snapshot)?;
        edits.warnings.extend(warnings_of_edits(context, &snapshot, &edits)?);
        let like = self.confirmed(context, snapshot, &edits)?;
        let change = workspace.change()?;
        let (fields, mut tags) = (change.fields()?, change.tags()?);
        let (record, entry) = add_contact::add(&change, &edits, &mut tags, context.clock.now())?;
        change.commit()?;
        context.tell_warnings(&edits.warnings);
        let told = if context.json {
            let contact = ContactJson::new(&record, &fields, &tags);
            let like = like.iter().map(to_json).collect();
            context.out_json(&AddedJson { contact, entry, warnings: &edits.warnings, like })
        } else {
            let text = format!(
                "Added contact {}\n\n{}\n{}",
                record.contact.id,
                contact_table(context, [&record]),
                undo_hint(context, entry)
            );
            context.terminal.out(&text).map_err(CliError::from)
        };
        Ok(context.finish(told, Exit::Done))
    }

    fn edits(&self, snapshot: &Snapshot<'_>) -> Result<FieldEdits, CliError> {
        let rules = typed_value_options(snapshot, self.region)?;
        let mut edits = FieldEdits::read(&self.values, &snapshot.fields()?, &rules)?;
        edits.add_tags = new_tags("--tag", &self.tag)?;
        Ok(edits)
    }

    /// Returns the contacts that may be the same person, once it is sure that the new one is wanted.
    fn confirmed(
        &self,
        context: &Context,
        snapshot: Snapshot<'_>,
        edits: &FieldEdits,
    ) -> Result<Vec<LikeContact>, CliError> {
        let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
        let like = add_contact::like_contacts(&snapshot, edits, &fields)?;
        if like.is_empty() {
            return Ok(like);
        }
        let records = like.iter().filter_map(|like| snapshot.contact(like.contact, &tags).transpose());
        let records: Vec<ContactRecord> = records.collect::<Result<_, _>>()?;
        // Released before the question: a read transaction that stays open keeps SQLite from resetting the log.
        drop(snapshot);
        let reasons: Vec<String> = like.iter().map(describe).collect();
        let people = counted(like.len() as u64, "contact");
        context.terminal.note(&format!("{people} may be the same person: {}", reasons.join(", ")));
        if like.iter().any(|like| matches!(like.likeness, Likeness::Same { .. })) {
            if !self.yes && context.terminal.can_ask() {
                context.terminal.print_always(&contact_table(context, &records).to_string());
            }
            context.confirm("Add the contact all the same?", self.yes)?;
        }
        Ok(like)
    }
}

/// `contact 4 (the same Email)`.
fn describe(LikeContact { contact, likeness }: &LikeContact) -> String {
    match likeness {
        Likeness::Same { field } => format!("contact {contact} (the same {field})"),
        Likeness::Near(reason) => format!("contact {contact} ({})", reason.describe()),
    }
}

fn to_json(LikeContact { contact, likeness }: &LikeContact) -> Value {
    let field = if let Likeness::Same { field } = likeness { Some(field) } else { None };
    json!({ "contact": contact.0, "likeness": likeness.as_str(), "field": field })
}
