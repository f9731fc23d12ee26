//! Kills a command again and again, at moments inside the window in which it writes, and checks what is left.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::time::Duration;

use super::post_crash::{DbContent, people};
use super::process_state::{ProcessState, with_suffix};
use crate::faults::beside;
use crate::faults::resettable_env::ResettableEnv;
use crate::support::{CommandOutput, Rng, SignalSender, TestEnv};

/// Maximum time in microseconds that the command runs between two looks at its state.
const SLICE: usize = 500;

/// Maximum number of runs per kill, as the command may end before it is killed.
const TRIES: usize = 4;
/// The phases take turns.
const TURNS: [Phase; 6] = [Phase::Work, Phase::Commit, Phase::Work, Phase::Commit, Phase::Work, Phase::Life];

/// A command that is killed.
pub(super) struct CommandUnderTest {
    pub(super) name: &'static str,
    /// Brings the environment into the state in which the command begins.
    pub(super) setup: fn(&TestEnv),
    pub(super) line: String,
    /// What it says when it is done, and not before.
    pub(super) boast: &'static str,
    /// Whether it was at work when it was seen so; told besides whether the workspace was found as before.
    pub(super) is_at_work: fn(&ProcessState, bool) -> bool,
    /// The files that it makes in the working directory.
    pub(super) outputs: &'static [&'static str],
    /// The files that it leaves beside the workspace.
    pub(super) leaves: &'static [&'static str],
}

/// The part of the command's life in which it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// Wherever, also before its work and after it.
    Life,
    /// While it is at work.
    Work,
    /// While it writes what it commits: the most delicate moments, which are few.
    Commit,
}

/// What came of the kills.
#[derive(Default)]
pub(super) struct KillCounts {
    pub(super) kills: usize,
    /// Number of kills that hit the command at work, not before and not after.
    pub(super) hits: usize,
    /// Number of kills that were aimed at the command while it wrote what it commits.
    pub(super) commits: usize,
    /// Number of kills that left the workspace as before.
    before: usize,
}

/// A test that kills one command again and again in one environment.
pub(super) struct CrashTest<'v> {
    command: &'v CommandUnderTest,
    resettable: ResettableEnv,
    before: DbContent,
    after: DbContent,
    outputs: BTreeMap<&'static str, Vec<u8>>,
    /// Number of looks that each phase takes.
    spans: BTreeMap<Phase, usize>,
    killer: Killer,
}

impl<'v> CrashTest<'v> {
    /// Sets up an environment and lets the command do its work once undisturbed, to know how that ends and how long it
    /// takes.
    #[track_caller]
    pub(super) fn begin(command: &'v CommandUnderTest) -> Self {
        let env = TestEnv::new();
        (command.setup)(&env);
        env.write("next.csv", "First Name,Phone Number\nNext,+60198765432\n");
        let before = DbContent::of(&env);
        let resettable = ResettableEnv::new(env);
        let env = &resettable.env;
        let mut killer = Killer { rng: Rng(20_261_122), sender: SignalSender::stand_by() };
        let mut spans = BTreeMap::from([Phase::Life, Phase::Work, Phase::Commit].map(|phase| (phase, 1)));
        let (_, outcome) = killer.watch(env, command, |phases| {
            for phase in phases {
                *spans.entry(*phase).or_default() += 1;
            }
            false
        });
        outcome.says(command.boast);
        let after = DbContent::of(env);
        assert!(before != after, "'{}' changes nothing", command.line);
        let outputs = command.outputs.iter().map(|name| (*name, env.bytes(name))).collect();
        Self { command, resettable, before, after, outputs, spans, killer }
    }

    #[track_caller]
    pub(super) fn kill(mut self, kills: usize) -> KillCounts {
        let mut counts = KillCounts::default();
        let mut tries = TURNS.iter().cycle().take(kills * TRIES);
        while counts.kills < kills {
            let phase = *tries.next().expect("a victim that does not always come to its end before");
            self.resettable.restore();
            let (state, outcome) = self.kill_at(phase);
            let is_before = self.check(&outcome);
            let Some(state) = state else { continue };
            counts.kills += 1;
            counts.hits += usize::from((self.command.is_at_work)(&state, is_before));
            counts.commits += usize::from(phase == Phase::Commit);
            counts.before += usize::from(is_before);
        }
        counts
    }

