//! `contacts backup --keep N FOLDER`: one dated copy more, and the oldest ones removed.

use std::path::Path;

use serde_json::json;

use super::{not_written, size_of};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::model::{ByteSize, quote, shown_path};
use crate::workspace::DatedBackup;

/// Writes a copy into the folder, tells its name, and which older ones were removed for it.
pub(super) fn into_folder(context: &Context, folder: &Path, keep: u32) -> Result<(), CliError> {
    check_folder(folder)?;
    let workspace = context.workspace_to_copy()?;
    let spinner = context.terminal.spinner("Copying the workspace");
    let keep = usize::try_from(keep).unwrap_or(usize::MAX);
    let backup = workspace.backup_into(folder, keep, context.clock.now(), &context.cancel);
    drop(spinner);
    let backup = backup.map_err(not_written)?;
    let size = size_of(backup.result)?;
    for (path, error) in &backup.not_removed {
        context.terminal.warn(&format!("{} could not be removed: {error}", shown_path(path)));
    }
    tell(context, &backup, size)
}

/// Makes sure that the folder is there. It is not made: where a disk for copies is not mounted, they would fill another one.
fn check_folder(folder: &Path) -> Result<(), CliError> {
    if folder.is_dir() {
        return Ok(());
    }
    let error = CliError::not_found("folder-not-found", format!("{} is not a folder", shown_path(&folder)));
    let hint = if folder.exists() {
        "--keep takes a folder; for one file that is replaced: --replace".to_owned()
    } else {
        format!("make it with: mkdir -m 700 {}", quote(&folder.display().to_string()))
    };
    Err(error.with_hint(hint))
}

fn tell(context: &Context, backup: &DatedBackup, size: u64) -> Result<(), CliError> {
    let DatedBackup { copy, removed, .. } = backup;
    if context.json {
        let removed: Vec<String> = removed.iter().map(|path| path.display().to_string()).collect();
        return context.out_json(&json!({ "file": copy.display().to_string(), "size": size, "removed": removed }));
    }
    let path = context.shown_path(copy);
    context.terminal.out(&format!("Wrote a verified copy of the workspace to {path} ({})", ByteSize(size)))?;
    if !removed.is_empty() {
        let names: Vec<String> = removed.iter().map(|path| context.shown_path(path)).collect();
        context.terminal.out(&format!("Removed the oldest: {}", names.join(", ")))?;
    }
    Ok(())
}
