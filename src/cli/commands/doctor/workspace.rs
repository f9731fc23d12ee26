//! The workspace for `contacts doctor`: integrity, settings, mappings, history, lock and copies.

use std::path::Path;

use super::checks::CheckReport;
use super::{files, settings};
use crate::cli::context::Context;
use crate::cli::error::{CliError, describe_job};
use crate::cli::workspace_location::WorkspaceLocation;
use crate::import::ImportError;
use crate::mapping::quote;
use crate::model::{ByteSize, format_local, format_thousands, shown_path};
use crate::ops::{notification, saved_mappings};
use crate::workspace::{JobLock, LockState, Reading, SCHEMA_VERSION, Workspace, WorkspaceError, newest_copy};

/// Checks the workspace as far as it can be read. It changes nothing and does not even migrate an older schema.
pub(super) fn check(context: &Context, report: &mut CheckReport) -> Result<(), CliError> {
    let place = WorkspaceLocation::find(context.workspace.as_deref())?;
    let path = place.path();
    match Workspace::open_to_read(path) {
        Err(WorkspaceError::Missing { .. }) if matches!(place, WorkspaceLocation::Default(_)) => {
            let message = format!("there is none yet at {}; the first import makes it", shown_path(&path));
            report.note("Workspace", message, None);
            return Ok(());
        }
        Err(error) => tell_damage(report, path, error),
        Ok((workspace, reading)) => {
            content(context, report, &workspace, &reading)?;
            running(report, &workspace);
        }
    }
    if path.exists() {
        files::check(report, path);
        // Each copy is verified before it is named, which takes as long as reading it.
        let _spinner = context.terminal.spinner("Looking for copies");
        copies(report, path);
    }
    Ok(())
}

/// Checks the content of the workspace. Damage ends the checks, because all others would only repeat it.
fn content(
    context: &Context,
    report: &mut CheckReport,
    workspace: &Workspace,
    reading: &Reading,
) -> Result<(), CliError> {
    extent(report, workspace, reading);
    let spinner = context.terminal.spinner("Looking through the workspace");
    let faults = workspace.problems(&context.cancel).map_err(ImportError::from)?;
    drop(spinner);
    match faults {
        Ok(faults) if faults.is_empty() => report.good("Integrity", "every page and every index is as it should be"),
        Ok(faults) => {
            let message = format!("it is damaged:\n{}", faults.join("\n"));
            report.problem("Integrity", message, Some(recovery_steps(workspace.path())));
            return Ok(());
        }
        Err(error) => {
            tell_damage(report, workspace.path(), error);
            return Ok(());
        }
    }
    // Only tried on a workspace that is whole: the damage is the problem to solve first.
    writing(report, workspace.path());
    // One check that fails is a finding of its own, so that the rest of the report still comes.
    for (topic, looked) in
        [("Settings", settings::check(context, report, workspace)), ("Mappings", mappings(report, workspace))]
    {
        looked.unwrap_or_else(|failure| report.failure(topic, &failure));
    }
    history(report, workspace).unwrap_or_else(|failure| report.failure("History", &failure));
    Ok(())
}

fn extent(report: &mut CheckReport, workspace: &Workspace, reading: &Reading) {
    let path = shown_path(&workspace.path());
    let extent = workspace.snapshot().and_then(|snapshot| snapshot.statistics());
    // If it cannot be read, the integrity check says why.
    let Ok(extent) = extent else { return report.note("Workspace", path, None) };
    let size = std::fs::metadata(workspace.path()).map_or(0, |metadata| metadata.len());
    report.good(
        "Workspace",
        format!(
            "{path}\n{}, {}, {}, {} of history",
            ByteSize(size),
            counted(extent.contacts, "contact", "contacts"),
            counted(extent.custom_fields, "custom field", "custom fields"),
            counted(extent.entries, "entry", "entries"),
        ),
    );
    if let Reading::Migrated { version } = reading {
        let message = format!(
            "schema version {version}; the next command that writes brings it to version {SCHEMA_VERSION} and keeps a copy"
        );
        report.note("Version", message, None);
    } else {
        report.good("Version", format!("schema version {SCHEMA_VERSION}, the newest that this program knows"));
    }
}

