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
        return Ok(format!("{text}, by the shared file"));
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
    warnings_of_values(context, snapshot, &values)
}

fn warnings_of_values(
    context: &Context,
    snapshot: &Snapshot<'_>,
    values: &[(FieldId, &Text)],
) -> Result<Vec<Warning>, CliError> {
    let fields = snapshot.fields()?;
    let is_suppressible =
        |(id, _): &(FieldId, &Text)| fields.get(*id).is_some_and(|field| SuppressibleField::takes(*id, &field.kind));
    // All suppressions and the shared file are read: not for a change of names or tags.
    if !values.iter().any(is_suppressible) {
        return Ok(Vec::new());
    }
    let suppressed = suppressed_contacts(context, snapshot, &fields);
    let mut warnings = Vec::new();
    for (id, value) in values {
        for held in suppressed.values_of_field(*id, value) {
            let message = suppressed_message(context, snapshot, &held)?;
            warnings.push(Warning::new(fields.name(*id), SUPPRESSED, message));
        }
    }
    Ok(warnings)
}

/// Returns warnings about the suppressed values that a merged contact has, or that it gives up so that it has none.
pub(super) fn warnings_of_merge(
    context: &Context,
    snapshot: &Snapshot<'_>,
    merge: &ContactMerge,
) -> Result<Vec<Warning>, CliError> {
    let choices = merge.fields();
    let taken: Vec<(FieldId, &Text)> =
        choices.iter().filter_map(|choice| Some((choice.field, &choice.values.first()?.0))).collect();
    let warnings = warnings_of_values(context, snapshot, &taken)?;
    match merge.kept() {
        Some(kept) if warnings.is_empty() => warnings_of_given_up(context, snapshot, kept, &choices),
        _ => Ok(warnings),
    }
}

/// Returns a warning for each suppressed value that a merged contact gives up, where it has no other.
fn warnings_of_given_up(
    context: &Context,
    snapshot: &Snapshot<'_>,
    kept: ContactId,
    choices: &[Choice],
) -> Result<Vec<Warning>, CliError> {
    let others =
        |choice: &Choice| choice.values.iter().skip(1).cloned().map(|it| (choice.field, it)).collect::<Vec<_>>();
    let given_up: Vec<(FieldId, (Text, Vec<ContactId>))> = choices.iter().flat_map(others).collect();
    if given_up.is_empty() {
        return Ok(Vec::new());
    }
    let fields = snapshot.fields()?;
    let suppressed = suppressed_contacts(context, snapshot, &fields);
    let mut warnings = Vec::new();
    for (id, (value, owners)) in given_up {
        for held in suppressed.values_of_field(id, &value) {
            let by = suppressed_by(snapshot, &held)?;
            let next = owners.first().map(|owner| format!("; to keep that value: --keep {owner}")).unwrap_or_default();
            let message = format!(
                "{held}, suppressed by {by}, is given up, so contact {kept} is suppressed no more: exports and imports take \
                 it{next}"
            );
            warnings.push(Warning::new(fields.name(id), NO_LONGER_SUPPRESSED, message));
        }
    }
    Ok(warnings)
}

/// `wei@example.org is suppressed by entry 3 of the history, so exports leave it out …`
fn suppressed_message(context: &Context, snapshot: &Snapshot<'_>, held: &SuppressedValue) -> Result<String, CliError> {
    let by = suppressed_by(snapshot, held)?;
    let is_shared = snapshot.suppressions_of(held)?.is_empty();
    let next = if is_shared {
        "who is meant stands in that file".to_owned()
    } else {
        format!("to lift it: {}", CommandLine::of(context, "suppress remove").with_word(&held.to_string()))
    };
    Ok(format!("{held} is suppressed by {by}, so exports leave out who has it and imports skip their rows; {next}"))
}

/// `entry 3 of the history (2026-11-22)`, `the shared file`
fn suppressed_by(snapshot: &Snapshot<'_>, held: &SuppressedValue) -> Result<String, CliError> {
    Ok(match snapshot.suppressions_of(held)?.into_iter().next() {
        Some(stored) => format!("entry {} of the history ({})", stored.added_by, local_day(stored.added_at)),
        None => "the shared file".to_owned(),
    })
}
