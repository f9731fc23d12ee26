use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::options::{PurposeOptions, ReadingOptions, SavedOptions, TagOptions, check_identifier};
use crate::cli::orders::{blank_recipe, set_purpose};
use crate::cli::prepare::{self, Basis};
use crate::cli::session::Session;
use crate::cli::{saved, show};
use crate::model::{ByteSize, Identifier, Purpose, Recipe, thousands};
use crate::source::Source;
use crate::ui::{Table, Terminal};
use crate::workspace::Workspace;

/// Prepare an import: check a CSV file and say what it is for
///
/// In a terminal it asks what it is not told. Nothing is imported: contacts map, review and import follow. What was
/// decided is kept beside the file, in FILE.import.json.
///
/// Examples:
///   contacts upload leads.csv
///   contacts upload leads.csv --purpose add-update --id phone --tag 'spring fair'
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
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
    /// Everything that is not typed is asked.
    pub(in crate::cli) fn asking(file: PathBuf) -> Self {
        Self {
            file,
            purpose: PurposeOptions::default(),
            saved: SavedOptions::default(),
            reading: ReadingOptions::default(),
            tags: TagOptions::default(),
        }
    }

    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, Failure> {
        let workspace = self.prepare_workspace(context)?;
        let file = self.file.clone();
        let mut session = Session::beside(&file, &workspace)?;
        let basis = Basis::of(&workspace)?;
        let before = saved::recipe(&workspace, self.saved.saved.as_deref())?;
        let reading = before.as_ref().map(|recipe| recipe.reading.clone()).unwrap_or_default();
        let reading = self.reading.over(reading)?;
        let progress = context.terminal.progress();
        let source = prepare::open(context, &file, &reading, basis.settings.limits, &progress)?;
        let mut recipe = decide(context, &self.purpose, &self.tags, before)?;
        recipe.reading = prepare::reading_of(&source, reading);
        if session.is_open() {
            context.terminal.note(&format!("The prepared import of {} is replaced by this one.", file.display()));
        }
        session.begin(context, &source, recipe)?;
        tell(context, &source, &session)?;
        Ok(Exit::Done)
    }

    /// Whether anything is missing that can not be asked is known before anything is done.
    fn prepare_workspace(&self, context: &Context) -> Result<Workspace, Failure> {
        if !context.terminal.can_ask() && self.saved.saved.is_none() {
            let missing = || {
                Failure::usage("say what the import may do: --purpose add, update, add-update or add-all")
                    .with_hint("for example: --purpose add-update --id phone")
            };
            check_identifier(self.purpose.purpose().ok_or_else(missing)?, self.purpose.identifier())?;
        }
        context.workspace_in_order()
    }
}

/// Purpose, identifier and tags: as typed, as saved, or as answered.
fn decide(
    context: &Context,
    typed: &PurposeOptions,
    tags: &TagOptions,
    before: Option<Recipe>,
) -> Result<Recipe, Failure> {
    let may_ask = context.terminal.can_ask() && before.is_none();
    let purpose = match typed.purpose().or(before.as_ref().map(|recipe| recipe.purpose)) {
        Some(purpose) => purpose,
        None => ask_purpose(&context.terminal)?,
    };
    let mut recipe = before.unwrap_or_else(|| blank_recipe(purpose));
    if may_ask && typed.identifier().is_none() && purpose.matches() {
        recipe.identifier = Some(ask_identifier(&context.terminal, purpose)?);
    }
    set_purpose(&mut recipe, purpose, typed)?;
    recipe.tags = if may_ask && !tags.any() { ask_tags(&context.terminal)? } else { tags.tags(recipe.tags)? };
    recipe.import_tag = tags.import_tag()?.unwrap_or(recipe.import_tag);
    Ok(recipe)
}

fn ask_purpose(terminal: &Terminal) -> Result<Purpose, Failure> {
    let choices = [
        (Purpose::AddUpdate, "Add new contacts and update existing ones"),
        (Purpose::Add, "Add new contacts only"),
        (Purpose::Update, "Update existing contacts only"),
        (Purpose::AddAll, "Add every row as a new contact, whether or not it exists"),
    ];
    choose(terminal, "What may the import do?", &choices)
}

fn ask_identifier(terminal: &Terminal, purpose: Purpose) -> Result<Identifier, Failure> {
    let mut choices = vec![(Identifier::Phone, "By the phone number"), (Identifier::Email, "By the e-mail address")];
    if purpose == Purpose::Update {
        choices.push((Identifier::ContactId, "By the Contact ID"));
    }
    choose(terminal, "How are existing contacts recognised?", &choices)
}

fn ask_tags(terminal: &Terminal) -> Result<Vec<String>, Failure> {
    let question = "Tags for all contacts of this import, separated by commas (Enter for none)";
    let answer = terminal.ask_text(question, None, |text| match read_tags(text) {
        Ok(_) => Ok(()),
        Err(fault) => Err(fault),
    })?;
    read_tags(&answer).map_err(Failure::usage)
}

fn read_tags(text: &str) -> Result<Vec<String>, String> {
    let names = crate::model::split_tags(text, None);
    match names.iter().find_map(|name| crate::values::tag_fault(name)) {
        Some(fault) => Err(fault.message),
        None => Ok(names),
    }
}

fn choose<T: Copy>(terminal: &Terminal, question: &str, choices: &[(T, &str)]) -> Result<T, Failure> {
    let items: Vec<String> = choices.iter().map(|(_, text)| (*text).to_owned()).collect();
    let chosen = terminal.choose(question, &items, 0, None)?;
    chosen
        .and_then(|index| choices.get(index))
        .map(|(value, _)| *value)
        .ok_or_else(|| crate::ui::AskError::Interrupted.into())
}

fn tell(context: &Context, source: &Source, session: &Session<'_>) -> Result<(), Failure> {
    let next = CommandLine::new(context, "map", source.path()).to_string();
    let Some(manifest) = session.manifest() else { return Ok(()) };
    if context.json {
        return context.out_json(&json!({
            "session": show::session_json(source.path(), manifest),
            "source": source.facts(),
            "columns": manifest.source.columns,
            "next": next,
        }));
    }
    let facts = source.facts();
    let blank = if facts.blank_rows > 0 {
        format!(" ({} blank rows left out)", thousands(facts.blank_rows))
    } else {
        String::new()
    };
    let mut table = Table::new(context.terminal.width()).text("").text("");
    table.row(["Rows", &format!("{}{blank}", thousands(facts.rows))]);
    table.row(["Columns", &source.columns().len().to_string()]);
    table.row(["Encoding", &facts.encoding.to_string()]);
    table.row(["Delimiter", &show::delimiter(facts.delimiter)]);
    table.row(["Size", &ByteSize(facts.size).to_string()]);
    show::recipe_rows(&mut table, &manifest.recipe);
    context.terminal.out(&format!("Prepared {}\n\n{table}\nNext: {next}", source.path().display()))?;
    Ok(())
}
