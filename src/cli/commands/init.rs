//! `contacts init`: creates a workspace, empty or set up like another one.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde_json::{Value, json};

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::workspace_location::{WorkspaceLocation, create_parent_dir};
use crate::model::counted;
use crate::ops::workspace_setup::{self, CopiedSetup};
use crate::workspace::{Workspace, WorkspaceError, WorkspaceOwner};

/// Make a new workspace
///
/// The file is readable by you alone. An existing file is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts init
  contacts init team.db
  contacts -w team.db list
  contacts init sales.db --like team.db")]
pub(in crate::cli) struct InitArgs {
    /// New file [default: the workspace of all other commands]
    file: Option<PathBuf>,
    /// Copy fields, settings and saved mappings of this workspace, no contacts
    ///
    /// Settings that run a program or send something are copied only if you have set them on this machine.
    #[arg(long, value_name = "WORKSPACE", value_hint = ValueHint::FilePath)]
    like: Option<PathBuf>,
}

impl InitArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let place = WorkspaceLocation::find(self.file.as_deref().or(context.workspace.as_deref()))?;
        let mut copied = None;
        let made = create(context, &place, |new| {
            copied = self.like.as_deref().map(|old| copy(context, old, new)).transpose()?;
            Ok(())
        });
        let (workspace, is_new) = match made {
            // Run twice, as by a setup script, it succeeds. The file is opened because it must be a workspace, and only
            // read, so that an older one is not migrated.
            Err(Unmade::Exists { path }) => (Workspace::open_to_read(&path)?.0, false),
            Err(Unmade::Failed(failure)) => return Err(failure),
            Ok(workspace) => (workspace, true),
        };
        self.tell(context, &workspace, is_new, copied.as_ref())?;
        Ok(Exit::Done)
    }

    fn tell(
        &self,
        context: &Context,
        workspace: &Workspace,
        is_new: bool,
        copied: Option<&CopiedSetup>,
    ) -> Result<(), CliError> {
        let path = context.shown_path(workspace.path());
        if context.json {
            let path = workspace.path().display().to_string();
            let mut document = json!({ "workspace": path, "created": is_new });
            if self.like.is_some() {
                document["copied"] = copied.map_or(Value::Null, copied_json);
            }
            return context.out_json(&document);
        }
        let told = match (is_new, &self.like, copied) {
            (true, Some(old), Some(copied)) => {
                format!("Made a new workspace like {}: {path}\n{}", context.shown_path(old), words(copied))
            }
            (true, ..) => format!("Made a new workspace: {path}"),
            (false, Some(_), _) => {
                format!("{path} is a workspace already; it was left as it is, and nothing was copied.")
            }
            (false, None, _) => format!("{path} is a workspace already; it was left as it is."),
        };
        context.terminal.out(&told)?;
        for left_out in copied.map(|copied| copied.left_out.as_slice()).unwrap_or_default() {
            let (kind, name, reason) = (left_out.kind, &left_out.name, &left_out.reason);
            context.terminal.warn(&format!("the {kind} '{name}' was not copied: {reason}"));
        }
        Ok(())
    }
}

/// Why no workspace was made.
enum Unmade {
    /// Something has the name already.
    Exists {
        path: PathBuf,
    },
    Failed(CliError),
}

impl From<WorkspaceError> for Unmade {
    fn from(error: WorkspaceError) -> Self {
        match error {
            WorkspaceError::Exists { path } => Self::Exists { path },
            error => Self::Failed(error.into()),
        }
    }
}

/// Creates the workspace, filled before it has its name. Only the folder of the default workspace is created; the folder of a
/// path that was typed must exist.
fn create(
    context: &Context,
    place: &WorkspaceLocation,
    fill: impl FnOnce(&Workspace) -> Result<(), CliError>,
) -> Result<Workspace, Unmade> {
    let owner = if matches!(place, WorkspaceLocation::Default(_)) {
        create_parent_dir(place.path()).map_err(Unmade::Failed)?;
        WorkspaceOwner::OfFolder
    } else {
        WorkspaceOwner::Creator
    };
    let fill = |new: &Workspace| fill(new).map_err(Unmade::Failed);
    Workspace::create_filled(place.path(), context.clock.now(), owner, fill)
}

fn copy(context: &Context, old: &Path, new: &Workspace) -> Result<CopiedSetup, CliError> {
    let (old, _) = Workspace::open_to_read(old)?;
    Ok(workspace_setup::copy(&old.snapshot()?, new, context.key.as_deref(), context.clock.now())?)
}

/// Describes what was copied: `Copied 3 fields, 1 setting and 2 saved mappings; no contacts.`
fn words(CopiedSetup { fields, settings, mappings, .. }: &CopiedSetup) -> String {
    let count = |names: &[String], noun| counted(names.len() as u64, noun);
    let (fields, settings) = (count(fields, "field"), count(settings, "setting"));
    format!("Copied {fields}, {settings} and {}; no contacts.", count(mappings, "saved mapping"))
}

fn copied_json(copied: &CopiedSetup) -> Value {
    let CopiedSetup { fields, settings, mappings, left_out } = copied;
    let left_out: Vec<Value> =
        left_out.iter().map(|one| json!({ "kind": one.kind, "name": one.name, "reason": one.reason })).collect();
    json!({ "fields": fields, "settings": settings, "mappings": mappings, "left_out": left_out })
}
