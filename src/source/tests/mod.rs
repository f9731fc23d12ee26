//! Tests of sources as a whole: from files to facts, rows and errors.

#![allow(clippy::panic, reason = "a test that panics has failed, which is what it is for")]

mod against_csv;
mod encodings;
mod files;
mod quotes;
mod rows;

use std::path::PathBuf;

use tempfile::TempDir;

use super::*;
use crate::model::{Cancel, IssueCode, NoObserver};

/// A source in a folder of its own.
struct Given {
    _directory: TempDir,
    path: PathBuf,
}

#[allow(clippy::disallowed_methods, reason = "test inputs need no atomic writes")]
fn given(content: impl AsRef<[u8]>) -> Given {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("leads.csv");
    std::fs::write(&path, content).unwrap();
    Given { _directory: directory, path }
}

fn open_with(given: &Given, options: &SourceOptions) -> Result<Source, SourceError> {
    Source::open(&given.path, options, &NoObserver, &Cancel::default())
}

fn open(given: &Given) -> Source {
    open_with(given, &SourceOptions::default()).unwrap()
}

/// Returns the error with which a file of this content is refused.
fn refusal(content: impl AsRef<[u8]>) -> SourceError {
    open_with(&given(content), &SourceOptions::default()).unwrap_err()
}

fn in_encoding(label: &str) -> SourceOptions {
    SourceOptions { encoding: Some(label.parse().unwrap()), ..SourceOptions::default() }
}

/// A row as tests compare it: its line, and its cells with invalid bytes as U+FFFD.
type Seen = (u64, Vec<String>);

fn rows_of(source: &mut Source) -> Vec<Seen> {
    let mut batches = source.batches(BatchLimits { rows: 3, bytes: 100 }).unwrap();
    let (mut batch, mut rows) = (Batch::default(), Vec::new());
    while batches.next_batch(&mut batch).unwrap() {
        assert_eq!(batch.first_row(), rows.len() as u64);
        rows.extend(batch.rows().map(|row| (row.line(), row.cells().map(lossy).collect())));
    }
    rows
}

fn lossy(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).into_owned()
}

fn rows(content: impl AsRef<[u8]>) -> Vec<Seen> {
    rows_of(&mut open(&given(content)))
}

fn seen(line: u64, cells: &[&str]) -> Seen {
    (line, cells.iter().map(ToString::to_string).collect())
}

/// Line, code, column and value of every issue.
type SeenIssue = (u64, IssueCode, Option<String>, Option<String>);

fn issues_of(source: &mut Source) -> Vec<SeenIssue> {
    let mut batches = source.batches(BatchLimits::default()).unwrap();
    let (mut batch, mut issues) = (Batch::default(), Vec::new());
    while batches.next_batch(&mut batch).unwrap() {
        for issue in batch.rows().flat_map(|row| row.issues().to_vec()) {
            assert!(!issue.message.is_empty() && issue.field.is_none());
            issues.push((issue.line, issue.code, issue.column, issue.value));
        }
    }
    issues
}

fn issues(content: impl AsRef<[u8]>) -> Vec<SeenIssue> {
    issues_of(&mut open(&given(content)))
}

fn issue(line: u64, code: IssueCode, column: Option<&str>, value: Option<&str>) -> SeenIssue {
    (line, code, column.map(str::to_owned), value.map(str::to_owned))
}

fn note_codes(source: &Source) -> Vec<&str> {
    source.facts().notes.iter().map(|note| note.code.as_ref()).collect()
}

fn names(source: &Source) -> Vec<&str> {
    source.columns().iter().map(|column| column.name.as_str()).collect()
}

#[test]
fn a_pass_may_run_on_another_thread() {
    fn must_be_send<T: Send>() {}
    must_be_send::<Source>();
    must_be_send::<Batches<'_>>();
    must_be_send::<Batch>();
}
