//! The current folder for `contacts doctor`: imports that are prepared here.

use super::checks::CheckReport;
use crate::cli::commands::status::prepared_here;
use crate::cli::context::Context;
use crate::cli::workspace_location::WorkspaceLocation;
use crate::workspace::Workspace;

/// Checks the imports prepared in the current folder. Their sources are not named: a file name may contain a person's
/// name.
pub(super) fn check(context: &Context, report: &mut CheckReport) {
    let place = WorkspaceLocation::find(context.workspace.as_deref()).ok();
    // Another check has reported what keeps the workspace from being read.
    let Some(workspace) = place.and_then(|place| Workspace::open_without_migration(place.path()).ok()) else { return };
    let Ok(prepared) = prepared_here(context, &workspace) else { return };
    let stale = prepared.iter().filter(|one| ["expired", "unusable"].contains(&one.stage)).count();
    match (prepared.len(), stale) {
        (0, _) => {}
        (all, 0) => report.good("This folder", format!("{all} prepared here")),
        (all, stale) => report.note(
            "This folder",
            format!("of {all} prepared here {stale} cannot go on: expired, damaged or changed"),
            Some("contacts status".to_owned()),
        ),
    }
}
