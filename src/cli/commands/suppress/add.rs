//! `contacts suppress add`: leaves people alone from now on.

use std::str::FromStr;

use clap::Args;
use serde_json::{Value, json};

use super::inputs::{Inputs, RowTally};
use crate::cli::commands::contact_json::ContactJson;
use crate::cli::contact_args::{contact_table, undo_hint};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{ContactId, Note, counted, format_thousands};
use crate::ops::contacts::ContactError;
use crate::ops::suppressions::{Addition, ExistingAction, ExistingContacts, ListUse, SuppressionAdder};
use crate::ops::tags;
use crate::workspace::{Snapshot, Workspace, WriteTransaction};

/// Maximum number of contacts shown of those that are there already.
const MAX_SHOWN: usize = 20;

/// Suppress values: people with them are left alone from now on
///
/// Values that are suppressed already stay as they are. Contacts that have one of the values are told, and kept unless
/// --existing says otherwise. It can be undone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts suppress add wei.tan@example.org --reason 'asked on the phone'
  contacts suppress add '+60 18-998 8776' @example.net
  contacts suppress add optouts.csv --existing tag=left-alone")]
pub(super) struct AddArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// Why they are left alone
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// What becomes of contacts: keep, tag=TAG, delete
    ///
    /// Of those that are there already and have one of the values [default: keep].
    #[arg(long, value_name = "ACTION", default_value = "keep", hide_default_value = true)]
    existing: Existing,
    /// Show what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Delete contacts without asking
    #[arg(short, long, hide_short_help = true)]
    yes: bool,
}

/// What becomes of contacts that are there already, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Existing(ExistingAction);

impl FromStr for Existing {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.strip_prefix("tag=")) {
            ("keep", _) => Ok(Self(ExistingAction::Keep)),
            ("delete", _) => Ok(Self(ExistingAction::Delete)),
            (_, Some(tag)) => match tags::check_name(tag) {
                Ok(tag) => Ok(Self(ExistingAction::Tag(tag.to_owned()))),
                Err(error) => Err(error.to_string()),
            },
            _ => Err("it is keep, tag=TAG or delete".to_owned()),
        }
    }
}

/// What was done, or would be.
struct Done {
    addition: Addition,
    existing: ExistingContacts,
    tally: RowTally,
    notes: Vec<Note>,
}

