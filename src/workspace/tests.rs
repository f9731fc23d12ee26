//! Tests of the workspace: migration, identity, read connections, indexes, mappings, notifications and backups.

use std::fs;
use std::io::Write;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::*;
use crate::model::{
    APPLICATION_ID, Action, Addition, Cancel, ContactId, FieldId, FileDigest, Key, Notification, NotificationStatus,
    PlannedRow, TagRefs, Timestamp,
};

const FIRST_SCHEMA: &str = include_str!("schema/migrations/0001_first_schema.sql");

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(seconds, 0).unwrap()
}

fn new_workspace(folder: &Path) -> Workspace {
    Workspace::create(&folder.join("workspace.db"), moment(1_700_000_000)).unwrap()
}

/// A workspace as version 1 left it: one contact, revision 7.
fn first_version(path: &Path) {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let old = Connection::open_with_flags(path, flags).unwrap();
    old.execute_batch(FIRST_SCHEMA).unwrap();
    old.execute_batch(
        "INSERT INTO workspace (id, revision, created_at) VALUES (1, 7, 1700000000);
         INSERT INTO contacts (first_name, phone, created_at, updated_at, created_by)
         VALUES ('Nur', '+60189988776', 1700000000, 1700000000, 1);",
    )
    .unwrap();
    old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    old.close().unwrap();
}

#[test]
fn a_workspace_of_the_first_version_is_migrated_and_a_copy_of_it_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("workspace.db");
    first_version(&path);
    let workspace = Workspace::open(&path).unwrap();
    let snapshot = workspace.snapshot().unwrap();
    assert_eq!(snapshot.revision().unwrap(), 7);
    let identity = snapshot.identity().unwrap();
    assert!(identity.id.len() == 32 && identity.id.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')), "{identity:?}");
    let name: String =
        snapshot.sql(|db| db.query_row("SELECT first_name FROM contacts", [], |row| row.get(0))).unwrap();
    assert_eq!(name, "Nur");
    let created: i64 =
        snapshot.sql(|db| db.query_row("SELECT created_at FROM workspace", [], |row| row.get(0))).unwrap();
    assert_eq!(created, 1_700_000_000);
    drop(snapshot);

    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let copy = Connection::open_with_flags(dir.path().join("workspace.db.v1.backup"), flags).unwrap();
    let version: i64 = copy.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let contacts: i64 = copy.query_row("SELECT count(*) FROM contacts", [], |row| row.get(0)).unwrap();
    assert_eq!((version, contacts), (1, 1));

    drop(workspace);
    assert_eq!(Workspace::open(&path).unwrap().snapshot().unwrap().identity().unwrap(), identity);
}

#[test]
fn a_workspace_is_known_where_it_is_moved_and_from_every_other() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let workspace = new_workspace(dir.path());
    let identity = workspace.snapshot().unwrap().identity().unwrap();
    assert_ne!(identity.key, [0; 32]);
    drop(workspace);
    let moved = dir.path().join("moved.db");
    fs::rename(dir.path().join("workspace.db"), &moved).unwrap();
    assert_eq!(Workspace::open(&moved).unwrap().snapshot().unwrap().identity().unwrap(), identity);
    let stranger = new_workspace(other.path()).snapshot().unwrap().identity().unwrap();
    assert!(stranger.id != identity.id && stranger.key != identity.key);
}

