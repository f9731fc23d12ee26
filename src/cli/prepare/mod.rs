//! An import that is prepared in front of a user: what was recognised, guessed and left out is told on the way.
//!
//! ```text
//!   open: the source ──▶ map: choices, names, suggestions ──▶ prescan: a PreparedList
//! ```

mod advice;
mod columns;
mod left_out;
mod notes;
mod source;

use super::context::Context;
use super::created_fields;
use super::error::CliError;
use crate::import::{FIELDS_CREATED, NewField};
use crate::mapping::option_names;
use crate::model::{Column, Field, Mapping, Note, Observer, Slot, Target, plural, shell_option};
use crate::ops::ImportSpec;
use crate::ops::sessions::SessionHandle;
use crate::ops::settings::Settings;
use crate::ops::setup::{
    ExpectedHeaders, NewFields, PreparedList, ResolvedMapping, WorkspaceDefaults, new_fields_of_session,
};
use crate::source::{Source, SourceInput};
use crate::workspace::Workspace;

pub(super) use columns::{MappedSource, about_columns, column_notes, map};
pub(super) use left_out::LeftOutColumns;
pub(super) use source::open;

/// Opens the source of an import, and plans the fields that are wanted.
pub(super) fn open_as(
    context: &Context,
    input: SourceInput<'_>,
    spec: &ImportSpec,
    defaults: &WorkspaceDefaults,
    observer: &dyn Observer,
) -> Result<(Source, ImportSpec, NewFields), CliError> {
    let expected = ExpectedHeaders::of(&defaults.fields, spec);
    let mut source = open(context, input, &spec.recipe.reading, defaults.settings.limits, &expected, observer)?;
    context.tell_notes(&source.facts().notes);
    let mut plan = NewFields::new(defaults);
    let spec = plan.plan_requested(&mut source, spec.clone(), &context.cancel);
    let spec = spec.map_err(|failure| about_columns(&source, failure.into()))?;
    context.tell_notes(&spec.notes);
    Ok((source, spec, plan))
}

/// Prepares the import of a session whose columns are mapped, to fields that exist or are planned, and prints notes on the
/// values. Nothing is asked or guessed.
pub(super) fn continue_session<'a>(
    context: &'a Context,
    session: &SessionHandle<'_>,
    workspace: &Workspace,
    plan: Option<&mut NewFields>,
    observer: &'a dyn Observer,
) -> Result<PreparedList<'a>, CliError> {
    let prepared = continue_quietly(context, session, workspace, plan, observer)?;
    context.tell_notes(&prepared.import.prescan_notes());
    Ok(prepared)
}

/// Does the same without notes on the values. The plan is brought up to the fields as they are now.
pub(super) fn continue_quietly<'a>(
    context: &'a Context,
    session: &SessionHandle<'_>,
    workspace: &Workspace,
    plan: Option<&mut NewFields>,
    observer: &'a dyn Observer,
) -> Result<PreparedList<'a>, CliError> {
    let clock = context.clock.as_ref();
    let manifest = session.mapped(clock)?;
    let (defaults, spec) = (WorkspaceDefaults::of(workspace)?, ImportSpec::of_session(manifest));
    let source = session.open_source(defaults.settings.limits, (observer, &context.cancel, clock))?;
    let is_asked = plan.is_some();
    let mut of_session = NewFields::of_definitions(&defaults, &manifest.planned_fields)?;
    let plan = match plan {
        Some(plan) => {
            *plan = plan.rebased(&defaults)?;
            plan
        }
        None => &mut of_session,
    };
    let fields = plan.fields();
    let mapping = ResolvedMapping::of(&source, &spec, fields)?;
    let left_out = mapping.left_out(source.columns().len());
    let left_out = LeftOutColumns::new(source.columns(), left_out, &spec.left_out);
    // With a plan, the user has just answered questions about these columns.
    let notes = if is_asked { left_out.notes() } else { left_out.tell(context) };
    let mut new_fields = new_fields_of_session(workspace, manifest, fields)?;
    new_fields.extend(plan.new_fields(false));
    Ok(mapping.prescan(source, spec.session, (&defaults.settings, new_fields), notes, context.work(observer))?)
}

/// Prescans the rows of a source whose columns are mapped, and prints notes on them.
pub(super) fn prescan<'a>(
    context: &'a Context,
    source: Source,
    MappedSource { mapping, notes, .. }: MappedSource,
    session: Option<String>,
    new_fields: (&Settings, Vec<NewField>),
    observer: &'a dyn Observer,
) -> Result<PreparedList<'a>, CliError> {
    let prepared = mapping.prescan(source, session, new_fields, notes, context.work(observer))?;
    context.tell_notes(&prepared.import.prescan_notes());
    Ok(prepared)
}

/// Prints which fields are created, and returns the note. Where they were not named one by one, it prints the options that
/// do so.
pub(super) fn tell_new_fields(
    context: &Context,
    plan: &NewFields,
    (columns, mapping): (&[Column], &Mapping),
    are_named: bool,
) -> Option<Note> {
    let planned = plan.planned();
    if planned.is_empty() {
        return None;
    }
    let options = create_options(planned, columns, mapping);
    let count = planned.len() as u64;
    let fields =
        planned.iter().map(|field| created_fields::describe(&field.name, field.kind.name(), field.kind.options()));
    let fields: Vec<String> = fields.collect();
    let note = Note::info(FIELDS_CREATED, format!("creates {} {}", plural(count, "the field"), fields.join(", ")))
        .count(count)
        .option(options.as_str());
    context.tell_notes(std::slice::from_ref(&note));
    if !are_named {
        context.terminal.note_command("The same as options:", &options);
    }
    Some(note)
}

/// Returns the options that create the fields from their columns, quoted for a shell.
fn create_options(planned: &[Field], columns: &[Column], mapping: &Mapping) -> String {
    let names = option_names(columns);
    let option = |slot: &Slot| {
        let field = planned.iter().find(|field| slot.target == Target::Field(field.id))?;
        let index = slot.column_index()?;
        Some(shell_option("--create-field", &created_fields::option_value(&columns[index], &names[index], field)))
    };
    mapping.slots.iter().filter_map(option).collect::<Vec<_>>().join(" ")
}
