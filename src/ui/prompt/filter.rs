//! The items of a list that match what is typed, and the cursor among them.

use dialoguer::console::Key;

use super::line_editor::Line;
use crate::model::folded;

/// Ctrl-P: the item before, as in a shell's history.
const PREVIOUS: char = '\u{10}';
/// Ctrl-N: the next item, as in a shell's history.
const NEXT: char = '\u{e}';

/// Items narrowed by typing, with a cursor. Case and accents do not count.
pub(super) struct Filter {
    /// The items as they are compared.
    folded: Vec<String>,
    default: usize,
    typed: Line,
    /// Indexes of the items that match, the best matches first.
    found: Vec<usize>,
    /// Position of the cursor in `found`.
    cursor: usize,
}

impl Filter {
    /// Returns all items, with the cursor on `default`.
    pub(super) fn new(items: &[String], default: usize) -> Self {
        let folded: Vec<String> = items.iter().map(|item| folded(item).into_owned()).collect();
        let found = (0..folded.len()).collect();
        Self { folded, default, typed: Line::default(), found, cursor: default }
    }

    /// Returns what is typed.
    pub(super) fn typed(&self) -> String {
        self.typed.text()
    }

    /// Returns true if something is typed.
    pub(super) fn is_narrowed(&self) -> bool {
        !self.typed().is_empty()
    }

    /// Returns the indexes of the items that match.
    pub(super) fn found(&self) -> &[usize] {
        &self.found
    }

    /// Returns the position of the cursor among the matches.
    pub(super) fn cursor(&self) -> usize {
        self.cursor
    }

    /// Returns the index of the item under the cursor; `None` if nothing matches.
    pub(super) fn chosen(&self) -> Option<usize> {
        self.found.get(self.cursor).copied()
    }

    /// Takes back what is typed.
    pub(super) fn clear(&mut self) {
        self.typed = Line::default();
        self.narrow();
    }

    /// Applies a key that moves the cursor or types. `page` is the number of items that are on the screen.
    pub(super) fn handle_key(&mut self, key: &Key, page: usize) {
        let last = self.found.len().saturating_sub(1);
        match key {
            Key::ArrowUp | Key::BackTab | Key::Char(PREVIOUS) => {
                self.cursor = if self.cursor == 0 { last } else { self.cursor - 1 };
            }
            Key::ArrowDown | Key::Tab | Key::Char(NEXT) => {
                self.cursor = if self.cursor == last { 0 } else { self.cursor + 1 };
            }
            Key::PageUp => self.cursor = self.cursor.saturating_sub(page),
            Key::PageDown => self.cursor = (self.cursor + page).min(last),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = last,
            Key::Char(_) | Key::Backspace => self.edit(key),
            _ => {}
        }
    }

    fn edit(&mut self, key: &Key) {
        let before = self.typed();
        self.typed.handle_key(key);
        if self.typed() != before {
            self.narrow();
        }
    }

    /// Finds the items that match, those with a word that begins so before the others. The cursor goes to the first, or
    /// back to the default once nothing is typed.
    fn narrow(&mut self) {
        let typed = self.typed();
        let sought = folded(typed.trim()).into_owned();
        let (mut found, mut within) = (Vec::new(), Vec::new());
        for (index, item) in self.folded.iter().enumerate() {
            match match_of(item, &sought) {
                Some(Match::WordBeginning) => found.push(index),
                Some(Match::Within) => within.push(index),
                None => {}
            }
        }
        found.append(&mut within);
        self.found = found;
        self.cursor = if typed.is_empty() { self.default } else { 0 };
    }
}

/// Place where a text is found in an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    WordBeginning,
    Within,
}

/// Returns where the sought text is in an item; both are folded.
fn match_of(item: &str, sought: &str) -> Option<Match> {
    let begins_word = |at: usize| !item[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    if item.match_indices(sought).any(|(at, _)| begins_word(at)) {
        return Some(Match::WordBeginning);
    }
    item.contains(sought).then_some(Match::Within)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: &[&str] = &["Surname", "First Name", "Größe", "Ñame of the son", "Phone Number", "山田"];

    fn filter(keys: &str) -> Filter {
        let items: Vec<String> = ITEMS.iter().map(|item| (*item).to_owned()).collect();
        let mut filter = Filter::new(&items, 4);
        for c in keys.chars() {
            filter.handle_key(&Key::Char(c), 2);
        }
        filter
    }

    fn found(keys: &str) -> Vec<&'static str> {
        filter(keys).found().iter().map(|at| ITEMS[*at]).collect()
    }

    #[test]
    fn beginnings_of_words_come_before_other_matches() {
        assert_eq!(found("na"), ["First Name", "Ñame of the son", "Surname"]);
        assert_eq!(found("NAME "), ["First Name", "Ñame of the son", "Surname"]);
        assert_eq!(found("grosse"), found("GRÖSSE"));
        assert_eq!(found("gro"), ["Größe"]);
        assert_eq!(found("田"), ["山田"]);
        assert_eq!(found("e n"), ["Phone Number"]);
        assert!(found("xyz").is_empty() && filter("xyz").chosen().is_none());
        assert_eq!(found(" "), ITEMS);
    }

    #[test]
    fn the_default_is_chosen_until_something_is_typed_and_after_it_is_taken_back() {
        assert_eq!(filter("").chosen(), Some(4));
        let mut filter = filter("na");
        assert_eq!(filter.chosen(), Some(1));
        filter.handle_key(&Key::Backspace, 2);
        filter.handle_key(&Key::Backspace, 2);
        assert_eq!((filter.chosen(), filter.found().len()), (Some(4), ITEMS.len()));
    }

    #[test]
    fn keys_move_the_cursor_within_the_matches() {
        let mut filter = filter("na");
        for (key, chosen) in [
            (Key::ArrowDown, 3),
            (Key::Char(NEXT), 0),
            (Key::Tab, 1),
            (Key::ArrowUp, 0),
            (Key::Char(PREVIOUS), 3),
            (Key::Home, 1),
            (Key::PageDown, 0),
            (Key::PageDown, 0),
            (Key::PageUp, 1),
            (Key::End, 0),
            (Key::Del, 0),
        ] {
            filter.handle_key(&key, 2);
            assert_eq!(filter.chosen(), Some(chosen), "{key:?}");
        }
        let mut none = super::tests::filter("xyz");
        for key in [Key::ArrowDown, Key::ArrowUp, Key::PageDown, Key::End] {
            none.handle_key(&key, 2);
            assert_eq!(none.chosen(), None);
        }
    }
}
