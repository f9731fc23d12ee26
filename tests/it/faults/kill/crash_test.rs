use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::time::Duration;

use super::post_crash::{DbContent, people};
use super::process_state::{ProcessState, with_suffix};
use crate::faults::beside;
use crate::faults::resettable_env::ResettableEnv;
use crate::support::{CommandOutput, Rng, SignalSender, TestEnv};

/// Between two glances a victim runs for so many microseconds at most.
const SLICE: usize = 500;

/// For each kill a victim may come to its end so often before it.
const TRIES: usize = 4;
/// The phases take turns.
const TURNS: [Phase; 6] = [Phase::Work, Phase::Commit, Phase::Work, Phase::Commit, Phase::Work, Phase::Life];

/// A command that is killed.
pub(super) struct CommandUnderTest {
    pub(super) name: &'static str,
    /// Brings the house into the state in which the command begins.
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

/// Where in the victim's life its death may be.
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
    /// So many hit the victim at work, not before and not after.
    pub(super) hits: usize,
    /// So many were aimed at the victim while it wrote what it commits.
    pub(super) commits: usize,
    /// So many left the workspace as before.
    before: usize,
}

/// A house in which a victim is killed again and again.
pub(super) struct CrashTest<'v> {
    victim: &'v CommandUnderTest,
    env: ResettableEnv,
    before: DbContent,
    after: DbContent,
    outputs: BTreeMap<&'static str, Vec<u8>>,
    /// So many glances each phase takes.
    spans: BTreeMap<Phase, usize>,
    killer: Killer,
}

impl<'v> CrashTest<'v> {
    /// Furnishes a house and lets the victim do its work once undisturbed, to know how that ends and how long it takes.
    #[track_caller]
    pub(super) fn begin(victim: &'v CommandUnderTest) -> Self {
        let house = TestEnv::new();
        (victim.setup)(&house);
        house.write("next.csv", "First Name,Phone Number\nNext,+60198765432\n");
        let before = DbContent::of(&house);
        let stage = ResettableEnv::new(house);
        let house = &stage.env;
        let mut hunt = Killer { chance: Rng(20_261_122), freezer: SignalSender::stand_by() };
        let mut spans = BTreeMap::from([Phase::Life, Phase::Work, Phase::Commit].map(|phase| (phase, 1)));
        let (_, outcome) = hunt.watch(house, victim, |phases| {
            for phase in phases {
                *spans.entry(*phase).or_default() += 1;
            }
            false
        });
        outcome.says(victim.boast);
        let after = DbContent::of(house);
        assert!(before != after, "'{}' changes nothing", victim.line);
        let outputs = victim.outputs.iter().map(|name| (*name, house.bytes(name))).collect();
        Self { victim, env: stage, before, after, outputs, spans, killer: hunt }
    }

    #[track_caller]
    pub(super) fn kill(mut self, kills: usize) -> KillCounts {
        let mut tally = KillCounts::default();
        let mut tries = TURNS.iter().cycle().take(kills * TRIES);
        while tally.kills < kills {
            let phase = *tries.next().expect("a victim that does not always come to its end before");
            self.env.restore();
            let (sight, outcome) = self.kill_at(phase);
            let is_before = self.check(&outcome);
            let Some(sight) = sight else { continue };
            tally.kills += 1;
            tally.hits += usize::from((self.victim.is_at_work)(&sight, is_before));
            tally.commits += usize::from(phase == Phase::Commit);
            tally.before += usize::from(is_before);
        }
        tally
    }

    /// Kills the victim at a random moment of a phase; `None` when it came to its end before that. Then the phase is
    /// shorter than it was thought to be, whatever the machine does besides.
    #[track_caller]
    fn kill_at(&mut self, phase: Phase) -> (Option<ProcessState>, CommandOutput) {
        let span = self.spans.get_mut(&phase).expect("a span");
        let mut glances = self.killer.chance.below(*span);
        let struck = self.killer.watch(&self.env.env, self.victim, |phases| {
            let is_time = phases.contains(&phase) && glances == 0;
            glances -= usize::from(phases.contains(&phase) && !is_time);
            is_time
        });
        *span = if struck.0.is_some() { *span + 1 } else { (*span * 3 / 4).max(1) };
        struck
    }

    /// Asserts that the workspace is exactly as before or exactly as after, that the victim did not lie, and that the
    /// next run gets the lock at once and finds or makes everything in order. Tells whether it is as before.
    #[track_caller]
    fn check(&self, outcome: &CommandOutput) -> bool {
        let found = DbContent::of(&self.env.env);
        let (as_before, as_after) = (found.differences(&self.before), found.differences(&self.after));
        let is_before = found == self.before;
        assert!(is_before || found == self.after, "not before: {as_before:?}, not after: {as_after:?}\n{outcome}");
        assert!(!(is_before && outcome.stdout.contains(self.victim.boast)), "it lies\n{outcome}");

        let next = self.env.env.run("import next.csv --purpose add --id phone --no-import-tag").done();
        assert_eq!(people(&self.env.env), found.people() + 1, "{next}");
        for (name, bytes) in &self.outputs {
            let made = fs::read(self.env.env.path(name)).ok();
            assert!(made.as_ref() == (!is_before).then_some(bytes), "{name} is not as it should be\n{outcome}{next}");
        }
        self.assert_tidy(is_before);
        is_before
    }

    /// Asserts that there is no file that nobody knows.
    #[track_caller]
    fn assert_tidy(&self, is_before: bool) {
        let mut expected = self.env.files.clone();
        expected.push("next.results.csv".to_owned());
        expected.extend(self.victim.outputs.iter().filter(|_| !is_before).map(|name| (*name).to_owned()));
        expected.sort();
        assert_eq!(self.env.env.names(), expected);
        let mut beside = beside(&self.env.env, "");
        beside.retain(|name| !["workspace.db", "workspace.db-lock"].contains(&name.as_str()));
        assert_eq!(beside, self.victim.leaves);
    }
}

/// Watches victims and kills them.
struct Killer {
    chance: Rng,
    freezer: SignalSender,
}

impl Killer {
    /// Runs the victim, freezes it again and again for a glance, and kills it as it is frozen when it is time to, so that
    /// what was seen is how the kill found it. Tells what was seen then; `None` when it came to its own end.
    #[track_caller]
    fn watch(
        &mut self,
        house: &TestEnv,
        victim: &CommandUnderTest,
        mut is_time: impl FnMut(&[Phase]) -> bool,
    ) -> (Option<ProcessState>, CommandOutput) {
        let mut running = house.start(&victim.line);
        loop {
            std::thread::sleep(Duration::from_micros(self.chance.below(SLICE) as u64));
            if !running.stop(&mut self.freezer) {
                return (None, running.finish());
            }
            let sight = ProcessState::of(house, running.id());
            if is_time(&phases(house, victim, &sight)) {
                running.kill();
                return (Some(sight), running.finish());
            }
            running.cont(&mut self.freezer);
        }
    }
}

fn phases(house: &TestEnv, victim: &CommandUnderTest, sight: &ProcessState) -> Vec<Phase> {
    let log = with_suffix(&house.workspace(), "-wal");
    let is_logged = fs::metadata(log).is_ok_and(|metadata| metadata.len() > 0);
    match (victim.is_at_work)(sight, false) {
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
