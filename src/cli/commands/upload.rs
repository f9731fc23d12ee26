//! `contacts upload`: checks a file and begins a session beside it (spec section 6).

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::options::{PurposeOptions, ReadingOptions, SavedOptions, TagOptions};
use crate::cli::prepare;
use crate::cli::render;
use crate::model::{ByteSize, Identifier, Purpose, Recipe, counted, format_thousands, shown_path};
use crate::ops::sessions::SessionHandle;
use crate::ops::setup::{ExpectedHeaders, WorkspaceDefaults, check_identifier, reading_as_confirmed};
use crate::ops::{ImportSpec, saved_mappings};
use crate::source::Source;
use crate::ui::{Table, Terminal};
use crate::workspace::Workspace;

/// Prepare an import: check a CSV file and say what it is for
///
/// In a terminal it asks what it is not told. Nothing is imported: contacts map, review and import follow. What was
/// decided is kept beside the file, in FILE.import.json.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts upload leads.csv --purpose add-update --id phone
  contacts upload crm.csv --use crm --tag 'spring fair'")]
pub(in crate::cli) struct UploadArgs {
    /// The CSV file
    file: PathBuf,
    #[command(flatten)]
    purpose: PurposeOptions,
    #[command(flatten)]
    saved: SavedOptions,
    #[command(flatten)]
    reading: ReadingOptions,
    #[command(flatten)]
    tags: TagOptions,
}

impl UploadArgs {
    /// Arguments that ask for everything.
    pub(in crate::cli) fn interactive(file: PathBuf) -> Self {
        Self {
            file,
            purpose: PurposeOptions::default(),
            saved: SavedOptions::default(),
            reading: ReadingOptions::default(),
            tags: TagOptions::default(),
        }
    }

    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = self.prepare_workspace(context)?;
        let mut session = SessionHandle::open(&self.file, &workspace)?;
        let source = self.start_session(context, &workspace, &mut session)?;
        tell(context, &source, &session)?;
        Ok(Exit::Done)
    }

    /// Checks the source and begins a session, replacing the one that was there.
    pub(in crate::cli) fn start_session(
        &self,
        context: &Context,
        workspace: &Workspace,
        session: &mut SessionHandle<'_>,
    ) -> Result<Source, CliError> {
        let defaults = WorkspaceDefaults::of(workspace)?;
        let before = saved_mappings::recipe(workspace, self.saved.saved.as_deref())?;
        let reading = before.as_ref().map(|recipe| recipe.reading.clone()).unwrap_or_default();
        // What is typed goes over what the saved mapping says.
        let reading = self.reading.clone().over(reading)?;
        let progress = context.terminal.progress();
        let expected = ExpectedHeaders::of_saved(&defaults.fields, before.as_ref());
        let source = prepare::open(context, &self.file, &reading, defaults.settings.limits, &expected, &progress)?;
        // Shown before the first question: the counts tell whether it is the right file.
        if self.can_prompt(context) {
            context.terminal.print_always(&file_summary(&source));
        }
        let mut recipe = self.decide(context, before)?;
        recipe.reading = reading_as_confirmed(&source, reading);
        if session.is_open() {
            let file = shown_path(&self.file);
            context.terminal.note(&format!("The prepared import of {file} is replaced by this one."));
        }
        // Written last: Ctrl-C at a prompt before this leaves the old session as it was.
        session.begin(context.clock.as_ref(), &source, recipe)?;
        Ok(source)
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
                    .with_hint("for example: --purpose add-update --id phone")
            };
            check_identifier(self.purpose.purpose().ok_or_else(missing)?, self.purpose.identifier())?;
        }
        context.open_workspace_recovered()
    }
}

/// Purpose, identifier and tags: typed, saved, or answered.
impl UploadArgs {
    fn decide(&self, context: &Context, before: Option<Recipe>) -> Result<Recipe, CliError> {
        let may_ask = self.can_prompt(context);
        let (purpose, identifier) =
            if may_ask { self.ask_purpose(&context.terminal)? } else { (self.purpose.purpose(), None) };
        let missing = || CliError::usage("say what the import may do with --purpose");
        let purpose = purpose.or(before.as_ref().map(|recipe| recipe.purpose)).ok_or_else(missing)?;
        let mut spec = before.map_or_else(|| ImportSpec::new(purpose), ImportSpec::of_recipe);
        spec.set_purpose(purpose, self.purpose.identifier().or(identifier));
        spec.check_identifier()?;
        let mut recipe = spec.recipe;
        let asks_tags = may_ask && !self.tags.any();
        recipe.tags = if asks_tags { ask_tags(&context.terminal)? } else { self.tags.tags(recipe.tags)? };
        recipe.import_tag = self.tags.import_tag()?.unwrap_or(recipe.import_tag);
        Ok(recipe)
    }

