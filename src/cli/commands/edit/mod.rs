//! `contacts edit`: changes fields and tags of one contact, as an entry of the history.

use clap::Args;
use serde::Serialize;

use super::contact_json::ContactJson;
use crate::cli::completion::candidates;
use crate::cli::contact_args::undo_hint;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::{new_tags, typed_tags};
use crate::model::{Contact, FieldId, Fields, TagRef, TagRefs, Update};
use crate::ops::settings::typed_value_options;
use crate::ops::{EditResult, FieldEdits, Warning};
use crate::ui::Table;
use crate::values::Region;
use crate::workspace::{Snapshot, TagIds};

/// Change fields and tags of one contact
///
/// A value is checked as a cell of an import is. An empty one empties the field. Tags=… replaces all tags; --add-tag
/// and --remove-tag keep the others.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts edit 2 'Phone Number=+60 18-998 8776' Country=Malaysia
  contacts edit 2 'Last Name=' --add-tag vip --remove-tag newsletter")]
pub(in crate::cli) struct EditArgs {
    /// Contact ID, phone number, e-mail address or FIELD=VALUE
    #[arg(value_name = "WHO")]
    who: String,
    /// A field and its new value
    #[arg(value_name = "FIELD=VALUE", required_unless_present_any = ["add_tag", "remove_tag"], add = candidates::fields_before_values())]
    values: Vec<String>,
    /// Add a tag (repeatable)
    #[arg(long, value_name = "TAG", add = candidates::tags())]
    add_tag: Vec<String>,
    /// Take a tag off (repeatable)
    #[arg(long, value_name = "TAG", add = candidates::tags())]
    remove_tag: Vec<String>,
    /// Country of a phone number without its code, such as MY
    #[arg(long, value_name = "COUNTRY")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct EditedJson<'a> {
    #[serde(flatten)]
    contact: ContactJson<'a>,
    entry: Option<i64>,
    warnings: &'a [Warning],
}

impl EditArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        // Read and written in one transaction, so that the values before are those that undo puts back. There is no
        // question in between that would hold the write lock.
        let change = workspace.change()?;
        let fields = change.fields()?;
        let edits = self.edits(&change, &fields)?;
        let mut tags = change.tags()?;
        let before = context.contact(&change, &self.who, &tags)?;
        let edited = edits.apply(&change, before, &fields, &mut tags, context.clock.now())?;
        // Without an entry nothing was written, so the transaction is dropped.
        if edited.entry.is_some() {
            change.commit()?;
        }
        let told = edited.tell(context, &fields, &tags);
        Ok(context.finish(told, Exit::Done))
    }

    fn edits(&self, snapshot: &Snapshot<'_>, fields: &Fields) -> Result<FieldEdits, CliError> {
        let rules = typed_value_options(snapshot, self.region)?;
        let mut edits = FieldEdits::read(&self.values, fields, &rules)?;
        edits.add_tags = new_tags("--add-tag", &self.add_tag)?;
        edits.remove_tags = typed_tags("--remove-tag", &self.remove_tag)?;
        edits.check_tags()?;
        Ok(edits)
    }
}

impl EditResult {
    fn tell(&self, context: &Context, fields: &Fields, tags: &TagIds) -> Result<(), CliError> {
        for notice in &self.warnings {
            context.terminal.warn(&notice.to_string());
        }
        if context.json {
            let contact = ContactJson::new(&self.record, fields, tags);
            return context.out_json(&EditedJson { contact, entry: self.entry, warnings: &self.warnings });
        }
        let id = self.record.contact.id;
        let text = match self.entry {
            None => format!("Contact {id} is so already: nothing changed.\n"),
            Some(entry) => {
                format!(
                    "Contact {id} was changed\n\n{}\n{}",
                    self.table(context, fields, tags),
                    undo_hint(context, entry)
                )
            }
        };
        Ok(context.terminal.out(&text)?)
    }

    /// Returns the changed fields, before and after.
    fn table(&self, context: &Context, fields: &Fields, tags: &TagIds) -> Table {
        let mut table = Table::new(context.terminal.width()).wrap_text("Field").wrap_text("Before").wrap_text("After");
        for change in &self.update.fields {
            let (before, after) = (change.before.as_deref(), change.after.as_deref());
            table.row([fields.name(change.field), before.unwrap_or(""), after.unwrap_or("")]);
        }
        if !self.update.tags_added.is_empty() || !self.update.tags_removed.is_empty() {
            let names =
                |refs: &[TagRef]| refs.iter().map(|tag| tags.interner.name(*tag)).collect::<Vec<_>>().join(", ");
            let before = before_tags(&self.record.contact, &self.update);
            table.row([fields.name(FieldId::TAGS), &names(&before), &names(&self.record.contact.tags)]);
        }
        table
    }
}

/// Returns the tags that a contact had before an update.
fn before_tags(contact: &Contact, update: &Update) -> TagRefs {
    let kept = contact.tags.iter().filter(|tag| !update.tags_added.contains(tag));
    let mut before: TagRefs = kept.chain(&update.tags_removed).copied().collect();
    before.sort_unstable();
    before
}
