//! The advice of each error, word by word.
#![allow(clippy::disallowed_methods, reason = "files as users have them")]

use std::path::{Path, PathBuf};

use super::Hint;
use crate::mapping::{MappingError, UnmappedField, column_option};
use crate::model::{Cancel, FieldId, Identifiers, NoObserver, OutputKind, Purpose, Target, Timestamp};
use crate::ops::ImportSpec;
use crate::report::check_replaceable;
use crate::session::{ImportRef, SessionError, UploadedFor};
use crate::source::{Limits, Source, SourceError, SourceOptions};

/// Why a source with this content is refused.
fn refusal(content: impl AsRef<[u8]>, limits: Limits) -> SourceError {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leads.csv");
    std::fs::write(&path, content).unwrap();
    let options = SourceOptions { limits, ..SourceOptions::default() };
    Source::open(&path, &options, &NoObserver, &Cancel::default()).unwrap_err()
}

fn hint_of_source(content: impl AsRef<[u8]>) -> String {
    refusal(content, Limits::default()).hint().unwrap()
}

#[test]
fn a_source_that_is_refused_is_told_with_what_to_do() {
    assert!(hint_of_source("Name,Note\n\"Mei,2\nBo,\"x\"\n").contains("twice"));
    assert!(hint_of_source("\"Name,Phone\"\n\"Nur,1\"\n").contains("quotes at both ends"));
    assert!(hint_of_source(b"PK\x03\x04\x14\0\x06\0[Content_Types].xml\0xl/workbook.xml").contains("CSV UTF-8"));
    assert!(hint_of_source(b"Name\nJos\xE9\n").contains("--encoding windows-1252"));
}

#[test]
fn a_limit_that_is_exceeded_is_told_with_the_command_that_raises_it() {
    let hint = |max_file_size, max_rows| refusal("N\n1\n2\n \n3\n", Limits { max_file_size, max_rows }).hint().unwrap();
    assert!(hint(11, 3).contains("contacts config set max-rows 4"));
    assert!(hint(10, 4).contains("contacts config set max-file-size 1MB"));
}

#[test]
fn a_file_that_may_not_be_replaced_is_told_with_the_way_around_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("leads.results.csv");
    std::fs::write(&path, "Name\n").unwrap();
    let error = check_replaceable(&path, OutputKind::Results, &[]).unwrap_err();
    assert!(error.hint().unwrap().contains("--output-dir"));
}

fn session_hint(error: &SessionError) -> String {
    error.hint().unwrap()
}

fn uploaded_for(purpose: Purpose, identifiers: &str) -> Box<UploadedFor> {
    let recipe = ImportSpec::new(purpose).identify_by(Identifiers::parse(identifiers)).recipe;
    Box::new(UploadedFor { recipe, columns: Vec::new(), left_out: Vec::new(), planned_fields: Vec::new() })
}

#[test]
fn a_session_that_cannot_go_on_is_told_with_the_step_that_comes_next() {
    let source = |name: &str| PathBuf::from(name);
    let cases = [
        (SessionError::Missing { source_path: source("gone.csv") }, "see which imports are prepared: contacts status"),
        (
            SessionError::MappingChanged { source_path: source("leads.csv") },
            "review it with: contacts review leads.csv",
        ),
        (SessionError::NotMapped { source_path: source("-leads.csv") }, "map them with: contacts map ./-leads.csv"),
        (
            SessionError::NotReviewed { source_path: source("-leads.csv") },
            "review it with: contacts review ./-leads.csv",
        ),
        (
            SessionError::Cancelled {
                source_path: source("my leads.csv"),
                at: Timestamp::UNIX_EPOCH,
                uploaded_for: uploaded_for(Purpose::Update, "CRM ID,email"),
            },
            "upload it with: contacts upload 'my leads.csv' --purpose update --id 'CRM ID,email'",
        ),
        (
            SessionError::NotUploaded {
                source_path: source("leads.csv"),
                uploaded_for: uploaded_for(Purpose::AddUpdate, ""),
            },
            "upload it with: contacts upload leads.csv --purpose add-update --id phone",
        ),
    ];
    for (error, expected) in cases {
        assert_eq!(session_hint(&error), expected);
    }
    let import = ImportRef { id: 12, at: Timestamp::UNIX_EPOCH };
    let uploaded_for = uploaded_for(Purpose::AddAll, "");
    let finished = session_hint(&SessionError::Finished { source_path: source("leads.csv"), import, uploaded_for });
    assert_eq!(
        finished,
        "see what came of it with: contacts history 12; to import it again: contacts upload leads.csv --purpose add-all"
    );
}

#[test]
fn a_manifest_that_is_refused_is_told_with_the_command_that_moves_it_away() {
    let path = Path::new("leads.csv.import.json").to_owned();
    let hint = session_hint(&SessionError::Tampered { path });
    assert!(hint.contains("mv ") && hint.contains("leads.csv.import.json.old"), "{hint}");
}

#[test]
fn a_hostile_workspace_path_is_not_offered_for_pasting() {
    let hint = |workspace: &str| {
        session_hint(&SessionError::OtherWorkspace {
            path: "leads.csv.import.json".into(),
            workspace: workspace.to_owned(),
        })
    };
    assert!(
        hint("/home/ana/contacts/workspace.db")
            .starts_with("name that workspace with: -w /home/ana/contacts/workspace.db;")
    );
    assert!(hint("/tmp/$(rm -r x)").starts_with("name that workspace with: -w '/tmp/$(rm -r x)';"));
    assert!(hint("/tmp/\u{1b}[2Jx\n").starts_with("name that workspace with: -w PATH;"));
}

#[test]
fn a_field_without_a_column_is_told_with_the_options_to_paste() {
    let missing = |target, field: &str, free: &[&str]| {
        let options = free.iter().map(|name| column_option(name, field, None)).collect();
        UnmappedField { target, field: field.to_owned(), reason: "which is the identifier", options }
    };
    let hint = |fields: &[UnmappedField]| MappingError::Missing(fields.to_vec()).hint().unwrap();
    let phone = Target::Field(FieldId::PHONE);
    assert_eq!(
        hint(&[missing(phone, "Phone Number", &["#2", "#3"])]),
        "add one of: --map '#2=Phone Number'  --map '#3=Phone Number'"
    );
    assert_eq!(
        hint(&[missing(phone, "Phone Number", &["Mobile", "Cell Phone"])]),
        "add one of: --map 'Mobile=Phone Number'  --map 'Cell Phone=Phone Number'"
    );
    let no_name = missing(Target::Field(FieldId::FIRST_NAME), "First Name", &[]);
    assert_eq!(
        hint(&[missing(phone, "Phone Number", &["Mobile"]), no_name.clone()]),
        "for Phone Number: add one of: --map 'Mobile=Phone Number'; for First Name: the source has no column for First \
         Name; to give everybody the same: --set 'First Name=Unknown'"
    );
    let first_name = hint(&[no_name]);
    assert!(first_name.ends_with("to give everybody the same: --set 'First Name=Unknown'"), "{first_name}");
}
