//! Questions whose answer is chosen from a list, with the cursor or by number.

use std::fmt;

use dialoguer::Select;
use dialoguer::theme::Theme;

use super::line_editor::read_line;
use super::{AskError, PromptTerminal};
use crate::model::sanitize;
use crate::ui::truncate::{max_display_width, truncate_conservative};

/// Minimum rows for a list with a cursor: `dialoguer` has none in fewer.
const MIN_ROWS: usize = 3;
/// Minimum columns for a list with a cursor: with fewer there is no room for its page numbers.
const MIN_COLUMNS: usize = 20;
/// Minimum rows for the help on keys to have a line of its own.
const HELP_LINE_MIN_ROWS: usize = 4;
/// Word that means Esc where a number is typed.
const ESCAPE_WORD: &str = "-";

/// Asks for one of the items. See [`Terminal::choose`](crate::ui::Terminal::choose).
pub(in crate::ui) fn choose(
    screen: &PromptTerminal,
    question: &str,
    items: &[String],
    default: usize,
    escape: Option<&str>,
) -> Result<Option<usize>, AskError> {
    if items.is_empty() {
        return Ok(None);
    }
    let list = List {
        question: sanitize(question).into_owned(),
        items: items.iter().map(|item| sanitize(item).into_owned()).collect(),
        escape: escape.map(|meaning| sanitize(meaning).into_owned()),
    };
    let default = default.min(list.last());
    let _keys = screen.keys()?;
    let by_number = screen.is_dumb() || screen.rows() < MIN_ROWS || screen.columns() < MIN_COLUMNS;
    let chosen = if by_number { list.by_number(screen, default)? } else { list.by_cursor(screen, default)? };
    screen.finish_line(&list.question, list.answer(chosen))?;
    Ok(chosen)
}

/// Question and items, all safe to show.
struct List {
    question: String,
    items: Vec<String>,
    escape: Option<String>,
}

impl List {
    fn last(&self) -> usize {
        self.items.len() - 1
    }

    fn answer(&self, chosen: Option<usize>) -> &str {
        let item = chosen.and_then(|at| self.items.get(at));
        item.or(self.escape.as_ref()).map_or("", String::as_str)
    }
}

/// Choice with the cursor, which `dialoguer` moves.
impl List {
    fn by_cursor(&self, screen: &PromptTerminal, default: usize) -> Result<Option<usize>, AskError> {
        let prompt = self.prompt(screen);
        // One row stays free: the cursor waits below the last item.
        let room = screen.rows().saturating_sub(prompt.lines().count() + 1);
        let theme = Lines { list: self, screen };
        let select = Select::with_theme(&theme)
            .with_prompt(prompt)
            .items(0..self.items.len())
            .default(default)
            .max_length(room)
            .report(false);
        PromptTerminal::ask(|term| {
            if self.escape.is_some() { select.interact_on_opt(term) } else { select.interact_on(term).map(Some) }
        })
    }

    /// Returns the question and the help on keys: on one line if they fit, else on two if there are rows for them.
    fn prompt(&self, screen: &PromptTerminal) -> String {
        let columns = screen.columns().saturating_sub(self.page_mark());
        let keys = self.keys();
        if max_display_width(&self.question) + 1 + max_display_width(&keys) <= columns {
            return format!("{} {}", self.question, screen.dimmed(&keys));
        }
        if screen.rows() < HELP_LINE_MIN_ROWS {
            return truncate_conservative(&self.question, columns).into_owned();
        }
        let question = truncate_conservative(&self.question, screen.columns());
        format!("{question}\n{}", screen.dimmed(&truncate_conservative(&keys, columns)))
    }

    /// Returns the help on keys, the least known first because there may be little room: `Esc: skip this column, Enter
    /// takes, ↑↓ moves`.
    fn keys(&self) -> String {
        let escape = self.escape.as_ref().map(|meaning| format!("Esc: {meaning}, ")).unwrap_or_default();
        format!("{escape}Enter takes, ↑↓ moves")
    }

    /// Returns the maximum columns of what dialoguer adds to a list with pages: ` [Page 12/34] `.
    fn page_mark(&self) -> usize {
        " [Page /] ".len() + 2 * self.items.len().to_string().len()
    }
}

// `dialoguer` measures items in bytes, and erases too many lines if they have more bytes than the terminal has columns.
// So its items are their numbers, and the texts are put in here, cut to the columns that there are.
/// Theme that draws the items of a list.
struct Lines<'a> {
    list: &'a List,
    screen: &'a PromptTerminal,
}

impl Theme for Lines<'_> {
    fn format_select_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        f.write_str(prompt)
    }

    fn format_select_prompt_item(&self, f: &mut dyn fmt::Write, number: &str, is_chosen: bool) -> fmt::Result {
        let item = number.parse::<usize>().ok().and_then(|index| self.list.items.get(index)).ok_or(fmt::Error)?;
        let line = format!("{} {item}", if is_chosen { '>' } else { ' ' });
        let line = truncate_conservative(&line, self.screen.columns());
        f.write_str(&if is_chosen { self.screen.accented(&line) } else { line })
    }
}

/// Choice by number, where the cursor cannot be moved.
impl List {
    fn by_number(&self, screen: &PromptTerminal, default: usize) -> Result<Option<usize>, AskError> {
        screen.write(&self.numbered(screen.columns()))?;
        let escape = self.escape.as_ref().map(|meaning| format!(", {ESCAPE_WORD} to {meaning}")).unwrap_or_default();
        let lead = format!("1 to {}{escape} [{}]: ", self.items.len(), default + 1);
        loop {
            let typed = read_line(screen, &lead)?;
            screen.erase_lines(1)?;
            match typed.trim() {
                "" => return Ok(Some(default)),
                ESCAPE_WORD if self.escape.is_some() => return Ok(None),
                number => match self.index(number) {
                    Some(index) => return Ok(Some(index)),
                    None => screen.write("There is no such number in the list.\n")?,
                },
            }
        }
    }

    fn numbered(&self, columns: usize) -> String {
        let width = self.items.len().to_string().len();
        let items = self.items.iter().enumerate().map(|(index, item)| format!("{:>width$}. {item}", index + 1));
        let lines = std::iter::once(self.question.clone()).chain(items);
        lines.map(|line| format!("{}\n", truncate_conservative(&line, columns))).collect::<Vec<_>>().concat()
    }

    fn index(&self, number: &str) -> Option<usize> {
        let index = number.parse::<usize>().ok()?.checked_sub(1)?;
        (index < self.items.len()).then_some(index)
    }
}
