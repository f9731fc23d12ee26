use dialoguer::console::{Key, Term};

use super::{AskError, PromptTerminal};
use crate::model::sanitize;
use crate::ui::Terminal;
use crate::ui::truncate::max_display_width;

const MORE: &str = "-- more: Space or Enter, q to end --";

/// Whether more of a long result is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFlow {
    /// The next line, please.
    GoOn,
    /// The user has seen enough.
    Stop,
}

/// A long result on its way to stdout, line by line: nothing of it is kept.
pub struct Pager<'a> {
    terminal: &'a Terminal,
    /// `None` when it goes out at once.
    screen: Option<PromptTerminal>,
    /// Rows of the terminal that are taken since the user was asked.
    taken: usize,
}

impl<'a> Pager<'a> {
    /// Asks after each page where there is a screen to ask in.
    pub(in crate::ui) fn new(terminal: &'a Terminal, screen: Option<PromptTerminal>) -> Self {
        Self { terminal, screen, taken: 0 }
    }

    /// Shows one line. Where the page has no room for it the user is asked first; if they have seen enough it is not
    /// shown, and the caller is to stop.
    ///
    /// # Errors
    /// [`AskError::Interrupted`] after Ctrl-C; [`AskError::Io`] when stdout cannot be written: with
    /// [`std::io::ErrorKind::BrokenPipe`] the reader has seen enough.
    pub fn line(&mut self, text: &str) -> Result<PageFlow, AskError> {
        let Some(screen) = &self.screen else {
            self.terminal.out(&format!("{text}\n")).map_err(AskError::Io)?;
            return Ok(PageFlow::GoOn);
        };
        let text = sanitize(text);
        let (rows, columns) = Term::stdout().size();
        let height = max_display_width(&text).div_ceil(usize::from(columns.max(1))).max(1);
        if self.taken > 0 && self.taken + height >= usize::from(rows) {
            if wants_end(screen)? {
                return Ok(PageFlow::Stop);
            }
            self.taken = 0;
        }
        self.taken += height;
        self.terminal.out(&format!("{text}\n")).map_err(AskError::Io)?;
        Ok(PageFlow::GoOn)
    }
}

fn wants_end(screen: &PromptTerminal) -> Result<bool, AskError> {
    let _keys = screen.keys()?;
    screen.write(&screen.dimmed(MORE))?;
    let is_end = loop {
        match screen.key()? {
            Key::Enter | Key::Char(' ') | Key::PageDown | Key::ArrowDown => break false,
            Key::Escape | Key::Char('q' | 'Q') => break true,
            _ => {}
        }
    };
    screen.erase_lines(1)?;
    Ok(is_end)
}
