//! Tests of the lock: one import at a time, however many processes look.

use super::*;
use crate::model::{Event, FixedClock, Observer, Phase, Timestamp};
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

fn job() -> LockHolder {
    LockHolder { pid: 7, source: "leads.csv".into(), started_at: Timestamp::UNIX_EPOCH, after: None, progress: None }
}

/// A path without a workspace: the lock does not need one.
fn workspace() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.db");
    (folder, path)
}

#[test]
fn a_second_process_learns_the_holder_and_gets_the_lock_afterwards() {
    let (_folder, workspace) = workspace();
    let first = JobLock::try_take(&workspace, &job()).unwrap().unwrap();
    assert_eq!(JobLock::try_take(&workspace, &job()).unwrap().unwrap_err(), Some(job()));
    let waited = JobLock::wait(&workspace, &job(), LockTimeout::AtMost(Duration::ZERO), |_| true).unwrap();
    assert_eq!(waited.unwrap_err(), Some(job()));
    drop(first);
    assert!(JobLock::try_take(&workspace, &job()).unwrap().is_ok());
}

#[test]
fn a_reader_sees_the_import_and_its_progress() {
    let (folder, workspace) = workspace();
    assert_eq!(JobLock::status(&workspace).unwrap(), LockState::Free);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "looking makes no file");

    let lock = JobLock::try_take(&workspace, &job()).unwrap().unwrap();
    assert_eq!(JobLock::status(&workspace).unwrap(), LockState::Held(Some(job())));
    let clock = FixedClock(Timestamp::UNIX_EPOCH);
    lock.reporter(&clock).event(Event::Started { phase: Phase::Checking, total: 9 });
    let LockState::Held(Some(seen)) = JobLock::status(&workspace).unwrap() else { panic!("an import holds the lock") };
    assert_eq!(seen.progress.map(|progress| (progress.phase, progress.total)), Some((Phase::Checking, 9)));

    drop(lock);
    assert_eq!(JobLock::status(&workspace).unwrap(), LockState::Free);
}

#[test]
fn a_child_that_has_inherited_the_file_does_not_keep_the_lock() {
    let (_folder, workspace) = workspace();
    let lock = JobLock::try_take(&workspace, &job()).unwrap().unwrap();
    let inherited = lock.file.try_clone().unwrap();
    drop(lock);
    assert_eq!(JobLock::status(&workspace).unwrap(), LockState::Free);
    assert!(JobLock::try_take(&workspace, &job()).unwrap().is_ok());
    drop(inherited);
}

#[test]
fn a_holder_that_says_nothing_is_seen_all_the_same() {
    let (_folder, workspace) = workspace();
    let file = companion(&lock_path(&workspace), &workspace).open_or_create().unwrap();
    file.lock().unwrap();
    assert_eq!(JobLock::status(&workspace).unwrap(), LockState::Held(None));
    assert!(JobLock::try_take(&workspace, &job()).unwrap().is_err());
}

#[test]
fn a_document_that_has_the_name_of_the_lock_is_locked_and_left_as_it_is() {
    let (_folder, workspace) = workspace();
    let mut document = companion(&lock_path(&workspace), &workspace).open_or_create().unwrap();
    document.write_all(b"somebody's document").unwrap();
    let lock = JobLock::try_take(&workspace, &job()).unwrap().unwrap();
    assert_eq!(JobLock::try_take(&workspace, &job()).unwrap().unwrap_err(), None);
    let clock = FixedClock(Timestamp::UNIX_EPOCH);
    lock.reporter(&clock).event(Event::Started { phase: Phase::Checking, total: 9 });
    drop(lock);
    assert_eq!(std::fs::read_to_string(lock_path(&workspace)).unwrap(), "somebody's document");
}

#[test]
fn nobody_who_looks_turns_an_import_away() {
    let (_folder, workspace) = workspace();
    let is_over = AtomicBool::new(false);
    let looks = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    JobLock::status(&workspace).unwrap();
                    looks.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let (mut tries, mut turned_away) = (0, 0);
        while tries < 300 || looks.load(Ordering::Relaxed) < 300 {
            turned_away += usize::from(JobLock::try_take(&workspace, &job()).unwrap().is_err());
            tries += 1;
        }
        is_over.store(true, Ordering::Relaxed);
        assert_eq!(turned_away, 0);
    });
}

#[test]
fn readers_never_let_two_imports_run_at_once() {
    let (_folder, workspace) = workspace();
    let (holders, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..200 {
                    JobLock::status(&workspace).unwrap();
                    if let Ok(_lock) = JobLock::try_take(&workspace, &job()).unwrap() {
                        assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
                        taken.fetch_add(1, Ordering::SeqCst);
                        thread::yield_now();
                        holders.fetch_sub(1, Ordering::SeqCst);
                    }
                }
            });
        }
    });
    assert!(taken.load(Ordering::SeqCst) > 0);
}

#[test]
fn a_job_read_during_a_write_is_whole() {
    let (_folder, workspace) = workspace();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let first = LockHolder { source: "x".to_owned(), ..job() };
        let lock = JobLock::try_take(&workspace, &first).unwrap().unwrap();
        let reader = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                let LockState::Held(Some(seen)) = JobLock::status(&workspace).unwrap() else { panic!("it is held") };
                assert!(seen.source.chars().all(|c| c == 'x'), "{seen:?}");
            }
        });
        for length in (1..200).cycle().take(5_000) {
            job::write(&lock.file, &LockHolder { source: "x".repeat(length), ..job() }).unwrap();
        }
        is_over.store(true, Ordering::Relaxed);
        reader.join().unwrap();
    });
}
