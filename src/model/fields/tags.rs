//! Tags: the interner that gives each name a number, and the cells that hold several names.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::model::{Text, is_blank, name_key};

/// Index of a tag in a [`TagInterner`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TagRef(pub u32);

/// Small set of tags. Nearly every contact has so few that they need no heap allocation.
// Allocating and freeing a block per contact, on different threads, took longer than reading the tags.
pub type TagRefs = SmallVec<[TagRef; 4]>;

/// Tags of a workspace and those that an import brings, each once: names compare in NFC ignoring case (spec section 4).
#[derive(Debug, Clone, Default)]
pub struct TagInterner {
    names: Vec<Text>,
    by_key: HashMap<String, TagRef>,
    /// Tags of a workspace whose names compare as equal to an earlier one's. No such tag is created any more, but
    /// version 0.1 accepted names that differ by Unicode form or invisible characters; only its exact name finds such a
    /// tag.
    of_equal_names: HashMap<Text, TagRef>,
}

impl TagInterner {
    /// Returns the tag of this name, adding it if there is none yet. The first spelling stays.
    pub fn intern(&mut self, name: &str) -> TagRef {
        self.find(name).unwrap_or_else(|| self.keep(name))
    }

    /// Adds a tag as a workspace has it, even one whose name compares as equal to another's.
    pub fn keep(&mut self, name: &str) -> TagRef {
        let tag = TagRef(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.names.push(Text::from(name));
        if *self.by_key.entry(Self::key(name)).or_insert(tag) != tag {
            self.of_equal_names.entry(Text::from(name)).or_insert(tag);
        }
        tag
    }

    /// Adds tags in the order of their indexes in another interner that began with the same tags.
    pub fn intern_all(&mut self, names: &[Text]) {
        for name in names {
            self.intern(name);
        }
    }

    /// Returns a tag's name as it was first spelled.
    pub fn name(&self, tag: TagRef) -> &str {
        self.names.get(tag.0 as usize).map_or("", Text::as_str)
    }

    /// Returns the tag of this name, if there is one.
    pub fn find(&self, name: &str) -> Option<TagRef> {
        self.of_equal_names.get(name.trim()).or_else(|| self.by_key.get(&Self::key(name))).copied()
    }

    /// Returns the names added after the first `count`, in order.
    pub fn names_from(&self, count: usize) -> &[Text] {
        self.names.get(count..).unwrap_or_default()
    }

    /// Returns the number of tags.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Returns true if there are no tags.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns the comparison key of a name.
    pub fn key(name: &str) -> String {
        name_key(name)
    }
}

/// Characters between tags that are typed.
const TYPED_SEPARATORS: [char; 2] = [',', ';'];

/// Characters between tags in a cell: also full-width forms, the ideographic comma, `|` and line breaks.
pub const CELL_SEPARATORS: [char; 8] = [',', ';', '，', '；', '、', '|', '\n', '\r'];

/// Splits typed tags at `,` and `;`, or at the one separator given. A name in double quotes may hold separators, and a
/// doubled quote (`"a,b";c`). Blank and repeated names are dropped.
pub fn split_tags(text: &str, separator: Option<char>) -> Vec<String> {
    let names = match separator {
        Some(own) => split_at(text, &['"'], |c| c == own),
        None => split_at(text, &['"'], |c| TYPED_SEPARATORS.contains(&c)),
    };
    without_repeated(&names)
}

/// Splits the cell of a Tags column at what people and programs write between tags: `,` `;` `，` `；` `、` `|` and line
/// breaks; `["a","b"]`, `['a', 'b']` and `{a,b}` are lists. A separator that is given is the only one, except in lists whose
/// names are in quotes, which nothing else can be. Names in double quotes (also Mailchimp's form) and repeated ones are read
/// as by [`split_tags`].
pub fn split_tag_cell(cell: &str, separator: Option<char>) -> Vec<String> {
    let list = list_in(cell.trim()).filter(|list| separator.is_none() || list.has_quotes());
    if separator.is_some() && list.is_none() {
        return split_tags(cell, separator);
    }
    let is_separator = |c: char| CELL_SEPARATORS.contains(&c);
    let names = match list {
        Some(List::Json(names)) => names,
        Some(List::Items(items)) => split_at(items, &['"', '\''], is_separator),
        None => split_at(cell, &['"'], is_separator),
    };
    without_repeated(&names)
}

/// List that a program wrote into a cell.
enum List<'a> {
    /// Names of a JSON array.
    Json(Vec<String>),
    /// Text between the brackets of a list of Python, or between the braces of an array of PostgreSQL.
    Items(&'a str),
}

impl List<'_> {
    /// Returns true if the names are in quotes.
    fn has_quotes(&self) -> bool {
        match self {
            List::Json(names) => !names.is_empty(),
            List::Items(items) => items.starts_with(['"', '\'']),
        }
    }
}

