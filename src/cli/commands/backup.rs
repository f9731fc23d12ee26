//! `contacts backup`: writes a verified copy of the workspace to a file or to stdout.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use tempfile::TempDir;

use super::create_file;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::import::ImportError;
use crate::model::{ByteSize, Interrupted};
use crate::workspace::{BackupResult, WorkspaceError};

/// Bytes written to stdout at once.
const WRITE_CHUNK_BYTES: usize = 256 * 1024;

/// Write a verified copy of the workspace, also while it is in use
///
/// The copy is a workspace of its own, readable by you alone. An existing file is never overwritten. To restore a copy,
/// move the workspace and the files beside it away, and copy the copy to its place.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts backup contacts-monday.db
  contacts -w contacts-monday.db list
  contacts backup - | gzip > contacts-monday.db.gz")]
pub(in crate::cli) struct BackupArgs {
    /// New file to write; - is stdout
    file: PathBuf,
}

impl BackupArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        if self.file == Path::new("-") {
            check_stdout(context)?;
            to_stdout(context)?;
        } else {
            create_file::check_free(&self.file)?;
            let size = copy(context, &self.file)?;
            tell(context, &self.file, size)?;
        }
        Ok(Exit::Done)
    }
}

/// Writes the copy and returns its size in bytes.
fn copy(context: &Context, file: &Path) -> Result<u64, CliError> {
    let workspace = context.workspace_to_copy()?;
    let spinner = context.terminal.spinner("Copying the workspace");
    let copied = workspace.backup(file, &context.cancel);
    // Erased before a result or an error is printed on its line.
    drop(spinner);
    match copied {
        Ok(BackupResult::Done { size }) => Ok(size),
        Ok(BackupResult::Stopped) => Err(ImportError::from(Interrupted).into()),
        Err(WorkspaceError::Exists { path }) => Err(create_file::taken(&path)),
        Err(error @ WorkspaceError::Io { .. }) => {
            Err(CliError::from(error).with_hint(create_file::CHOOSE_ANOTHER_HINT))
        }
        Err(error) => Err(error.into()),
    }
}

fn check_stdout(context: &Context) -> Result<(), CliError> {
    if context.json {
        return Err(CliError::usage("--json and the file - both want stdout; name a file"));
    }
    // A database on a terminal would be noise, and its bytes could act as control sequences.
    if context.terminal.shows_results() {
        return Err(CliError::usage("the copy is no text for a terminal")
            .with_hint("name a file, or send it to a program: contacts backup - | gzip > contacts.db.gz"));
    }
    Ok(())
}

/// Writes the copy to stdout. It is verified before its first byte is sent: a pipe cannot be taken back. It is made in
/// a private temporary folder.
fn to_stdout(context: &Context) -> Result<(), CliError> {
    let folder = TempDir::new().map_err(|error| temporary(std::env::temp_dir(), error))?;
    let path = folder.path().join("workspace.db");
    copy(context, &path)?;
    let mut file = File::open(&path).map_err(|error| temporary(path.clone(), error))?;
    // Unlinked while it is still open, so that a process killed in the middle leaves no copy of the contacts in the
    // temporary folder.
    fs::remove_file(&path).map_err(|error| temporary(path.clone(), error))?;
    let mut piece = vec![0; WRITE_CHUNK_BYTES];
    loop {
        let read = file.read(&mut piece).map_err(|error| temporary(path.clone(), error))?;
        match piece.get(..read) {
            Some(bytes @ [_, ..]) => context.terminal.out_bytes(bytes)?,
            _ => return Ok(()),
        }
    }
}

fn temporary(path: PathBuf, cause: std::io::Error) -> CliError {
    CliError::from(WorkspaceError::Io { path, cause })
        .with_hint("name another folder for temporary files with TMPDIR, or a file for the copy")
}

fn tell(context: &Context, file: &Path, size: u64) -> Result<(), CliError> {
    let path = context.shown_path(file);
    if context.json {
        return context.out_json(&json!({ "file": file.display().to_string(), "size": size }));
    }
    Ok(context.terminal.out(&format!("Wrote a verified copy of the workspace to {path} ({})", ByteSize(size)))?)
}
