//! Contacts of people who are left alone: how they are marked, and warnings where one gets or loses a suppressed value.

use super::command_line::CommandLine;
use super::context::Context;
use super::error::CliError;
use crate::matching::{Choice, ContactMerge};
use crate::model::{ContactId, FieldId, Fields, SuppressedValue, SuppressibleField, Text, local_day};
use crate::ops::suppressions::SuppressedContacts;
use crate::ops::{FieldEdits, Warning};
use crate::workspace::Snapshot;

/// Code of a warning about a suppressed value that a contact gets.
const SUPPRESSED: &str = "value-suppressed";
/// Code of a warning about a contact that loses its suppressed values.
const NO_LONGER_SUPPRESSED: &str = "no-longer-suppressed";
/// Where a suppressed value is listed, if not in the workspace itself.
pub(super) const SHARED_FILE: &str = "the shared file";

/// Returns who is left alone. Where that cannot be read, nobody is marked, with a warning: what is shown here sends nothing
/// to anybody.
pub(super) fn suppressed_contacts(context: &Context, snapshot: &Snapshot<'_>, fields: &Fields) -> SuppressedContacts {
    SuppressedContacts::read(snapshot, fields, context.key.as_deref()).unwrap_or_else(|error| {
        context.terminal.warn(&format!("suppressed contacts are not marked: {error}"));
        SuppressedContacts::default()
    })
}

/// `ann@example.com, since 2026-11-22: asked on the phone`
pub(super) fn suppression_text(snapshot: &Snapshot<'_>, value: &SuppressedValue) -> Result<String, CliError> {
    let text = value.to_string();
    let Some(stored) = snapshot.suppressions_of(value)?.into_iter().next() else {
        return Ok(format!("{text}, by {SHARED_FILE}"));
    };
    let reason = stored.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
    Ok(format!("{text}, since {}{reason}", local_day(stored.added_at)))
}

/// Returns a warning for each suppressed value that contacts get.
pub(super) fn warnings_of_edits(
    context: &Context,
    snapshot: &Snapshot<'_>,
    edits: &FieldEdits,
) -> Result<Vec<Warning>, CliError> {
    let values: Vec<(FieldId, &Text)> = edits.values().collect();
    match SuppressionWarnings::about(context, snapshot, values.iter().map(|(field, _)| *field))? {
        Some(warnings) => warnings.of_values(&values),
        None => Ok(Vec::new()),
    }
}

/// Returns warnings about the suppressed values that a merged contact has, or that it gives up so that it has none.
pub(super) fn warnings_of_merge(
    context: &Context,
    snapshot: &Snapshot<'_>,
    merge: &ContactMerge,
) -> Result<Vec<Warning>, CliError> {
    let choices = merge.fields();
    let about = SuppressionWarnings::about(context, snapshot, choices.iter().map(|choice| choice.field))?;
    let Some(about) = about else { return Ok(Vec::new()) };
    let taken: Vec<(FieldId, &Text)> =
        choices.iter().filter_map(|choice| Some((choice.field, &choice.values.first()?.0))).collect();
    let warnings = about.of_values(&taken)?;
    match merge.kept() {
        Some(kept) if warnings.is_empty() => about.of_given_up(kept, &choices),
        _ => Ok(warnings),
    }
}

/// Warnings about suppressed values that contacts get or lose.
struct SuppressionWarnings<'a> {
    context: &'a Context,
    snapshot: &'a Snapshot<'a>,
    fields: Fields,
    suppressed: SuppressedContacts,
}

impl<'a> SuppressionWarnings<'a> {
    /// Reads who is suppressed; `None` if none of these fields can be, because all suppressions and the shared file are read.
    fn about(
        context: &'a Context,
        snapshot: &'a Snapshot<'a>,
        mut about: impl Iterator<Item = FieldId>,
    ) -> Result<Option<Self>, CliError> {
        let fields = snapshot.fields()?;
        let is_suppressible = |id| fields.get(id).is_some_and(|field| SuppressibleField::takes(id, &field.kind));
        if !about.any(is_suppressible) {
            return Ok(None);
        }
        let suppressed = suppressed_contacts(context, snapshot, &fields);
        Ok(Some(Self { context, snapshot, fields, suppressed }))
    }

    fn of_values(&self, values: &[(FieldId, &Text)]) -> Result<Vec<Warning>, CliError> {
        let mut warnings = Vec::new();
        for (id, value) in values {
            for held in self.suppressed.values_of_field(*id, value) {
                warnings.push(Warning::new(self.fields.name(*id), SUPPRESSED, self.suppressed_message(&held)?));
            }
        }
        Ok(warnings)
    }

    /// Returns a warning for each suppressed value that a merged contact gives up, where it has no other.
    fn of_given_up(&self, kept: ContactId, choices: &[Choice]) -> Result<Vec<Warning>, CliError> {
        let mut warnings = Vec::new();
        let others = choices.iter().flat_map(|choice| choice.values.iter().skip(1).map(|it| (choice.field, it)));
        for (id, (value, owners)) in others {
            for held in self.suppressed.values_of_field(id, value) {
                let by = suppressed_by(self.snapshot, &held)?.unwrap_or_else(|| SHARED_FILE.to_owned());
                let next =
                    owners.first().map(|owner| format!("; to keep that value: --keep {owner}")).unwrap_or_default();
                let message = format!(
                    "{held}, suppressed by {by}, is given up, so contact {kept} is suppressed no more: exports and \
                     imports take it{next}"
                );
                warnings.push(Warning::new(self.fields.name(id), NO_LONGER_SUPPRESSED, message));
            }
        }
        Ok(warnings)
    }

    /// `wei@example.org is suppressed by entry 3 of the history, so exports leave it out …`
    fn suppressed_message(&self, held: &SuppressedValue) -> Result<String, CliError> {
        let (by, next) = match suppressed_by(self.snapshot, held)? {
            Some(entry) => {
                let lift = CommandLine::of(self.context, "suppress remove").with_word(&held.to_string());
                (entry, format!("to lift it: {lift}"))
            }
            None => (SHARED_FILE.to_owned(), "who is meant stands in that file".to_owned()),
        };
        Ok(format!("{held} is suppressed by {by}, so exports leave out who has it and imports skip their rows; {next}"))
    }
}

/// `entry 3 of the history (2026-11-22)`; `None` if the shared file alone suppresses it.
fn suppressed_by(snapshot: &Snapshot<'_>, held: &SuppressedValue) -> Result<Option<String>, CliError> {
    let stored = snapshot.suppressions_of(held)?.into_iter().next();
    Ok(stored.map(|it| format!("entry {} of the history ({})", it.added_by, local_day(it.added_at))))
}
