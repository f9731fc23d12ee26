//! `contacts man`: writes the manual pages, generated from the same definitions as `--help`.

mod page;
mod sections;

use std::path::{Path, PathBuf};

use clap::{Args, Command, ValueHint};
use serde_json::json;

use super::create_file::unwritten;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::shown_path;
use crate::report::{AtomicFile, ExistingFile, lock_folder, remove_orphaned_temps};
use page::Page;

/// Write the manual pages
///
/// Without FOLDER the page of the whole program goes to stdout. With it, that page and one for each command are written
/// there; pages of this program that are there already are replaced, and nothing else.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts man > contacts.1
  mkdir -p ~/.cargo/share/man/man1 && contacts man ~/.cargo/share/man/man1")]
pub(in crate::cli) struct ManArgs {
    /// The folder to write to, such as ~/.cargo/share/man/man1; it must be there
    #[arg(value_hint = ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

impl ManArgs {
    pub(in crate::cli) fn run(self, context: &Context, program: Command) -> Result<Exit, CliError> {
        match &self.folder {
            Some(folder) => write_all(context, program, folder)?,
            None => write_one(context, program)?,
        }
        Ok(Exit::Done)
    }
}

fn write_one(context: &Context, program: Command) -> Result<(), CliError> {
    let page = Page::of_the_program(program)?;
    if context.json {
        return context.out_json(&json!({ "page": page.text }));
    }
    Ok(context.terminal.out_data(&page.text)?)
}

fn write_all(context: &Context, program: Command, folder: &Path) -> Result<(), CliError> {
    if !folder.is_dir() {
        return Err(CliError::usage(format!("{} is not a folder", shown_path(&folder)))
            .with_hint(format!("make it with: mkdir -p {}", crate::mapping::quote(&folder.to_string_lossy()))));
    }
    let pages = Page::all(program)?;
    // What stands there is recorded before it is examined; `publish_over` replaces nothing else.
    let standing: Vec<ExistingFile> = pages.iter().map(|page| ExistingFile::at(&folder.join(&page.name))).collect();
    for page in &pages {
        // All are checked before the first is written, so that a refusal leaves the folder as it was.
        check_replaceable(&folder.join(&page.name))?;
    }
    let _lock = lock_folder(folder);
    for (page, standing) in pages.iter().zip(&standing) {
        write(&folder.join(&page.name), page, standing)?;
    }
    let names: Vec<&str> = pages.iter().map(|page| page.name.as_str()).collect();
    if context.json {
        return context.out_json(&json!({ "folder": folder.display().to_string(), "files": names }));
    }
    Ok(context.terminal.out(&format!("Wrote {} pages to {}", names.len(), context.shown_path(folder)))?)
}

fn write(path: &Path, page: &Page, standing: &ExistingFile) -> Result<(), CliError> {
    // Files are private by default; `man` of every user must be able to read a page.
    let mut file = AtomicFile::create(path).and_then(AtomicFile::for_everybody).map_err(unwritten)?;
    file.append(page.text.as_bytes()).map_err(unwritten)?;
    // Under the lock of the folder: no other process is about to name such a file.
    remove_orphaned_temps(path, is_ours);
    file.finish_staging().and_then(|staged| staged.publish_over(standing)).map_err(unwritten)
}

fn is_ours(path: &Path) -> bool {
    let is_file = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    is_file && std::fs::read_to_string(path).is_ok_and(|text| page::is_ours(&text))
}

/// Makes sure that only a page of this program is replaced.
fn check_replaceable(path: &Path) -> Result<(), CliError> {
    let is_free = std::fs::symlink_metadata(path).is_err();
    if is_free || is_ours(path) {
        return Ok(());
    }
    Err(CliError::refused("file-exists", format!("{} is no manual page of contacts", shown_path(&path)))
        .with_hint("name another folder, or move that file away"))
}
