//! Advice on sessions: the step that comes next.

use std::path::Path;

use super::{Hint, argument, example_identifier, move_away};
use crate::cli::command_line::CommandLine;
use crate::model::quote;
use crate::report::ReportError;
use crate::session::{SessionError, UploadedFor, source_of_manifest};

/// Maximum length in bytes of a path that is offered for pasting; no known system opens a longer one.
const MAX_PASTED_PATH: usize = 4096;

impl Hint for SessionError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            // A file that is not there cannot be uploaded: its name is mistyped, or it was moved away.
            Self::Missing { source_path } if !source_path.exists() => {
                "see which imports are prepared: contacts status".to_owned()
            }
            Self::Missing { source_path } => {
                format!("upload it first, for example with: {}", for_example("upload", source_path))
            }
            Self::Expired { source_path, uploaded_for, .. }
            | Self::SourceChanged { source_path, uploaded_for, .. }
            | Self::Cancelled { source_path, uploaded_for, .. }
            | Self::NotUploaded { source_path, uploaded_for } => {
                format!("upload it with: {}", upload_again(source_path, uploaded_for))
            }
            Self::MappingChanged { source_path }
            | Self::WorkspaceChanged { source_path }
            | Self::NotReviewed { source_path } => format!("review it with: {}", command("review", source_path)),
            Self::NotMapped { source_path } => format!("map them with: {}", command("map", source_path)),
            Self::Finished { source_path, import, uploaded_for } => format!(
                "see what came of it with: contacts history {}; to import it again: {}",
                import.id,
                upload_again(source_path, uploaded_for)
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
    for_example("import", &source_of_manifest(manifest).unwrap_or_default())
}

/// Returns a command with the purpose that fits most lists, and an identifier that has a column in this one.
fn for_example(name: &str, source: &Path) -> String {
    command(name, source) + &format!(" --purpose add-update --id {}", example_identifier(source))
}

/// Returns the commands that prepare a list again as it was: its upload, and where the columns were mapped, their mapping.
fn upload_again(source: &Path, session: &UploadedFor) -> String {
    let mut recipe = session.recipe.clone();
    // Without a terminal an upload asks nothing, so it has the identifier too where that was not decided.
    if recipe.identifiers.is_empty() && recipe.purpose.matches() {
        recipe.identifiers = example_identifier(source).into();
    }
    let upload = CommandLine::in_hint("upload", source).with_upload(&recipe);
    if recipe.columns.is_empty() {
        return upload.to_string();
    }
    format!("{upload} && {}", CommandLine::in_hint("map", source).with_mapping_of(session))
}

/// Formats a `-w` option with a workspace path from a manifest, which is untrusted: text that cannot be pasted is left
/// out.
fn option(workspace: &str) -> String {
    let can_be_pasted = workspace.len() <= MAX_PASTED_PATH && !workspace.chars().any(char::is_control);
    if can_be_pasted { format!("-w {}", quote(workspace)) } else { "-w PATH".to_owned() }
}
