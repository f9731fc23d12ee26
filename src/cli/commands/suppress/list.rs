//! `contacts suppress list`: who is left alone, since when and why.

use serde::Serialize;
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;
use crate::cli::json_stream::JsonStream;
use crate::cli::suppressed::SHARED_FILE;
use crate::model::{counted, format_thousands, format_utc, local_day};
use crate::ops::suppressions::{SharedSuppression, each_shared};
use crate::ui::Table;
use crate::workspace::{Snapshot, StoredSuppression, SuppressionForm};

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
    added_at: Option<String>,
    entry: Option<i64>,
    shared: bool,
}

pub(super) fn run(context: &Context) -> Result<Exit, CliError> {
    let workspace = context.workspace_to_read()?;
    let snapshot = workspace.snapshot()?;
    if context.json {
        tell_records(context, &snapshot)?;
        return Ok(Exit::Done);
    }
    let (table, shared) = table(context, &snapshot)?;
    // Released before the pages: a read transaction that stays open while a person reads keeps SQLite from resetting
    // the log.
    drop(snapshot);
    let count = table.len() as u64;
    if count > 0 {
        context.out_table(&table, "contacts suppress list --json")?;
    }
    let of_shared = match shared {
        0 => String::new(),
        shared => format!(", {} of them by {SHARED_FILE}", format_thousands(shared)),
    };
    context.terminal.note(&format!("{} suppressed{of_shared}", counted(count, "value")));
    Ok(Exit::Done)
}

fn tell_records(context: &Context, snapshot: &Snapshot<'_>) -> Result<(), CliError> {
    let (mut stream, mut total, mut shared) = (JsonStream::new(context), 0_u64, 0_u64);
    // Before the first word is out: a file that cannot be read must be an error as a whole.
    each_shared(snapshot, context.key.as_deref(), &mut |_| Ok::<_, CliError>(()))?;
    stream.list("suppressions")?;
    snapshot.each_suppression(&mut |suppression| {
        total += 1;
        stream.record(&SuppressionJson::new(&suppression))
    })?;
    each_shared(snapshot, context.key.as_deref(), &mut |suppression| {
        shared += 1;
        stream.record(&SuppressionJson::shared(&suppression))
    })?;
    stream.finish(&json!({ "total": total + shared, "shared": shared }))
}

/// Returns the table, and how many of its rows are of the shared file.
fn table(context: &Context, snapshot: &Snapshot<'_>) -> Result<(Table, u64), CliError> {
    let table = Table::new(context.terminal.width()).text("Value").never_truncate().text("Kind").optional(2);
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
    let own = table.len();
    each_shared(snapshot, context.key.as_deref(), &mut |SharedSuppression { value, reason }| {
        let kind = value.kind().as_str().to_owned();
        table.row([value.to_string(), kind, String::new(), reason.unwrap_or_default(), SHARED_FILE.to_owned()]);
        Ok::<_, CliError>(())
    })?;
    let shared = (table.len() - own) as u64;
    Ok((table, shared))
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
            added_at: Some(format_utc(*added_at)),
            entry: Some(*added_by),
            shared: false,
        }
    }

    /// A value of the shared file, of which the workspace knows no time and no entry.
    fn shared(suppression: &'a SharedSuppression) -> Self {
        let SharedSuppression { value, reason } = suppression;
        Self {
            hash: None,
            value: Some(value.to_string()),
            kind: value.kind().as_str(),
            field: Some(value.field()).filter(|field| !field.is_empty()),
            form: SuppressionForm::Plain.as_str(),
            reason: reason.as_deref(),
            origin: None,
            added_at: None,
            entry: None,
            shared: true,
        }
    }
}
