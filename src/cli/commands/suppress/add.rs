//! `contacts suppress add`: leaves people alone from now on.

use std::str::FromStr;

use clap::Args;
use serde_json::json;

use crate::cli::commands::contact_json::ContactJson;
use crate::cli::completion::candidates;
use crate::cli::contact_args::{contact_table, undo_hint};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{counted, format_thousands};
use crate::ops::settings::typed_value_options;
use crate::ops::suppressions::{self, Addition, ExistingAction, ExistingContacts, SuppressionAdder};
use crate::ops::tags;
use crate::values::Region;
use crate::workspace::{Snapshot, Workspace};

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
  contacts suppress add @example.net --existing tag=left-alone")]
pub(super) struct AddArgs {
    /// E-mail addresses, phone numbers, @domains or FIELD=VALUE
    ///
    /// A domain covers its subdomains.
    #[arg(required = true, value_name = "VALUE")]
    values: Vec<String>,
    /// Why they are left alone
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// What becomes of contacts that are there: keep, tag=TAG, delete
    #[arg(long, value_name = "ACTION", default_value = "keep")]
    existing: Existing,
    /// Country of phone numbers without its code
    #[arg(long, value_name = "COUNTRY", hide_short_help = true, add = candidates::regions())]
    region: Option<Region>,
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
}

impl AddArgs {
    pub(super) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.open_workspace_recovered()?;
        if self.dry_run {
            let done = self.write(context, &workspace, false)?;
            self.tell(context, &workspace.snapshot()?, &done)?;
            return Ok(Exit::Done);
        }
        self.confirm(context, &workspace)?;
        let done = self.write(context, &workspace, true)?;
        Ok(context.finish(self.tell(context, &workspace.snapshot()?, &done), Exit::Done))
    }

    /// Shows the contacts that would be deleted and asks, where somebody can be asked. Elsewhere the option has said it.
    fn confirm(&self, context: &Context, workspace: &Workspace) -> Result<(), CliError> {
        if self.yes || self.existing.0 != ExistingAction::Delete || !context.terminal.can_ask() {
            return Ok(());
        }
        // In a transaction that is dropped: its write lock must not be held while the user thinks.
        let existing = self.write(context, workspace, false)?.existing;
        if existing.ids.is_empty() {
            return Ok(());
        }
        context.terminal.print_always(&existing_table(context, &existing));
        let contacts = counted(existing.ids.len() as u64, "contact");
        context.confirm(&format!("Suppress these values and delete {contacts}?"), false)
    }

    fn write(&self, context: &Context, workspace: &Workspace, commits: bool) -> Result<Done, CliError> {
        let change = workspace.change()?;
        let rules = typed_value_options(&change, self.region)?;
        let values = suppressions::read_values(&self.values, &change.fields()?, &rules)?;
        let mut adder = SuppressionAdder::new(&change, context.clock.now());
        for value in &values {
            adder.add(value, self.reason.as_deref(), None)?;
        }
        let (addition, existing) = adder.finish(&self.existing.0)?;
        if commits && addition.entry.is_some() {
            change.commit()?;
        }
        Ok(Done { addition, existing })
    }

    fn tell(&self, context: &Context, snapshot: &Snapshot<'_>, done: &Done) -> Result<(), CliError> {
        let Done { addition: Addition { added, already, entry }, existing } = done;
        let entry = entry.filter(|_| !self.dry_run);
        if context.json {
            let (fields, tags) = (snapshot.fields()?, snapshot.tags()?);
            let contacts: Vec<_> =
                existing.first.iter().map(|record| ContactJson::new(record, &fields, &tags)).collect();
            return context.out_json(&json!({
                "added": added,
                "already": already,
                "existing": {
                    "count": existing.ids.len(),
                    "action": self.existing.name(),
                    "changed": existing.changed,
                    "contacts": contacts,
                },
                "dry_run": self.dry_run,
                "entry": entry,
            }));
        }
        let already = match already {
            0 => String::new(),
            already => format!(" ({} already)", format_thousands(*already)),
        };
        let verb = if self.dry_run { "Would suppress" } else { "Suppressed" };
        let mut text = format!("{verb} {}{already}\n", counted(*added, "value"));
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
