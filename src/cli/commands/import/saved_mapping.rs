//! Saved mappings in an import by questions: before them one with the same columns is offered, after the import the user
//! may save its mapping.

use super::args::RunOptions;
use crate::cli::commands::map::offer_saved_mapping;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::options::ReadingOptions;
use crate::cli::prepare;
use crate::cli::workspace_location::WorkspaceLocation;
use crate::mapping::SavedMapping;
use crate::model::{JobSettings, NoObserver, ParseSettings, Recipe};
use crate::ops::saved_mappings;
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::{ExpectedHeaders, WorkspaceDefaults};
use crate::ui::TextQuestion;
use crate::workspace::Workspace;

/// Offers a saved mapping that was made for a list with the same columns. Returns it if the user takes it; `None` if there
/// is none, if a session is there to go on with (an import that `is_new` replaces it), or if the user starts afresh. What was
/// asked about the source goes into `reading`, so that it is not asked again.
pub(super) fn offer(
    context: &Context,
    options: &RunOptions,
    is_new: bool,
    reading: &mut ReadingOptions,
) -> Result<Option<SavedMapping>, CliError> {
    if !WorkspaceLocation::find(context.workspace.as_deref())?.path().exists() {
        return Ok(None);
    }
    let workspace = context.open_workspace_read_only()?;
    let has_none = workspace.snapshot()?.mappings()?.is_empty();
    if has_none || (!is_new && has_session(options, &workspace)?) {
        return Ok(None);
    }
    let defaults = WorkspaceDefaults::of(&workspace)?;
    let expected = ExpectedHeaders::of_saved(&defaults.fields, None);
    let (limits, typed) = (defaults.settings.limits, reading.clone().over(ParseSettings::default())?);
    let source = prepare::open(context, options.input(), &typed, limits, &expected, &NoObserver)?;
    let encoding = source.facts().encoding;
    reading.take_confirmed((!encoding.is_recognised()).then_some(encoding), source.given_header_line());
    offer_saved_mapping(context, &workspace, source.columns())
}

/// Returns true if there is a session, unless it is over and a new one may follow.
fn has_session(options: &RunOptions, workspace: &Workspace) -> Result<bool, CliError> {
    let mut session = SessionHandle::open(&options.source, workspace)?;
    session.pass_over_ended()?;
    Ok(session.manifest().is_some())
}

/// Offers to save the mapping of an import that is done, under the name of its source.
pub(super) fn offer_to_save(
    context: &Context,
    workspace: &Workspace,
    options: &RunOptions,
    recipe: &Recipe,
) -> Result<(), CliError> {
    let name = options.source.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let check = |name: &str| match name {
        "" => Ok(()), // Nothing is saved then.
        name => saved_mappings::check_free(workspace, name, false).map_err(|failure| failure.to_string()),
    };
    let default = if check(&name).is_ok() { name.as_str() } else { "" };
    let items = ["No".to_owned(), "Yes, for the next list with these columns…".to_owned()];
    if context.terminal.choose("Save this mapping?", &items, 0, None)? != Some(1) {
        return Ok(());
    }
    let question = TextQuestion { question: "Name of the mapping", typed: "", default: Some(default), escape: None };
    let Some(name) = context.terminal.ask_text(question, check)?.filter(|name| !name.is_empty()) else {
        return Ok(());
    };
    let change = workspace.change()?;
    saved_mappings::save(&change, &name, (recipe, &JobSettings::default()), context.clock.now())?;
    change.commit()?;
    context.terminal.note(&format!("Saved as '{name}'; use it with --use."));
    Ok(())
}
