//! A file of suppressions that several workspaces share: CSV, kept by hand or by another program, and only read here.
//!
//! The first cell of each line is a value as `contacts suppress add` takes it, a second one may be the reason. A first line
//! `Value` is the header; lines that begin with `#` are remarks.

use std::path::{Path, PathBuf};

use super::value::read_shared_value;
use super::value_list::VALUE_COLUMN;
use crate::import::Import;
use crate::model::{Cancel, Fields, HeaderLine, NoObserver, SuppressedValue};
use crate::ops::OpsError;
use crate::ops::suppressions::SuppressionError;
use crate::ops::trust::TrustedSettings;
use crate::source::{Batch, BatchLimits, Limits, Row, Source, SourceOptions};
use crate::workspace::{SUPPRESSIONS_SETTING, Snapshot, SuppressionSet, Workspace};

/// Reads the suppressions that a workspace shares with others and hands them to an import, which plans no row before.
///
/// # Errors
/// [`SuppressionError::SharedUntrusted`] and [`SuppressionError::SharedUnreadable`]: nothing may be imported then, because
/// nobody can tell who is to be left alone.
pub fn share(workspace: &Workspace, key: Option<&Path>, import: &mut Import<'_>) -> Result<(), OpsError> {
    let snapshot = workspace.snapshot()?;
    if let Some(path) = shared_file(&snapshot, key)? {
        import.share_suppressions(read_set(&path, &snapshot.fields()?)?);
    }
    Ok(())
}

/// Returns all suppressions of a workspace, those that it shares with others included, ready to be asked.
///
/// # Errors
/// As [`share`].
pub fn all_suppressed(snapshot: &Snapshot<'_>, key: Option<&Path>) -> Result<SuppressionSet, OpsError> {
    let mut all = match shared_file(snapshot, key)? {
        Some(path) => read_set(&path, &snapshot.fields()?)?,
        None => SuppressionSet::default(),
    };
    all.add_all(snapshot)?;
    Ok(all.finish())
}

/// Returns the path of the file that a workspace shares with others; `None` if it shares none.
///
/// # Errors
/// [`SuppressionError::SharedUntrusted`], or the workspace cannot be read.
fn shared_file(snapshot: &Snapshot<'_>, key: Option<&Path>) -> Result<Option<PathBuf>, OpsError> {
    let Some(path) = snapshot.settings()?.remove(SUPPRESSIONS_SETTING).map(PathBuf::from) else { return Ok(None) };
    let trusted = TrustedSettings::read(snapshot, key)?;
    // Not left out like other settings that are not trusted: the people in the file would be imported.
    let is_trusted = trusted.settings.contains_key(SUPPRESSIONS_SETTING);
    if is_trusted { Ok(Some(path)) } else { Err(SuppressionError::SharedUntrusted { path }.into()) }
}

/// A value of a shared file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedSuppression {
    /// The value.
    pub value: SuppressedValue,
    /// Reason, if one is given.
    pub reason: Option<String>,
}

/// Visits the values that a workspace shares with others in the order of their file, which is returned; `None` if it shares
/// none.
///
/// # Errors
/// As [`share`], or the error of the visit.
pub fn each_shared<E: From<OpsError>>(
    snapshot: &Snapshot<'_>,
    key: Option<&Path>,
    visit: &mut dyn FnMut(SharedSuppression) -> Result<(), E>,
) -> Result<Option<PathBuf>, E> {
    let path = shared_file(snapshot, key)?;
    if let Some(path) = &path {
        each_value(path, &snapshot.fields().map_err(OpsError::from)?, visit)?;
    }
    Ok(path)
}

fn read_set(path: &Path, fields: &Fields) -> Result<SuppressionSet, OpsError> {
    let mut shared = SuppressionSet::default();
    each_value(path, fields, &mut |suppression| {
        shared.add(&suppression.value);
        Ok::<_, OpsError>(())
    })?;
    Ok(shared)
}

/// Visits the values of a shared file in order.
///
/// # Errors
/// [`SuppressionError::SharedUnreadable`] if it cannot be read or a line holds no value; the error of the visit.
fn each_value<E: From<OpsError>>(
    path: &Path,
    fields: &Fields,
    visit: &mut dyn FnMut(SharedSuppression) -> Result<(), E>,
) -> Result<(), E> {
    let refused =
        |problem: String| OpsError::from(SuppressionError::SharedUnreadable { path: path.to_owned(), problem });
    // Without limits and header: it is no list to be imported, and memory holds one batch of it.
    let limits = Limits { max_file_size: u64::MAX, max_rows: u64::MAX };
    let options = SourceOptions { limits, header_line: Some(HeaderLine::None), ..SourceOptions::default() };
    let mut source =
        Source::open(path, &options, &NoObserver, &Cancel::default()).map_err(|e| refused(e.to_string()))?;
    let mut batches = source.batches(BatchLimits::default()).map_err(|error| refused(error.to_string()))?;
    let (mut batch, mut is_first) = (Batch::default(), true);
    while batches.next_batch(&mut batch).map_err(|error| refused(error.to_string()))? {
        for row in batch.rows() {
            // Remarks may stand above the header.
            if is_remark(row) || (std::mem::take(&mut is_first) && is_header(row)) {
                continue;
            }
            let text = row.text(0).ok_or_else(|| refused(format!("line {} is no text", row.line())))?;
            let value = read_shared_value(text, fields)
                .map_err(|problem| refused(format!("line {}: {problem}", row.line())))?;
            let reason = row.text(1).map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
            visit(SharedSuppression { value, reason })?;
        }
    }
    Ok(())
}

fn is_header(row: Row<'_>) -> bool {
    row.text(0).is_some_and(|cell| Fields::key(cell) == Fields::key(VALUE_COLUMN))
}

fn is_remark(row: Row<'_>) -> bool {
    row.text(0).is_some_and(|cell| cell.trim_start().starts_with('#'))
}
