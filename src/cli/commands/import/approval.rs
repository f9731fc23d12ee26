//! The last question of an import: who would come and change, by name and value, and whether to import.

use crate::cli::commands::review::print_changes;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::render;
use crate::import::{Import, Review};
use crate::model::{Action, Addition, Counts, FieldId, Fields, Text, Update, counted};
use crate::ops::OpsError;
use crate::ui::sanitize;
use crate::workspace::Workspace;

/// Fields by which a person recognises a contact.
const RECOGNISED_BY: [FieldId; 4] = [FieldId::FIRST_NAME, FieldId::LAST_NAME, FieldId::PHONE, FieldId::EMAIL];

/// Answers to the last question.
#[derive(Clone, Copy)]
enum Answer {
    Import,
    ShowChanges,
    ChangeMapping,
    NotNow,
}

/// Why an import ends, or begins anew, before its first write.
pub(super) enum NotImported {
    /// It failed, or the user has said no.
    Failed(CliError),
    /// The user wants to change the mapping.
    ChangeMapping,
}

impl NotImported {
    /// Returns the failure, where there are no questions about the mapping to go back to.
    pub(super) fn into_failure(self) -> CliError {
        match self {
            Self::Failed(failure) => failure,
            Self::ChangeMapping => declined(),
        }
    }
}

fn declined() -> CliError {
    CliError::declined("Not imported; nothing changed.")
}

impl<E: Into<CliError>> From<E> for NotImported {
    fn from(failure: E) -> Self {
        Self::Failed(failure.into())
    }
}

/// A review in front of a person.
pub(super) struct Approval<'a> {
    pub(super) context: &'a Context,
    pub(super) workspace: &'a Workspace,
    pub(super) review: &'a Review,
}

impl Approval<'_> {
    /// Shows the review, and asks until the user imports or does not.
    pub(super) fn ask(&self, import: &mut Import<'_>) -> Result<(), NotImported> {
        let terminal = &self.context.terminal;
        let fields = import.with_created_fields(self.workspace.snapshot()?.fields()?);
        // Shown with `--quiet` too: a question without what it is about cannot be answered.
        terminal.print_report(&(render::review(self.context, import, self.review, true) + &self.preview(&fields)?));
        terminal.print_always("");
        loop {
            match self.choose()? {
                Answer::Import => return Ok(()),
                Answer::ShowChanges => self.show_changes(import, &fields)?,
                Answer::ChangeMapping => return Err(NotImported::ChangeMapping),
                Answer::NotNow => return Err(declined().into()),
            }
        }
    }

    fn choose(&self) -> Result<Answer, CliError> {
        let Counts { imported, updated, unchanged, .. } = self.review.tally.counts;
        let missing = self.review.missing.as_ref().map(|missing| &missing.counts);
        let (deleted, tagged) = missing.map_or((0, 0), |missing| (missing.deleted, missing.tagged));
        let written = imported + updated - unchanged + deleted + tagged;
        let import = match written {
            0 => "Yes, all the same: the history and the results will tell it".to_owned(),
            _ => format!("Yes, import {}", counted(imported + updated, "row")) + &missing_words(deleted, tagged),
        };
        let mut choices = vec![(Answer::Import, import)];
        if written > 0 {
            choices.push((Answer::ShowChanges, "See all changes".to_owned()));
        }
        choices.push((Answer::ChangeMapping, "Change the mapping…".to_owned()));
        choices.push((Answer::NotNow, "No, not now".to_owned()));
        let items: Vec<String> = choices.iter().map(|(_, text)| text.clone()).collect();
        let question = if written == 0 { "Nothing to import. Import?" } else { "Import?" };
        // Where nothing would change, Enter leaves everything as it is.
        let default = if written == 0 { choices.len() - 1 } else { 0 };
        let chosen = self.context.terminal.choose(question, &items, default, None)?;
        Ok(chosen.and_then(|index| choices.get(index)).map_or(Answer::NotNow, |(answer, _)| *answer))
    }

    /// Shows who would be added and what would change, page by page.
    fn show_changes(&self, import: &mut Import<'_>, fields: &Fields) -> Result<(), CliError> {
        print_changes(self.context, self.workspace, (import, self.review), fields, true)
    }

    /// Returns a line for each of the first contacts that would be added or changed, below an empty one.
    fn preview(&self, fields: &Fields) -> Result<String, CliError> {
        let first = &self.review.tally.first;
        let mut lines = Vec::new();
        for row in first.added.iter().chain(&first.changed) {
            match &row.action {
                Action::Add(addition) => lines.push(added(addition)),
                Action::Update(update) => lines.push(self.changed(fields, update)?),
                Action::Skip | Action::Suppress | Action::Reject => {}
            }
        }
        Ok(if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join("\n")) })
    }

    /// `~ Aisha Rahman  Last Name: Rahman → Rahman-Lee`.
    fn changed(&self, fields: &Fields, update: &Update) -> Result<String, CliError> {
        let snapshot = self.workspace.snapshot()?;
        let name = snapshot.contact_name(update.contact).map_err(OpsError::from)?.unwrap_or_default().to_string();
        let name = if name.is_empty() { format!("contact {}", update.contact) } else { sanitize(&name).into_owned() };
        let changes: Vec<String> = update.fields.iter().map(|change| render::of_field(fields, change)).collect();
        Ok(format!("~ {name}  {}", changes.join(", ")))
    }
}

/// ` and delete 3 contacts`.
fn missing_words(deleted: u64, tagged: u64) -> String {
    match (deleted, tagged) {
        (0, 0) => String::new(),
        (0, tagged) => format!(" and tag {}", counted(tagged, "missing contact")),
        (deleted, _) => format!(" and delete {}", counted(deleted, "missing contact")),
    }
}

/// `+ Amara Okafor  +2348031234567  amara@example.com`.
fn added(addition: &Addition) -> String {
    let value = |id: &FieldId| addition.values.iter().find(|(field, _)| field == id).map(|(_, value)| value);
    let [first, last, others @ ..] = RECOGNISED_BY;
    let names: Vec<String> = [first, last].iter().filter_map(value).map(shown).collect();
    let others = others.iter().filter_map(value).map(|text| format!("  {}", shown(text)));
    format!("+ {}{}", names.join(" "), others.collect::<Vec<_>>().concat())
}

/// Returns a value on one line, without what a terminal would obey.
fn shown(text: &Text) -> String {
    sanitize(text).into_owned()
}
