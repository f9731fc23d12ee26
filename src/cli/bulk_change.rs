//! A change of all selected contacts: how many, the first of them, the question, and what was done.

use serde_json::json;

use super::contact_args::{contact_table, undo_hint};
use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::options::BulkOptions;
use crate::model::{Listing, Selection, counted, counted_of, format_thousands};
use crate::ops::Warning;
use crate::ops::bulk::{BulkChange, BulkOutcome};
use crate::ops::contacts::ContactError;
use crate::workspace::{Snapshot, Workspace};

/// Contacts that are shown before the question.
const MAX_SHOWN: u64 = 10;

/// A change and the words for it.
pub(super) struct BulkCommand<'a> {
    pub(super) context: &'a Context,
    pub(super) options: &'a BulkOptions,
    pub(super) change: BulkChange,
    /// `delete`, `add the tag 'vip' to`
    pub(super) ask: String,
    /// `Deleted`, `Added the tag 'vip' to`
    pub(super) done: String,
    /// Warnings about values that contacts get all the same.
    pub(super) warnings: Vec<Warning>,
}

/// What is selected before the question.
struct Preview {
    selection: Selection,
    selected: u64,
    revision: i64,
}

impl BulkCommand<'_> {
    /// Asks, changes the contacts and tells it.
    pub(super) fn run(self, workspace: &Workspace) -> Result<Exit, CliError> {
        self.context.tell_warnings(&self.warnings);
        let preview = self.preview(workspace)?;
        if preview.selected > 0 && !self.options.dry_run {
            let these = match preview.selected {
                1 => "this contact".to_owned(),
                count => format!("these {} contacts", format_thousands(count)),
            };
            self.context.confirm(&format!("{} {these}?", capitalised(&self.ask)), self.options.yes)?;
        }
        let outcome = self.apply(workspace, &preview)?;
        Ok(self.context.finish(self.tell(outcome), Exit::Done))
    }

    /// Reads the selection and shows the first contacts of it. The snapshot is released before the question: a read
    /// transaction that stays open keeps SQLite from resetting the log.
    fn preview(&self, workspace: &Workspace) -> Result<Preview, CliError> {
        let snapshot = workspace.snapshot()?;
        let selection = self.options.read(self.context, &snapshot)?;
        let selected = snapshot.count_selected(&selection)?;
        let can_ask = self.context.terminal.can_ask();
        if selected > 0 && !self.context.json && (self.options.dry_run || (can_ask && !self.options.yes)) {
            self.show_first(&snapshot, &selection, selected)?;
        } else if !self.options.yes {
            self.context.terminal.note(&format!("note: {} selected", counted(selected, "contact")));
        }
        Ok(Preview { selection, selected, revision: snapshot.revision()? })
    }

    fn show_first(&self, snapshot: &Snapshot<'_>, selection: &Selection, selected: u64) -> Result<(), CliError> {
        let listing = Listing { selection: selection.clone(), limit: Some(MAX_SHOWN), ..Listing::default() };
        let mut records = Vec::new();
        snapshot.each_contact(&listing, &snapshot.tags()?, &mut |record| {
            records.push(record);
            Ok::<_, CliError>(())
        })?;
        let more = match selected.saturating_sub(MAX_SHOWN) {
            0 => String::new(),
            more => format!("… and {} more\n", format_thousands(more)),
        };
        self.context.terminal.print_always(&format!("{}{more}", contact_table(self.context, &records)));
        Ok(())
    }

    /// Changes the contacts; a dry run drops the transaction, which rolls it back.
    fn apply(&self, workspace: &Workspace, preview: &Preview) -> Result<BulkOutcome, CliError> {
        let Self { context, options, .. } = self;
        let _spinner = context.terminal.spinner("Changing contacts");
        let change = workspace.change()?;
        // What was shown is what changes: with --yes nothing was.
        if !options.yes && change.revision()? != preview.revision {
            return Err(ContactError::SelectionChanged.into());
        }
        let outcome = self.change.apply(&change, &preview.selection, &context.cancel, context.clock.now())?;
        if !options.dry_run && outcome.entry.is_some() {
            change.commit()?;
        }
        Ok(outcome)
    }

    fn tell(&self, outcome: BulkOutcome) -> Result<(), CliError> {
        let Self { context, options, .. } = self;
        let BulkOutcome { selected, changed, entry } = outcome;
        let entry = entry.filter(|_| !options.dry_run);
        if context.json {
            return context.out_json(&json!({
                "selected": selected, "changed": changed, "dry_run": options.dry_run, "entry": entry,
                "warnings": self.warnings,
            }));
        }
        let text = match (selected, changed, entry) {
            (0, ..) => "No contact is selected: nothing changed.\n".to_owned(),
            (_, 0, _) => format!("{} selected, and so already: nothing changed.\n", counted(selected, "contact")),
            (_, _, Some(entry)) => {
                format!("{} {}\n{}", self.done, counted_of(changed, selected, "contact"), undo_hint(context, entry))
            }
            (_, _, None) => {
                format!(
                    "Would {} {}\nDry run: nothing was written.\n",
                    self.ask,
                    counted_of(changed, selected, "contact")
                )
            }
        };
        Ok(context.terminal.out(&text)?)
    }
}

fn capitalised(words: &str) -> String {
    let (first, rest) = words.split_at_checked(1).unwrap_or((words, ""));
    first.to_uppercase() + rest
}
