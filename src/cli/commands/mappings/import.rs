//! `contacts mappings import`: saves a mapping from a TOML file.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::hints::Hint;
use crate::mapping::{SavedMapping, SavedMappingError, mapping_name};
use crate::model::{shell_argument, shown_path};
use crate::ops::{OpsError, mapping_check, saved_mappings};
use crate::workspace::Workspace;

/// Maximum size of a mapping file in bytes; a mapping of 1,000 columns needs a tenth of it.
const MAX_FILE_BYTES: u64 = 4 << 20;

/// Save a mapping from a file that contacts mappings export wrote
///
/// A saved mapping of the same name is replaced only with --yes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts mappings import team.toml
  contacts mappings import team.toml --name 'crm of the team'")]
pub(super) struct ImportArgs {
    /// The file to read; - is stdin
    #[arg(add = candidates::files_ending_with(&["toml"]))]
    file: PathBuf,
    /// Save it under this name [default: the one that the file says]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Replace a saved mapping of that name
    #[arg(short, long)]
    yes: bool,
}

/// Result of the import of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Saved,
    Replaced,
    /// The same mapping is saved already.
    Unchanged,
}

impl ImportArgs {
    pub(super) fn run(self, context: &Context) -> Result<(), CliError> {
        let name = self.name.as_deref().map(mapping_name).transpose()?;
        let mapping = read(&self.file)?;
        let mapping = SavedMapping { name: name.unwrap_or(mapping.name), ..mapping };
        let workspace = context.open_workspace_recovered()?;
        let missing = mapping_check::missing_fields(&mapping.recipe, &workspace.snapshot()?.fields()?);
        let outcome = save(context, &workspace, &mapping, self.yes)?;
        if !missing.is_empty() {
            context.terminal.warn(&format!(
                "this workspace has no contact field {}: an import with --use cannot fill it",
                missing.join(", ")
            ));
        }
        tell(context, &mapping.name, outcome, &missing)
    }
}

fn read(path: &Path) -> Result<SavedMapping, CliError> {
    let mapping = text_of(path).and_then(|text| {
        let mapping = SavedMapping::from_toml(&text)?;
        mapping_check::check(&mapping.recipe)?;
        Ok(mapping)
    });
    mapping.map_err(|problem| problem.into_failure().with_subject(shown_path(path)))
}

/// Reason why a file gives no mapping.
enum Problem {
    Unreadable(anyhow::Error),
    Wrong(SavedMappingError),
}

impl From<SavedMappingError> for Problem {
    fn from(error: SavedMappingError) -> Self {
        Self::Wrong(error)
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error.into())
    }
}

impl Problem {
    fn into_failure(self) -> CliError {
        match self {
            Self::Unreadable(error) => CliError::new(Exit::Failed, "mapping-file-unreadable", error),
            Self::Wrong(error) => {
                let (code, hint) = (error.code(), error.hint());
                let failure = CliError::new(Exit::Failed, code, error);
                hint.into_iter().fold(failure, CliError::with_hint)
            }
        }
    }
}

fn text_of(path: &Path) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too large from one that just fits; stdin has no size to ask for.
    open(path)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(wrong(None, "it is larger than 4 MB, so it is no mapping"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = before.filter(|byte| **byte == b'\n').count() + 1;
        wrong(Some(line), "it is not UTF-8 text")
    })
}

fn wrong(line: Option<usize>, problem: &str) -> Problem {
    SavedMappingError::Invalid { line, problem: problem.to_owned() }.into()
}

/// Opens the file. A named pipe is refused: without a writer, opening it would wait for ever.
fn open(path: &Path) -> Result<Box<dyn Read>, Problem> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    if !fs::metadata(path)?.is_file() {
        return Err(Problem::Unreadable(anyhow::Error::msg("it is not a regular file")));
    }
    Ok(Box::new(File::open(path)?))
}

/// Saves the mapping, unless it would replace another one without `--yes`.
fn save(context: &Context, workspace: &Workspace, mapping: &SavedMapping, yes: bool) -> Result<Outcome, CliError> {
    let change = workspace.change()?;
    saved_mappings::check_distinct(&change, &mapping.name, None)?;
    let before = change.mapping(&mapping.name)?;
    // Compared as recipes: comments and the order of keys make no other mapping.
    let is_same = |body: &str| SavedMapping::from_toml(body).is_ok_and(|before| before.recipe == mapping.recipe);
    let outcome = match &before {
        None => Outcome::Saved,
        Some(before) if is_same(&before.body) => return Ok(Outcome::Unchanged),
        Some(_) if yes => Outcome::Replaced,
        Some(before) => {
            return Err(CliError::from(OpsError::MappingExists { name: before.name.clone() }).with_hint(format!(
                "give it another name with --name, or replace that one with --yes; to see that one: contacts mappings show {}",
                shell_argument(&before.name)
            )));
        }
    };
    saved_mappings::save(&change, &mapping.name, &mapping.recipe, context.clock.now())?;
    change.commit()?;
    Ok(outcome)
}

fn tell(context: &Context, name: &str, outcome: Outcome, missing: &[String]) -> Result<(), CliError> {
    let (word, sentence) = match outcome {
        Outcome::Saved => ("saved", format!("Saved the mapping '{name}'; use it with --use.")),
        Outcome::Replaced => ("replaced", format!("Replaced the mapping '{name}'; use it with --use.")),
        Outcome::Unchanged => ("unchanged", format!("The mapping '{name}' is saved like this already.")),
    };
    if context.json {
        return context.out_json(&json!({ "name": name, "outcome": word, "missing_fields": missing }));
    }
    Ok(context.terminal.out(&sentence)?)
}
