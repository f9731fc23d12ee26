//! One item out of several: with the cursor, or by number where the cursor cannot be moved.

use super::filter::Filter;
use super::line_editor::{Line, TypedLine, read_line};
use super::{AskError, PromptTerminal};
use crate::model::sanitize;
use crate::ui::truncate::truncate_conservative;

/// Minimum rows for a list with a cursor: the question, an item, and the mark that there are more.
const MIN_ROWS: usize = 3;
/// Minimum columns for a list with a cursor: with fewer there is no room for a question and what is typed.
const MIN_COLUMNS: usize = 20;
/// Word that means Esc where a number is typed.
const ESCAPE_WORD: &str = "-";

/// Question whose answer is one of several items. See [`Terminal::ask_choice`](crate::ui::Terminal::ask_choice).
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice<'a> {
    /// The question; it stays on the screen with its answer.
    pub question: &'a str,
    /// Lines that stay above the question while it is asked, the most important first: what it is about.
    pub about: &'a [String],
    /// The items, one line each.
    pub items: &'a [String],
    /// Index of the item that Enter takes at first.
    pub default: usize,
    /// What Esc means, in a few words (`back`); `None` if it means nothing.
    pub escape: Option<&'a str>,
}

/// Asks for one of the items.
pub(in crate::ui) fn choose(screen: &PromptTerminal, choice: &Choice<'_>) -> Result<Option<usize>, AskError> {
    if choice.items.is_empty() {
        return Ok(None);
    }
    let list = List::of(choice);
    let default = choice.default.min(list.items.len() - 1);
    let _keys = screen.keys()?;
    let by_number = screen.is_dumb() || screen.rows() < MIN_ROWS || screen.columns() < MIN_COLUMNS;
    let chosen = if by_number {
        list.by_number(screen, default)?
    } else {
        list.by_cursor(screen, Filter::new(&list.items, default))?
    };
    screen.finish_line(&list.question, list.answer(chosen))?;
    Ok(chosen)
}

/// A choice whose texts are all safe to show.
pub(super) struct List {
    pub(super) question: String,
    pub(super) about: Vec<String>,
    pub(super) items: Vec<String>,
    pub(super) escape: Option<String>,
}

impl List {
    fn of(choice: &Choice<'_>) -> Self {
        let safe = |texts: &[String]| texts.iter().map(|text| sanitize(text).into_owned()).collect();
        Self {
            question: sanitize(choice.question).into_owned(),
            about: safe(choice.about),
            items: safe(choice.items),
            escape: choice.escape.map(|meaning| sanitize(meaning).into_owned()),
        }
    }

    fn answer(&self, chosen: Option<usize>) -> &str {
        let item = chosen.and_then(|at| self.items.get(at));
        item.or(self.escape.as_ref()).map_or("", String::as_str)
    }

    fn by_number(&self, screen: &PromptTerminal, default: usize) -> Result<Option<usize>, AskError> {
        screen.write(&self.numbered(screen.columns()))?;
        let escape = self.escape.as_ref().map(|meaning| format!(", {ESCAPE_WORD} for {meaning}")).unwrap_or_default();
        let lead = format!("1 to {}{escape} [{}]: ", self.items.len(), default + 1);
        loop {
            let typed = read_line(screen, &lead, Line::default(), self.escape.is_some())?;
            screen.erase_lines(1)?;
            let TypedLine::Entered(typed) = typed else { return Ok(None) };
            match typed.trim() {
                "" => return Ok(Some(default)),
                ESCAPE_WORD if self.escape.is_some() => return Ok(None),
                number => match self.index(number) {
                    Some(index) => return Ok(Some(index)),
                    None => screen.write("There is no such number in the list, nor one item that begins so.\n")?,
                },
            }
        }
    }

    fn numbered(&self, columns: usize) -> String {
        let width = self.items.len().to_string().len();
        let items = self.items.iter().enumerate().map(|(index, item)| format!("{:>width$}. {item}", index + 1));
        let lines = self.about.iter().chain([&self.question]).cloned().chain(items);
        lines.map(|line| format!("{}\n", truncate_conservative(&line, columns))).collect::<Vec<_>>().concat()
    }

    /// Returns the item that a number or the beginning of its text names: `y` for `Yes, import 3 rows`.
    fn index(&self, typed: &str) -> Option<usize> {
        if let Ok(number) = typed.parse::<usize>() {
            return number.checked_sub(1).filter(|index| *index < self.items.len());
        }
        let typed = typed.to_lowercase();
        let begins = |(_, item): &(usize, &String)| item.to_lowercase().starts_with(&typed);
        let mut named = self.items.iter().enumerate().filter(begins).map(|(index, _)| index);
        named.next().filter(|_| named.next().is_none())
    }
}
