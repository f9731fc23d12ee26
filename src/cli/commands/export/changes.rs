//! `export --changed-since last`: what became of contacts since the last export of the same name, as `added`, `changed` or
//! `removed`.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{ExportArgs, Form, tell_suppressed, write_text};
use crate::cli::commands::create_file;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::model::{FileDigest, counted, local_day, quote};
use crate::ops::OpsError;
use crate::ops::export::ExportCounts;
use crate::ops::selection::SelectionError;
use crate::report::{AtomicFile, ExistingFile, ReportError, check_changes_replaceable};
use crate::workspace::{ToldChanges, Workspace};

/// An export of changes.
struct ChangesExport<'a> {
    args: &'a ExportArgs,
    context: &'a Context,
    form: Form,
    /// By what the workspace knows the last export: the path of the file, or the name that was given.
    name: String,
    /// Absolute path of the file.
    path: PathBuf,
}

/// What was written.
struct Written {
    counts: ExportCounts,
    /// The state that the next export of changes is compared with.
    told: ToldChanges,
    is_first: bool,
    /// The file; `None` for stdout.
    file: Option<FileDigest>,
}

/// Writes the changes since the last export of this name; without one, since that to the same file.
pub(super) fn run(args: &ExportArgs, context: &Context, name: Option<String>) -> Result<Exit, CliError> {
    let form = args.form()?;
    if !matches!(form, Form::Table | Form::Lines) {
        let hint = match args.option_of_form() {
            Some(option) => format!("leave {option} out"),
            None => create_file::name_with(&args.file, "csv"),
        };
        return Err(CliError::usage("--changed-since last is for .csv and .jsonl, which can say what was removed")
            .with_hint(hint));
    }
    if args.layout.has_order() {
        return Err(CliError::usage("--changed-since last writes contacts by their Contact ID, so it takes no --sort"));
    }
    let path = std::path::absolute(&args.file)?;
    let by_file = || if args.is_stdout() { "-".to_owned() } else { path.to_string_lossy().into_owned() };
    let name = name.unwrap_or_else(by_file);
    let export = ChangesExport { args, context, form, name, path };
    let workspace = context.open_workspace_recovered()?;
    let written = export.write(&workspace)?;
    // Only now: what was not written whole comes again with the next one.
    let change = workspace.change()?;
    let file = written.file.as_ref().map(|digest| (export.path.as_path(), digest));
    change.record_export(&export.name, &written.told, file, context.clock.now())?;
    Ok(context.finish(export.tell(&written), Exit::Done))
}

impl ChangesExport<'_> {
    fn write(&self, workspace: &Workspace) -> Result<Written, CliError> {
        let snapshot = workspace.snapshot()?;
        let last = snapshot.last_export(&self.name)?;
        let is_first = last.is_none();
        let export = self.args.export(self.context, &snapshot)?.since(last).map_err(|error| self.not_known(error))?;
        let newest = snapshot.newest_entry()?;
        let (mut counts, file) = if self.args.is_stdout() {
            let mut write = |piece: &[u8]| Ok(self.context.terminal.out_data(&String::from_utf8_lossy(piece))?);
            (write_text(&export, self.form, self.context, &mut write)?, None)
        } else {
            let existing = ExistingFile::at(&self.path);
            check_replaceable(&self.path, snapshot.output_file(&self.path)?.as_ref())?;
            let mut file = AtomicFile::create(&self.args.file).map_err(create_file::unwritten)?;
            let mut write = |piece: &[u8]| file.append(piece).map_err(create_file::unwritten);
            let counts = write_text(&export, self.form, self.context, &mut write)?;
            (counts, Some(self.publish(file, &existing)?))
        };
        let told = ToldChanges { newest, left_out: std::mem::take(&mut counts.left_out) };
        Ok(Written { counts, told, is_first, file })
    }

    /// The error where changes since the last export were pruned: an export under a new name tells everybody.
    fn not_known(&self, error: OpsError) -> CliError {
        let is_pruned = matches!(error, OpsError::Selection(SelectionError::PrunedSince { .. }));
        let error = CliError::from(error);
        if !is_pruned {
            return error;
        }
        let known = Path::new(&self.name).file_stem().unwrap_or_default().to_string_lossy();
        let anew = quote(&format!("last:{known}-{}", local_day(self.context.clock.now()))).into_owned();
        error.with_hint(format!("empty the reader and begin anew, with everybody: --changed-since {anew}"))
    }

    /// Gives the file its name, over nothing but the file that was checked.
    fn publish(&self, file: AtomicFile, existing: &ExistingFile) -> Result<FileDigest, CliError> {
        let staged = file.finish_staging().map_err(create_file::unwritten)?;
        let written = staged.written().clone();
        if existing.is_nothing() {
            staged.publish_new().map_err(create_file::unwritten)?;
        } else if ExistingFile::at(&self.path) == *existing {
            staged.publish().map_err(create_file::unwritten)?;
        } else {
            return Err(create_file::taken(&self.args.file));
        }
        Ok(written)
    }

    fn tell(&self, written: &Written) -> Result<(), CliError> {
        let ExportCounts { contacts, added, changed, removed, withdrawn, .. } = written.counts;
        if written.is_first {
            self.context.terminal.note(&format!(
                "note: no earlier export of changes to {} is known, so every contact is told as added",
                self.shown_name()
            ));
        }
        if withdrawn > 0 {
            let are = if withdrawn == 1 { "is" } else { "are" };
            let contacts = counted(withdrawn, "contact");
            self.context.terminal.note(&format!("{contacts} of people suppressed since {are} told as removed"));
        }
        tell_suppressed(self.context, &written.counts);
        if self.args.is_stdout() {
            return Ok(());
        }
        if self.context.json {
            return self.context.out_json(&json!({
                "file": self.args.file.display().to_string(),
                "contacts": contacts,
                "of": written.counts.of,
                "suppressed": written.counts.suppressed,
                "changes": { "added": added, "changed": changed, "removed": removed },
            }));
        }
        let path = self.context.shown_path(&self.args.file);
        let kinds = format!("{added} added, {changed} changed, {removed} removed");
        Ok(self.context.terminal.out(&format!("Wrote {} to {path}: {kinds}", counted(contacts, "change")))?)
    }

    fn shown_name(&self) -> String {
        match Path::new(&self.name) {
            path if path == self.path => self.context.shown_path(&self.args.file),
            name => format!("'{}'", crate::model::sanitize(&name.to_string_lossy())),
        }
    }
}

/// Checks that nothing has the name, or the file that the last export of changes left there as it is.
fn check_replaceable(path: &Path, remembered: Option<&FileDigest>) -> Result<(), CliError> {
    match check_changes_replaceable(path, remembered) {
        Err(ReportError::Changed { path }) => Err(CliError::refused(
            "file-exists",
            format!("{} was changed since contacts wrote it", crate::model::shown_path(&path)),
        )
        .with_hint("name another file, or move that one away")),
        Err(ReportError::NotOurs { path } | ReportError::IsALink { path }) => Err(create_file::taken(&path)),
        other => Ok(other?),
    }
}
