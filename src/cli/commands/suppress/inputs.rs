//! What `suppress add` and `suppress check` are given: typed values, and lists.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::cli::completion::candidates;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::options::ReadingOptions;
use crate::cli::render;
use crate::import::{RunContext, Summary};
use crate::mapping::MapChoice;
use crate::model::{Action, Note, ParseSettings, PlannedRow, Severity};
use crate::ops::settings::typed_value_options;
use crate::ops::setup::{ColumnChoices, WorkspaceDefaults};
use crate::ops::suppressions::{self, ListRow, ListUse, TypedValue, ValueList, open_list};
use crate::values::Region;
use crate::workspace::Workspace;

/// Endings that only a file has: a mistyped name of one is no value.
const ENDINGS: [&str; 3] = ["csv", "txt", "tsv"];

/// Values and lists, and how the lists are read.
#[derive(Debug, Clone, Args)]
pub(super) struct Inputs {
    /// E-mails, phone numbers, @domains, FIELD=VALUE, or lists
    ///
    /// A domain covers its subdomains. A list needs no names: its columns are found by their headers and values, and a list
    /// without a header is seen.
    #[arg(required = true, value_name = "FILE|VALUE", value_hint = clap::ValueHint::AnyPath)]
    what: Vec<String>,
    /// Read a column of the list as this field (repeatable)
    ///
    /// COLUMN is a header, or #3 for the third column.
    #[arg(long, value_name = "COLUMN=FIELD", add = candidates::columns_before_fields(), hide_short_help = true)]
    map: Vec<String>,
    #[command(flatten)]
    reading: ReadingOptions,
}

/// Typed values, and lists that are ready to be read.
pub(super) struct ReadInputs<'a> {
    pub(super) values: Vec<TypedValue>,
    pub(super) lists: Vec<ValueList<'a>>,
}

/// What was found in the rows of lists.
#[derive(Default)]
pub(super) struct RowTally {
    pub(super) summary: Summary,
    pub(super) rows: u64,
}

impl Inputs {
    /// Reads the values, and prepares the lists. Must come before a change begins: it looks at the workspace.
    pub(super) fn read<'a>(
        &self,
        workspace: &Workspace,
        usage: ListUse,
        work: RunContext<'a>,
    ) -> Result<ReadInputs<'a>, CliError> {
        let (files, values): (Vec<&String>, Vec<&String>) = self.what.iter().partition(|text| names_file(text));
        let values: Vec<String> = values.into_iter().cloned().collect();
        if files.is_empty() && !self.map.is_empty() {
            return Err(CliError::usage("--map goes with a list: name its file"));
        }
        let reading = self.reading.clone().over(ParseSettings::default())?;
        let values = {
            let snapshot = workspace.snapshot()?;
            let region = reading.region.as_deref().map(str::parse::<Region>).transpose();
            let region = region.map_err(|error| CliError::usage(error.to_string()))?;
            let rules = typed_value_options(&snapshot, region)?;
            suppressions::read_values(&values, &snapshot.fields()?, &rules)?
        };
        let defaults = WorkspaceDefaults::of(workspace)?;
        let lists = files.into_iter().map(|file| {
            let choices = ColumnChoices {
                map: self.map.iter().cloned().map(MapChoice::Typed).collect(),
                ..ColumnChoices::default()
            };
            let source = open_list(Path::new(file), &reading, &defaults, work)?;
            Ok(ValueList::prepare(workspace, source, (choices, reading.clone()), usage, work)?)
        });
        Ok(ReadInputs { values, lists: lists.collect::<Result<_, CliError>>()? })
    }
}

/// Returns true for a text that names a file: there is one, or it ends as only files do.
fn names_file(text: &str) -> bool {
    let path = PathBuf::from(text);
    let ending = path.extension().and_then(std::ffi::OsStr::to_str).map(str::to_ascii_lowercase);
    path.is_file() || ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

impl ReadInputs<'_> {
    /// Returns the notes on all lists.
    pub(super) fn notes(&self) -> Vec<Note> {
        self.lists.iter().flat_map(ValueList::notes).collect()
    }
}

impl RowTally {
    /// Counts a row, with its errors.
    pub(super) fn add(&mut self, row: &ListRow) {
        self.rows += 1;
        if !row.errors.is_empty() {
            let issues = row.errors.clone();
            self.summary.add_all(&[PlannedRow { line: row.line, action: Action::Reject, matched_by: None, issues }]);
        }
    }

    /// Returns the number of rows with an error.
    pub(super) fn in_error(&self) -> u64 {
        self.summary.counts.errors
    }

    /// Renders the errors for a person, as those of an import.
    pub(super) fn errors_text(&self, context: &Context) -> String {
        render::issues("Errors", &self.summary, Severity::Error, context.terminal.shows_results())
    }

    /// Returns rows and errors as JSON.
    pub(super) fn to_json(&self) -> Value {
        json!({ "rows": self.rows, "rows_in_error": self.in_error(), "errors": self.summary.errors })
    }
}
