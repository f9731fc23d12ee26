//! A line editor for typed answers.

use dialoguer::console::Key;
use unicode_width::UnicodeWidthChar;

use super::{AskError, PromptTerminal};
use crate::model::{is_unsafe_for_terminal, sanitize};
use crate::ui::truncate::{max_display_width, truncate_start};

/// Ctrl-U: clears the line before the cursor, as in a shell.
const CLEAR_LINE: char = '\u{15}';
/// Ctrl-W: clears the word before the cursor, as in a shell.
const CLEAR_WORD: char = '\u{17}';

/// What ended a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TypedLine {
    /// Enter, after this text.
    Entered(String),
    /// Esc, if it has a meaning.
    Escaped,
}

/// Reads a line that is typed after `lead`, until Enter; until Esc, too, if it has a meaning. The cursor stays in it.
pub(super) fn read_line(
    screen: &PromptTerminal,
    lead: &str,
    mut line: Line,
    has_escape: bool,
) -> Result<TypedLine, AskError> {
    // The terminal's own line editing would not do: a read that waits for a whole line does not notice Ctrl-C, and the
    // system erases one column for a character that takes two.
    screen.write(&format!("{lead}{}", sanitize(&line.before)))?;
    loop {
        let key = screen.key()?;
        match key {
            Key::Enter => return Ok(TypedLine::Entered(line.text())),
            Key::Escape if has_escape => return Ok(TypedLine::Escaped),
            _ => {}
        }
        let before = line.text();
        line.handle_key(&key);
        if screen.is_dumb() { line.echo(screen, lead, &before)? } else { line.draw(screen, lead)? }
    }
}

/// A line that is being typed, split at the cursor.
#[derive(Debug, Default)]
pub(super) struct Line {
    before: String,
    after: String,
}

impl Line {
    /// Returns a line with a text in it and the cursor behind it.
    pub(super) fn of(text: &str) -> Self {
        Self { before: text.to_owned(), after: String::new() }
    }

    /// Returns the whole line.
    pub(super) fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Applies a key. Characters that are unsafe for a terminal are dropped: pasted control characters, and those that
    /// hide text or change its direction.
    pub(super) fn handle_key(&mut self, key: &Key) {
        match key {
            Key::Char(CLEAR_LINE) => self.before.clear(),
            Key::Char(CLEAR_WORD) => self.clear_word(),
            Key::Char(c) if !is_unsafe_for_terminal(*c) => self.before.push(*c),
            Key::Backspace => drop(pop_grapheme(&mut self.before)),
            Key::Del => drop(shift_grapheme(&mut self.after)),
            Key::ArrowLeft => self.after.insert_str(0, &pop_grapheme(&mut self.before)),
            Key::ArrowRight => self.before.push_str(&shift_grapheme(&mut self.after)),
            Key::Home => *self = Self { after: self.text(), before: String::new() },
            Key::End => *self = Self { before: self.text(), after: String::new() },
            _ => {}
        }
    }

    fn clear_word(&mut self) {
        let kept = self.before.trim_end().trim_end_matches(|c: char| !c.is_whitespace()).len();
        self.before.truncate(kept);
    }

    /// Draws the part of the line around the cursor for which there is room.
    fn draw(&self, screen: &PromptTerminal, lead: &str) -> Result<(), AskError> {
        let room = screen.columns().saturating_sub(max_display_width(lead));
        let before = sanitize(&self.before);
        let before = truncate_start(&before, room);
        let after = truncate_end(&sanitize(&self.after), room.saturating_sub(max_display_width(before))).to_owned();
        screen.erase_lines(1)?;
        screen.write(&format!("{lead}{before}{after}"))?;
        // The part before the cursor is written once more, which leaves the cursor at the right place whatever widths
        // this terminal gives to characters.
        if after.is_empty() { Ok(()) } else { screen.write(&format!("\r{lead}{before}")) }
    }

    /// Writes the characters that were added; after a deletion, the whole line on a new one, because a dumb terminal
    /// erases nothing.
    fn echo(&self, screen: &PromptTerminal, lead: &str, before: &str) -> Result<(), AskError> {
        let now = self.text();
        match now.strip_prefix(before) {
            Some(new) => screen.write(&sanitize(new)),
            None => screen.write(&format!("\n{lead}{}", sanitize(&now))),
        }
    }
}

/// Removes and returns the last character with the marks on it.
fn pop_grapheme(text: &mut String) -> String {
    let at = text.char_indices().rev().find(|(_, c)| c.width() != Some(0)).map_or(0, |(at, _)| at);
    text.split_off(at)
}

/// Removes and returns the first character with the marks on it.
fn shift_grapheme(text: &mut String) -> String {
    let end = text.char_indices().skip(1).find(|(_, c)| c.width() != Some(0)).map_or(text.len(), |(at, _)| at);
    text.drain(..end).collect()
}

/// Returns the beginning of a text, at most `width` columns.
fn truncate_end(text: &str, width: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += max_display_width(c.encode_utf8(&mut [0; 4]));
        used > width
    });
    end.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[Key]) -> Line {
        let mut line = Line::default();
        for key in keys {
            line.handle_key(key);
        }
        line
    }

    fn keys(text: &str) -> Vec<Key> {
        text.chars().map(Key::Char).collect()
    }

    #[test]
    fn a_line_is_edited_at_its_cursor() {
        let editing = [Key::ArrowLeft, Key::ArrowLeft, Key::Backspace, Key::Char('x'), Key::Del];
        let line = typed(&[keys("山田太郎"), editing.to_vec()].concat());
        assert_eq!((line.before.as_str(), line.after.as_str()), ("山x", "郎"));
        let line = typed(&[keys("ab"), vec![Key::Home, Key::Char('1'), Key::End, Key::Char('2')]].concat());
        assert_eq!(line.text(), "1ab2");
    }

    #[test]
    fn marks_go_with_their_character() {
        let line = typed(&[keys("Jose\u{301}s"), vec![Key::ArrowLeft, Key::Backspace]].concat());
        assert_eq!(line.text(), "Joss");
        let mut text = "e\u{301}a".to_owned();
        assert_eq!(shift_grapheme(&mut text), "e\u{301}");
        assert_eq!(pop_grapheme(&mut String::new()), "");
    }

    #[test]
    fn words_and_lines_are_cleared_as_in_a_shell() {
        assert_eq!(typed(&keys("new leads \u{17}")).text(), "new ");
        assert_eq!(typed(&keys("new leads\u{15}")).text(), "");
    }

    #[test]
    fn control_characters_are_not_taken() {
        let line =
            typed(&[keys("a\u{0}\u{1b}\u{202e}\u{9b}b\u{feff}"), vec![Key::UnknownEscSeq(vec!['[', '2'])]].concat());
        assert_eq!(line.text(), "ab");
    }
}
