//! `contacts mappings check`: tests a mapping file or job file on a list, without a workspace.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::commands::map::{KeptAnswers, Questions, Ready, Unmapped};
use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::created_fields;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::{prepare, render};
use crate::import::{GuardExceeded, Guards, Import, Review};
use crate::mapping::{ColumnDiff, SavedMapping};
use crate::model::{Field, Fields, Note, Severity, counted, format_thousands, shown_path};
use crate::ops::setup::WorkspaceDefaults;
use crate::ops::{ImportSpec, mapping_check, mapping_file};
use crate::source::check_exists;
use crate::ui::Table;
use crate::workspace::Workspace;

/// Test a mapping file on a list, without a workspace
///
/// Nothing is written. It tells which columns appeared or vanished, which contact fields an import would create, and which
/// values have errors. Fields that the mapping names must be standard fields or defined in the file.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts mappings check team.toml crm.csv
  contacts mappings check team.toml crm.csv --json")]
pub(super) struct CheckArgs {
    /// The mapping file or job file
    #[arg(value_name = "FILE.toml", add = candidates::files_ending_with(&["toml"]))]
    file: PathBuf,
    /// The CSV file
    #[arg(value_name = "LIST", add = candidates::lists())]
    list: PathBuf,
}

/// How a file says what becomes of a column.
const COLUMN_EXAMPLE: &str = "columns = [{ header = \"COLUMN\", field = \"FIELD\" }]";

/// What a list is, read as the mapping says.
struct Checked<'a> {
    args: &'a CheckArgs,
    mapping: &'a SavedMapping,
    import: &'a Import<'a>,
    review: &'a Review,
    /// Labels of columns of the list that the mapping does not know.
    appeared: Vec<String>,
    /// Labels of columns of the mapping that the list does not have.
    vanished: Vec<String>,
    /// The fields that an import into a workspace without custom fields would create.
    creates: &'a [Field],
    notes: Vec<Note>,
}

impl CheckArgs {
    pub(super) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let mapping = mapping_file::read(&self.file)?;
        check_exists(&self.list)?;
        check_fields(&self.file, &mapping)?;
        let spec = ImportSpec::of_saved(mapping.clone());
        spec.check_identifiers()?;
        // Empty, and never on the disk: what stands in a workspace has no say in whether mapping and list fit.
        let workspace = Workspace::in_memory(context.clock.now())?;
        let (defaults, progress) = (WorkspaceDefaults::of(&workspace)?, context.terminal.progress());
        let (source, spec, plan) = prepare::open_as(context, self.list.as_path().into(), &spec, &defaults, &progress)?;
        let questions = Questions { steps: &[], about_values: false, about_columns: false };
        let unmapped = Unmapped::new(source, spec, plan);
        let ready =
            unmapped.prepare(context, questions, &defaults.settings, &progress, &mut KeptAnswers::none(context));
        let Ready { prepared, mapped, plan, .. } = ready.map_err(in_file)?;
        let mut import = prepared.import;
        let review = import.review(&workspace.snapshot()?)?;
        let ColumnDiff { added, removed } = &mapped.mapping.compiled.drift;
        let guard = guard_exceeded(&mapping.job.guards, &review);
        context.tell_notes(guard.as_slice());
        let checked = Checked {
            args: &self,
            mapping: &mapping,
            review: &review,
            appeared: added.iter().filter_map(|at| Some(import.source().columns().get(*at)?.label())).collect(),
            vanished: removed.iter().map(crate::model::ColumnChoice::label).collect(),
            creates: plan.planned(),
            notes: import.outcome_notes(&review.tally).into_iter().chain(guard.clone()).collect(),
            import: &import,
        };
        if context.json {
            context.out_json(&checked.to_json())?;
        } else {
            context.terminal.out_report(&checked.words(context))?;
        }
        Ok(if review.tally.counts.errors > 0 { Exit::DoneWithErrors } else { Exit::Done })
    }
}

