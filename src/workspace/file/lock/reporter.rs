//! Progress reports of the running import, written into the lock file.

use std::fs::File;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::job::{self, JobProgress, LockHolder};
use crate::model::{Clock, Event, Observer, Phase};

/// Minimum interval between two reports of one phase.
const REPORT_INTERVAL: Duration = Duration::from_millis(250);

/// Writes the progress of this import into the lock file, if the file is its own, for other processes to read. It
/// cannot fail: an import whose progress is not shown is still an import.
pub struct JobReporter<'a> {
    file: Option<&'a File>,
    clock: &'a dyn Clock,
    state: Mutex<State>,
}

struct State {
    job: LockHolder,
    phase_began: Instant,
    reported: Instant,
}

impl<'a> JobReporter<'a> {
    pub(super) fn new(file: Option<&'a File>, job: LockHolder, clock: &'a dyn Clock) -> Self {
        let now = Instant::now();
        Self { file, clock, state: Mutex::new(State { job, phase_began: now, reported: now }) }
    }

    fn report(&self, state: &mut State) {
        state.reported = Instant::now();
        if let Some(progress) = &mut state.job.progress {
            progress.updated_at = self.clock.now();
            progress.elapsed_ms = u64::try_from(state.phase_began.elapsed().as_millis()).unwrap_or(u64::MAX);
        }
        if let Some(file) = self.file {
            let _ = job::write(file, &state.job);
        }
    }
}

impl Observer for JobReporter<'_> {
    fn event(&self, event: Event) {
        let state = &mut *self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = match event {
            Event::Started { phase, total } => state.start(phase, total, self.clock),
            Event::Progress { done } => state.advance(done),
            Event::Finished => state.job.progress.take().is_some(),
            Event::Waiting { .. } => false,
        };
        if is_due {
            self.report(state);
        }
    }
}

/// Each method returns true if a report is due.
impl State {
    fn start(&mut self, phase: Phase, total: u64, clock: &dyn Clock) -> bool {
        self.phase_began = Instant::now();
        self.job.progress = Some(JobProgress { phase, done: 0, total, elapsed_ms: 0, updated_at: clock.now() });
        true
    }

    fn advance(&mut self, done: u64) -> bool {
        let Some(progress) = &mut self.job.progress else { return false };
        progress.done = done;
        self.reported.elapsed() >= REPORT_INTERVAL
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FixedClock, Timestamp};

    fn job() -> LockHolder {
        LockHolder {
            pid: 7,
            source: "leads.csv".into(),
            started_at: Timestamp::UNIX_EPOCH,
            after: None,
            progress: None,
        }
    }

    #[test]
    fn phases_are_reported_at_once_and_steps_now_and_then() {
        let file = tempfile::tempfile().unwrap();
        let clock = FixedClock(Timestamp::UNIX_EPOCH);
        let reporter = JobReporter::new(Some(&file), job(), &clock);
        let seen = || job::read(&file).and_then(|job| job.progress).map(|progress| (progress.phase, progress.done));
        reporter.event(Event::Progress { done: 1 });
        assert_eq!(job::read(&file), None);
        reporter.event(Event::Started { phase: Phase::Reading, total: 10 });
        assert_eq!(seen(), Some((Phase::Reading, 0)));
        std::thread::sleep(REPORT_INTERVAL);
        reporter.event(Event::Progress { done: 4 });
        assert_eq!(seen(), Some((Phase::Reading, 4)));
        reporter.event(Event::Finished);
        assert_eq!(job::read(&file), Some(job()));
    }

    #[test]
    fn steps_are_written_four_times_a_second_at_most() {
        let file = tempfile::tempfile().unwrap();
        let clock = FixedClock(Timestamp::UNIX_EPOCH);
        let reporter = JobReporter::new(Some(&file), job(), &clock);
        reporter.event(Event::Started { phase: Phase::Writing, total: 50_000 });
        let began = Instant::now();
        let mut seen = std::collections::BTreeSet::new();
        for done in 1..=2_000 {
            reporter.event(Event::Progress { done });
            seen.insert(job::read(&file).and_then(|job| job.progress).unwrap().done);
        }
        let most = 1 + began.elapsed().as_millis() / REPORT_INTERVAL.as_millis() + 1;
        assert!(seen.len() as u128 <= most, "{seen:?}");
    }

    #[test]
    fn a_file_that_cannot_be_written_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.db-lock");
        drop(File::options().write(true).create_new(true).open(&path).unwrap());
        let file = File::open(&path).unwrap();
        let clock = FixedClock(Timestamp::UNIX_EPOCH);
        JobReporter::new(Some(&file), job(), &clock).event(Event::Started { phase: Phase::Writing, total: 1 });
        assert_eq!(job::read(&file), None);
    }
}
