//! The findings about a workspace in words, with what to do about each.

use std::cell::RefCell;
use std::path::Path;

use super::checks::Words;
use super::{files, settings};
use crate::cli::context::{Context, smtp_password};
use crate::cli::error::{CliError, describe_job};
use crate::cli::workspace_location::WorkspaceLocation;
use crate::mapping::quote;
use crate::model::{ByteSize, format_local, format_thousands};
use crate::ops::diagnosis::{Check, Finding, SlowStep, WorkspaceDiagnosis, WorkspaceFinding};
use crate::workspace::{FreePages, LockHolder, SCHEMA_VERSION, Statistics};

/// Checks the workspace, and shows what takes a while.
pub(super) fn diagnose(context: &Context) -> Result<Vec<Finding>, CliError> {
    let place = WorkspaceLocation::find(context.workspace.as_deref())?;
    let spinner = RefCell::new(None);
    let watch = |step: Option<SlowStep>| {
        *spinner.borrow_mut() = step.map(|step| context.terminal.spinner(describe_step(step)));
    };
    let diagnosis = WorkspaceDiagnosis {
        path: place.path(),
        may_be_missing: place.may_be_created(),
        key: context.key.as_deref(),
        smtp_password: smtp_password(),
        cancel: &context.cancel,
        watch: &watch,
    };
    Ok(diagnosis.run()?)
}

fn describe_step(step: SlowStep) -> &'static str {
    match step {
        SlowStep::Integrity => "Looking through the workspace",
        SlowStep::Copies => "Looking for copies",
    }
}

/// Puts a finding into words.
pub(super) fn describe(context: &Context, finding: Finding) -> Words {
    match finding {
        Finding::Workspace(finding) => describe_workspace(context, finding),
        Finding::Setting(finding) => settings::describe(&finding),
        Finding::Channel(finding) => settings::describe_channel(&finding),
        Finding::File(finding) => files::describe(&finding),
        Finding::Failed { check, error } => Words::of_failure(topic(check), &error.into()),
    }
}

fn topic(check: Check) -> &'static str {
    match check {
        Check::Workspace => "Workspace",
        Check::Writing => "Writing",
        Check::Settings => "Settings",
        Check::Mappings => "Mappings",
        Check::History => "History",
        Check::Import => "Import",
    }
}

fn describe_workspace(context: &Context, finding: WorkspaceFinding) -> Words {
    match finding {
        WorkspaceFinding::NoneYet { path } => Words::new(
            "Workspace",
            format!("there is none yet at {}; the first import makes it", context.shown_path(&path)),
        ),
        WorkspaceFinding::Unreadable { path, error, copy } => {
            Words::new("Workspace", error.to_string()).advice(recovery_steps(&path, copy.as_deref()))
        }
        WorkspaceFinding::Size { path, bytes, content } => {
            Words::new("Workspace", size(&context.shown_path(&path), bytes, &content))
        }
        WorkspaceFinding::SizeUnknown { path } => Words::new("Workspace", context.shown_path(&path)),
        WorkspaceFinding::Current => {
            Words::new("Version", format!("schema version {SCHEMA_VERSION}, the newest that this program knows"))
        }
        WorkspaceFinding::Older { version } => Words::new(
            "Version",
            format!(
                "schema version {version}; the next command that writes brings it to version {SCHEMA_VERSION} and keeps a copy"
            ),
        ),
        WorkspaceFinding::Intact => Words::new("Integrity", "every page and every index is as it should be"),
        WorkspaceFinding::Damaged { path, faults, copy } => {
            Words::new("Integrity", format!("it is damaged:\n{}", faults.join("\n")))
                .advice(recovery_steps(&path, copy.as_deref()))
        }
        WorkspaceFinding::Writable => Words::new("Writing", "it can be written to"),
        WorkspaceFinding::BeingWritten => Words::new("Writing", "another command is writing to it"),
        WorkspaceFinding::Mappings { saved, unreadable: 0 } => Words::new("Mappings", format!("{saved} saved")),
        WorkspaceFinding::Mappings { saved, unreadable } => {
            Words::new("Mappings", format!("{unreadable} of {saved} saved mappings cannot be read"))
                .advice("contacts mappings list")
        }
        WorkspaceFinding::LastImport { id, started_at } => {
            Words::new("History", format!("the last import was number {id}, {}", format_local(started_at)))
        }
        WorkspaceFinding::OwedFiles { imports } => Words::new(
            "Results",
            format!(
                "{} done but cut off before the files were written; the next command makes them",
                counted(imports, "import was", "imports were")
            ),
        ),
        WorkspaceFinding::Forgotten { contacts, traces, is_rewritten, free } => {
            forgotten(contacts, &traces, is_rewritten, free)
        }
        WorkspaceFinding::UnreadNotifications { count } => {
            Words::new("Notifications", format!("{} not read yet", format_thousands(count)))
                .advice("contacts notifications")
        }
        WorkspaceFinding::ImportRunning { holder } => {
            Words::new("Import", format!("{} is running", describe_import(holder))).advice("contacts status")
        }
        WorkspaceFinding::NewestCopy { path, written } => {
            let when = written.map(|moment| format!(", of {}", format_local(moment.into()))).unwrap_or_default();
            Words::new("Copies", format!("the newest good one beside it is {}{when}", context.shown_path(&path)))
        }
        WorkspaceFinding::NoCopy => {
            Words::new("Copies", "there is no good copy beside it").advice("contacts backup FILE")
        }
    }
}