    /// Asks for purpose and identifier where they were not typed. The second question leads back to the first.
    fn ask_purpose(&self, terminal: &Terminal) -> Result<(Option<Purpose>, Option<Identifier>), CliError> {
        let typed = self.purpose.purpose();
        loop {
            let purpose = typed.map_or_else(|| ask_purpose(terminal), Ok)?;
            if self.purpose.identifier().is_some() || !purpose.matches() {
                return Ok((Some(purpose), None));
            }
            if let Some(identifier) = ask_identifier(terminal, purpose, typed.is_none())? {
                return Ok((Some(purpose), Some(identifier)));
            }
        }
    }
}

fn ask_purpose(terminal: &Terminal) -> Result<Purpose, CliError> {
    let choices = [
        (Purpose::AddUpdate, "Add new, update existing contacts"),
        (Purpose::Add, "Only add new contacts"),
        (Purpose::Update, "Only update existing contacts"),
        (Purpose::AddAll, "Add every row, whoever exists"),
    ];
    choose(terminal, "What may the import do?", &choices, None)?.ok_or_else(interrupted)
}

/// Asks for the identifier; `None` leads back to the purpose.
fn ask_identifier(terminal: &Terminal, purpose: Purpose, has_back: bool) -> Result<Option<Identifier>, CliError> {
    let mut choices = vec![(Identifier::Phone, "By phone number"), (Identifier::Email, "By e-mail address")];
    // A Contact ID is given by the workspace, so a new contact cannot bring one (spec section 3).
    if purpose == Purpose::Update {
        choices.push((Identifier::ContactId, "By Contact ID"));
    }
    let identifier = choose(terminal, "How are contacts recognised?", &choices, has_back.then_some("back"))?;
    if identifier.is_none() && !has_back { Err(interrupted()) } else { Ok(identifier) }
}

fn ask_tags(terminal: &Terminal) -> Result<Vec<String>, CliError> {
    let question = "Tags for these contacts, with commas between (Enter: none)";
    let answer = terminal.ask_text(question, None, |text| read_tags(text).map(|_| ()))?;
    read_tags(&answer).map_err(CliError::usage)
}

fn read_tags(text: &str) -> Result<Vec<String>, String> {
    let names = crate::model::split_tags(text, None);
    match names.iter().find_map(|name| crate::values::typed_tag_fault(name)) {
        Some(fault) => Err(fault),
        None => Ok(names),
    }
}

/// Asks for one of the choices; `None` after Esc.
fn choose<T: Copy>(
    terminal: &Terminal,
    question: &str,
    choices: &[(T, &str)],
    escape: Option<&str>,
) -> Result<Option<T>, CliError> {
    let items: Vec<String> = choices.iter().map(|(_, text)| (*text).to_owned()).collect();
    let chosen = terminal.choose(question, &items, 0, escape)?;
    Ok(chosen.and_then(|index| choices.get(index)).map(|(value, _)| *value))
}

fn interrupted() -> CliError {
    crate::ui::AskError::Interrupted.into()
}

/// Returns `leads.csv: 5 rows, 7 columns`, shown before the first question.
fn file_summary(source: &Source) -> String {
    let (rows, columns) = (source.facts().rows, source.columns().len() as u64);
    format!("{}: {}, {}\n", shown_path(&source.path()), counted(rows, "row"), counted(columns, "column"))
}

fn tell(context: &Context, source: &Source, session: &SessionHandle<'_>) -> Result<(), CliError> {
    let next = CommandLine::new(context, "map", source.path()).to_string();
    let Some(manifest) = session.manifest() else { return Ok(()) };
    if context.json {
        return context.out_json(&json!({
            "session": render::session_json(source.path(), manifest),
            "source": source.facts(),
            "columns": manifest.source.columns,
            "notes": source.facts().notes,
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
    context.terminal.out(&format!("Prepared {}\n\n{table}\nNext: {next}", shown_path(&source.path())))?;
    Ok(())
}
