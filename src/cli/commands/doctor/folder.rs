//! The current folder for `contacts doctor`: imports that are prepared here.

use super::checks::{CheckReport, Words};
use crate::cli::commands::status::prepared_here;
use crate::cli::context::Context;
use crate::cli::workspace_location::WorkspaceLocation;
use crate::ops::diagnosis::Level;
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
        (all, 0) => report.add(Level::Good, Words::new("This folder", format!("{all} prepared here"))),
        (all, stale) => {
            let message = format!("of {all} prepared here {stale} cannot go on: expired, damaged or changed");
            report.add(Level::Note, Words::new("This folder", message).advice("contacts status"));
        }
    }
}