/// Says whether anything is left of contacts that were forgotten.
fn forgotten(contacts: u64, traces: &[(String, u64)], is_rewritten: bool, free: Option<FreePages>) -> Words {
    let who = counted(contacts, "contact was forgotten", "contacts were forgotten");
    if !traces.is_empty() {
        let tables: Vec<String> = traces.iter().map(|(table, rows)| format!("{rows} in {table}")).collect();
        return Words::new("Forgotten", format!("{who}, and rows of them are left: {}", tables.join(", ")))
            .advice("report it: nothing of them should be left");
    }
    let file = match (is_rewritten, free) {
        (false, _) => {
            "the file has still to be rewritten without them; the next command that writes does it".to_owned()
        }
        (true, None) => "the file was rewritten without them; its log is in use just now".to_owned(),
        (true, Some(FreePages { filled: 0, .. })) => {
            "the file was rewritten without them, its log is empty, and no free page holds anything".to_owned()
        }
        (true, Some(FreePages { filled, .. })) => format!(
            "the file was rewritten without them and its log is empty; {} what was deleted since then",
            counted(filled, "free page holds", "free pages hold")
        ),
    };
    Words::new("Forgotten", format!("{who}: no table holds a row of them, and {file}"))
}

fn size(path: &str, bytes: u64, content: &Statistics) -> String {
    format!(
        "{path}\n{}, {}, {}, {} of history",
        ByteSize(bytes),
        counted(content.contacts, "contact", "contacts"),
        counted(content.custom_fields, "custom field", "custom fields"),
        counted(content.entries, "entry", "entries"),
    )
}

/// `1 contact`, `1,204 contacts`
fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", format_thousands(count), if count == 1 { one } else { many })
}

/// Describes a running import without its source: the file name may contain a person's name.
fn describe_import(holder: Option<LockHolder>) -> String {
    match holder {
        Some(holder) => describe_job(&LockHolder { source: "a source".to_owned(), ..holder }),
        None => "an import".to_owned(),
    }
}

/// Returns the steps that replace a damaged workspace with its newest good copy. The log of the damaged one must not
/// stay behind: SQLite would write it into the copy.
fn recovery_steps(path: &Path, copy: Option<&Path>) -> String {
    let quoted = |path: &Path| quote(&path.to_string_lossy()).into_owned();
    match copy {
        Some(copy) => format!(
            "move it away, with its -wal and -shm files, and put its newest good copy in its place:\ncontacts -w {} backup {}",
            quoted(copy),
            quoted(path)
        ),
        None => "there is no good copy beside it; restore it from a backup of this machine".to_owned(),
    }
}
