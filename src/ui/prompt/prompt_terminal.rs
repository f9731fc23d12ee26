//! The terminal as questions use it: keys, lines to erase, and errors by their meaning.

use std::borrow::Cow;
use std::io;
use std::time::Duration;

use dialoguer::console::{Key, Style, Term};
#[cfg(unix)]
use rustix::event::{PollFd, PollFlags, Timespec, poll};
#[cfg(unix)]
use rustix::io::Errno;

use super::{AskError, RawMode};
use crate::model::Cancel;
use crate::ui::truncate::{max_display_width, truncate_conservative};

/// The key Esc as `console` gives it within a sequence.
const ESC: char = '\u{1b}';
/// The key Ctrl-D.
const CTRL_D: char = '\u{4}';
/// Error number of a terminal that was closed (`EIO`).
const EIO: i32 = 5;

/// Time within which a signal that came just before the keys were taken is handled by its thread.
const SIGNAL_SETTLE_DELAY: Duration = Duration::from_millis(20);

/// Time after which the size of the terminal is looked at again while no key comes: 0.1 s.
#[cfg(unix)]
const RESIZE_CHECK_INTERVAL: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// Style of messages and questions.
#[derive(Debug, Clone, Copy)]
pub(in crate::ui) struct PromptStyle {
    pub(in crate::ui) has_colors: bool,
    /// True if the cursor cannot be moved, so that nothing written can be erased.
    pub(in crate::ui) is_dumb: bool,
}

/// Terminal in which questions are asked.
pub(in crate::ui) struct PromptTerminal {
    term: Term,
    look: PromptStyle,
    cancel: Cancel,
}

impl PromptTerminal {
    /// Returns stderr, which is a terminal.
    pub(in crate::ui) fn on_stderr(look: PromptStyle, cancel: Cancel) -> Self {
        Self { term: Term::buffered_stderr(), look, cancel }
    }

    /// Takes the keys for a question, unless the user has interrupted before.
    pub(super) fn keys(&self) -> Result<RawMode, AskError> {
        let keys = RawMode::take()?;
        // Between two questions Ctrl-C is still a signal. Without the check the next question would wait as if nothing
        // had happened.
        std::thread::sleep(SIGNAL_SETTLE_DELAY);
        if self.cancel.requested() { Err(AskError::Interrupted) } else { Ok(keys) }
    }

    /// Returns true if the cursor cannot be moved.
    pub(super) fn is_dumb(&self) -> bool {
        self.look.is_dumb
    }

    /// Returns the columns to write in: all but the last, because terminals do not agree where the cursor is after that
    /// one.
    pub(super) fn columns(&self) -> usize {
        usize::from(self.term.size().1).saturating_sub(1)
    }

    /// Returns the rows of the terminal.
    pub(super) fn rows(&self) -> usize {
        usize::from(self.term.size().0)
    }

    /// Returns rows and columns of the terminal.
    pub(super) fn size(&self) -> (u16, u16) {
        self.term.size()
    }

    /// Waits for a key. On an error the cursor goes to a new line.
    pub(super) fn key(&self) -> Result<Key, AskError> {
        self.read_key().map_err(|error| self.break_off_line(error))
    }

    /// Waits for a key, or until the terminal has another size than this: `None`. On an error nothing is written.
    pub(super) fn key_or_resize(&self, size: (u16, u16)) -> Result<Option<Key>, AskError> {
        loop {
            if self.cancel.requested() {
                return Err(AskError::Interrupted);
            }
            if is_key_waiting()? {
                return self.read_key().map(Some);
            }
            if self.size() != size {
                return Ok(None);
            }
        }
    }

    fn read_key(&self) -> Result<Key, AskError> {
        match self.term.read_key_raw().map_err(classify_error)? {
            Key::CtrlC | Key::Char(CTRL_D) => Err(AskError::Interrupted),
            // Esc twice in a hurry, which `console` takes for the beginning of an unknown sequence.
            Key::UnknownEscSeq(rest) if rest == [ESC] => Ok(Key::Escape),
            key => Ok(key),
        }
    }

    /// Writes text at once.
    pub(super) fn write(&self, text: &str) -> Result<(), AskError> {
        self.term.write_str(text).and_then(|()| self.term.flush()).map_err(classify_error)
    }

