//! The copies beside a workspace: their names, and the search for the newest good one.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};

use super::dated::is_dated_copy;
use crate::workspace::file::{looks_complete, open_immutable};
use crate::workspace::schema::texts;

/// Path of the copy kept before a migration: `workspace.db.v1.backup`, then `workspace.db.v1-2.backup`.
pub(super) fn kept_copy_path(workspace: &Path, version: i64, number: u32) -> PathBuf {
    let which = if number == 1 { String::new() } else { format!("-{number}") };
    let mut name = workspace.as_os_str().to_owned();
    name.push(format!(".v{version}{which}.backup"));
    PathBuf::from(name)
}

/// Returns the newest copy that was kept before a migration and that a program knowing schema versions up to `known`
/// can open; `None` if there is none.
pub fn copy_of_version(workspace: &Path, known: i64) -> Option<PathBuf> {
    let versions = (1..=known).rev();
    let mut names =
        versions.flat_map(|version| (1..=9).rev().map(move |number| kept_copy_path(workspace, version, number)));
    names.find(|copy| looks_complete(copy))
}

/// Returns the most recently modified file beside a damaged workspace that is complete and may be a copy of it; `None`
/// if there is none. It only reads, and creates no files.
pub fn newest_copy(workspace: &Path) -> Option<PathBuf> {
    let workspace = workspace.canonicalize().ok()?;
    let own_identity = open_immutable(&workspace).and_then(|damaged| identity(&damaged));
    possible_copies(&workspace).into_iter().find(|path| is_good_copy(path, own_identity.as_deref()))
}

/// Returns good workspaces beside one that is missing, and the copies of its name in the folders there, at most `limit`, the
/// newest first. Each may be a copy of it: what it was is not known any more.
pub fn copies_of_missing(workspace: &Path, limit: usize) -> Vec<PathBuf> {
    let Ok(workspace) = std::path::absolute(workspace) else { return Vec::new() };
    possible_copies(&workspace).into_iter().filter(|path| is_good_copy(path, None)).take(limit).collect()
}

/// Returns true if there are copies of a missing workspace, by their names: `workspace.db.v7.backup`, `workspace-monday.db`.
pub fn has_copies(workspace: &Path) -> bool {
    let Ok(workspace) = std::path::absolute(workspace) else { return false };
    let name = workspace.file_stem().unwrap_or_default().as_encoded_bytes();
    let is_named_so = |copy: &PathBuf| copy.file_name().is_some_and(|own| own.as_encoded_bytes().starts_with(name));
    possible_copies(&workspace).iter().any(is_named_so)
}

/// Returns the complete workspaces in the folder of a workspace, and in the folders there those that
/// [`Workspace::backup_into`](crate::workspace::Workspace::backup_into) may have written, the most recently modified first.
fn possible_copies(workspace: &Path) -> Vec<PathBuf> {
    let Some(folder) = workspace.parent() else { return Vec::new() };
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for path in entries(folder) {
        if path.is_dir() { folders.push(path) } else { files.push(path) }
    }
    files.extend(folders.iter().flat_map(|folder| entries(folder)).filter(|path| is_dated_copy(workspace, path)));
    let mut dated: Vec<_> = files
        .into_iter()
        // A staging file may look complete while another process still writes it.
        .filter(|path| path != workspace && path.extension().is_none_or(|extension| extension != "draft"))
        .filter_map(|path| {
            let metadata = fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
            Some((metadata.modified().ok()?, path))
        })
        .filter(|(_, path)| looks_complete(path))
        .collect();
    dated.sort();
    dated.into_iter().rev().map(|(_, path)| path).collect()
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path())
}

/// Returns the files beside a workspace that are complete and may be copies of it, whatever their state, by name.
pub fn copies_of(workspace: &Path) -> Vec<PathBuf> {
    let Ok(workspace) = workspace.canonicalize() else { return Vec::new() };
    let own_identity = open_immutable(&workspace).and_then(|workspace| identity(&workspace));
    let is_copy = |path: &PathBuf| {
        let is_of_another = || {
            let copy = open_immutable(path).and_then(|copy| identity(&copy));
            own_identity.as_ref().zip(copy).is_some_and(|(own, copy)| *own != copy)
        };
        *path != workspace && looks_complete(path) && !is_of_another()
    };
    let files = workspace.parent().and_then(|folder| folder.read_dir().ok()).into_iter().flatten().flatten();
    let mut copies: Vec<PathBuf> = files.map(|entry| entry.path()).filter(is_copy).collect();
    copies.sort();
    copies
}

/// Returns true if SQLite finds no fault with a file and it is not known to be of another workspace. A file without an
/// identity (schema version 1) may be a copy.
fn is_good_copy(path: &Path, original: Option<&str>) -> bool {
    let Some(copy) = open_immutable(path) else { return false };
    let is_of_another = original.zip(identity(&copy)).is_some_and(|(original, copy)| original != copy);
    !is_of_another && matches!(quick_check(&copy), Ok(None))
}

/// Returns the first fault found by SQLite's quick check, or the first text that is not UTF-8.
pub(super) fn quick_check(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Ok(Some(verdict));
    }
    // SQLite's checks do not look inside texts: a flipped bit in a name passes them.
    texts::add_to(connection)?;
    Ok(texts::unreadable(connection)?.into_iter().next())
}

/// Returns the identity of a workspace; `None` before schema version 2, or if it cannot be read.
pub(super) fn identity(connection: &Connection) -> Option<String> {
    connection.query_row("SELECT identity FROM workspace", [], |row| row.get(0)).optional().ok().flatten()
}
