//! The library's door, in process: an import, its review, commit and undo, with lock and guards.

use std::fs;
use std::path::PathBuf;

use contacts::import::{Guards, ImportError};
use contacts::model::{
    Field, FieldDefinition, FieldId, FieldKind, Identifier, JobSettings, Purpose, Threshold, Timestamp,
};
use contacts::ops::history::HistoryError;
use contacts::ops::saved_mappings::StoredMappingError;
use contacts::ops::{ImportSpec, OpsError};
use contacts::workspace::{EntryKind, JobLock, LockHolder, UndoRefusal, Workspace};
use tempfile::TempDir;

const LIST: &str = "First Name,Mobile,Email\nAnn,+60123000001,ann@example.com\nBob,+60123000002,bob@example.com\n";

/// A folder with a workspace and a list.
struct Fixture {
    folder: TempDir,
    workspace: Workspace,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("leads.csv"), LIST).unwrap();
        let workspace = Workspace::open_or_create(&folder.path().join("workspace.db")).unwrap();
        Self { folder, workspace }
    }

    fn list(&self) -> PathBuf {
        self.folder.path().join("leads.csv")
    }

    fn contacts(&self) -> u64 {
        let snapshot = self.workspace.snapshot().unwrap();
        let mut count = 0;
        let tags = snapshot.tags().unwrap();
        let mut count_one = |_| {
            count += 1;
            Ok::<_, contacts::workspace::WorkspaceError>(())
        };
        snapshot.each_contact(&contacts::model::Listing::default(), &tags, &mut count_one).unwrap();
        count
    }
}

fn spec() -> ImportSpec {
    ImportSpec::new(Purpose::AddUpdate).identify_by(Identifier::Phone).map("Mobile", "Phone Number").tag("fair")
}

#[test]
fn a_review_writes_nothing_and_a_commit_does_what_it_said_until_it_is_undone() {
    let fixture = Fixture::new();
    let mut import = fixture.workspace.import(fixture.list(), spec()).unwrap();
    let review = import.review().unwrap();
    assert_eq!((review.tally.counts.imported, fixture.contacts()), (2, 0));
    let outcome = import.commit(&Guards::default()).unwrap();
    assert_eq!((outcome.tally, fixture.contacts()), (review.tally, 2));
    assert!(outcome.results_file.exists());
    let report = fixture.workspace.undo(outcome.import_id).unwrap();
    assert_eq!((report.removed, fixture.contacts()), (2, 0));
    let refused = fixture.workspace.undo(outcome.import_id).unwrap_err();
    let OpsError::History(HistoryError::UndoRefused { refusal, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(refusal, UndoRefusal::UndoneAlready(report.id));
}

#[test]
fn a_guard_that_is_exceeded_refuses_the_import_and_nothing_changes() {
    let fixture = Fixture::new();
    let import = fixture.workspace.import(fixture.list(), spec()).unwrap();
    let guards = Guards { max_new: Some("1".parse::<Threshold>().unwrap()), ..Guards::default() };
    let refused = import.commit(&guards).unwrap_err();
    assert!(matches!(refused, OpsError::Import(ImportError::Guard(_))), "{refused:?}");
    assert_eq!(fixture.contacts(), 0);
    assert!(!fixture.folder.path().join("leads.results.csv").exists());
}

#[test]
fn what_a_job_file_says_counts_as_it_does_for_the_command() {
    let fixture = Fixture::new();
    let out = fixture.folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let field = |name: &str| FieldDefinition { name: name.to_owned(), kind: FieldKind::Text };
    let mut job = spec().map("Email", "Second address");
    job.job = JobSettings {
        output_dir: Some(out.display().to_string()),
        fields: vec![field("Second address"), field("Plan")],
        guards: Guards { max_new: Some("1".parse::<Threshold>().unwrap()), ..Guards::default() },
    };
    job.choices.save = Some("crm".to_owned());
    let prepare = || fixture.workspace.import(fixture.list(), job.clone());
    let refused = prepare().unwrap().commit(&Guards::default()).unwrap_err();
    assert!(matches!(refused, OpsError::Import(ImportError::Guard(_))), "{refused:?}");

    let two = Guards { max_new: Some("2".parse::<Threshold>().unwrap()), ..Guards::default() };
    assert!(prepare().unwrap().commit(&two).unwrap().results_file.starts_with(&out));
    let snapshot = fixture.workspace.snapshot().unwrap();
    let fields = snapshot.fields().unwrap();
    assert!(fields.by_name("Second address").is_some() && fields.by_name("Plan").is_none());
    assert!(snapshot.mapping("crm").unwrap().is_some());
    drop(snapshot);
    assert!(matches!(prepare().err().unwrap(), OpsError::StoredMapping(StoredMappingError::Exists { .. })));
}

#[test]
fn a_commit_is_refused_while_another_import_holds_the_workspace() {
    let fixture = Fixture::new();
    let holder = LockHolder {
        pid: std::process::id(),
        source: "other.csv".to_owned(),
        started_at: Timestamp::UNIX_EPOCH,
        after: None,
        progress: None,
    };
    let lock = JobLock::try_take(fixture.workspace.path(), &holder).unwrap().unwrap();
    let import = fixture.workspace.import(fixture.list(), spec()).unwrap();
    let refused = import.commit(&Guards::default()).unwrap_err();
    assert!(matches!(&refused, OpsError::ImportRunning { holder: Some(other) } if *other == holder), "{refused:?}");
    drop(lock);
    fixture.workspace.import(fixture.list(), spec()).unwrap().commit(&Guards::default()).unwrap();
    assert_eq!(fixture.contacts(), 2);
}

#[test]
fn a_commit_is_refused_when_a_mapped_field_was_removed_meanwhile() {
    let fixture = Fixture::new();
    let level = Field { id: FieldId::FIRST_CUSTOM, name: "Level".to_owned(), kind: FieldKind::Text };
    let change = fixture.workspace.change().unwrap();
    assert!(change.add_field(&level).unwrap());
    change.commit().unwrap();
    let import = fixture.workspace.import(fixture.list(), spec().map("Email", "Level")).unwrap();
    let change = fixture.workspace.change().unwrap();
    let entry = change.begin_entry(EntryKind::Fields, "removed it", Timestamp::UNIX_EPOCH).unwrap();
    change.remove_field(entry, level.id).unwrap();
    change.commit().unwrap();
    let refused = import.commit(&Guards::default()).unwrap_err();
    assert!(
        matches!(&refused, OpsError::Import(ImportError::FieldChanged { field }) if *field == level.name),
        "{refused:?}"
    );
    assert_eq!(fixture.contacts(), 0);
    assert!(!fixture.folder.path().join("leads.results.csv").exists());
}

#[test]
fn an_import_that_its_purpose_forbids_is_refused_before_it_is_reviewed() {
    let fixture = Fixture::new();
    let without_phone = ImportSpec::new(Purpose::AddUpdate).identify_by(Identifier::Phone);
    let refused = fixture.workspace.import(fixture.list(), without_phone).err().unwrap();
    assert!(matches!(refused, OpsError::Mapping(_)), "{refused:?}");
    let missing = fixture.workspace.import(fixture.folder.path().join("nowhere.csv"), spec()).err().unwrap();
    assert!(matches!(missing, OpsError::Source(_)), "{missing:?}");
}
