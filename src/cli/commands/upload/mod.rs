//! `contacts upload`: checks a file and begins a session beside it (spec section 6).

mod questions;

pub(in crate::cli) use questions::{UploadQuestions, UploadStep};

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::command_line::CommandLine;
use crate::cli::commands::map::{LeftCommand, with_answers_kept};
use crate::cli::commands::steps;
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::hints::example_identifier;
use crate::cli::list_file::check_list_file;
use crate::cli::options::{MissingOptions, PurposeOptions, ReadingOptions, SavedOptions, TagOptions};
use crate::cli::prepare;
use crate::cli::render;
use crate::model::{ByteSize, Mapping, Note, Recipe, format_thousands};
use crate::ops::mapping_file::UsedMapping;
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::{NewFields, WorkspaceDefaults, check_identifiers, value_notes};
use crate::ops::{ImportSpec, decisions, saved_mappings};
use crate::source::Source;
use crate::ui::Table;
use crate::workspace::Workspace;

/// Prepare an import: check a CSV file and set its purpose
///
/// In a terminal it asks for what is missing. Nothing is imported: contacts map, review and import follow. What was
/// decided is kept beside the file, in FILE.import.json.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts upload leads.csv --purpose add-update --id phone
  contacts upload crm.csv --use crm --tag 'spring fair'")]
pub(in crate::cli) struct UploadArgs {
    /// The CSV file
    #[arg(hide_short_help = true)]
    #[arg(add = candidates::lists())]
    file: PathBuf,
    #[command(flatten)]
    purpose: PurposeOptions,
    #[command(flatten)]
    saved: SavedOptions,
    #[command(flatten)]
    reading: ReadingOptions,
    #[command(flatten)]
    tags: TagOptions,
    #[command(flatten)]
    missing: MissingOptions,
}

impl UploadArgs {
    /// Arguments that ask for what these do not say.
    pub(in crate::cli) fn typed(
        file: PathBuf,
        purpose: PurposeOptions,
        reading: ReadingOptions,
        (tags, missing): (TagOptions, MissingOptions),
    ) -> Self {
        Self { file, purpose, saved: SavedOptions::default(), reading, tags, missing }
    }

    /// Applies typed options over those of a session.
    pub(in crate::cli) fn apply_to(&self, recipe: &mut Recipe) -> Result<(), CliError> {
        let mut spec = ImportSpec::of_recipe(recipe.clone());
        spec.set_purpose(self.purpose.purpose().unwrap_or(recipe.purpose), self.purpose.identifiers());
        spec.check_identifiers()?;
        self.missing.apply_to(&mut spec.recipe)?;
        spec.check_source()?;
        *recipe = spec.recipe;
        recipe.tags = self.tags.tags(std::mem::take(&mut recipe.tags))?;
        recipe.import_tag = self.tags.import_tag()?.unwrap_or_else(|| recipe.import_tag.clone());
        Ok(())
    }

    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        check_list_file(&self.file)?; // Before all else: a mistyped name is not to make the default workspace.
        let workspace = self.prepare_workspace(context)?;
        let mut session = SessionHandle::open(&self.file, &workspace)?;
        let source = self.start_session(context, &workspace, &mut session)?;
        let (notes, source) = tell_value_notes(context, &workspace, source, &session)?;
        tell(context, &source, &session, &notes)?;
        Ok(Exit::Done)
    }

    /// Checks the source and begins a session, replacing the one that was there.
    fn start_session(
        &self,
        context: &Context,
        workspace: &Workspace,
        session: &mut SessionHandle<'_>,
    ) -> Result<Source, CliError> {
        let mut questions = UploadQuestions::open(context, self, workspace, session.unfinished_upload())?;
        if self.can_prompt(context) && !questions.use_saved_mapping(workspace)? {
            let asked = steps::walk(UploadStep::ALL, |step, arrival| questions.ask(step, arrival));
            asked.map_err(|failure| self.keep(context, session, &questions, failure))?;
        }
        let recipe = questions.recipe()?;
        if session.is_uploaded() {
            let file = context.shown_path(&self.file);
            context.terminal.note(&format!("The prepared import of {file} is replaced by this one."));
        }
        // Written last: Ctrl-C at a prompt before this leaves the old session as it was.
        match questions.used() {
            Some(used) => begin_with_fields(context, workspace, session, (questions.source(), recipe), used)?,
            None => session.begin(context.clock.as_ref(), questions.source(), recipe, [])?,
        }
        Ok(questions.into_source())
    }

    /// Keeps the answers so far if the user left the questions.
    fn keep(
        &self,
        context: &Context,
        session: &mut SessionHandle<'_>,
        questions: &UploadQuestions<'_>,
        failure: CliError,
    ) -> CliError {
        if !failure.is_interruption() {
            return failure;
        }
        let kept = questions.keep_in(session);
        let left = (LeftCommand::Upload, self.file.as_path());
        if session.unfinished_upload().is_some() { with_answers_kept(context, left, kept, failure) } else { failure }
    }

    /// Returns true if missing options can be asked for. A saved mapping leaves nothing to ask.
    fn can_prompt(&self, context: &Context) -> bool {
        context.terminal.can_ask() && self.saved.saved.is_none()
    }

    /// Checks that nothing is missing that cannot be asked, then opens the workspace: a usage error must not create the
    /// default one.
    fn prepare_workspace(&self, context: &Context) -> Result<Workspace, CliError> {
        if !context.terminal.can_ask() && self.saved.saved.is_none() {
            let missing = || {
                CliError::usage("say what the import may do: --purpose add, update, add-update or add-all")
                    .with_hint(format!("for example: --purpose add-update --id {}", example_identifier(&self.file)))
            };
            let purpose = self.purpose.purpose().ok_or_else(missing)?;
            check_identifiers(purpose, &self.purpose.identifiers().unwrap_or_default())?;
        }
        if let Some(empty) = context.unmade_workspace()? {
            self.check_list(context, &empty)?;
        }
        context.open_workspace_recovered()
    }

    /// Checks that the list can be opened, before the default workspace is made.
    pub(in crate::cli) fn check_list(&self, context: &Context, empty: &Workspace) -> Result<(), CliError> {
        let saved = self.saved.used(|| Ok::<_, CliError>(empty))?;
        let recipe = saved.as_ref().map(|used| &used.mapping.recipe);
        let reading = recipe.map(|recipe| recipe.reading.clone()).unwrap_or_default();
        let reading = self.reading.clone().over(reading)?;
        context.check_list(empty, self.file.as_path().into(), (&reading, recipe))
    }
}

