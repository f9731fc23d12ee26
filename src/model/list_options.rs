//! Options of a list field.

use std::collections::HashMap;

use super::{Text, name_key};

/// Options of a list field, in order, each once; names compare ignoring case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListOptions {
    names: Vec<Text>,
    by_key: HashMap<String, usize>,
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
        self.names.push(name);
        true
    }

    /// Returns the option of this name, in its stored spelling.
    pub fn find(&self, name: &str) -> Option<&Text> {
        self.by_key.get(&Self::key(name)).and_then(|at| self.names.get(*at))
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
        assert_eq!(options.find("G\u{AD}old\u{200B}").map(Text::as_str), Some("Gold"), "invisible characters aside");
    }
}
