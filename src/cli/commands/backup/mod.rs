//! `contacts backup`: writes a verified copy of the workspace to a file or to stdout.

mod dated;

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use tempfile::TempDir;

use super::create_file;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{ByteSize, Cancel, Interrupted, quote};
use crate::report::WRITE_CHUNK_BYTES;
use crate::workspace::{BackupResult, Workspace, WorkspaceError};

/// Write a verified copy of the workspace, also while it is in use
///
/// The copy is a workspace of its own, readable by you alone. An existing file is not overwritten, but with --replace if it
/// is an older copy of the same workspace. --keep is for every night. To restore a copy, move the workspace and the files
/// beside it away, and copy the copy to its place.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts backup contacts-monday.db
  contacts -w contacts-monday.db list
  contacts backup --replace contacts-monday.db
  mkdir copies && contacts backup --keep 7 copies
  contacts backup - | gzip > contacts-monday.db.gz")]
pub(in crate::cli) struct BackupArgs {
    /// New file to write, or with --keep a folder; - is stdout
    file: PathBuf,
    /// Replace FILE if it is an older copy of this workspace
    #[arg(long, conflicts_with = "keep")]
    replace: bool,
    /// Write a copy with the time in its name into the folder FILE, then remove the oldest ones beyond N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
}

impl BackupArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        if self.file == Path::new("-") {
            if self.replace || self.keep.is_some() {
                return Err(CliError::usage("--replace and --keep are for files; - is stdout"));
            }
            check_stdout(context)?;
            to_stdout(context)?;
        } else if let Some(keep) = self.keep {
            dated::into_folder(context, &self.file, keep)?;
        } else if self.replace {
            let size = copy(context, &self.file, Workspace::backup_over)?;
            tell(context, &self.file, size)?;
        } else {
            check_free(&self.file)?;
            let size = copy(context, &self.file, Workspace::backup)?;
            tell(context, &self.file, size)?;
        }
        Ok(Exit::Done)
    }
}

/// Makes sure that the name is free; says what else can be done about one that is taken.
fn check_free(file: &Path) -> Result<(), CliError> {
    create_file::check_free(file).map_err(|taken| {
        let name = file.display().to_string();
        let name = quote(&name);
        taken.with_hint(if file.is_dir() {
            format!("name a file; dated copies are kept in this folder with: contacts backup --keep 7 {name}")
        } else {
            format!(
                "name another file; an older copy of this workspace is replaced with: contacts backup --replace {name}"
            )
        })
    })
}

/// Writes a copy in one of the ways that a workspace has for it, and returns its size in bytes.
fn copy(
    context: &Context,
    file: &Path,
    way: impl FnOnce(&Workspace, &Path, &Cancel) -> Result<BackupResult, WorkspaceError>,
) -> Result<u64, CliError> {
    let workspace = context.workspace_to_copy()?;
    let spinner = context.terminal.spinner("Copying the workspace");
    let copied = way(&workspace, file, &context.cancel);
    // Erased before a result or an error is printed on its line.
    drop(spinner);
    size_of(copied.map_err(not_written)?)
}

/// Returns the size of a copy that is done.
fn size_of(result: BackupResult) -> Result<u64, CliError> {
    match result {
        BackupResult::Done { size } => Ok(size),
        BackupResult::Stopped => Err(Interrupted.into()),
    }
}

fn not_written(error: WorkspaceError) -> CliError {
    match error {
        WorkspaceError::Exists { path } => create_file::taken(&path),
        error @ WorkspaceError::Io { .. } => CliError::from(error).with_hint(create_file::CHOOSE_ANOTHER_HINT),
        error => error.into(),
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
    copy(context, &path, Workspace::backup)?;
    let mut file = File::open(&path).map_err(|error| temporary(path.clone(), error))?;
    // Unlinked while it is still open, so that a process killed in the middle leaves no copy of the contacts in the
    // temporary folder.
    fs::remove_file(&path).map_err(|error| temporary(path.clone(), error))?;
    let mut piece = vec![0; WRITE_CHUNK_BYTES];
    loop {
        let read = file.read(&mut piece).map_err(|error| temporary(path.clone(), error))?;
        match piece.get(..read) {
            Some(bytes @ [_, ..]) => context.terminal.out_bytes(bytes).map_err(cut_off)?,
            _ => return Ok(()),
        }
    }
}

/// The error of a copy of which a part is missing. A reader that ends early is a failure here, other than behind `list`: what
/// it got is no copy.
fn cut_off(error: std::io::Error) -> CliError {
    let (error, next) = match error.kind() {
        ErrorKind::BrokenPipe => {
            let reason = "the program behind the pipe ended before it had the whole copy";
            (CliError::new(Exit::Failed, "output-unwritable", anyhow::anyhow!(reason)), "see why it ended")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => (error.into(), "make room"),
        _ => (error.into(), "name a file or a program that takes it"),
    };
    error.with_hint(format!("what was written is no copy: delete it, {next}, and run the command again"))
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
