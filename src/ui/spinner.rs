//! A spinner on stderr for work whose amount is not known.

use std::fmt::Write;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::duration::duration;
use super::progress::SHOW_DELAY;

/// Time between two frames.
const FRAME_INTERVAL: Duration = Duration::from_millis(100);

/// Spinner with the time that has passed, such as `⠙ Looking through the workspace, 12 s`. It is cleared when this is
/// dropped.
#[must_use = "it is shown until it is dropped"]
pub struct Spinner {
    /// `None` where nothing is drawn.
    drawing: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Spinner {
    /// Returns a spinner that draws nothing.
    pub(super) fn unseen() -> Self {
        Self { drawing: None }
    }

    /// Returns a spinner on stderr, which is a terminal.
    pub(super) fn on_stderr(what: &'static str) -> Self {
        Self::on(what, SHOW_DELAY, ProgressDrawTarget::stderr)
    }

    fn on(what: &'static str, delay: Duration, target: impl FnOnce() -> ProgressDrawTarget + Send + 'static) -> Self {
        // The channel carries nothing: dropping its sender ends the thread's wait at once, so that short work is not
        // held up by the delay.
        let (end, ended) = mpsc::channel();
        let began = Instant::now();
        let thread = thread::spawn(move || {
            if ended.recv_timeout(delay) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::with_draw_target(None, target());
            bar.set_style(style(began));
            bar.set_message(what);
            bar.enable_steady_tick(FRAME_INTERVAL);
            let _ = ended.recv(); // it never gets anything but the end
            bar.finish_and_clear();
        });
        Self { drawing: Some((end, thread)) }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.drawing.take() {
            // Before the join: the thread ends when the sender is gone.
            drop(end);
            let _ = thread.join(); // what could not be drawn is no reason to fail
        }
    }
}

fn style(began: Instant) -> ProgressStyle {
    let write_time = move |_: &ProgressState, out: &mut dyn Write| {
        let _ = write!(out, "{}", duration(began.elapsed()));
    };
    ProgressStyle::with_template("{spinner} {msg}, {time}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
        .with_key("time", write_time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::progress::tests::Drawn;

    fn spin(delay: Duration, work: impl FnOnce(&Drawn)) -> Vec<String> {
        let drawn = Drawn::of(60);
        let target = drawn.clone();
        let spinner = Spinner::on("Looking", delay, || ProgressDrawTarget::term_like(Box::new(target)));
        work(&drawn);
        drop(spinner);
        drawn.lines()
    }

    #[test]
    fn long_work_is_shown_with_its_time() {
        let lines = spin(Duration::ZERO, |drawn| {
            while drawn.lines().is_empty() {
                thread::yield_now();
            }
        });
        assert!(lines[0].contains("Looking, ") && lines[0].ends_with(" s"), "{lines:?}");
    }

    #[test]
    fn short_work_is_not_shown_nor_held_up() {
        let begun = Instant::now();
        assert!(spin(Duration::from_secs(3600), |_| {}).is_empty());
        assert!(begun.elapsed() < Duration::from_secs(1800));
    }
}
