//! Progress bars on stderr for the phases of a run.

use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use dialoguer::console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::duration::duration;
use super::stream::Stream;
use crate::model::sanitize;
use crate::model::{ByteSize, Event, Observer, Phase, format_thousands};

// A bar that appears and is gone at once only flickers.
/// Time after which a run's first bar is shown.
pub(super) const SHOW_DELAY: Duration = Duration::from_millis(250);
// A row is done far faster than a person can read: drawn one by one, 50,000 events were 50,000 draws.
/// Maximum number of draws per second.
const DRAWS_PER_SECOND: u8 = 20;
/// Minimum terminal width in columns for a bar with numbers beside it.
const MIN_BAR_WIDTH: u16 = 76;

/// Observer that draws a bar for each phase of a run and clears it when the phase is over.
pub struct Progress {
    /// `None` where nothing is drawn.
    drawing: Option<Drawing>,
}

struct Drawing {
    screen: Screen,
    state: Mutex<State>,
}

/// Target of the bars.
struct Screen {
    messages: Arc<Stream>,
    target: Box<dyn Fn() -> ProgressDrawTarget + Send + Sync>,
    columns: u16,
    delay: Duration,
}

#[derive(Default)]
struct State {
    /// Start of the first phase.
    began: Option<Instant>,
    /// Bar of the present phase, hidden until the run has taken [`SHOW_DELAY`].
    bar: Option<ProgressBar>,
    /// The other import for which this one waits, once it was printed.
    waits_for: Option<String>,
}

impl Progress {
    /// Returns an observer that draws nothing.
    pub(super) fn unseen() -> Self {
        Self { drawing: None }
    }

    /// Returns an observer that draws on stderr, which is a terminal.
    pub(super) fn on_stderr(messages: Arc<Stream>) -> Self {
        Self::on(Screen {
            messages,
            target: Box::new(|| ProgressDrawTarget::stderr_with_hz(DRAWS_PER_SECOND)),
            columns: Term::stderr().size().1,
            delay: SHOW_DELAY,
        })
    }

    fn on(screen: Screen) -> Self {
        Self { drawing: Some(Drawing { screen, state: Mutex::default() }) }
    }

    /// Joins a run of another process in the middle of a phase: rows done before do not count for the rate. The bar is
    /// drawn with the next event.
    pub fn join(&self, phase: Phase, total: u64, done: u64) {
        if let Some(Drawing { screen, state }) = &self.drawing {
            // A lock that a panic has poisoned is used all the same: it guards nothing but what is drawn.
            state.lock().unwrap_or_else(PoisonError::into_inner).join(phase, total, done, screen);
        }
    }
}

impl Observer for Progress {
    fn event(&self, event: Event) {
        let Some(Drawing { screen, state }) = &self.drawing else {
            return;
        };
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Started { phase, total } => state.start(phase, total, screen),
            Event::Progress { done } => state.advance(done, screen),
            Event::Finished => state.clear(),
            Event::Waiting { running } => state.wait_for(running, screen),
        }
    }
}

impl Drop for Progress {
    /// Clears the bar of a run that fails in the middle of a phase, so that the error gets a clean line.
    fn drop(&mut self) {
        if let Some(drawing) = &self.drawing {
            drawing.state.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }
}

impl State {
    fn start(&mut self, phase: Phase, total: u64, screen: &Screen) {
        self.clear();
        self.began.get_or_insert_with(Instant::now);
        // Hidden at first: a run that ends before the delay never touches the terminal.
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        bar.set_style(style(phase, screen.columns));
        bar.set_prefix(phase_title(phase));
        self.bar = Some(bar);
    }

    fn advance(&mut self, done: u64, screen: &Screen) {
        let Some(bar) = &self.bar else { return };
        if bar.is_hidden() && self.began.is_some_and(|began| began.elapsed() >= screen.delay) {
            bar.set_draw_target((screen.target)());
        }
        bar.set_position(done);
    }

    fn join(&mut self, phase: Phase, total: u64, done: u64, screen: &Screen) {
        self.start(phase, total, screen);
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            // Else the rows that were done before would count as done in this instant.
            bar.reset_eta();
        }
    }

    fn clear(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn wait_for(&mut self, running: String, screen: &Screen) {
        if self.waits_for.as_ref() != Some(&running) {
            self.clear();
            let line = format!("Waiting for another import to end: {}\n", sanitize(&running));
            let _ = screen.messages.write_raw(&line); // a message that nobody can receive is no reason to fail
            self.waits_for = Some(running);
        }
    }
}

/// Returns the name of a phase for people, such as `Writing`.
pub fn phase_title(phase: Phase) -> &'static str {
    match phase {
        Phase::Checking => "Checking",
        Phase::Reading => "Reading",
        Phase::Reviewing => "Reviewing",
        Phase::Writing => "Writing",
    }
}

fn style(phase: Phase, columns: u16) -> ProgressStyle {
    let template = match columns {
        MIN_BAR_WIDTH.. => "{prefix} {wide_bar} {percent:>3}%  {numbers}",
        _ => "{prefix} {percent}%{left}",
    };
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("left", write_left)
        .with_key("numbers", if phase == Phase::Checking { write_bytes } else { write_rows })
}

/// Writes `9.1 MB of 14.0 MB`.
fn write_bytes(state: &ProgressState, out: &mut dyn Write) {
    let _ = write!(out, "{} of {}", ByteSize(state.pos()), ByteSize(state.len().unwrap_or(0)));
}

/// Writes `123,456 of 199,999 rows, 98,000/s, 1 s left`.
fn write_rows(state: &ProgressState, out: &mut dyn Write) {
    let _ = write!(out, "{} of {} rows", format_thousands(state.pos()), format_thousands(state.len().unwrap_or(0)));
    if let Some(rate) = rate(state) {
        let _ = write!(out, ", {}/s", format_thousands(rate));
    }
    write_left(state, out);
}

/// Writes `, 12 s left` once the rate is known.
fn write_left(state: &ProgressState, out: &mut dyn Write) {
    if rate(state).is_some() {
        let _ = write!(out, ", {} left", duration(state.eta()));
    }
}

fn rate(state: &ProgressState) -> Option<u64> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate is positive and far below 2^64")]
    let rate = state.per_sec() as u64;
    (rate > 0).then_some(rate)
}

#[cfg(test)]
pub(super) mod tests;