#[test]
fn a_second_reader_sees_the_state_of_its_snapshot_or_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let workspace = new_workspace(dir.path());
    let other = Workspace::open(workspace.path()).unwrap();
    let commit = || other.change().unwrap().commit().unwrap();

    let snapshot = workspace.snapshot().unwrap();
    let reader = snapshot.second_reader().unwrap().unwrap();
    commit();
    let revision = snapshot.revision().unwrap();
    assert_eq!(reader.snapshot().revision().unwrap(), revision, "what others commit does not show in a twin");
    assert!(snapshot.second_reader().unwrap().is_none(), "nobody can go back to a state that is past");
    drop(snapshot);

    let change = workspace.change().unwrap();
    change.sql(|db| db.execute("UPDATE workspace SET created_at = 7", [])).unwrap();
    let reader = change.second_reader().unwrap().unwrap();
    let created: i64 =
        reader.snapshot().sql(|db| db.query_row("SELECT created_at FROM workspace", [], |row| row.get(0))).unwrap();
    assert_eq!((reader.snapshot().revision().unwrap(), created), (revision + 1, 1_700_000_000));

    let in_memory = Workspace::in_memory(moment(1_700_000_000)).unwrap();
    assert!(in_memory.snapshot().unwrap().second_reader().unwrap().is_none());
}

/// The indexes of contacts, by name.
fn indexes(change: &WriteTransaction<'_>) -> Vec<(String, String)> {
    const SQL: &str =
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'contacts' ORDER BY name";
    change.sql(|db| db.prepare(SQL)?.query_map([], |row| row.try_into())?.collect()).unwrap()
}

#[test]
fn very_many_contacts_come_without_indexes_and_have_them_all_afterwards() {
    let workspace = Workspace::in_memory(moment(1_700_000_000)).unwrap();
    let change = workspace.change().unwrap();
    let (before, mut tags) = (indexes(&change), change.tags().unwrap());
    assert_eq!(before.len(), 2, "{before:?}");
    let mut writer = change.writer(1, moment(1_700_000_000)).unwrap().with_expected_rows(20_000);
    for batch in 0..20 {
        let rows = (batch * 1_000..(batch + 1) * 1_000).map(|n: u64| {
            let values =
                vec![(FieldId::PHONE, format!("+6012{n:07}").into()), (FieldId::EMAIL, format!("{n}@x.com").into())];
            let action = Action::Add(Addition { values, ..Addition::default() });
            PlannedRow { line: n + 2, action, matched_by: None, issues: Vec::new() }
        });
        writer.write(rows.collect(), &mut tags).unwrap();
    }
    assert!(indexes(&change).is_empty(), "they are dropped meanwhile");
    writer.flush(&mut tags).unwrap();
    assert_eq!(writer.added_ids(), Some((1, 20_000)));
    assert_eq!(indexes(&change), before);
    let check: String = change.sql(|db| db.query_row("PRAGMA integrity_check", [], |row| row.get(0))).unwrap();
    assert_eq!(check, "ok");
    let hits = change.finder().unwrap().hits(&Key::Phone("+60120012345".into())).unwrap();
    assert_eq!(hits.ids(), [ContactId(12_346)]);
}

#[test]
fn contacts_added_in_many_batches_have_ids_values_and_tags_in_the_order_of_their_rows() {
    let workspace = Workspace::in_memory(moment(1_700_000_000)).unwrap();
    let change = workspace.change().unwrap();
    let mut tags = change.tags().unwrap();
    let (odd, even) = (tags.interner.intern("odd"), tags.interner.intern("even"));
    let field = FieldId(101);
    let mut writer = change.writer(1, moment(1_700_000_000)).unwrap();
    let rows_in_all = 40_000;
    for batch in 0..rows_in_all / 1_000 {
        let rows = (batch * 1_000 + 1..=(batch + 1) * 1_000).map(|n: u64| {
            // Addresses descend while IDs ascend, and every seventh row has none.
            let email = format!("ann.tan.{:05}@example.com", rows_in_all - n);
            let mut values = vec![(FieldId::EMAIL, email.into()), (field, format!("c{n}").into())];
            values.retain(|(field, _)| !n.is_multiple_of(7) || *field != FieldId::EMAIL);
            let tags = TagRefs::from_slice(&[if n.is_multiple_of(2) { even } else { odd }]);
            let action = Action::Add(Addition { values, tags, near: None });
            PlannedRow { line: n, action, matched_by: None, issues: Vec::new() }
        });
        writer.write(rows.collect(), &mut tags).unwrap();
    }
    writer.flush(&mut tags).unwrap();
    assert_eq!(writer.added_ids(), Some((1, 40_000)));
    let count = |sql| change.sql(|db| db.query_row(sql, [], |row| row.get::<_, i64>(0))).unwrap();
    assert_eq!(count("SELECT count(*) FROM contacts WHERE created_line = id"), 40_000);
    assert_eq!(count("SELECT count(*) FROM contacts WHERE email LIKE printf('%%.%05d@%%', 40000 - id)"), 34_286);
    assert_eq!(count("SELECT count(*) FROM contacts WHERE email IS NULL AND id % 7 = 0"), 5_714);
    assert_eq!(count("SELECT count(*) FROM contact_values WHERE value = 'c' || contact_id"), 40_000);
    assert_eq!(
        count(
            "SELECT count(*) FROM contact_tags JOIN tags ON tags.id = tag_id
                      WHERE name = CASE contact_id % 2 WHEN 0 THEN 'even' ELSE 'odd' END"
        ),
        40_000
    );
    assert_eq!(count("SELECT seq FROM sqlite_sequence WHERE name = 'contacts'"), 40_000);
}

