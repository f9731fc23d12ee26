//! The terminal as questions use it: keys, lines to erase, and errors by their meaning.

use std::borrow::Cow;
use std::io;
use std::time::Duration;

use dialoguer::console::{Key, Style, Term};

use super::{AskError, RawMode};
use crate::model::Cancel;
use crate::ui::truncate::{max_display_width, truncate_conservative};

/// The key Ctrl-D.
const CTRL_D: char = '\u{4}';
/// Error number of a terminal that was closed (`EIO`).
const EIO: i32 = 5;

/// Time within which a signal that came just before the keys were taken is handled by its thread.
const SIGNAL_SETTLE_DELAY: Duration = Duration::from_millis(20);

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

    /// Lets `dialoguer` ask. After Ctrl-C the cursor stays at the end of the question.
    pub(super) fn ask<T>(prompt: impl FnOnce(&Term) -> dialoguer::Result<T>) -> Result<T, AskError> {
        // Not the buffered terminal of this one: `dialoguer` does not flush all that it writes.
        let term = Term::stderr();
        let _cursor = Cursor(&term);
        prompt(&term).map_err(|error| classify_error(error.into()))
    }

    /// Waits for a key. On an error the cursor goes to a new line.
    pub(super) fn key(&self) -> Result<Key, AskError> {
        match self.term.read_key_raw() {
            Ok(Key::CtrlC | Key::Char(CTRL_D)) => Err(self.break_off_line(AskError::Interrupted)),
            Ok(key) => Ok(key),
            Err(error) => Err(self.break_off_line(classify_error(error))),
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
        self.rewind(lines).map_err(classify_error)
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

    fn rewind(&self, lines: usize) -> io::Result<()> {
        self.term.move_cursor_up(lines.saturating_sub(1))?;
        self.term.write_str("\r")?;
        self.term.clear_to_end_of_screen()?;
        self.term.flush()
    }

    /// Ends the line of a question that gets no answer.
    pub(super) fn break_off_line(&self, error: AskError) -> AskError {
        let _ = self.write("\n"); // the error is told, or nobody is there
        error
    }
}

// `dialoguer` hides the cursor and leaves it hidden where it fails, for example after Ctrl-C (dialoguer #77, #294).
/// Guard that shows the cursor when it is dropped.
struct Cursor<'a>(&'a Term);

impl Drop for Cursor<'_> {
    fn drop(&mut self) {
        let _ = self.0.show_cursor(); // a terminal that is gone shows nothing
    }
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
