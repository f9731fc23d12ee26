use dialoguer::console::Key;

use super::line::read_line;
use super::{AskError, Keys, Screen};
use crate::ui::sanitize::sanitize;
use crate::ui::text::cut_everywhere;

/// The lines around the items: the question and what the keys do.
const FRAME: usize = 2;
/// What is typed for Esc where there are no single keys.
const TYPED_ESCAPE: &str = "-";

/// Asks for one of the items. See [`Terminal::choose`](crate::ui::Terminal::choose).
pub(in crate::ui) fn choose(
    screen: &Screen,
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
    let _keys = Keys::take()?;
    let chosen = if screen.is_dumb() { list.by_number(screen, default)? } else { list.by_cursor(screen, default)? };
    screen.conclude(&list.question, list.answer(chosen))?;
    Ok(chosen)
}

/// What is chosen from; every text is safe to show.
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

/// With the cursor.
impl List {
    fn by_cursor(&self, screen: &Screen, default: usize) -> Result<Option<usize>, AskError> {
        let mut at = default;
        loop {
            let lines = self.draw(screen, at)?;
            let key = screen.key()?;
            screen.take_back(lines)?;
            match key {
                Key::Enter => return Ok(Some(at)),
                Key::Escape if self.escape.is_some() => return Ok(None),
                key => at = self.moved(at, &key, room(screen)),
            }
        }
    }

    /// Writes the question, the items around the cursor and what the keys do; says how many lines these are.
    fn draw(&self, screen: &Screen, at: usize) -> Result<usize, AskError> {
        let columns = screen.columns();
        let shown = room(screen).min(self.items.len());
        let first = at.saturating_sub(shown / 2).min(self.items.len() - shown);
        let mut text = format!("{}\n", cut_everywhere(&self.question, columns));
        for (index, item) in self.items.iter().enumerate().skip(first).take(shown) {
            text += &line(screen, item, index == at, columns);
        }
        let keys = self.keys(at, shown);
        text += &screen.dimmed(&cut_everywhere(&keys, columns));
        screen.write(&text)?;
        Ok(shown + FRAME)
    }

    /// `3 of 120; ↑↓ moves, Enter takes, Esc: skip this column`
    fn keys(&self, at: usize, shown: usize) -> String {
        let place =
            if shown < self.items.len() { format!("{} of {}; ", at + 1, self.items.len()) } else { String::new() };
        let escape = self.escape.as_ref().map(|meaning| format!(", Esc: {meaning}")).unwrap_or_default();
        format!("{place}↑↓ moves, Enter takes{escape}")
    }

    /// Where the cursor is after a key; it leaves the list at no end.
    fn moved(&self, at: usize, key: &Key, page: usize) -> usize {
        let last = self.last();
        match key {
            Key::ArrowUp | Key::BackTab | Key::Char('k') => at.checked_sub(1).unwrap_or(last),
            Key::ArrowDown | Key::Tab | Key::Char('j') => (at + 1) % self.items.len(),
            Key::PageUp => at.saturating_sub(page),
            Key::PageDown => (at + page).min(last),
            Key::Home => 0,
            Key::End => last,
            _ => at,
        }
    }
}

/// How many items there is room for.
fn room(screen: &Screen) -> usize {
    screen.rows().saturating_sub(FRAME).max(1)
}

fn line(screen: &Screen, item: &str, is_chosen: bool, columns: usize) -> String {
    let mark = if is_chosen { '>' } else { ' ' };
    let text = format!("{mark} {item}");
    let text = cut_everywhere(&text, columns);
    if is_chosen { format!("{}\n", screen.accented(&text)) } else { format!("{text}\n") }
}

/// With a number, where the cursor can not be moved.
impl List {
    fn by_number(&self, screen: &Screen, default: usize) -> Result<Option<usize>, AskError> {
        screen.write(&self.numbered(screen.columns()))?;
        let escape = self.escape.as_ref().map(|meaning| format!(", {TYPED_ESCAPE} to {meaning}")).unwrap_or_default();
        let lead = format!("1 to {}{escape} [{}]: ", self.items.len(), default + 1);
        loop {
            let typed = read_line(screen, &lead)?;
            screen.take_back(1)?;
            match typed.trim() {
                "" => return Ok(Some(default)),
                TYPED_ESCAPE if self.escape.is_some() => return Ok(None),
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
        lines.map(|line| format!("{}\n", cut_everywhere(&line, columns))).collect::<Vec<_>>().concat()
    }

    fn index(&self, number: &str) -> Option<usize> {
        let index = number.parse::<usize>().ok()?.checked_sub(1)?;
        (index < self.items.len()).then_some(index)
    }
}
