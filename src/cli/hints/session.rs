//! Advice on sessions: the step that comes next.

use std::path::Path;

use super::{Hint, argument, example_identifier, move_away};
use crate::model::quote;
use crate::report::ReportError;
use crate::session::{SessionError, source_of_manifest};

/// Maximum length in bytes of a path that is offered for pasting; no known system opens a longer one.
const MAX_PASTED_PATH: usize = 4096;

impl Hint for SessionError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Missing { source_path }
            | Self::Expired { source_path, .. }
            | Self::SourceChanged { source_path, .. }
            | Self::Cancelled { source_path, .. } => format!("upload it with: {}", command("upload", source_path)),
            Self::MappingChanged { source_path }
            | Self::WorkspaceChanged { source_path }
            | Self::NotReviewed { source_path } => format!("review it with: {}", command("review", source_path)),
            Self::NotMapped { source_path } => format!("map them with: {}", command("map", source_path)),
            Self::Finished { source_path, import } => format!(
                "see what came of it with: contacts history {}; to import it again: {}",
                import.id,
                command("upload", source_path)
            ),
            Self::Damaged { path, .. }
            | Self::Foreign { path, .. }
            | Self::Tampered { path }
            | Self::WorkspaceReplaced { path } => {
                format!("it was left as it is; move it away and upload again: {}", move_away(path))
            }
            Self::Newer { path, .. } => format!(
                "it was left as it is; use the newer version of contacts that made it, or move it away: {}",
                move_away(path)
            ),
            Self::OtherWorkspace { path, workspace } => {
                format!(
                    "name that workspace with: {}; or move the session away: {}",
                    option(workspace),
                    move_away(path)
                )
            }
            Self::OtherUser { path, .. } => {
                format!(
                    "import it in one run, which needs no session: {}; or move the session away: {}",
                    in_one_run(path),
                    move_away(path)
                )
            }
            Self::TooLarge { path } => format!("import it in one run, which needs no session: {}", in_one_run(path)),
            Self::ChangedMeanwhile { .. } => "see how far it is, and run the command again: contacts status".to_owned(),
            Self::Unreadable { .. } => "check the permissions of the file and of its folder".to_owned(),
            Self::Unwritable(error @ ReportError::NameTooLong { .. }) => return error.hint(),
            Self::Unwritable(_) | Self::NotJson(_) => {
                "make sure that you may write to the source's folder and that its disk is not full".to_owned()
            }
        })
    }
}

fn command(name: &str, source: &Path) -> String {
    format!("contacts {name} {}", argument(source))
}

/// Returns a command that imports the source of a manifest without it.
fn in_one_run(manifest: &Path) -> String {
    let source = source_of_manifest(manifest).unwrap_or_default();
    command("import", &source) + &format!(" --purpose add-update --id {}", example_identifier(&source))
}

/// Formats a `-w` option with a workspace path from a manifest, which is untrusted: text that cannot be pasted is left
/// out.
fn option(workspace: &str) -> String {
    let can_be_pasted = workspace.len() <= MAX_PASTED_PATH && !workspace.chars().any(char::is_control);
    if can_be_pasted { format!("-w {}", quote(workspace)) } else { "-w PATH".to_owned() }
}
