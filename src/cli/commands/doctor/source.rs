//! `contacts doctor FILE`: reads a source like an import would, and reports shapes in place of values.

use std::path::Path;

use super::file_report::FileReport;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::workspace_location::WorkspaceLocation;
use crate::model::{FieldId, Fields, Identifier, Purpose, Target, shown_path};
use crate::ops::ImportSpec;
use crate::ops::column_profile::FileProfile;
use crate::ops::settings::Settings;
use crate::ops::setup::{ColumnResolution, ResolvedMapping};
use crate::source::{Limits, Source, SourceError, SourceOptions};
use crate::workspace::{Workspace, WorkspaceError};

/// Describes a source: its format, its columns, and the errors that an import would find. Neither its name nor a word
/// of it is shown.
pub(super) fn describe(context: &Context, path: &Path) -> Result<Exit, CliError> {
    let (fields, settings) = load_defaults(context)?;
    let (mut source, is_encoding_sure) = open(context, path).map_err(|error| redact_file_name(path, error))?;
    let mapped = map(context, &mut source, &fields)?;
    let (preset, mapping) = (mapped.compiled.preset.map(|preset| preset.title), mapped.compiled.mapping.clone());
    let mut profile = FileProfile::new(source.columns().len());
    let progress = context.terminal.progress();
    let new_fields = (&settings, Vec::new());
    let mut prepared = mapped.prescan(source, None, new_fields, Vec::new(), context.work(&progress))?;
    context.tell_notes(&prepared.import.prescan_notes());
    // Reviewed against an empty workspace: the issues are those of the file alone, and none of them names a contact.
    let empty = Workspace::in_memory(context.clock.now())?;
    let review = prepared.import.review_shown(&empty.snapshot()?, &mut profile)?;
    let source = prepared.import.source();
    let description = FileReport {
        facts: source.facts(),
        columns: source.columns(),
        is_encoding_sure,
        limits: settings.limits,
        preset,
        mapping: &mapping,
        profile: &profile,
        tally: &review.tally,
    };
    description.tell(context)
}

/// Returns the fields and settings of the workspace, or the defaults where there is none or it cannot be read.
fn load_defaults(context: &Context) -> Result<(Fields, Settings), CliError> {
    let place = WorkspaceLocation::find(context.workspace.as_deref())?;
    let known = Workspace::open_without_migration(place.path()).and_then(|workspace| {
        let snapshot = workspace.snapshot()?;
        Ok((snapshot.fields()?, snapshot.settings()?))
    });
    match known {
        Ok((fields, settings)) => Ok((fields, Settings::read(&settings)?)),
        Err(error) => {
            // A damaged workspace is a warning only: the file can be described without it.
            if !matches!(error, WorkspaceError::Missing { .. }) {
                context
                    .terminal
                    .warn("the workspace cannot be read, so its settings are not known; see: contacts doctor");
            }
            Ok((Fields::standard(), Settings { limits: Limits::default(), region: None }))
        }
    }
}

/// Opens a source of any length. A guessed encoding is not confirmed, because no letter of the file will be shown.
fn open(context: &Context, path: &Path) -> Result<(Source, bool), SourceError> {
    // Without limits, so that a file over them is described too; the report says that an import refuses it.
    let limits = Limits { max_file_size: u64::MAX, max_rows: u64::MAX };
    let progress = context.terminal.progress();
    let open = |encoding| {
        let options = SourceOptions { encoding, delimiter: None, limits };
        Source::open(path, &options, &progress, &context.cancel)
    };
    match open(None) {
        Err(SourceError::EncodingUnsure { guess, .. }) => Ok((open(Some(guess))?, false)),
        opened => Ok((opened?, true)),
    }
}

/// Redacts the file name: it may contain a person's name.
fn redact_file_name(path: &Path, error: SourceError) -> CliError {
    let is_about_the_name =
        matches!(error, SourceError::NotFound { .. } | SourceError::NotAFile { .. } | SourceError::Interrupted(_));
    let message = error.to_string().replace(&format!("'{}'", shown_path(path)), "the file");
    let failure = CliError::from(error);
    // That a file is missing says nothing without its name, and it is the name that was just typed.
    if is_about_the_name { failure } else { failure.with_message(message) }
}

/// Maps the columns by their names and suggestions. Purpose and identifier follow from the fields that were found.
fn map(context: &Context, source: &mut Source, fields: &Fields) -> Result<ResolvedMapping, CliError> {
    let mut recipe = ImportSpec::new(Purpose::AddAll).recipe;
    let columns = ColumnResolution::look(source, &ImportSpec::of_recipe(recipe.clone()), fields, &context.cancel)?;
    let compiled = columns.with_answers(source, fields, &columns.as_suggested())?;
    let has = |field| compiled.mapping.slot_of(Target::Field(field)).is_some();
    // Phone before email: the first of the two that is mapped becomes the identifier.
    let identifier = [(FieldId::PHONE, Identifier::Phone), (FieldId::EMAIL, Identifier::Email)];
    recipe.identifier = identifier.into_iter().find(|(field, _)| has(*field)).map(|(_, identifier)| identifier);
    recipe.purpose = match recipe.identifier {
        None => Purpose::AddAll,
        Some(_) if has(FieldId::FIRST_NAME) => Purpose::AddUpdate,
        Some(_) => Purpose::Update,
    };
    Ok(ResolvedMapping { compiled, recipe })
}
