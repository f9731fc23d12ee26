//! Prepared imports of the current folder, read from the manifests beside their sources.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::PreparedHere;
use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::hints::Hint;
use crate::cli::render;
use crate::model::WorkspaceIdentity;
use crate::session::{self, Manifest, SessionError, Stage, source_of_manifest};
use crate::ui::Table;
use crate::workspace::Workspace;

/// A prepared import beside a source of the current folder.
pub(super) struct PreparedImport {
    source: PathBuf,
    /// The manifest, or why it is refused.
    state: Result<Manifest, SessionError>,
    /// The command to run next; for a refused manifest, the hint of its error.
    next: String,
}

impl PreparedImport {
    /// Returns what other commands show of it.
    pub(super) fn into_row(self, context: &Context) -> PreparedHere {
        let stage = self.stage(context);
        PreparedHere { source: self.source.display().to_string(), stage, next: self.next }
    }

    /// Returns its stage: `expired`, `unusable`, or that of the manifest.
    pub(super) fn stage(&self, context: &Context) -> &'static str {
        match &self.state {
            Ok(manifest) if is_expired(context, &self.source, manifest) => "expired",
            Ok(manifest) => manifest.stage().as_str(),
            Err(_) => "unusable",
        }
    }
}

/// Returns the prepared imports of the current folder that are not over, by name. Those of other workspaces are left
/// out.
pub(super) fn in_current_dir(context: &Context, workspace: &Workspace) -> Result<Vec<PreparedImport>, CliError> {
    let identity = workspace.snapshot()?.identity()?;
    // A folder that may be entered but not read has nothing to show, and that is no error of this command.
    let Ok(entries) = fs::read_dir(".") else { return Ok(Vec::new()) };
    let mut sources: Vec<PathBuf> =
        entries.flatten().filter_map(|entry| source_of_manifest(Path::new(&entry.file_name()))).collect();
    sources.sort();
    Ok(sources.into_iter().filter_map(|source| look(context, &identity, source)).collect())
}

fn look(context: &Context, identity: &WorkspaceIdentity, source: PathBuf) -> Option<PreparedImport> {
    match session::read(&source, identity) {
        // Imported and cancelled sessions are over, although their manifests stay.
        Ok((Some(manifest), _)) if manifest.rules(&source).check_open().is_ok() => {
            let next = next(context, &source, &manifest);
            Some(PreparedImport { source, state: Ok(manifest), next })
        }
        Ok(_) | Err(SessionError::OtherWorkspace { .. }) => None,
        Err(error) => Some(PreparedImport { next: error.hint().unwrap_or_default(), source, state: Err(error) }),
    }
}

fn next(context: &Context, source: &Path, manifest: &Manifest) -> String {
    let command = match manifest.stage() {
        _ if is_expired(context, source, manifest) => "upload",
        Stage::Begun => "upload",
        Stage::Uploaded => "map",
        Stage::Mapped => "review",
        Stage::Reviewed | Stage::Imported | Stage::Cancelled => "import",
    };
    CommandLine::new(context, command, source).to_string()
}

fn is_expired(context: &Context, source: &Path, manifest: &Manifest) -> bool {
    manifest.rules(source).check_not_expired(context.clock.now(), context.clock.uptime().as_ref()).is_err()
}

/// Renders the prepared imports for a terminal; empty if there are none.
pub(super) fn tell(context: &Context, prepared: &[PreparedImport]) -> String {
    if prepared.is_empty() {
        return String::new();
    }
    let mut table = Table::new(context.terminal.width()).text("Prepared").text("Stage").command_column("Next");
    for one in prepared {
        table.row([&one.source.display().to_string(), one.stage(context), &one.next]);
    }
    format!("\n{table}")
}

/// Returns the prepared imports as JSON.
pub(super) fn to_json(context: &Context, prepared: &[PreparedImport]) -> Vec<Value> {
    let one = |PreparedImport { source, state, next }: &PreparedImport| match state {
        Ok(manifest) => json!({
            "source": source.display().to_string(),
            "session": render::session_json(source, manifest),
            "expired": is_expired(context, source, manifest),
            "next": next,
        }),
        Err(error) => json!({
            "source": source.display().to_string(),
            "error": { "code": error.code(), "message": error.to_string(), "hint": error.hint() },
        }),
    };
    prepared.iter().map(one).collect()
}
