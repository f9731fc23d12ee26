//! Killed while it forgets somebody or prunes the history, a command has changed nothing or everything; what it could not
//! finish, the next command does.

use std::fs;
use std::time::{Duration, Instant};

use super::kill::{DbContent, ProcessState};
use super::resettable_env::ResettableEnv;
use crate::support::{Rng, SignalSender, TestEnv, numbered};

const PEOPLE: usize = 12_000;
/// Number of kills of each command.
const KILLS: usize = 8;
/// What stands with one person alone.
const CANARIES: [&[u8]; 2] = [b"Kanarienvogel", b"60187700123"];

/// A workspace with a long history, in which somebody is to be forgotten.
fn resettable() -> ResettableEnv {
    let mut env = TestEnv::new();
    env.set_clock("2026-01-01T09:00:00Z");
    env.add_contacts(&(numbered(PEOPLE) + "Kanarienvogel,+60187700123\n"));
    env.write("long.csv", numbered(PEOPLE).replace("Person", "Human"));
    env.run("import long.csv --purpose update --id phone --tag fair").done();
    env.run(&format!("edit {} 'Last Name=Kanarienvogel'", PEOPLE + 1)).done();
    env.set_clock("2026-11-30T09:00:00Z");
    ResettableEnv::new(env)
}

fn has_canary(env: &TestEnv) -> bool {
    let files = fs::read_dir(env.workspace().parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    let holds = |bytes: &[u8], canary: &[u8]| bytes.windows(canary.len()).any(|part| part == canary);
    let texts: Vec<Vec<u8>> = files.map(|path| fs::read(path).unwrap()).collect();
    CANARIES.iter().any(|canary| texts.iter().any(|bytes| holds(bytes, canary)))
}

/// Kills a command within its transaction or while it rewrites the file, at most `longest` milliseconds behind its beginning. Returns whether all was as before.
#[track_caller]
fn killed_at_work(
    env: &TestEnv,
    line: &str,
    (rng, sender): (&mut Rng, &mut SignalSender),
    longest: usize,
    before: &DbContent,
) -> Option<bool> {
    let mut running = env.start(line);
    let mut is_at_work = false;
    while running.stop(sender) {
        is_at_work = ProcessState::of(env, running.id()).has_write_lock;
        if is_at_work {
            break;
        }
        running.cont(sender);
        std::thread::sleep(Duration::from_micros(500));
    }
    if !is_at_work {
        running.finish().done();
        return None;
    }
    running.cont(sender);
    std::thread::sleep(Duration::from_millis(rng.below(longest) as u64));
    let was_at_work = running.stop(sender) && ProcessState::of(env, running.id()).has_write_lock;
    running.kill();
    running.finish();
    was_at_work.then(|| DbContent::of(env) == *before)
}

#[track_caller]
fn kill_again_and_again(line: &str, is_finished: impl Fn(&TestEnv) -> bool) {
    let resettable = resettable();
    let (env, before) = (&resettable.env, DbContent::of(&resettable.env));
    let begun = Instant::now();
    env.run(line).done();
    // The lock is held for most of the run; a kill behind its end would hit nothing.
    let longest = usize::try_from(begun.elapsed().as_millis()).unwrap() * 2 / 3 + 1;
    let after = DbContent::of(env);
    assert!(before != after && is_finished(env), "{line}");
    let (mut sender, mut rng, mut hits) = (SignalSender::stand_by(), Rng(20_261_130), Vec::new());
    for _ in 0..KILLS * 3 {
        resettable.restore();
        if let Some(is_before) = killed_at_work(env, line, (&mut rng, &mut sender), longest, &before) {
            hits.push(is_before);
        }
        let found = DbContent::of(env);
        assert!(found == before || found == after, "{line}: neither before nor after: {:?}", found.differences(&after));
        // The next command that writes finishes what was begun.
        env.run("config set region MY").done();
        assert_eq!(is_finished(env), found == after, "{line}");
        env.run("doctor").says("every page and every index is as it should be");
        if hits.len() == KILLS {
            break;
        }
    }
    assert!(hits.len() >= KILLS / 2, "{line}: only {} kills hit it at work", hits.len());
}

#[test]
fn forget_killed_at_any_moment_changes_nothing_or_is_finished_by_the_next_command() {
    kill_again_and_again("forget +60187700123 --yes", |env| !has_canary(env));
}

#[test]
fn prune_killed_at_any_moment_changes_nothing_or_is_finished_by_the_next_command() {
    let is_pruned = |env: &TestEnv| env.run("history 2 --json").done().json()["pruned_by"].is_number();
    kill_again_and_again("history prune --before 30d --yes", is_pruned);
}