fn stored(name: &str, body: &str) -> StoredMapping {
    StoredMapping { name: name.to_owned(), body: body.to_owned(), saved_at: moment(1_700_000_001) }
}

#[test]
fn a_mapping_is_found_without_regard_to_case_and_replaced_under_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let workspace = new_workspace(dir.path());
    let change = workspace.change().unwrap();
    change.save_mapping(&stored("Wöchentlich", "a")).unwrap();
    change.save_mapping(&stored("Ärzte", "b")).unwrap();
    change.save_mapping(&stored("WÖCHENTLICH", "c")).unwrap();
    change.commit().unwrap();
    let snapshot = workspace.snapshot().unwrap();
    assert_eq!(snapshot.mapping(" wöchentlich ").unwrap(), Some(stored("WÖCHENTLICH", "c")));
    assert_eq!(snapshot.mapping("weekly").unwrap(), None);
    assert_eq!(snapshot.mappings().unwrap(), [stored("WÖCHENTLICH", "c"), stored("Ärzte", "b")]);
}

#[test]
fn a_mapping_is_renamed_unless_another_has_the_name() {
    let dir = tempfile::tempdir().unwrap();
    let workspace = new_workspace(dir.path());
    let change = workspace.change().unwrap();
    change.save_mapping(&stored("Weekly", "a")).unwrap();
    change.save_mapping(&stored("Daily", "b")).unwrap();
    assert_eq!(change.rename_mapping("weekly", "DAILY", "x").unwrap(), RenameResult::Taken);
    assert_eq!(change.rename_mapping("yearly", "Monthly", "x").unwrap(), RenameResult::Missing);
    assert_eq!(change.rename_mapping("weekly", "WEEKLY", "c").unwrap(), RenameResult::Done);
    assert_eq!(change.rename_mapping("Daily", "Monthly", "d").unwrap(), RenameResult::Done);
    assert_eq!(change.mappings().unwrap(), [stored("Monthly", "d"), stored("WEEKLY", "c")]);
    assert!(change.delete_mapping("MONTHLY").unwrap());
    assert!(!change.delete_mapping("MONTHLY").unwrap());
    assert_eq!(change.mappings().unwrap(), [stored("WEEKLY", "c")]);
}