/// Begins the session with the fields that the mapping defines and the workspace does not have. They belong to the import.
fn begin_with_fields(
    context: &Context,
    workspace: &Workspace,
    session: &mut SessionHandle<'_>,
    (source, recipe): (&Source, Recipe),
    used: &UsedMapping,
) -> Result<(), CliError> {
    let mut plan = NewFields::new(&WorkspaceDefaults::of(workspace)?);
    let mut notes = plan.plan_defined(&saved_mappings::definitions_in_use(&used.mapping, source.columns()))?;
    notes.extend(decisions::not_followed_in_steps(used));
    context.tell_notes(&notes);
    if plan.is_empty() {
        return Ok(session.begin(context.clock.as_ref(), source, recipe, [])?);
    }
    session.defer_writes();
    session.begin(context.clock.as_ref(), source, recipe, plan.ids())?;
    session.flush_with(|change| plan.write(change))?;
    prepare::tell_new_fields(context, &plan, (source.columns(), &Mapping::default()), true);
    Ok(())
}

/// Prints notes on the values of the columns that are mapped by their names, and returns them with the source.
fn tell_value_notes(
    context: &Context,
    workspace: &Workspace,
    source: Source,
    session: &SessionHandle<'_>,
) -> Result<(Vec<Note>, Source), CliError> {
    let Some(manifest) = session.manifest() else { return Ok((Vec::new(), source)) };
    let (defaults, progress) = (WorkspaceDefaults::of(workspace)?, context.terminal.progress());
    let spec = ImportSpec::of_session(manifest);
    let (notes, source) = value_notes(source, spec, &defaults, context.work(&progress))?;
    context.tell_notes(&notes);
    Ok((notes, source))
}

fn tell(context: &Context, source: &Source, session: &SessionHandle<'_>, notes: &[Note]) -> Result<(), CliError> {
    let next = CommandLine::new(context, "map", source.path()).to_string();
    let Some(manifest) = session.manifest() else { return Ok(()) };
    if context.json {
        let notes = [&source.facts().notes, notes].concat();
        return context.out_json(&json!({
            "session": render::session_json(source.path(), manifest),
            "source": source.facts(),
            "columns": manifest.source.columns,
            "notes": notes,
            "next": next,
        }));
    }
    let facts = source.facts();
    let blank = if facts.blank_rows > 0 {
        format!(" ({} blank rows left out)", format_thousands(facts.blank_rows))
    } else {
        String::new()
    };
    let mut table = Table::new(context.terminal.width()).text("").wrap_text("");
    table.row(["Rows", &format!("{}{blank}", format_thousands(facts.rows))]);
    table.row(["Columns", &source.columns().len().to_string()]);
    table.row(["Encoding", &facts.encoding.to_string()]);
    table.row(["Delimiter", &render::delimiter(facts.delimiter)]);
    table.row(["Size", &ByteSize(facts.size).to_string()]);
    render::recipe_rows(&mut table, &manifest.recipe);
    context.terminal.out(&format!("Prepared {}\n\n{table}\nNext: {next}", context.shown_path(source.path())))?;
    Ok(())
}
