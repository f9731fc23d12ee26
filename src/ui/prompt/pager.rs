//! A pager for long results, which asks after each page.

use dialoguer::console::{Key, Term};

use super::{AskError, PromptTerminal};
use crate::model::sanitize_lines;
use crate::ui::Terminal;
use crate::ui::truncate::max_display_width;

/// Line that asks whether to go on.
const MORE: &str = "-- more: Space or Enter, q to end --";

/// Answer to a line of a long result: go on or stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFlow {
    /// Go on with the next line.
    GoOn,
    /// The user has seen enough.
    Stop,
}

/// Columns that a tab takes at most.
const TAB: &str = "        ";

/// A long result that is written to stdout line by line; nothing of it is kept.
pub struct Pager<'a> {
    terminal: &'a Terminal,
    /// `None` if there are no pages.
    screen: Option<PromptTerminal>,
    /// Rows of the terminal written since the last question.
    taken: usize,
}

impl<'a> Pager<'a> {
    /// Returns a pager that asks after each page if there is a terminal to ask in.
    pub(in crate::ui) fn new(terminal: &'a Terminal, screen: Option<PromptTerminal>) -> Self {
        Self { terminal, screen, taken: 0 }
    }

    /// Returns true if it asks after each page.
    pub fn has_pages(&self) -> bool {
        self.screen.is_some()
    }

    /// Writes several lines, each as [`Pager::line`] does, until the user has seen enough; all at once if there are no
    /// pages.
    ///
    /// # Errors
    /// As [`Pager::line`].
    pub fn lines(&mut self, text: &str) -> Result<PageFlow, AskError> {
        if self.screen.is_none() {
            self.terminal.out(text).map_err(AskError::Unwritable)?;
            return Ok(PageFlow::GoOn);
        }
        for line in text.lines() {
            if self.line(line)? == PageFlow::Stop {
                return Ok(PageFlow::Stop);
            }
        }
        Ok(PageFlow::GoOn)
    }

    /// Writes one line. If the page has no room for it the user is asked first; after [`PageFlow::Stop`] it is not
    /// written, and the caller stops.
    ///
    /// # Errors
    /// [`AskError::Interrupted`] after Ctrl-C; [`AskError::Unwritable`] if stdout cannot be written: with
    /// [`std::io::ErrorKind::BrokenPipe`] the reader has seen enough.
    pub fn line(&mut self, text: &str) -> Result<PageFlow, AskError> {
        let Some(screen) = &self.screen else {
            self.terminal.out(&format!("{text}\n")).map_err(AskError::Unwritable)?;
            return Ok(PageFlow::GoOn);
        };
        let text = sanitize_lines(text);
        // Read for every line: the window may be resized in between.
        let (rows, columns) = Term::stdout().size();
        // A long line wraps and takes several rows of the page.
        let height = max_display_width(&text.replace('\t', TAB)).div_ceil(usize::from(columns.max(1))).max(1);
        if self.taken > 0 && self.taken + height >= usize::from(rows) {
            if wants_end(screen)? {
                return Ok(PageFlow::Stop);
            }
            self.taken = 0;
        }
        self.taken += height;
        self.terminal.out(&format!("{text}\n")).map_err(AskError::Unwritable)?;
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