#[test]
fn the_errors_file_of_a_review_is_remembered_and_the_revision_stays() {
    let dir = tempfile::tempdir().unwrap();
    let workspace = new_workspace(dir.path());
    let before = workspace.snapshot().unwrap().revision().unwrap();
    let path = dir.path().join("leads.errors.csv");
    let written = FileDigest { size: 3, digest: "abc".to_owned() };
    workspace.change().unwrap().record_review_errors_file(&path, Some(&written)).unwrap();
    let snapshot = workspace.snapshot().unwrap();
    assert_eq!(snapshot.output_file(&path).unwrap(), Some(written));
    assert_eq!(snapshot.revision().unwrap(), before);
    drop(snapshot);
    workspace.change().unwrap().record_review_errors_file(&path, None).unwrap();
    assert_eq!(workspace.snapshot().unwrap().output_file(&path).unwrap(), None);
}

fn failure(source: &str) -> Notification {
    Notification {
        created_at: moment(1_700_000_002),
        status: NotificationStatus::Failed,
        source: source.to_owned(),
        import_id: None,
        code: Some("source-not-found".to_owned()),
        message: format!("'{source}' does not exist"),
        counts: None,
        exit_code: Some(4),
    }
}

#[test]
fn notifications_that_wait_are_taken_in_once() {
    let dir = tempfile::tempdir().unwrap();
    let workspace = new_workspace(dir.path());
    let spool = dir.path().join("workspace.db-notifications.jsonl");
    workspace.spool_notification(&failure("a.csv")).unwrap();
    workspace.spool_notification(&failure("b.csv")).unwrap();
    let waiting = fs::read(&spool).unwrap();
    assert_eq!(workspace.spooled_count(), 2);
    workspace.import_spooled_notifications().unwrap();
    assert_eq!(workspace.spooled_count(), 0);

    // As after two crashes of the machine: before the file was emptied, and while a line was written.
    fs::OpenOptions::new().append(true).open(&spool).unwrap().write_all(&waiting).unwrap();
    fs::OpenOptions::new().append(true).open(&spool).unwrap().write_all(&waiting[..30]).unwrap();
    workspace.import_spooled_notifications().unwrap();
    let kept = workspace.snapshot().unwrap().notifications(false).unwrap();
    let kept: Vec<_> = kept.into_iter().map(|stored| stored.notification).collect();
    assert_eq!(kept, [failure("b.csv"), failure("a.csv")]);
}

#[test]
fn notifications_that_wait_do_not_fill_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let workspace = new_workspace(dir.path());
    let spool = dir.path().join("workspace.db-notifications.jsonl");
    workspace.spool_notification(&failure("a.csv")).unwrap();
    fs::OpenOptions::new().write(true).open(&spool).unwrap().set_len(1024 * 1024).unwrap();
    assert!(workspace.spool_notification(&failure("b.csv")).is_err());
    workspace.import_spooled_notifications().unwrap();
    workspace.spool_notification(&failure("b.csv")).unwrap();
}

#[test]
fn a_backup_that_is_stopped_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let workspace = new_workspace(dir.path());
    let elsewhere = tempfile::tempdir().unwrap();
    let (copy, cancel) = (elsewhere.path().join("copy.db"), Cancel::default());
    cancel.request();
    assert_eq!(workspace.backup(&copy, &cancel).unwrap(), BackupResult::Stopped);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    let BackupResult::Done { size } = workspace.backup(&copy, &Cancel::default()).unwrap() else {
        panic!("it is not done")
    };
    assert_eq!(fs::metadata(&copy).unwrap().len(), size);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
}

#[test]
fn a_new_workspace_whose_log_is_kept_in_use_gets_no_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("workspace.db");
    let mut reader = None;
    let made =
        Workspace::create_filled(&path, moment(0), WorkspaceOwner::Creator, |new| -> Result<(), WorkspaceError> {
            let connection = Connection::open_with_flags(new.path(), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
            connection.execute_batch("BEGIN; SELECT count(*) FROM contacts").unwrap();
            reader = Some(connection);
            new.connection.busy_timeout(std::time::Duration::ZERO).unwrap();
            let change = new.change()?;
            change.request_cleanup()?;
            change.commit()
        });
    assert!(matches!(made, Err(WorkspaceError::Busy { .. })), "{made:?}");
    drop(reader);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}
