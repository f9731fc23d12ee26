//! Tests of files as a whole: limits, kinds that are refused, and files that change.

use std::cell::RefCell;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use super::*;
use crate::model::{Event, Observer, Phase};

#[test]
fn facts_and_columns_tell_what_the_file_is() {
    let file = given("First Name,Phone\nNur,+60189988776\n,\nMei,+60189988777\n");
    let source = open(&file);
    assert_eq!(source.path(), file.path);
    let facts = source.facts();
    assert_eq!((facts.rows, facts.blank_rows, facts.size, facts.delimiter), (2, 1, 53, b','));
    assert_eq!((facts.encoding, facts.has_bom, facts.notes.len()), (SourceEncoding::UTF_8, false, 0));
    assert_eq!(facts.digest.len(), 64);
    assert_eq!(names(&source), ["First Name", "Phone"]);
    assert_eq!(source.columns()[1].position, 2);
    assert_eq!(serde_json::to_value(facts).unwrap()["delimiter"], ",");
    assert_eq!(serde_json::to_value(facts).unwrap()["encoding"], "utf-8");
}

#[test]
fn a_file_without_rows_is_refused() {
    for content in
        ["", "\u{FEFF}", "\n\n", "Name,Phone", "Name,Phone\r\n", "Name\n \n\t\n", "sep=;\n", "sep=;\nName;Phone\n"]
    {
        let error = refusal(content);
        assert_eq!(error.code(), "source-no-rows", "{content:?}: {error}");
    }
}

#[test]
fn the_limits_are_exclusive_and_the_message_names_them() {
    let file = given("N\n1\n2\n \n3\n");
    let with = |max_file_size, max_rows| {
        open_with(&file, &SourceOptions { limits: Limits { max_file_size, max_rows }, ..SourceOptions::default() })
    };
    assert!(with(11, 4).is_ok());
    let error = with(11, 3).unwrap_err();
    assert_eq!(error.code(), "source-too-many-rows");
    assert!(error.to_string().contains("has 3 rows") && error.to_string().contains("fewer than 3"), "{error}");
    let error = with(10, 4).unwrap_err();
    assert_eq!(error.code(), "source-too-large");
    assert!(error.to_string().contains("10 B"), "{error}");
}

