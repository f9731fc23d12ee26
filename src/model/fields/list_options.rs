//! Options of lists and choices, and the form in which several of them are stored.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::tags::CELL_SEPARATORS;
use crate::model::{Text, name_key};

/// Text between the options of a stored value of choices. No option of choices holds a semicolon, so a value is split
/// without doubt.
pub const CHOICE_SEPARATOR: &str = "; ";

/// Splits a stored value of choices into its options.
pub fn split_choices(value: &str) -> impl Iterator<Item = &str> {
    value.split(CHOICE_SEPARATOR)
}

/// Options of a list or of choices, in order, each once; names compare ignoring case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListOptions {
    names: Vec<Text>,
    by_key: HashMap<String, usize>,
    /// For each first piece of options with separators of cells, as a key: the numbers of these separators, each once,
    /// the largest first.
    separators: HashMap<String, Vec<usize>>,
    /// Number of names at the end that the field does not have yet: an import is to add them.
    new: usize,
}

impl ListOptions {
    /// Creates the options from names. Of names that compare as equal the first stays.
    pub fn new<N: Into<Text>>(names: impl IntoIterator<Item = N>) -> Self {
        let mut options = Self::default();
        for name in names {
            options.insert(name.into());
        }
        options
    }

    /// Appends an option. Returns false if there is one of its name already.
    pub fn insert(&mut self, name: Text) -> bool {
        let key = Self::key(&name);
        if self.by_key.contains_key(&key) {
            return false;
        }
        self.by_key.insert(key, self.names.len());
        self.note_separators(&name);
        self.names.push(name);
        true
    }

    fn note_separators(&mut self, name: &str) {
        let Some((first, rest)) = name.split_once(CELL_SEPARATORS) else { return };
        let counts = self.separators.entry(Self::key(first)).or_default();
        counts.push(1 + rest.matches(CELL_SEPARATORS).count());
        counts.sort_unstable_by_key(|count| Reverse(*count));
        counts.dedup();
    }

    /// Returns the option of this name, in its stored spelling.
    pub fn find(&self, name: &str) -> Option<&Text> {
        self.place(name).and_then(|at| self.names.get(at))
    }

    /// Returns the place of the option of this name in the order, from 0.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.by_key.get(&Self::key(name)).copied()
    }

    /// Returns the numbers of separators of cells, such as commas, in the options that begin with this piece and a
    /// separator, the largest first.
    pub fn separators_behind(&self, piece: &str) -> &[usize] {
        if self.separators.is_empty() {
            return &[];
        }
        self.separators.get(&Self::key(piece)).map_or(&[], Vec::as_slice)
    }

    /// Returns these options and, behind them, those that an import is to add.
    #[must_use]
    pub fn with_new(&self, new: &[Text]) -> Self {
        let mut all = self.clone();
        all.new += new.iter().filter(|name| all.insert((*name).clone())).count();
        all
    }

    /// Returns the names that the field has, without those that an import is to add.
    pub fn known_names(&self) -> &[Text] {
        &self.names[..self.names.len() - self.new]
    }

    /// Returns the names, in order.
    pub fn names(&self) -> &[Text] {
        &self.names
    }

    /// Returns the comparison key of a name.
    pub fn key(name: &str) -> String {
        name_key(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_found_without_regard_to_case_and_stay_as_written() {
        let options = ListOptions::new(["Gold", "ÄRZTE", "gold"]);
        assert_eq!(options.names(), ["Gold", "ÄRZTE"]);
        assert_eq!(options.find(" GOLD ").map(Text::as_str), Some("Gold"));
        assert_eq!(options.find("ärzte").map(Text::as_str), Some("ÄRZTE"));
        assert_eq!(options.find("Silver"), None);
        let more = options.with_new(&["Tin".into(), "GOLD".into()]);
        assert_eq!((more.names().len(), more.known_names()), (3, options.names()));
        let with_commas = ListOptions::new(["Oil, Gas & Coal", "oil|water", "Oil", "Oil, Gas, Coal"]);
        assert_eq!(with_commas.separators_behind(" OIL "), [2, 1]);
        assert!(with_commas.separators_behind("Gas").is_empty() && options.separators_behind("Gold").is_empty());
        assert_eq!(options.find("G\u{AD}old\u{200B}").map(Text::as_str), Some("Gold"), "invisible characters aside");
    }
}
