use std::borrow::Cow;
use std::io;
use std::time::Duration;

use dialoguer::console::{Key, Style, Term};

use super::{AskError, RawMode};
use crate::model::Cancel;
use crate::ui::truncate::{max_display_width, truncate_conservative};

/// What a typed Ctrl-D is.
const CTRL_D: char = '\u{4}';
/// What the system says of a terminal that was closed (`EIO`).
const EIO: i32 = 5;

/// A signal that came just before the keys were taken is told by another thread, within this time.
const SIGNAL_SETTLE_DELAY: Duration = Duration::from_millis(20);

/// How questions are shown.
#[derive(Debug, Clone, Copy)]
pub(in crate::ui) struct PromptStyle {
    pub(in crate::ui) has_colors: bool,
    /// The cursor cannot be moved, and nothing that was written can be taken back.
    pub(in crate::ui) is_dumb: bool,
}

/// The terminal in which questions are asked.
pub(in crate::ui) struct PromptTerminal {
    term: Term,
    look: PromptStyle,
    cancel: Cancel,
}

impl PromptTerminal {
    /// stderr, which is a terminal.
    pub(in crate::ui) fn on_stderr(look: PromptStyle, cancel: Cancel) -> Self {
        Self { term: Term::buffered_stderr(), look, cancel }
    }

    /// Takes the keys for a question, unless somebody broke off before it stood: between two questions Ctrl-C is a
    /// signal, and the next question would wait as if nothing had happened.
    pub(super) fn keys(&self) -> Result<RawMode, AskError> {
        let keys = RawMode::take()?;
        std::thread::sleep(SIGNAL_SETTLE_DELAY);
        if self.cancel.requested() { Err(AskError::Interrupted) } else { Ok(keys) }
    }

    pub(super) fn is_dumb(&self) -> bool {
        self.look.is_dumb
    }

    /// Columns to write in: not the last, because terminals do not agree where the cursor is after it.
    pub(super) fn columns(&self) -> usize {
        usize::from(self.term.size().1).saturating_sub(1)
    }

    pub(super) fn rows(&self) -> usize {
        usize::from(self.term.size().0)
    }

    /// Lets `dialoguer` ask. After Ctrl-C the cursor stays where the question ends.
    pub(super) fn ask<T>(prompt: impl FnOnce(&Term) -> dialoguer::Result<T>) -> Result<T, AskError> {
        // It does not flush all that it writes: it is made for a terminal that is not buffered.
        let term = Term::stderr();
        let _cursor = Cursor(&term);
        prompt(&term).map_err(|error| classify_error(error.into()))
    }

    /// Waits for a key. When there will be none the cursor is left on a line of its own.
    pub(super) fn key(&self) -> Result<Key, AskError> {
        match self.term.read_key_raw() {
            Ok(Key::CtrlC | Key::Char(CTRL_D)) => Err(self.break_off_line(AskError::Interrupted)),
            Ok(key) => Ok(key),
            Err(error) => Err(self.break_off_line(classify_error(error))),
        }
    }

    pub(super) fn write(&self, text: &str) -> Result<(), AskError> {
        self.term.write_str(text).and_then(|()| self.term.flush()).map_err(classify_error)
    }

    /// Makes place for something else where so many lines were written; the cursor is in the last of them. Where
    /// nothing can be taken back, they stay.
    pub(super) fn erase_lines(&self, lines: usize) -> Result<(), AskError> {
        if self.look.is_dumb {
            return self.write("\n");
        }
        self.rewind(lines).map_err(classify_error)
    }

    /// Leaves the question with its answer as one line.
    pub(super) fn finish_line(&self, question: &str, answer: &str) -> Result<(), AskError> {
        let columns = self.columns();
        let room = columns.saturating_sub(max_display_width(answer) + 1).max(columns / 2);
        let question = truncate_conservative(question, room);
        let answer =
            truncate_conservative(answer, columns.saturating_sub(max_display_width(&question) + 1)).into_owned();
        self.write(&format!("{question} {}\n", self.accented(&answer)))
    }

    /// What is chosen, in colour where there are colours.
    pub(super) fn accented<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.styled(text, Style::new().cyan())
    }

    /// What is told by the way.
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

    /// Leaves a question that stands in the last line.
    pub(super) fn break_off_line(&self, error: AskError) -> AskError {
        let _ = self.write("\n"); // the error is told, or nobody is there
        error
    }
}

/// Shows the cursor in the end: `dialoguer` leaves it hidden where it fails.
struct Cursor<'a>(&'a Term);

impl Drop for Cursor<'_> {
    fn drop(&mut self) {
        let _ = self.0.show_cursor(); // a terminal that is gone shows nothing
    }
}

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