/// Returns the list that a trimmed cell is. A tag may be called `[VIP]`, so brackets count only around names in quotes
/// or several names.
fn list_in(cell: &str) -> Option<List<'_>> {
    let between = |open, close| cell.strip_prefix(open)?.strip_suffix(close).map(str::trim);
    if let Some(items) = between('{', '}') {
        return (!items.contains(['{', '}'])).then_some(List::Items(items));
    }
    let items = between('[', ']')?;
    if let Ok(names) = serde_json::from_str(cell) {
        return Some(List::Json(names));
    }
    let are_several = items.contains(CELL_SEPARATORS) && !items.contains(['[', ']']);
    (items.starts_with(['"', '\'']) || are_several).then_some(List::Items(items))
}

fn split_at(text: &str, quotes: &[char], is_separator: impl Fn(char) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = parse_name(rest, quotes, &is_separator);
        names.push(name);
        rest = after.trim_start();
    }
    names
}

/// Returns trimmed names without blank and repeated ones.
fn without_repeated(names: &[String]) -> Vec<String> {
    let mut known = HashSet::new();
    let names = names.iter().map(|name| name.trim());
    names.filter(|name| !is_blank(name) && known.insert(TagInterner::key(name))).map(str::to_owned).collect()
}

/// Returns the first name of `text` and what follows its separator.
fn parse_name<'a>(text: &'a str, quotes: &[char], is_separator: &impl Fn(char) -> bool) -> (String, &'a str) {
    if let Some((name, after)) = quotes.iter().find_map(|quote| parse_quoted(text, *quote)) {
        // The separator may itself be a blank, such as a tab.
        let after = if after.starts_with(is_separator) { after } else { after.trim_start() };
        match after.chars().next() {
            None => return (name, ""),
            Some(c) if is_separator(c) => return (name, &after[c.len_utf8()..]),
            Some(_) => {} // Text after the closing quote: the quotes are part of the name.
        }
    }
    match text.char_indices().find(|(_, c)| is_separator(*c)) {
        Some((at, c)) => (text[..at].to_owned(), &text[at + c.len_utf8()..]),
        None => (text.to_owned(), ""),
    }
}

/// Returns a name in quotes, unquoted, and what follows the closing quote.
fn parse_quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix(quote)?;
    let mut name = String::new();
    loop {
        let (part, after) = rest.split_once(quote)?;
        name.push_str(part);
        rest = after;
        match rest.strip_prefix(quote) {
            Some(after) => {
                name.push(quote);
                rest = after;
            }
            None => return Some((name, rest)),
        }
    }
}

/// Joins tag names into one cell that [`split_tag_cell`] without a separator reads back unchanged.
pub fn join_tags<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    join_tags_by(names, None)
}

/// Joins tag names into one cell that [`split_tag_cell`] with the same separator reads back unchanged.
pub fn join_tags_by<'a>(names: impl IntoIterator<Item = &'a str>, separator: Option<char>) -> String {
    join(names, separator.unwrap_or(','), separator)
}

/// Joins tag names with one of [`CELL_SEPARATORS`] into one cell that [`split_tag_cell`] without a separator reads back
/// unchanged.
pub fn join_tags_with<'a>(names: impl IntoIterator<Item = &'a str>, between: char) -> String {
    join(names, between, None)
}

