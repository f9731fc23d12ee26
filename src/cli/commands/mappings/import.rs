//! `contacts mappings import`: saves a mapping from a TOML file.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::mapping::{SavedMapping, mapping_name};
use crate::model::shell_argument;
use crate::ops::saved_mappings::StoredMappingError;
use crate::ops::{mapping_check, mapping_file, saved_mappings};
use crate::workspace::Workspace;

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
        let missing = mapping_check::missing_fields(&mapping, &workspace.snapshot()?.fields()?);
        let outcome = save(context, &workspace, &mapping, self.yes)?;
        if !missing.is_empty() {
            context.terminal.warn(&format!(
                "this workspace has no contact field {}: an import with --use cannot fill it",
                missing.join(", ")
            ));
        }
        if mapping.job.output_dir.is_some() {
            context.terminal.warn(
                "output-dir is not kept in a workspace, which may be somebody else's: give --output-dir, or use the file",
            );
        }
        tell(context, &mapping.name, outcome, &missing)
    }
}

fn read(path: &Path) -> Result<SavedMapping, CliError> {
    let read = if path == Path::new("-") {
        mapping_file::read_from(io::stdin().lock(), path, None)
    } else {
        mapping_file::read(path)
    };
    Ok(read?)
}

/// Saves the mapping, unless it would replace another one without `--yes`.
fn save(context: &Context, workspace: &Workspace, mapping: &SavedMapping, yes: bool) -> Result<Outcome, CliError> {
    let change = workspace.change()?;
    saved_mappings::check_distinct(&change, &mapping.name, None)?;
    let before = change.mapping(&mapping.name)?;
    // Compared as recipes: comments and the order of keys make no other mapping, nor does what is not kept.
    let saved = saved_mappings::as_saved(mapping.clone());
    let is_same = |body: &str| {
        SavedMapping::from_toml(body).is_ok_and(|before| before.recipe == saved.recipe && before.job == saved.job)
    };
    let outcome = match &before {
        None => Outcome::Saved,
        Some(before) if is_same(&before.body) => return Ok(Outcome::Unchanged),
        Some(_) if yes => Outcome::Replaced,
        Some(before) => {
            return Err(CliError::from(StoredMappingError::Exists { name: before.name.clone() }).with_hint(format!(
                "give it another name with --name, or replace that one with --yes; to see that one: contacts mappings show {}",
                shell_argument(&before.name)
            )));
        }
    };
    saved_mappings::save(&change, &mapping.name, (&mapping.recipe, &mapping.job), context.clock.now())?;
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