    /// Erases the last `lines` lines; the cursor is in the last of them. On a dumb terminal they stay.
    pub(super) fn erase_lines(&self, lines: usize) -> Result<(), AskError> {
        if self.look.is_dumb {
            return self.write("\n");
        }
        self.rewind(lines.saturating_sub(1)).and_then(|()| self.term.flush()).map_err(classify_error)
    }

    /// Erases from `above` rows above the cursor on, writes lines there, and puts the cursor `below` rows above the last
    /// of them, behind `lead`, with which that line begins.
    pub(super) fn redraw(&self, above: usize, lines: &str, below: usize, lead: &str) -> Result<(), AskError> {
        let draw = || {
            self.rewind(above)?;
            self.term.write_str(lines)?;
            self.term.move_cursor_up(below)?;
            // Written once more, which leaves the cursor at the right place whatever widths this terminal gives to
            // characters.
            self.term.write_str(&format!("\r{lead}"))?;
            self.term.flush()
        };
        draw().map_err(classify_error)
    }

    /// Writes the question with its answer on one line.
    pub(super) fn finish_line(&self, question: &str, answer: &str) -> Result<(), AskError> {
        let columns = self.columns();
        // The question gets what the answer leaves, at least half; the answer what is left then.
        let room = columns.saturating_sub(max_display_width(answer) + 1).max(columns / 2);
        let question = truncate_conservative(question, room);
        let answer =
            truncate_conservative(answer, columns.saturating_sub(max_display_width(&question) + 1)).into_owned();
        self.write(&format!("{question} {}\n", self.accented(&answer)))
    }

    /// Paints what is chosen.
    pub(super) fn accented<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.styled(text, Style::new().cyan())
    }

    /// Paints what is of little importance.
    pub(super) fn dimmed<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.styled(text, Style::new().dim())
    }

    fn styled<'a>(&self, text: &'a str, style: Style) -> Cow<'a, str> {
        if self.look.has_colors { style.force_styling(true).apply_to(text).to_string().into() } else { text.into() }
    }

    /// Erases from the line `above` rows above the cursor on.
    fn rewind(&self, above: usize) -> io::Result<()> {
        self.term.move_cursor_up(above)?;
        self.term.write_str("\r")?;
        self.term.clear_to_end_of_screen()
    }

    /// Ends the line of a question that gets no answer.
    pub(super) fn break_off_line(&self, error: AskError) -> AskError {
        let _ = self.write("\n"); // the error is told, or nobody is there
        error
    }
}

/// Returns true if a key can be read; false once the time to look at the terminal's size has come.
#[cfg(unix)]
fn is_key_waiting() -> Result<bool, AskError> {
    let stdin = io::stdin();
    let mut keys = [PollFd::new(&stdin, PollFlags::IN)];
    // Polled: a handler of SIGWINCH would interrupt the read, which `console` takes for Ctrl-C.
    match poll(&mut keys, Some(&RESIZE_CHECK_INTERVAL)) {
        // Not read from: `console` would look for another terminal, and fail with an error that says nothing.
        Ok(_) if keys[0].revents().contains(PollFlags::HUP) => Err(AskError::Interrupted),
        Ok(ready) => Ok(ready > 0),
        Err(Errno::INTR) => Ok(false), // the cancel flag tells whether it asked to stop
        Err(error) => Err(classify_error(error.into())),
    }
}

/// Returns true: the size is looked at after each key.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn is_key_waiting() -> Result<bool, AskError> {
    Ok(true)
}

/// Returns the meaning of a terminal's error: interrupted, no terminal, or failed.
pub(super) fn classify_error(error: io::Error) -> AskError {
    match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => AskError::Interrupted,
        io::ErrorKind::NotConnected => AskError::NotATerminal,
        _ if error.raw_os_error() == Some(EIO) => AskError::Interrupted,
        _ => AskError::Io(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ended_the_prompt_is_known_by_its_kind() {
        let ended = |kind| classify_error(io::Error::from(kind));
        assert!(matches!(ended(io::ErrorKind::Interrupted), AskError::Interrupted));
        assert!(matches!(ended(io::ErrorKind::UnexpectedEof), AskError::Interrupted));
        assert!(matches!(ended(io::ErrorKind::NotConnected), AskError::NotATerminal));
        assert!(matches!(ended(io::ErrorKind::PermissionDenied), AskError::Io(_)));
        assert!(matches!(classify_error(io::Error::from_raw_os_error(EIO)), AskError::Interrupted));
    }
}