/// `1 contact`, `1,204 contacts`
fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", format_thousands(count), if count == 1 { one } else { many })
}

fn writing(report: &mut CheckReport, path: &Path) {
    match Workspace::open_without_migration(path).and_then(|workspace| workspace.try_writing()) {
        Ok(()) => report.good("Writing", "it can be written to"),
        // Busy is no fault: another command holds the write lock for the moment.
        Err(WorkspaceError::Busy { .. }) => report.note("Writing", "another command is writing to it", None),
        Err(error) => report.failure("Writing", &error.into()),
    }
}

fn mappings(report: &mut CheckReport, workspace: &Workspace) -> Result<(), CliError> {
    let stored = workspace.snapshot()?.mappings()?;
    let unreadable = stored.iter().filter(|mapping| saved_mappings::read(mapping).is_err()).count();
    match (stored.len(), unreadable) {
        (0, _) => {}
        (all, 0) => report.good("Mappings", format!("{all} saved")),
        (all, bad) => {
            let message = format!("{bad} of {all} saved mappings cannot be read");
            report.problem("Mappings", message, Some("contacts mappings list".to_owned()));
        }
    }
    Ok(())
}

fn history(report: &mut CheckReport, workspace: &Workspace) -> Result<(), CliError> {
    let snapshot = workspace.snapshot()?;
    if let Some(last) = snapshot.last_import()? {
        report.good(
            "History",
            format!("the last import was number {}, {}", last.id, format_local(last.begun.started_at)),
        );
    }
    let owed = snapshot.imports_without_files()?.len() as u64;
    if owed > 0 {
        let message = format!(
            "{} done but cut off before the files were written; the next command makes them",
            counted(owed, "import was", "imports were")
        );
        report.note("Results", message, None);
    }
    drop(snapshot);
    let unread = notification::count_unread(workspace)?;
    if unread > 0 {
        let message = format!("{} not read yet", format_thousands(unread));
        report.note("Notifications", message, Some("contacts notifications".to_owned()));
    }
    Ok(())
}

fn running(report: &mut CheckReport, workspace: &Workspace) {
    match JobLock::status(workspace.path()) {
        Ok(LockState::Free) => {}
        // Redacts the source: its file name may contain a person's name.
        Ok(LockState::Held(Some(mut job))) => {
            "a source".clone_into(&mut job.source);
            report.note("Import", format!("{} is running", describe_job(&job)), Some("contacts status".to_owned()));
        }
        Ok(LockState::Held(None)) => {
            report.note("Import", "an import is running", Some("contacts status".to_owned()));
        }
        Err(error) => report.failure("Import", &error.into()),
    }
}

fn copies(report: &mut CheckReport, path: &Path) {
    match newest_copy(path) {
        Some(copy) => {
            let written = std::fs::metadata(&copy).and_then(|metadata| metadata.modified()).ok();
            let when = written.map(|moment| format!(", of {}", format_local(moment.into()))).unwrap_or_default();
            report.good("Copies", format!("the newest good one beside it is {}{when}", shown_path(&copy)));
        }
        None => report.note("Copies", "there is no good copy beside it", Some("contacts backup FILE".to_owned())),
    }
}

fn tell_damage(report: &mut CheckReport, path: &Path, error: WorkspaceError) {
    if matches!(error, WorkspaceError::Damaged { .. }) {
        report.problem("Workspace", error.to_string(), Some(recovery_steps(path)));
    } else {
        report.failure("Workspace", &error.into());
    }
}

/// Returns the steps that replace a damaged workspace with its newest good copy. The log of the damaged one must not
/// stay behind: SQLite would write it into the copy.
fn recovery_steps(path: &Path) -> String {
    let quoted = |path: &Path| quote(&path.to_string_lossy()).into_owned();
    match newest_copy(path) {
        Some(copy) => format!(
            "move it away, with its -wal and -shm files, and put its newest good copy in its place:\ncontacts -w {} backup {}",
            quoted(&copy),
            quoted(path)
        ),
        None => "there is no good copy beside it; restore it from a backup of this machine".to_owned(),
    }
}