    /// Kills the command at a random moment of a phase; `None` when it came to its end before that. Then the phase is
    /// shorter than it was thought to be, whatever the machine does besides.
    #[track_caller]
    fn kill_at(&mut self, phase: Phase) -> (Option<ProcessState>, CommandOutput) {
        let span = self.spans.get_mut(&phase).expect("a span");
        let mut probes = self.killer.rng.below(*span);
        let killed = self.killer.watch(&self.resettable.env, self.command, |phases| {
            let is_time = phases.contains(&phase) && probes == 0;
            probes -= usize::from(phases.contains(&phase) && !is_time);
            is_time
        });
        *span = if killed.0.is_some() { *span + 1 } else { (*span * 3 / 4).max(1) };
        killed
    }

    /// Asserts that the workspace is exactly as before or exactly as after, that the command did not lie, and that the
    /// next run gets the lock at once and finds or makes everything in order. Tells whether it is as before.
    #[track_caller]
    fn check(&self, outcome: &CommandOutput) -> bool {
        let found = DbContent::of(&self.resettable.env);
        let (as_before, as_after) = (found.differences(&self.before), found.differences(&self.after));
        let is_before = found == self.before;
        assert!(is_before || found == self.after, "not before: {as_before:?}, not after: {as_after:?}\n{outcome}");
        assert!(!(is_before && outcome.stdout.contains(self.command.boast)), "it lies\n{outcome}");

        let next = self.resettable.env.run("import next.csv --purpose add --id phone --no-import-tag").done();
        assert_eq!(people(&self.resettable.env), found.people() + 1, "{next}");
        for (name, bytes) in &self.outputs {
            let made = fs::read(self.resettable.env.path(name)).ok();
            assert!(made.as_ref() == (!is_before).then_some(bytes), "{name} is not as it should be\n{outcome}{next}");
        }
        self.assert_tidy(is_before);
        is_before
    }

    /// Asserts that there is no file that nobody knows.
    #[track_caller]
    fn assert_tidy(&self, is_before: bool) {
        let mut expected = self.resettable.files.clone();
        expected.push("next.results.csv".to_owned());
        expected.extend(self.command.outputs.iter().filter(|_| !is_before).map(|name| (*name).to_owned()));
        expected.sort();
        assert_eq!(self.resettable.env.names(), expected);
        let mut beside = beside(&self.resettable.env, "");
        // A killed import leaves a notification, which the next command that is not refused takes in.
        let known = ["workspace.db", "workspace.db-lock", "workspace.db-notifications.jsonl"];
        beside.retain(|name| !known.contains(&name.as_str()));
        assert_eq!(beside, self.command.leaves);
    }
}

/// Watches a command and kills it.
struct Killer {
    rng: Rng,
    sender: SignalSender,
}

impl Killer {
    /// Runs the command, stops it again and again to look at its state, and kills it while it is stopped, so that
    /// what was seen is how the kill found it. Tells what was seen then; `None` when it came to its own end.
    #[track_caller]
    fn watch(
        &mut self,
        env: &TestEnv,
        command: &CommandUnderTest,
        mut is_time: impl FnMut(&[Phase]) -> bool,
    ) -> (Option<ProcessState>, CommandOutput) {
        let mut running = env.start(&command.line);
        loop {
            std::thread::sleep(Duration::from_micros(self.rng.below(SLICE) as u64));
            if !running.stop(&mut self.sender) {
                return (None, running.finish());
            }
            let state = ProcessState::of(env, running.id());
            if is_time(&phases(env, command, &state)) {
                running.kill();
                return (Some(state), running.finish());
            }
            running.cont(&mut self.sender);
        }
    }
}

fn phases(env: &TestEnv, command: &CommandUnderTest, state: &ProcessState) -> Vec<Phase> {
    let log = with_suffix(&env.workspace(), "-wal");
    let is_logged = fs::metadata(log).is_ok_and(|metadata| metadata.len() > 0);
    match (command.is_at_work)(state, false) {
        true if is_logged => vec![Phase::Life, Phase::Work, Phase::Commit],
        true => vec![Phase::Life, Phase::Work],
        false => vec![Phase::Life],
    }
}

impl fmt::Display for KillCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, hits, commits, before } = self;
        write!(f, "{kills} kills, {hits} at work, {commits} aimed at its writing what it commits; ")?;
        write!(f, "{before} left all as before, {} all as after", kills - before)
    }
}
