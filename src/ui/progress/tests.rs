//! Tests of the progress bars, drawn on a terminal in memory.

use super::*;
use crate::ui::stream::tests::Recorder;
use indicatif::TermLike;
use std::io;

/// A terminal that records the lines drawn on it.
#[derive(Debug, Clone)]
pub(in crate::ui) struct Drawn {
    columns: u16,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Drawn {
    pub(in crate::ui) fn of(columns: u16) -> Self {
        Self { columns, lines: Arc::default() }
    }

    pub(in crate::ui) fn lines(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    }

    fn progress(&self, delay: Duration, messages: &Recorder) -> Progress {
        let drawn = self.clone();
        Progress::on(Screen {
            messages: Arc::new(messages.stream(true)),
            target: Box::new(move || ProgressDrawTarget::term_like(Box::new(drawn.clone()))),
            columns: self.columns,
            delay,
        })
    }
}

impl TermLike for Drawn {
    fn width(&self) -> u16 {
        self.columns
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.lines.lock().unwrap().push(text.to_owned());
        Ok(())
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.write_str(text)
    }

    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn clear_line(&self) -> io::Result<()> {
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}

fn run(progress: &Progress, phase: Phase, total: u64, done: u64) {
    progress.event(Event::Started { phase, total });
    progress.event(Event::Progress { done });
    progress.event(Event::Finished);
}

#[test]
fn a_bar_tells_its_phase_and_its_rows() {
    let drawn = Drawn::of(100);
    run(&drawn.progress(Duration::ZERO, &Recorder::default()), Phase::Writing, 199_999, 100_000);
    let line = &drawn.lines()[0];
    assert!(line.starts_with("Writing "), "{line}");
    assert!(line.contains(" 50%  100,000 of 199,999 rows"), "{line}");
}

#[test]
fn a_late_observer_estimates_no_rate_from_earlier_rows() {
    let drawn = Drawn::of(100);
    let progress = drawn.progress(Duration::ZERO, &Recorder::default());
    progress.join(Phase::Writing, 199_999, 100_000);
    progress.event(Event::Progress { done: 100_000 });
    let lines = drawn.lines();
    assert!(lines[0].ends_with(" 50%  100,000 of 199,999 rows"), "{lines:?}");
}

#[test]
fn the_check_of_the_source_is_counted_in_bytes() {
    let drawn = Drawn::of(100);
    run(&drawn.progress(Duration::ZERO, &Recorder::default()), Phase::Checking, 20 << 20, 5 << 20);
    let line = &drawn.lines()[0];
    assert!(line.starts_with("Checking ") && line.ends_with(" 25%  5 MB of 20 MB"), "{line}");
}

#[test]
fn a_narrow_terminal_gets_one_short_line() {
    let drawn = Drawn::of(30);
    run(&drawn.progress(Duration::ZERO, &Recorder::default()), Phase::Reviewing, 1000, 500);
    assert!(drawn.lines()[0].starts_with("Reviewing 50%"), "{:?}", drawn.lines());
    assert!(drawn.lines().iter().all(|line| line.chars().count() <= 30));
}

#[test]
fn a_short_run_draws_nothing() {
    let drawn = Drawn::of(100);
    run(&drawn.progress(Duration::from_secs(3600), &Recorder::default()), Phase::Writing, 10, 5);
    assert!(drawn.lines().is_empty());
}

#[test]
fn draws_are_few_however_many_the_events() {
    let drawn = Drawn::of(100);
    let progress = drawn.progress(Duration::ZERO, &Recorder::default());
    progress.event(Event::Started { phase: Phase::Writing, total: 50_000 });
    for done in 0..50_000 {
        progress.event(Event::Progress { done });
    }
    // Twenty per second, and how many seconds this takes depends on the machine; without the limit there would be
    // 50,000.
    let lines = drawn.lines().len();
    assert!(lines < 5_000, "{lines}");
}

#[test]
fn waiting_is_told_once_and_shows_no_control_characters() {
    let messages = Recorder::default();
    let progress = Drawn::of(100).progress(Duration::ZERO, &messages);
    for _ in 0..3 {
        progress.event(Event::Waiting { running: "leads\u{1b}.csv, since 14:02".to_owned() });
    }
    assert_eq!(messages.text(), "Waiting for another import to end: leads\\x1b.csv, since 14:02\n");
}

#[test]
fn events_out_of_order_and_empty_phases_do_no_harm() {
    let drawn = Drawn::of(100);
    let progress = drawn.progress(Duration::ZERO, &Recorder::default());
    progress.event(Event::Finished);
    progress.event(Event::Progress { done: 5 });
    run(&progress, Phase::Reading, 0, 0);
    run(&progress, Phase::Reading, 1, 7);
    run(&Progress::unseen(), Phase::Reading, 1, 1);
}
