//! A list with a cursor: it is narrowed by typing, paged, and redrawn in place.

use dialoguer::console::Key;

use super::choice::List;
use super::drawing::{Drawing, Line};
use super::filter::Filter;
use super::{AskError, PromptTerminal};
use crate::ui::truncate::{max_display_width, truncate_conservative, truncate_start};

/// Minimum rows for the help on keys to have a line of its own.
const HELP_LINE_MIN_ROWS: usize = 4;
/// Rows that the items keep in any case: three of them, and the mark that there are more.
const MIN_LIST_ROWS: usize = 4;
/// Maximum items of a list that says nothing of its filter: they are seen at a glance.
const MAX_UNFILTERED: usize = 7;
/// Columns that are kept for what is typed beside the question.
const FILTER_WIDTH: usize = 12;
/// Columns between what is typed and the help on keys.
const GAP: usize = 2;

impl List {
    /// Lets the user move the cursor and type until an item is taken, or Esc.
    pub(super) fn by_cursor(&self, screen: &PromptTerminal, mut filter: Filter) -> Result<Option<usize>, AskError> {
        let mut drawing = Drawing::new(screen);
        loop {
            let size = screen.size();
            let page = self.page(screen, &filter);
            drawing.replace(&page.lines, page.question, &page.lead)?;
            let key = match screen.key_or_resize(size) {
                Ok(Some(key)) => key,
                Ok(None) => continue, // drawn again for the new size
                Err(error) => return Err(self.break_off(&mut drawing, screen, error)),
            };
            match key {
                Key::Enter if filter.chosen().is_some() => return drawing.erase().map(|()| filter.chosen()),
                Key::Escape if filter.is_narrowed() => filter.clear(),
                Key::Escape if self.escape.is_some() => return drawing.erase().map(|()| None),
                key => filter.handle_key(&key, page.items),
            }
        }
    }

    /// Leaves the question without an answer.
    fn break_off(&self, drawing: &mut Drawing<'_>, screen: &PromptTerminal, error: AskError) -> AskError {
        // A terminal that is gone shows nothing; the first error is the one to tell.
        let _ = drawing.erase();
        let _ = screen.write(&truncate_conservative(&self.question, screen.columns()));
        screen.break_off_line(error)
    }

    /// Renders what fits the terminal now: what the question is about, the question, and the page with the cursor.
    fn page(&self, screen: &PromptTerminal, filter: &Filter) -> Page {
        let (rows, columns) = (screen.rows(), screen.columns());
        let lead = self.lead(filter, columns);
        let mut question = vec![Line::plain(lead.clone())];
        self.add_keys(&mut question, screen, filter);
        let kept = self.items.len().min(MIN_LIST_ROWS);
        let about = self.about.len().min(rows.saturating_sub(question.len() + kept));
        let mut lines: Vec<Line> =
            self.about[..about].iter().map(|line| Line::plain(truncate_conservative(line, columns))).collect();
        lines.append(&mut question);
        let items = self.add_items(&mut lines, screen, filter);
        Page { lines, question: about, lead, items }
    }

    /// Returns the question and what is typed; of a long text the end, where the cursor is.
    fn lead(&self, filter: &Filter, columns: usize) -> String {
        let typed = filter.typed();
        let typed = truncate_start(&typed, columns / 2);
        let question = truncate_conservative(&self.question, columns.saturating_sub(max_display_width(typed) + 1));
        format!("{question} {typed}")
    }

    /// Adds the help on keys: behind the question if there is room, else below it if there are rows.
    fn add_keys(&self, question: &mut Vec<Line>, screen: &PromptTerminal, filter: &Filter) {
        let columns = screen.columns();
        let lead = question.last().map_or("", Line::text).to_owned();
        let kept = if self.is_filter_offered() { FILTER_WIDTH } else { 0 };
        let typed = max_display_width(&filter.typed()).max(kept);
        let used = (max_display_width(&self.question) + 1 + typed + GAP).max(max_display_width(&lead) + GAP);
        let keys = self.keys(filter);
        let all = keys.join(" · ");
        if used + max_display_width(&all) <= columns {
            let blanks = " ".repeat(used - max_display_width(&lead));
            *question =
                vec![Line::painted(format!("{lead}{blanks}{all}"), format!("{lead}{blanks}{}", screen.dimmed(&all)))];
        } else if screen.rows() >= HELP_LINE_MIN_ROWS {
            question.push(dimmed(screen, &shortened(&keys, columns)));
        }
    }

    /// Returns the help on keys, the best known first: where there is little room they are left out from the front.
    fn keys(&self, filter: &Filter) -> Vec<String> {
        let first = if self.is_filter_offered() { "type to filter" } else { "↑↓ moves" };
        let mut keys = vec!["Enter takes".to_owned(), first.to_owned()];
        if self.is_filter_offered() {
            keys.swap(0, 1);
        }
        match &self.escape {
            _ if filter.is_narrowed() => keys.push("Esc: clear the filter".to_owned()),
            Some(meaning) => keys.push(format!("Esc: {meaning}")),
            None => {}
        }
        keys
    }

    fn is_filter_offered(&self) -> bool {
        self.items.len() > MAX_UNFILTERED
    }

    /// Adds the page of matches with the cursor in it, and returns how many items a page has.
    fn add_items(&self, lines: &mut Vec<Line>, screen: &PromptTerminal, filter: &Filter) -> usize {
        let (found, columns) = (filter.found(), screen.columns());
        if found.is_empty() {
            lines.push(dimmed(screen, &truncate_conservative("  No item has this in it.", columns)));
            return 1;
        }
        let room = screen.rows().saturating_sub(lines.len()).max(1);
        let has_pages = found.len() > room;
        let page = if has_pages { (room - 1).max(1) } else { room };
        let first = filter.cursor() / page * page;
        let shown = &found[first..found.len().min(first + page)];
        for index in shown {
            lines.push(self.item_line(screen, *index, filter.chosen() == Some(*index)));
        }
        if has_pages && room > 1 {
            let mark = format!("  … {} to {} of {}", first + 1, first + shown.len(), found.len());
            lines.push(dimmed(screen, &truncate_conservative(&mark, columns)));
        }
        page
    }

    fn item_line(&self, screen: &PromptTerminal, index: usize, is_chosen: bool) -> Line {
        let line = format!("{} {}", if is_chosen { '>' } else { ' ' }, self.items[index]);
        let line = truncate_conservative(&line, screen.columns());
        if is_chosen { Line::painted(line.clone(), screen.accented(&line)) } else { Line::plain(line) }
    }
}

/// What is drawn at one time.
struct Page {
    lines: Vec<Line>,
    /// Index of the question's line, in which the cursor stays.
    question: usize,
    /// That line as far as the cursor.
    lead: String,
    /// Items of a page.
    items: usize,
}

fn dimmed(screen: &PromptTerminal, text: &str) -> Line {
    Line::painted(text, screen.dimmed(text))
}

/// Returns as many of the last keys as there is room for.
fn shortened(keys: &[String], columns: usize) -> String {
    let joined = (0..keys.len()).map(|first| keys[first..].join(" · "));
    let fitting = joined.clone().find(|text| max_display_width(text) <= columns);
    let last = keys.last().map(|key| truncate_conservative(key, columns).into_owned());
    fitting.or(last).unwrap_or_default()
}
