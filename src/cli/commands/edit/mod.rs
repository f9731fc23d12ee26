//! `contacts edit`: changes fields and tags of one contact or of all that are selected, as an entry of the history.

use clap::Args;
use serde::Serialize;

use super::contact_json::ContactJson;
use crate::cli::bulk_change::BulkCommand;
use crate::cli::completion::candidates;
use crate::cli::contact_args::undo_hint;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::{BulkOptions, new_tags, nobody_selected, typed_tags};
use crate::cli::suppressed::warnings_of_edits;
use crate::model::{Contact, FieldId, Fields, TagRef, TagRefs, Update};
use crate::ops::bulk::BulkChange;
use crate::ops::settings::typed_value_options;
use crate::ops::{EditResult, FieldEdits, Warning};
use crate::ui::Table;
use crate::workspace::{Snapshot, TagIds, Workspace};

/// Change fields and tags of contacts
///
/// Of one contact that is named, or of all that options select: then it shows how many and the first of them, and asks. A
/// value is checked as a cell of an import is. An empty one empties the field. Tags=… replaces all tags but import tags;
/// --add-tag and --remove-tag keep the others.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts edit 2 'Phone Number=+60 18-998 8776' Country=Malaysia
  contacts edit --where 'Country = MY' Language=ms --add-tag vip --dry-run")]
#[command(mut_arg("tag", |tag| tag.hide_short_help(true)), mut_arg("yes", |yes| yes.hide_short_help(true)))]
pub(in crate::cli) struct EditArgs {
    /// Contact ID, phone number, e-mail address or FIELD=VALUE
    ///
    /// Left out where options select the contacts.
    #[arg(value_name = "WHO", add = candidates::fields_before_values())]
    who: Option<String>,
    /// A field and its new value
    #[arg(value_name = "FIELD=VALUE", add = candidates::fields_before_values())]
    values: Vec<String>,
    /// Add a tag (repeatable)
    #[arg(long, value_name = "TAG", add = candidates::tags())]
    add_tag: Vec<String>,
    /// Take a tag off (repeatable)
    #[arg(long, value_name = "TAG", add = candidates::tags())]
    remove_tag: Vec<String>,
    #[command(flatten)]
    bulk: BulkOptions,
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
        if self.bulk.are_selecting() {
            return self.edit_selected(context, &workspace);
        }
        let who = self.who.as_deref().ok_or_else(nobody_selected)?;
        // Read and written in one transaction, so that the values before are those that undo puts back. There is no
        // question in between that would hold the write lock.
        let change = workspace.change()?;
        let fields = change.fields()?;
        let mut edits = self.edits(&change, &self.values)?;
        edits.warnings.extend(warnings_of_edits(context, &change, &edits)?);
        let mut tags = change.tags()?;
        let before = context.contact(&change, who, &tags)?;
        let edited = edits.apply(&change, before, &fields, &mut tags, context.clock.now())?;
        // Without an entry nothing was written, so the transaction is dropped; a dry run is rolled back so.
        if edited.entry.is_some() && !self.bulk.dry_run {
            change.commit()?;
        }
        let told = edited.tell(context, &fields, &tags, self.bulk.dry_run);
        Ok(context.finish(told, Exit::Done))
    }

    /// Edits all selected contacts. What stands in the place of a name is then a value as well.
    fn edit_selected(self, context: &Context, workspace: &Workspace) -> Result<Exit, CliError> {
        if let Some(who) = self.who.as_deref().filter(|who| !who.contains('=')) {
            let message =
                format!("'{who}' names one contact, and the options select contacts: leave one of the two out");
            return Err(CliError::usage(message)
                .with_hint("--tag selects the contacts with a tag; --add-tag and --remove-tag change tags"));
        }
        let values: Vec<String> = self.who.iter().chain(&self.values).cloned().collect();
        let snapshot = workspace.snapshot()?;
        let mut edits = self.edits(&snapshot, &values)?;
        let mut warnings = std::mem::take(&mut edits.warnings);
        warnings.extend(warnings_of_edits(context, &snapshot, &edits)?);
        drop(snapshot);
        let (ask, done) = ("change".to_owned(), "Changed".to_owned());
        let change = BulkChange::Edit(edits);
        BulkCommand { context, options: &self.bulk, change, ask, done, warnings }.run(workspace)
    }

    fn edits(&self, snapshot: &Snapshot<'_>, values: &[String]) -> Result<FieldEdits, CliError> {
        let rules = typed_value_options(snapshot, self.bulk.selection.region)?;
        let mut edits = FieldEdits::read(values, &snapshot.fields()?, &rules)?;
        edits.add_tags = new_tags("--add-tag", &self.add_tag)?;
        edits.remove_tags = typed_tags("--remove-tag", &self.remove_tag)?;
        edits.warnings.extend(unknown_tags(&edits.remove_tags, &snapshot.tags()?));
        edits.kept_tags = snapshot.import_tags(&snapshot.tags()?.interner)?;
        edits.check_tags()?;
        if edits.is_empty() {
            let message = "nothing to change: give FIELD=VALUE, --add-tag or --remove-tag";
            return Err(CliError::usage(message).with_hint("for example: Country=Malaysia"));
        }
        Ok(edits)
    }
}

impl EditResult {
    fn tell(&self, context: &Context, fields: &Fields, tags: &TagIds, is_dry_run: bool) -> Result<(), CliError> {
        let entry = self.entry.filter(|_| !is_dry_run);
        context.tell_warnings(&self.warnings);
        if context.json {
            let contact = ContactJson::new(&self.record, fields, tags);
            return context.out_json(&EditedJson { contact, entry, warnings: &self.warnings });
        }
        let id = self.record.contact.id;
        let changes = || self.table(context, fields, tags);
        let text = match (self.entry, entry) {
            (None, _) => format!("Contact {id} is so already: nothing changed.\n"),
            (_, None) => format!("Contact {id} would change\n\n{}\nDry run: nothing was written.\n", changes()),
            (_, Some(entry)) => format!("Contact {id} was changed\n\n{}\n{}", changes(), undo_hint(context, entry)),
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

/// Returns a warning for each tag to take off that no contact was ever given: a typing error, perhaps.
fn unknown_tags(names: &[String], tags: &TagIds) -> Vec<Warning> {
    let unknown = names.iter().filter(|name| tags.interner.find(name).is_none());
    unknown.map(|name| Warning::new("Tags", "tag-not-found", format!("there is no tag '{name}'"))).collect()
}

/// Returns the tags that a contact had before an update.
fn before_tags(contact: &Contact, update: &Update) -> TagRefs {
    let kept = contact.tags.iter().filter(|tag| !update.tags_added.contains(tag));
    let mut before: TagRefs = kept.chain(&update.tags_removed).copied().collect();
    before.sort_unstable();
    before
}