/// Joins tag names for a reader that knows this separator, or all of them.
fn join<'a>(names: impl IntoIterator<Item = &'a str>, between: char, separator: Option<char>) -> String {
    let separates = |c: char| separator.map_or(CELL_SEPARATORS.contains(&c), |own| c == own);
    let is_unlike_itself = |name: &str| {
        // A bracket in front would make the cell a list.
        name.contains(|c| c == '"' || separates(c)) || (separator.is_none() && name.starts_with(['[', '{']))
    };
    let mut cell = String::new();
    for name in names {
        if !cell.is_empty() {
            cell.push(between);
        }
        if is_unlike_itself(name) {
            cell.push('"');
            cell.push_str(&name.replace('"', "\"\""));
            cell.push('"');
        } else {
            cell.push_str(name);
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_and_semicolons_separate() {
        assert_eq!(split_tags(" vip, New York ;,blog;VIP", None), ["vip", "New York", "blog"]);
        assert_eq!(split_tags("a,b|c", Some('|')), ["a,b", "c"]);
        assert!(split_tags(" ; , ", None).is_empty());
    }

    #[test]
    fn quoted_names_may_hold_separators() {
        assert_eq!(split_tags(r#""VIP","Blog""#, None), ["VIP", "Blog"]);
        assert_eq!(split_tags(r#""a,b";"say ""hi""""#, None), ["a,b", "say \"hi\""]);
        assert_eq!(split_tags(r#""open,x"#, None), ["\"open", "x"]);
        assert_eq!(split_tags(r#""a"b,c"#, None), ["\"a\"b", "c"]);
    }

    #[test]
    fn a_cell_is_split_at_what_programs_write_between_tags() {
        for cell in [
            "vip | north",
            "vip\nnorth",
            "vip\r\nnorth",
            "vip，north",
            "vip；north",
            "vip、north",
            r#"["vip","north"]"#,
            r#"[ "vip", "north" ]"#,
            r#"["vip","\u006eorth"]"#,
            "['vip', 'north']",
            "[\"vip\", 'north']",
            "[vip, north]",
            "{vip,north}",
            r#"{"vip",north}"#,
        ] {
            assert_eq!(split_tag_cell(cell, None), ["vip", "north"], "{cell:?}");
        }
        for cell in ["vip / north", "vip · north", "[VIP]", "{vip} {north}", "vip] [north", "'vip'", "vip\tnorth"] {
            assert_eq!(split_tag_cell(cell, None), [cell], "{cell:?}");
        }
        assert_eq!(split_tag_cell("[EXTERNAL], [VIP]", None), ["[EXTERNAL]", "[VIP]"]);
        assert_eq!(split_tag_cell(r#"["Smith, Jones"]"#, None), ["Smith, Jones"]);
        assert_eq!(split_tag_cell("{VIP}", None), ["VIP"]);
        assert!(split_tag_cell("[]", None).is_empty() && split_tag_cell("{}", None).is_empty());
    }

    #[test]
    fn a_given_separator_is_the_only_one() {
        assert_eq!(split_tag_cell("a|b;c", Some(';')), ["a|b", "c"]);
        assert_eq!(split_tag_cell("{a,b}", Some(';')), ["{a,b}"]);
        assert_eq!(split_tag_cell(r#"["vip","new"]"#, Some(';')), ["vip", "new"]);
        assert_eq!(split_tag_cell("['vip', 'new']", Some(';')), ["vip", "new"]);
        assert_eq!(split_tag_cell(r#"{"vip","a;b"}"#, Some(';')), ["vip", "a;b"]);
    }

    #[test]
    fn typed_tags_are_split_at_commas_and_semicolons_alone() {
        assert_eq!(split_tags("a|b、c", None), ["a|b、c"]);
        assert_eq!(split_tags("{a,b}", None), ["{a", "b}"]);
    }

    #[test]
    fn a_joined_cell_is_read_back() {
        let names = ["plain", "with, comma", "semi;colon", "quo\"te", "\"x\"", "a|b", "名，字", "{x}", "'y'", "[z]"];
        assert_eq!(split_tag_cell(&join_tags(names), None), names);
        assert_eq!(split_tag_cell(&join_tags_with(names, ';'), None), names);
        for name in names {
            assert_eq!(split_tag_cell(&join_tags([name]), None), [name]);
        }
        for separator in [',', '|', '\t', ' ', 'e'] {
            assert_eq!(split_tag_cell(&join_tags_by(names, Some(separator)), Some(separator)), names, "{separator:?}");
        }
    }

    #[test]
    fn the_first_spelling_stays() {
        let mut interner = TagInterner::default();
        let vip = interner.intern("VIP");
        assert_eq!(interner.intern(" vip "), vip);
        assert_eq!(interner.name(vip), "VIP");
        assert_eq!(interner.find("Vip"), Some(vip));
        let cafe = interner.intern("Café");
        assert_eq!(interner.intern("CAFE\u{301}"), cafe, "one tag in every Unicode form");
    }

    #[test]
    fn tags_of_equal_names_that_a_workspace_has_are_told_apart() {
        let mut interner = TagInterner::default();
        let (composed, decomposed) = (interner.keep("Café"), interner.keep("Cafe\u{301}"));
        assert_ne!(composed, decomposed);
        assert_eq!((interner.intern("café"), interner.intern(" Cafe\u{301} ")), (composed, decomposed));
        assert_eq!(interner.len(), 2);
    }
}
