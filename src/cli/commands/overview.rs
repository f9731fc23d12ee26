//! `contacts` alone: shows the workspace, this folder, and the next step.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::status::{PreparedHere, prepared_here};
use crate::cli::command_line::CommandLine;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::workspace_location::WorkspaceLocation;
use crate::model::{format_local, format_thousands};
use crate::report::is_output_name;
use crate::ui::{Table, UNLIMITED};
use crate::workspace::{Snapshot, Workspace, WorkspaceError};

/// Maximum number of CSV files of the folder that are listed.
const MAX_LISTED_FILES: usize = 10;

/// State of the workspace, if there is one, and of this folder.
struct Overview {
    place: WorkspaceLocation,
    /// Number of contacts; `None` if there is no workspace yet.
    contacts: Option<u64>,
    /// The last import: its ID and its start in local time, as `12, 2026-11-22 13:30`.
    last_import: Option<String>,
    prepared: Vec<PreparedHere>,
    /// CSV files of this folder without a prepared import, by name.
    sources: Vec<PathBuf>,
}

/// Prints the overview and creates nothing. The exit code is that of wrong usage, so that a script that lost its
/// arguments notices.
pub(in crate::cli) fn tell(context: &Context) -> Result<Exit, CliError> {
    let here = Overview::look(context)?;
    if context.json {
        let prepared: Vec<_> = here
            .prepared
            .iter()
            .map(|one| json!({ "source": one.source, "stage": one.stage, "next": one.next }))
            .collect();
        let sources: Vec<_> = here.sources.iter().map(|source| source.display().to_string()).collect();
        context.out_json(&json!({
            "workspace": here.place.path().display().to_string(), "contacts": here.contacts,
            "last_import": here.last_import, "prepared": prepared, "sources": sources,
        }))?;
    } else {
        context.terminal.out(&here.text(context))?;
    }
    Ok(Exit::Usage)
}

impl Overview {
    fn look(context: &Context) -> Result<Self, CliError> {
        let place = WorkspaceLocation::find(context.workspace.as_deref())?;
        let (mut contacts, mut last_import, mut prepared) = (None, None, Vec::new());
        // No command was given, so nothing may change: an older workspace is not migrated.
        match Workspace::open_without_migration(place.path()) {
            Err(WorkspaceError::Missing { .. }) if place.may_be_created() => {}
            Err(error) => return Err(error.into()),
            Ok(workspace) => {
                let snapshot = workspace.snapshot()?;
                contacts = Some(snapshot.statistics()?.contacts);
                last_import = last(&snapshot)?;
                drop(snapshot);
                prepared = prepared_here(context, &workspace)?;
            }
        }
        let is_prepared = |source: &PathBuf| prepared.iter().any(|one| Path::new(&one.source) == source);
        let sources = lists().into_iter().filter(|source| !is_prepared(source)).collect();
        Ok(Self { place, contacts, last_import, prepared, sources })
    }

    fn text(&self, context: &Context) -> String {
        // Never cut: the path is there to be copied.
        let mut place = Table::new(UNLIMITED).text("").text("");
        place.row(["Workspace", &context.shown_path(self.place.path())]);
        place.row([
            "Contacts",
            &self.contacts.map_or_else(|| "none yet: the first import makes the workspace".into(), format_thousands),
        ]);
        if let Some(last) = &self.last_import {
            place.row(["Last import", last]);
        }
        let mut next = Table::new(context.terminal.width()).text("In this folder").command_column("Next");
        for PreparedHere { source, stage, next: command } in &self.prepared {
            next.row([&format!("{source} ({stage})"), command]);
        }
        for source in self.sources.iter().take(MAX_LISTED_FILES) {
            next.row([source.display().to_string(), CommandLine::new(context, "import", source).to_string()]);
        }
        let folder = if next.is_empty() {
            "There is no list (.csv) in this folder; to try it with an example: contacts sample list.csv\n".to_owned()
        } else {
            next.to_string()
        };
        format!("{place}\n{folder}\nAll commands: contacts --help\n")
    }
}

fn last(snapshot: &Snapshot<'_>) -> Result<Option<String>, CliError> {
    Ok(snapshot.last_import()?.map(|entry| format!("{}, {}", entry.id, format_local(entry.begun.started_at))))
}

/// Returns the CSV files of this folder, by name, without those that this tool wrote.
fn lists() -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(".") else { return Vec::new() };
    let is_list = |name: &Path| {
        let is_csv = name.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        is_csv && !is_output_name(name) && !name.to_string_lossy().starts_with('.')
    };
    let files = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let mut lists: Vec<PathBuf> =
        files.map(|entry| PathBuf::from(entry.file_name())).filter(|name| is_list(name)).collect();
    // The order of `read_dir` is that of the file system.
    lists.sort();
    lists
}
