//! `contacts suppress check`: which rows of a list are of suppressed people.

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::inputs::{Inputs, ReadInputs, RowTally};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::json_stream::JsonStream;
use crate::model::{SuppressedValue, Timestamp, counted, format_thousands, format_utc, local_day};
use crate::ops::suppressions::{ListUse, all_suppressed};
use crate::ui::Table;
use crate::workspace::{Snapshot, StoredSuppression, SuppressionSet};

/// Maximum number of rows shown in a terminal.
const MAX_SHOWN: u64 = 50;

/// Tell which rows of a list are of suppressed people
///
/// Only the values of the list are looked at. Nothing is written. Exit code 3 if any row is suppressed or cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts suppress check leads.csv
  contacts suppress check wei.tan@example.org --json")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    inputs: Inputs,
}

/// A suppressed value of a row as `--json` shows it; the keys are part of the documented schema.
#[derive(Serialize)]
struct HitJson {
    line: Option<u64>,
    value: String,
    kind: &'static str,
    reason: Option<String>,
    origin: Option<String>,
    added_at: Option<String>,
    shared: bool,
    #[serde(skip)]
    since: Option<Timestamp>,
}

/// Search for suppressed values.
struct Checker<'c, 'w> {
    snapshot: &'c Snapshot<'w>,
    suppressed: SuppressionSet,
    /// Number of rows and typed values that are suppressed.
    count: u64,
}

impl CheckArgs {
    pub(super) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let workspace = context.workspace_to_read()?;
        let progress = context.terminal.progress();
        let mut inputs = self.inputs.read(&workspace, ListUse::Check, context.work(&progress))?;
        context.tell_notes(&inputs.notes());
        let snapshot = workspace.snapshot()?;
        let suppressed = all_suppressed(&snapshot, context.key.as_deref())?;
        let mut checker = Checker { snapshot: &snapshot, suppressed, count: 0 };
        let tally = if context.json {
            checker.tell_records(context, &mut inputs)?
        } else {
            checker.tell_table(context, &mut inputs)?
        };
        Ok(if checker.count + tally.in_error() > 0 { Exit::DoneWithErrors } else { Exit::Done })
    }
}

impl Checker<'_, '_> {
    fn tell_records(&mut self, context: &Context, inputs: &mut ReadInputs<'_>) -> Result<RowTally, CliError> {
        let mut stream = JsonStream::new(context);
        stream.list("suppressed")?;
        let tally = self.each_hit(inputs, &mut |hit| stream.record(hit))?;
        let mut end = tally.to_json();
        end["count"] = json!(self.count);
        stream.finish(&end)?;
        Ok(tally)
    }

    fn tell_table(&mut self, context: &Context, inputs: &mut ReadInputs<'_>) -> Result<RowTally, CliError> {
        let table = Table::new(context.terminal.width()).number("Line").text("Value").never_truncate();
        let mut table = table.text("Since").never_truncate().essential_text("Reason").text("From").optional(1);
        let mut hits = 0;
        let tally = self.each_hit(inputs, &mut |hit| {
            hits += 1;
            if hits <= MAX_SHOWN {
                table.row(hit.cells());
            }
            Ok(())
        })?;
        let mut text = if hits > 0 { table.to_string() } else { String::new() };
        if hits > MAX_SHOWN {
            text += &format!("and {} more; all of them with --json\n", format_thousands(hits - MAX_SHOWN));
        }
        text += &tally.errors_text(context);
        let of = match tally.rows {
            0 => String::new(),
            rows => format!(" of {}", counted(rows, "row")),
        };
        context.page(&text)?;
        context.terminal.note(&format!("{}{of} suppressed", format_thousands(self.count)));
        Ok(tally)
    }

    /// Passes each suppressed value on, with the line of its row.
    fn each_hit(
        &mut self,
        inputs: &mut ReadInputs<'_>,
        take: &mut dyn FnMut(&HitJson) -> Result<(), CliError>,
    ) -> Result<RowTally, CliError> {
        let mut tally = RowTally::default();
        for typed in &inputs.values {
            let values: Vec<_> = typed.forms().cloned().chain(typed.value.domains()).collect();
            self.check(None, &values, take)?;
        }
        for list in &mut inputs.lists {
            list.each_row::<CliError>(&mut |row| {
                tally.add(&row);
                self.check(Some(row.line), &row.values, take)
            })?;
        }
        Ok(tally)
    }

    fn check(
        &mut self,
        line: Option<u64>,
        values: &[SuppressedValue],
        take: &mut dyn FnMut(&HitJson) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let held: Vec<&SuppressedValue> = values.iter().filter(|value| self.suppressed.holds(value)).collect();
        self.count += u64::from(!held.is_empty());
        for value in held {
            let stored = self.snapshot.suppressions_of(value)?.into_iter().next();
            take(&HitJson::new(line, value, stored))?;
        }
        Ok(())
    }
}

impl HitJson {
    /// What is in the shared file alone has no entry of the workspace.
    fn new(line: Option<u64>, value: &SuppressedValue, stored: Option<StoredSuppression>) -> Self {
        let (value, kind, shared) = (value.to_string(), value.kind().as_str(), stored.is_none());
        let since = stored.as_ref().map(|stored| stored.added_at);
        let added_at = since.map(format_utc);
        let (reason, origin) = stored.map(|stored| (stored.reason, stored.origin)).unwrap_or_default();
        Self { line, value, kind, reason, origin, added_at, shared, since }
    }

    fn cells(&self) -> [String; 5] {
        let origin = if self.shared { Some("the shared file".to_owned()) } else { self.origin.clone() };
        [
            self.line.map(|line| line.to_string()).unwrap_or_default(),
            self.value.clone(),
            self.since.map(local_day).unwrap_or_default(),
            self.reason.clone().unwrap_or_default(),
            origin.unwrap_or_default(),
        ]
    }
}