impl AddArgs {
    pub(super) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        if self.dry_run {
            let done = self.write(context, &workspace)?.0;
            self.tell(context, &workspace.snapshot()?, &done)?;
            return Ok(done.exit());
        }
        let confirmed = self.confirm(context, &workspace)?;
        let (done, change) = self.write(context, &workspace)?;
        if confirmed.is_some_and(|confirmed| confirmed != done.existing.ids) {
            return Err(ContactError::SelectionChanged.into());
        }
        if done.addition.entry.is_some() {
            change.commit()?;
        } else {
            drop(change);
        }
        Ok(context.finish(self.tell(context, &workspace.snapshot()?, &done), done.exit()))
    }

    /// Shows the contacts that would be deleted and asks, where somebody can be asked; returns those that were confirmed.
    /// Elsewhere the option has said it.
    fn confirm(&self, context: &Context, workspace: &Workspace) -> Result<Option<Vec<ContactId>>, CliError> {
        if self.yes || self.existing.0 != ExistingAction::Delete || !context.terminal.can_ask() {
            return Ok(None);
        }
        // In a transaction that is dropped: its write lock must not be held while the user thinks.
        let existing = self.write(context, workspace)?.0.existing;
        if existing.ids.is_empty() {
            return Ok(Some(existing.ids));
        }
        context.terminal.print_always(&existing_table(context, &existing));
        let contacts = counted(existing.ids.len() as u64, "contact");
        context.confirm(&format!("Suppress these values and delete {contacts}?"), false)?;
        Ok(Some(existing.ids))
    }

    /// Writes all of it in a transaction, which is returned to be committed or dropped.
    fn write<'w>(&self, context: &Context, workspace: &'w Workspace) -> Result<(Done, WriteTransaction<'w>), CliError> {
        let progress = context.terminal.progress();
        let mut inputs = self.inputs.read(workspace, ListUse::Suppress, context.work(&progress))?;
        let (notes, mut tally) = (inputs.notes(), RowTally::default());
        let change = workspace.change()?;
        let mut adder = SuppressionAdder::new(&change, context.clock.now());
        for value in &inputs.values {
            adder.add(&value.value, self.reason.as_deref(), None)?;
        }
        for list in &mut inputs.lists {
            let origin = list.source().path().file_name().unwrap_or_default().to_string_lossy().into_owned();
            list.each_row::<CliError>(&mut |row| {
                tally.add(&row);
                let reason = row.reason.as_deref().or(self.reason.as_deref());
                row.values.iter().try_for_each(|value| Ok(adder.add(value, reason, Some(&origin))?))
            })?;
        }
        let (addition, existing) = adder.finish(&self.existing.0)?;
        Ok((Done { addition, existing, tally, notes }, change))
    }

    fn tell(&self, context: &Context, snapshot: &Snapshot<'_>, done: &Done) -> Result<(), CliError> {
        let Done { addition: Addition { added, already, entry }, existing, tally, notes } = done;
        let entry = entry.filter(|_| !self.dry_run);
        if context.json {
            let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
            let contacts: Vec<_> =
                existing.first.iter().map(|record| ContactJson::new(record, &fields, &tags)).collect();
            let mut document = json!({
                "added": added,
                "already": already,
                "existing": {
                    "count": existing.ids.len(),
                    "action": self.existing.name(),
                    "changed": existing.changed,
                    "contacts": contacts,
                },
                "notes": notes,
                "dry_run": self.dry_run,
                "entry": entry,
            });
            if let (Some(document), Value::Object(rows)) = (document.as_object_mut(), tally.to_json()) {
                document.extend(rows);
            }
            return context.out_json(&document);
        }
        context.tell_notes(notes);
        let already = match already {
            0 => String::new(),
            already => format!(" ({} already)", format_thousands(*already)),
        };
        let verb = if self.dry_run { "Would suppress" } else { "Suppressed" };
        let mut text = format!("{verb} {}{already}\n", counted(*added, "value"));
        text += &tally.errors_text(context);
        if !existing.ids.is_empty() {
            text +=
                &format!("\n{}\n{}", self.existing.sentence(existing, self.dry_run), existing_table(context, existing));
        }
        match entry {
            Some(entry) => text += &format!("\n{}", undo_hint(context, entry)),
            None if self.dry_run => text += "\nDry run: nothing was written.\n",
            None => {}
        }
        Ok(context.terminal.out(&text)?)
    }
}

impl Done {
    fn exit(&self) -> Exit {
        if self.tally.in_error() > 0 { Exit::DoneWithErrors } else { Exit::Done }
    }
}

impl Existing {
    fn name(&self) -> &'static str {
        match self.0 {
            ExistingAction::Keep => "keep",
            ExistingAction::Tag(_) => "tag",
            ExistingAction::Delete => "delete",
        }
    }

    /// `2 contacts have these values and stay; exports leave them out`
    fn sentence(&self, existing: &ExistingContacts, is_dry_run: bool) -> String {
        let count = existing.ids.len() as u64;
        let have = if count == 1 { "has" } else { "have" };
        let contacts = format!("{} {have} such a value", counted(count, "contact"));
        let changed = format_thousands(existing.changed);
        let verb = if is_dry_run { "would be " } else { "" };
        match &self.0 {
            ExistingAction::Keep => {
                format!("{contacts}, kept as before; exports leave them out. --existing tag=TAG or delete does more:")
            }
            ExistingAction::Tag(tag) => format!("{contacts}; {changed} {verb}tagged '{tag}':"),
            ExistingAction::Delete => format!("{contacts}; {changed} {verb}deleted:"),
        }
    }
}

fn existing_table(context: &Context, existing: &ExistingContacts) -> String {
    let shown = existing.first.iter().take(MAX_SHOWN);
    let mut text = contact_table(context, shown).to_string();
    let more = existing.ids.len().saturating_sub(MAX_SHOWN);
    if more > 0 {
        text += &format!("and {} more\n", format_thousands(more as u64));
    }
    text
}
