//! `contacts suppress list`: who is left alone, since when and why.

use serde::Serialize;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::json_stream::JsonStream;
use crate::model::{counted, format_utc, local_day};
use crate::ui::Table;
use crate::workspace::{Snapshot, StoredSuppression};

/// A suppression as `--json` shows it; the keys are part of the documented schema.
#[derive(Serialize)]
struct SuppressionJson<'a> {
    value: Option<String>,
    hash: Option<&'a str>,
    kind: &'static str,
    field: Option<&'a str>,
    form: &'static str,
    reason: Option<&'a str>,
    origin: Option<&'a str>,
    added_at: String,
    entry: i64,
}

pub(super) fn run(context: &Context) -> Result<Exit, CliError> {
    let workspace = context.workspace_to_read()?;
    let snapshot = workspace.snapshot()?;
    if context.json {
        tell_records(context, &snapshot)?;
        return Ok(Exit::Done);
    }
    let table = table(&snapshot, context.terminal.width())?;
    // Released before the pages: a read transaction that stays open while a person reads keeps SQLite from resetting
    // the log.
    drop(snapshot);
    let count = table.len() as u64;
    if count > 0 {
        context.out_table(&table, "contacts suppress list --json")?;
    }
    context.terminal.note(&format!("{} suppressed", counted(count, "value")));
    Ok(Exit::Done)
}

fn tell_records(context: &Context, snapshot: &Snapshot<'_>) -> Result<(), CliError> {
    let (mut stream, mut total) = (JsonStream::new(context), 0_u64);
    stream.list("suppressions")?;
    snapshot.each_suppression(&mut |suppression| {
        total += 1;
        stream.record(&SuppressionJson::new(&suppression))
    })?;
    stream.finish(&json!({ "total": total }))
}

fn table(snapshot: &Snapshot<'_>, width: usize) -> Result<Table, CliError> {
    let table = Table::new(width).text("Value").never_truncate().text("Kind").optional(2);
    let mut table = table.text("Since").never_truncate().essential_text("Reason").text("From").optional(1);
    snapshot.each_suppression(&mut |suppression| {
        let StoredSuppression { kind, reason, origin, added_at, .. } = &suppression;
        table.row([
            shown(&suppression),
            kind.as_str().to_owned(),
            local_day(*added_at),
            reason.clone().unwrap_or_default(),
            origin.clone().unwrap_or_default(),
        ]);
        Ok::<_, CliError>(())
    })?;
    Ok(table)
}

/// Returns the value, or the beginning of its hash.
fn shown(suppression: &StoredSuppression) -> String {
    match suppression.value() {
        Some(value) => value.to_string(),
        None => format!("(hash {}…)", suppression.key.get(..12).unwrap_or(&suppression.key)),
    }
}

impl<'a> SuppressionJson<'a> {
    fn new(suppression: &'a StoredSuppression) -> Self {
        let StoredSuppression { kind, field, form, key, reason, origin, added_at, added_by, .. } = suppression;
        let value = suppression.value().map(|value| value.to_string());
        Self {
            hash: value.is_none().then_some(key),
            value,
            kind: kind.as_str(),
            field: Some(field.as_str()).filter(|field| !field.is_empty()),
            form: form.as_str(),
            reason: reason.as_deref(),
            origin: origin.as_deref(),
            added_at: format_utc(*added_at),
            entry: *added_by,
        }
    }
}