#[test]
fn what_is_no_file_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let code = |path: &Path| {
        let error = Source::open(path, &SourceOptions::default(), &NoObserver, &Cancel::default()).unwrap_err();
        (error.code(), error.to_string())
    };
    assert_eq!(code(&directory.path().join("none.csv")).0, "source-not-found");
    let (kind, message) = code(directory.path());
    assert_eq!(kind, "source-not-a-file");
    assert!(message.contains("a directory"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_pipe_or_device_is_refused_without_waiting() {
    use std::os::unix::net::UnixListener;
    let directory = tempfile::tempdir().unwrap();
    let socket = directory.path().join("socket");
    let _listener = UnixListener::bind(&socket).unwrap();
    for (path, what) in [(socket.as_path(), "a socket"), (Path::new("/dev/null"), "a device")] {
        let error = Source::open(path, &SourceOptions::default(), &NoObserver, &Cancel::default()).unwrap_err();
        assert_eq!(error.code(), "source-not-a-file");
        assert!(error.to_string().contains(what), "{error}");
    }
}

#[test]
fn other_kinds_are_refused_by_name_with_a_way_out() {
    let workbook = refusal(b"PK\x03\x04\x14\0\x06\0[Content_Types].xml\0xl/workbook.xml");
    assert_eq!(workbook.code(), "source-not-csv");
    assert!(workbook.to_string().contains("an Excel workbook (.xlsx)"), "{workbook}");
    for content in ["\u{FEFF}<!DOCTYPE html><html>", "  <html>\n", "BEGIN:VCARD\n", "[{\"a\": 1}]"] {
        assert_eq!(refusal(content).code(), "source-not-csv", "{content}");
    }
    let wide: Vec<u8> = "\u{FEFF}<html><body>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refusal(wide).code(), "source-not-csv", "also in UTF-16");
    let random: Vec<u8> = (0..=255).cycle().take(5000).collect();
    assert!(refusal(random).to_string().contains("binary data"));
}

#[test]
fn a_header_with_brackets_is_a_header() {
    assert_eq!(names(&open(&given("[Name],{Phone}\nNur,1\n"))), ["[Name]", "{Phone}"]);
}

#[test]
fn a_file_that_changes_is_not_read_to_the_end_as_if_nothing_were() {
    let file = given("Name,Phone\nNur,1\nMei,2\n");
    let overwrite = |content: &[u8]| {
        let mut writer = std::fs::OpenOptions::new().write(true).truncate(true).open(&file.path).unwrap();
        writer.write_all(content).unwrap();
    };
    let mut source = open(&file);
    for content in [
        &b"Name,Phone\nNur,1\nMei,3\n"[..],
        b"Name,Phone\nNur,1\n",
        b"Name,Phone\nNur,1\nMei,2\nBo,3\n",
        b"Name,Phone\n\"Nur,1\nMei,2\n",
        b"\"Name,Phone",
        b"",
    ] {
        overwrite(content);
        let outcome = source.batches(BatchLimits::default()).and_then(|mut batches| {
            let mut batch = Batch::default();
            while batches.next_batch(&mut batch)? {}
            Ok(())
        });
        assert_eq!(outcome.unwrap_err().code(), "source-changed", "{}", String::from_utf8_lossy(content));
    }
    overwrite(b"Name,Phone\nNur,1\nMei,2\n");
    assert_eq!(rows_of(&mut source).len(), 2, "the same bytes again are the same file");
    std::fs::remove_file(&file.path).unwrap();
    assert_eq!(rows_of(&mut source).len(), 2, "the file that was opened is read, whatever has its name");
}

#[test]
fn every_pass_gives_the_same_rows() {
    let mut source = open(&given("Name\nNur\nMei\nBo\nIda\nTom\n"));
    assert_eq!(rows_of(&mut source), rows_of(&mut source));
}

#[test]
fn a_batch_ends_at_its_limits_and_is_used_again() {
    let mut source = open(&given("Name\nNur\nMei\nBo\nIda\n"));
    let mut batches = source.batches(BatchLimits { rows: 100, bytes: 5 }).unwrap();
    let mut batch = Batch::default();
    let mut sizes = Vec::new();
    while batches.next_batch(&mut batch).unwrap() {
        sizes.push((batch.first_row(), batch.len()));
    }
    assert_eq!(sizes, [(0, 2), (2, 2)]);
    assert!(batch.is_empty() && !batches.next_batch(&mut batch).unwrap(), "the end stays the end");
    drop(batches);
    let mut batches = source.batches(BatchLimits { rows: 0, bytes: 0 }).unwrap();
    assert!(batches.next_batch(&mut batch).unwrap() && batch.len() == 1, "a batch holds at least one row");
}

#[test]
fn a_wish_to_stop_is_followed() {
    let file = given("Name\nNur\n");
    let cancel = Cancel::default();
    let mut source = Source::open(&file.path, &SourceOptions::default(), &NoObserver, &cancel).unwrap();
    cancel.request();
    assert_eq!(source.batches(BatchLimits::default()).err().unwrap().code(), "interrupted");
    let error = Source::open(&file.path, &SourceOptions::default(), &NoObserver, &cancel).unwrap_err();
    assert_eq!(error.code(), "interrupted");
}

#[test]
fn the_check_is_told_in_bytes() {
    #[derive(Default)]
    struct Told(Mutex<RefCell<Vec<Event>>>);
    impl Observer for Told {
        fn event(&self, event: Event) {
            self.0.lock().unwrap().borrow_mut().push(event);
        }
    }
    let content = "Name\n".to_owned() + &"Nur Aisyah\n".repeat(60_000);
    let told = Told::default();
    Source::open(&given(&content).path, &SourceOptions::default(), &told, &Cancel::default()).unwrap();
    let events = told.0.into_inner().unwrap().into_inner();
    let total = content.len() as u64;
    assert_eq!(events.first(), Some(&Event::Started { phase: Phase::Checking, total }));
    assert_eq!(events.last(), Some(&Event::Finished));
    assert!(events.contains(&Event::Progress { done: total }) && events.len() == 5, "{events:?}");
}

#[test]
fn an_impossible_delimiter_is_refused() {
    let file = given("Name\nNur\n");
    for delimiter in [b'"', b'\n', 0, 0xE9] {
        let error =
            open_with(&file, &SourceOptions { delimiter: Some(delimiter), ..SourceOptions::default() }).unwrap_err();
        assert_eq!(error.code(), "source-bad-delimiter");
    }
}
