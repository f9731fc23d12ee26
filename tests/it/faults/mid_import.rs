//! Lists so long that reading, looking up, deciding and writing go on at once when something comes in between. Whichever
//! of them it hits, the others must end too, and nothing may be left.

use std::fs;
use std::time::Duration;

use super::kill::{DbContent, ProcessState};
use super::resettable_env::ResettableEnv;
use crate::support::{Child, Rng, SignalSender, TestEnv, numbered, try_to_send};

const ROWS: usize = 40_000;
const IMPORT: &str = "import long.csv --purpose add-update --id phone";

fn resettable() -> ResettableEnv {
    let env = TestEnv::with_contacts(&numbered(500));
    env.write("long.csv", numbered(ROWS));
    ResettableEnv::new(env)
}

/// An import that stands still within its transaction, while it has not read its source to the end.
fn at_work(resettable: &ResettableEnv, sender: &mut SignalSender) -> Child {
    // On a busy machine one may slip through.
    for _ in 0..10 {
        if let Some(import) = caught(&resettable.env, sender) {
            return import;
        }
        resettable.restore();
    }
    panic!("no import could be held while it read");
}

fn caught(env: &TestEnv, sender: &mut SignalSender) -> Option<Child> {
    let end = env.bytes("long.csv").len();
    let mut import = env.start(IMPORT);
    while import.stop(sender) {
        let is_reading = place_in("long.csv", import.id()).is_some_and(|place| place < end);
        if ProcessState::of(env, import.id()).has_write_lock && is_reading {
            return Some(import);
        }
        import.cont(sender);
        std::thread::sleep(Duration::from_millis(1));
    }
    import.finish().done();
    None
}

/// How far a process has read a file that it has open, in bytes, as the kernel tells it.
fn place_in(name: &str, process: u32) -> Option<usize> {
    let files = fs::read_dir(format!("/proc/{process}/fd")).ok()?.flatten();
    let file = files.map(|file| file.path()).find(|file| fs::read_link(file).is_ok_and(|path| path.ends_with(name)))?;
    let number = file.file_name()?.to_string_lossy().into_owned();
    let info = fs::read_to_string(format!("/proc/{process}/fdinfo/{number}")).ok()?;
    info.lines().find_map(|line| line.strip_prefix("pos:"))?.trim().parse().ok()
}

#[test]
fn a_source_that_changes_while_it_is_imported() {
    let resettable = resettable();
    let (env, before) = (&resettable.env, DbContent::of(&resettable.env));
    let mut sender = SignalSender::stand_by();
    let whole = env.bytes("long.csv");
    let end = whole.len();
    let with = |place: usize, byte| [&whole[..place], &[byte], &whole[place + 1..]].concat();
    let shorter = whole[..end / 2 + 7].to_vec();
    let longer = [&whole[..], b"More,+60198765432\n"].concat();
    for changed in [with(end - 10, b'"'), with(end - 2, b'9'), shorter, longer] {
        let mut import = at_work(&resettable, &mut sender);
        env.write("long.csv", changed);
        import.cont(&mut sender);
        import.finish().exits(4).says("long.csv").says("changed").never_says("panic");
        assert!(DbContent::of(env) == before);
        assert_eq!(env.names(), ["long.csv"]);
        env.write("long.csv", &whole);
        resettable.restore();
    }
    env.run(IMPORT).done();
}

#[test]
fn an_import_interrupted_at_any_moment_rolls_back() {
    let resettable = resettable();
    let (env, before) = (&resettable.env, DbContent::of(&resettable.env));
    let (mut sender, mut rng, mut interrupted) = (SignalSender::stand_by(), Rng(20_261_127), 0);
    for _ in 0..8 {
        let mut import = at_work(&resettable, &mut sender);
        import.cont(&mut sender);
        std::thread::sleep(Duration::from_millis(rng.below(250) as u64));
        let sent = try_to_send("INT", import.id());
        let outcome = import.finish().never_says("panic");
        let is_before = DbContent::of(env) == before;
        assert_eq!(outcome.status, if is_before { 130 } else { 0 }, "{outcome}");
        assert_eq!(env.has("long.results.csv"), !is_before, "{outcome}");
        interrupted += usize::from(sent && is_before);
        resettable.restore();
    }
    assert!(interrupted >= 4, "only {interrupted} of 8");
}

/// Many come into an almost empty workspace: their indexes are dropped, and made anew at the end.
#[test]
fn an_import_killed_at_any_moment_rolls_back() {
    let resettable = resettable();
    let (env, before) = (&resettable.env, DbContent::of(&resettable.env));
    env.run(IMPORT).done();
    let done = DbContent::of(env);
    assert!(done.has_schema_of(&before), "the indexes are made again");
    resettable.restore();
    let (mut sender, mut rng, mut rolled_back) = (SignalSender::stand_by(), Rng(20_261_128), 0);
    for _ in 0..8 {
        let mut import = at_work(&resettable, &mut sender);
        import.cont(&mut sender);
        std::thread::sleep(Duration::from_millis(rng.below(400) as u64));
        import.kill();
        drop(import);
        let after = DbContent::of(env);
        rolled_back += usize::from(after == before);
        assert!(
            after == before || after == done,
            "it is neither as before nor as after: {:?}",
            after.differences(&done)
        );
        resettable.restore();
    }
    assert!(rolled_back >= 4, "only {rolled_back} of 8 were hit before their commit");
}

#[test]
fn an_import_that_reaches_a_quota_rolls_back() {
    let resettable = resettable();
    let (env, before) = (&resettable.env, DbContent::of(&resettable.env));
    for blocks in [800, 1_600, 3_200, 4_800] {
        let outcome = env.shell(&format!("ulimit -f {blocks}; trap '' XFSZ; contacts {IMPORT}"));
        outcome.exits(1).says_all(&["error:", "hint:"]).never_says("panic");
        assert!(DbContent::of(env) == before, "{blocks} blocks");
        assert_eq!(env.names(), ["long.csv"], "{blocks} blocks");
        resettable.restore();
    }
}