/// Checks that the mapping names no field that only a workspace could know.
fn check_fields(file: &Path, mapping: &SavedMapping) -> Result<(), CliError> {
    let missing = mapping_check::missing_fields(mapping, &Fields::standard());
    let Some(first) = missing.first() else { return Ok(()) };
    let message = format!("{} names contact fields that it does not define: {}", shown_path(&file), missing.join(", "));
    let example = format!("fields = [{{ name = {}, type = \"text\" }}]", json!(first));
    Err(CliError::usage(message)
        .with_hint(format!("define them in the file, as contacts mappings export does: {example}")))
}

/// Says of a hint with options of an import where they stand in a file.
fn in_file(failure: CliError) -> CliError {
    failure.map_hint(|hint| {
        if hint.contains("--map") {
            format!("write {COLUMN_EXAMPLE} into the file for what an import is told so; {hint}")
        } else {
            hint.to_owned()
        }
    })
}

/// Returns the note on a guard that would refuse the import. Guards on what becomes of contacts need a workspace.
fn guard_exceeded(guards: &Guards, review: &Review) -> Option<Note> {
    let of_list = Guards { max_new: None, max_updates: None, max_near: None, ..*guards };
    let exceeded: GuardExceeded = of_list.check(&review.tally, None).err()?;
    Some(Note::warning(exceeded.code(), format!("an import would be refused: {exceeded}")))
}

impl Checked<'_> {
    fn words(&self, context: &Context) -> String {
        let counts = self.review.tally.counts;
        let mut table = Table::new(context.terminal.width()).text("").wrap_text("");
        table.row(["Rows", &format_thousands(counts.rows)]);
        table.row(["Without error", &format_thousands(counts.rows - counts.errors)]);
        table.row(["Appeared", &listed(&self.appeared, "no column")]);
        table.row(["Vanished", &listed(&self.vanished, "no column")]);
        let fields = self.creates.iter();
        let fields: Vec<String> = fields
            .map(|field| created_fields::describe(&field.name, field.kind.name(), field.kind.options()))
            .collect();
        table.row(["Creates", &listed(&fields, "no field")]);
        let new_tags = &self.review.new_tags;
        if new_tags.count > 0 {
            table.row(["Tags", &format!("{}: {}", counted(new_tags.count, "tag"), new_tags.first.join(", "))]);
        }
        let (file, list) = (context.shown_path(&self.args.file), context.shown_path(&self.args.list));
        let shows_values = context.terminal.shows_results();
        let of = |title, severity| render::issues(title, &self.review.tally, severity, shows_values);
        let issues = of("Errors", Severity::Error) + &of("Warnings", Severity::Warning);
        format!("Check of {file} on {list}\n\n{table}{issues}")
    }

    fn to_json(&self) -> Value {
        let Review { tally, new_tags, .. } = self.review;
        let field =
            |field: &Field| json!({ "name": field.name, "type": field.kind.name(), "options": field.kind.options() });
        let kinds = tally.kinds.iter().map(|(code, kind)| {
            let severity = if code.severity() == Severity::Error { "error" } else { "warning" };
            json!({ "code": code.as_str(), "severity": severity, "count": kind.count })
        });
        json!({
            "name": self.mapping.name,
            "file": self.args.file.display().to_string(),
            "source": self.args.list.display().to_string(),
            "appeared": self.appeared,
            "vanished": self.vanished,
            "creates": self.creates.iter().map(field).collect::<Vec<_>>(),
            "new_tags": new_tags,
            "counts": tally.counts,
            "blank_rows": self.import.source().facts().blank_rows,
            "warnings": tally.warnings,
            "kinds": kinds.collect::<Vec<_>>(),
            "notes": self.notes,
            "errors": tally.errors,
        })
    }
}

fn listed(names: &[String], none: &str) -> String {
    if names.is_empty() { none.to_owned() } else { names.join(", ") }
}
