//! Lines that are drawn over and over at the same place.

use super::{AskError, PromptTerminal};
use crate::ui::truncate::max_display_width;

/// A line on the screen, with and without colours.
pub(super) struct Line {
    text: String,
    painted: String,
}

impl Line {
    /// Returns a line without colours.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { painted: text.clone(), text }
    }

    /// Returns a line with its colours.
    pub(super) fn painted(text: impl Into<String>, painted: impl Into<String>) -> Self {
        Self { text: text.into(), painted: painted.into() }
    }

    /// Returns the line without colours.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// Lines on the screen, with the cursor in one of them.
pub(super) struct Drawing<'a> {
    screen: &'a PromptTerminal,
    /// Columns of the lines above the cursor, and of the text before it; empty while nothing is drawn.
    above: Vec<usize>,
}

impl<'a> Drawing<'a> {
    /// Returns an empty drawing, which begins where the cursor is.
    pub(super) fn new(screen: &'a PromptTerminal) -> Self {
        Self { screen, above: Vec::new() }
    }

    /// Draws these lines in place of those before. The cursor goes into line `at`, behind `lead`, with which it begins.
    pub(super) fn replace(&mut self, lines: &[Line], at: usize, lead: &str) -> Result<(), AskError> {
        // All at once, so that the screen does not flicker. The cursor is never hidden: then nobody has to show it
        // again, whatever ends the program.
        let painted: Vec<&str> = lines.iter().map(|line| line.painted.as_str()).collect();
        let below = lines.len().saturating_sub(at + 1);
        self.screen.redraw(self.rows_above(), &painted.join("\n"), below, lead)?;
        let above = lines.iter().take(at).map(Line::text);
        self.above = above.chain([lead]).map(max_display_width).collect();
        Ok(())
    }

    /// Takes the drawing off the screen.
    pub(super) fn erase(&mut self) -> Result<(), AskError> {
        self.screen.redraw(self.rows_above(), "", 0, "")?;
        self.above.clear();
        Ok(())
    }

    /// Returns the rows between the beginning of the drawing and the cursor. A terminal that has become narrower breaks
    /// the lines that were drawn before.
    fn rows_above(&self) -> usize {
        let columns = self.screen.columns() + 1;
        let Some((lead, lines)) = self.above.split_last() else { return 0 };
        lines.iter().map(|width| width.div_ceil(columns).max(1)).sum::<usize>() + lead / columns
    }
}
