//! Rows grouped by what is wrong with them, with their values.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::people::FIRST;
use super::plain_words::without_advice;
use super::rows::Rows;
use super::shown::{beginning, push_json, push_json_list, shown};

/// Maximum number of groups; rows with further reasons share the last one.
const MAX_GROUPS: usize = 200;
/// Maximum number of different messages of a group that rows refer to by number; they carry others themselves.
const MAX_MESSAGES: usize = 100;
/// Title of the group of further reasons.
const OTHER: &str = "Other reasons";

/// List of rows with errors or warnings, grouped by reason. All are counted; as many as have room are kept.
#[derive(Debug, Clone)]
pub struct ReasonList {
    /// ID on the page.
    pub(super) id: &'static str,
    pub(super) heading: String,
    /// Explanation under the heading.
    pub(super) note: String,
    /// Number of rows; one may have several reasons.
    pub(super) count: u64,
    groups: Vec<Group>,
    columns: Vec<String>,
    rows: Rows,
}

/// Something that is wrong with a row.
#[derive(Debug, Clone, Copy)]
pub struct Reason<'a> {
    /// Title of the group, for all rows of the same kind.
    pub title: &'a str,
    /// Column; empty if the reason is about the row as a whole.
    pub column: &'a str,
    /// The cell.
    pub value: &'a str,
    /// What is wrong and what to do; empty if the title says it.
    pub message: &'a str,
}

/// Rows with the same reason.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) title: String,
    /// The first messages that differ.
    messages: Vec<String>,
    /// Number of cells.
    pub(super) count: u64,
    /// The first rows.
    pub(super) first: Vec<Item>,
}

/// A row in a group.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// `line 4 · Phone Number`.
    pub(super) place: String,
    pub(super) value: String,
    pub(super) message: String,
    /// The row on one line.
    pub(super) row: String,
}

impl ReasonList {
    /// Creates an empty list. `id` is its ID on the page.
    pub fn new(id: &'static str, heading: &str, note: &str) -> Self {
        let (heading, note) = (heading.to_owned(), note.to_owned());
        Self { id, heading, note, count: 0, groups: Vec::new(), columns: Vec::new(), rows: Rows::default() }
    }

    /// Returns true if the next row will be kept.
    pub fn has_room(&self) -> bool {
        self.rows.has_room()
    }

    /// Returns true if there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Sets the number of all rows, including those that were never passed in.
    pub fn count_all(&mut self, rows: u64) {
        self.count = rows;
    }

    /// Counts cells with a reason whose rows are not known any more.
    pub fn count_reason(&mut self, title: &str, cells: u64) {
        let group = self.group(title);
        self.groups[group].count += cells;
    }

    /// Adds a row with its reasons. `line` is 0 if it is not known; `row` is called if the row is kept.
    pub fn add(&mut self, line: u64, row: impl FnOnce() -> String, reasons: &[Reason<'_>]) {
        self.count += 1;
        let keeps = self.has_room();
        let row = if keeps { beginning(&row()) } else { String::new() };
        let mut json = format!("[{line},");
        push_json(&mut json, &row);
        for reason in reasons {
            let (title, message) = (without_advice(reason.title), without_advice(reason.message));
            let group = self.group(&title);
            // A title that is the message is told once.
            let message = if message == title { String::new() } else { shown(&message) };
            self.groups[group].count_message(&message);
            if keeps {
                let column = self.column(reason.column);
                let item =
                    Item { place: place(line, reason.column), value: shown(reason.value), message, row: row.clone() };
                self.groups[group].add(group, column, item, &mut json);
            }
        }
        if keeps {
            self.rows.push(json + "]");
        }
    }

    /// Returns the index of a group, which is made if it is new.
    fn group(&mut self, title: &str) -> usize {
        let known = |groups: &[Group], title: &str| groups.iter().position(|group| group.title == title);
        let title = match known(&self.groups, title) {
            Some(index) => return index,
            None if self.groups.len() < MAX_GROUPS => title,
            None => OTHER,
        };
        known(&self.groups, title).unwrap_or_else(|| {
            self.groups.push(Group { title: title.to_owned(), messages: Vec::new(), count: 0, first: Vec::new() });
            self.groups.len() - 1
        })
    }

    /// Returns the number of a column, from 1; 0 if there is none.
    fn column(&mut self, name: &str) -> usize {
        if name.is_empty() {
            return 0;
        }
        let known = self.columns.iter().position(|column| column == name);
        known.map_or_else(
            || {
                self.columns.push(name.to_owned());
                self.columns.len()
            },
            |index| index + 1,
        )
    }
}

impl Group {
    /// Counts a cell, and keeps its message if it is one of the first that differ.
    fn count_message(&mut self, message: &str) {
        self.count += 1;
        if self.messages.len() < MAX_MESSAGES && !self.messages.iter().any(|known| known == message) {
            self.messages.push(message.to_owned());
        }
    }

    /// Appends an item to the JSON of its row, `,[group,column,"value",message]`, and keeps it if it is one of the first.
    fn add(&mut self, group: usize, column: usize, item: Item, json: &mut String) {
        let _ = write!(json, ",[{group},{column},"); // writing to a String cannot fail
        push_json(json, &item.value);
        json.push(',');
        match self.messages.iter().position(|known| *known == item.message) {
            Some(number) => json.push_str(&number.to_string()),
            None => push_json(json, &item.message),
        }
        json.push(']');
        if self.first.len() < FIRST {
            self.first.push(item);
        }
    }

    /// Returns the message that all rows share; `None` if each has its own, or the title says it.
    fn shared_message(&self) -> Option<&str> {
        match &self.messages[..] {
            [message] if !message.is_empty() => Some(message),
            _ => None,
        }
    }
}

/// Returns where a reason is found: `line 4 · Phone Number`.
fn place(line: u64, column: &str) -> String {
    let line = (line > 0).then(|| format!("line {line}"));
    let column = (!column.is_empty()).then(|| shown(column));
    line.into_iter().chain(column).collect::<Vec<_>>().join(" · ")
}

/// Group of a list as the template shows it.
pub(super) struct GroupView<'a> {
    pub(super) title: String,
    /// Index in the data of the script.
    pub(super) index: usize,
    pub(super) count: u64,
    /// Message that all rows share, if they do.
    pub(super) message: Option<&'a str>,
    /// The first rows, of all groups together as many as stand on the page as HTML.
    pub(super) items: &'a [Item],
}

impl ReasonList {
    /// Returns the groups, the most frequent first.
    pub(super) fn views<'a>(&'a self) -> Vec<GroupView<'a>> {
        let mut left = FIRST;
        let view = |(index, group): (usize, &'a Group)| {
            let items = &group.first[..group.first.len().min(left)];
            left -= items.len();
            let (title, message) = (shown(&group.title), group.shared_message());
            GroupView { title, index, count: group.count, message, items }
        };
        self.by_count().into_iter().map(view).collect()
    }

    /// Returns the number of reasons of all rows.
    pub(super) fn cells(&self) -> u64 {
        self.groups.iter().map(|group| group.count).sum()
    }

    fn by_count(&self) -> Vec<(usize, &Group)> {
        let mut groups: Vec<_> = self.groups.iter().enumerate().collect();
        groups.sort_by_key(|(_, group)| Reverse(group.count));
        groups
    }

    /// Returns the rows as JSON: `[4,"Ann · 12",[0,1,"12",0]]`.
    pub(super) fn rows(&self) -> Vec<String> {
        self.rows.iter().map(str::to_owned).collect()
    }

    /// Returns the rest of the data as JSON, without the brackets around it: columns and groups.
    pub(super) fn names(&self) -> String {
        let mut json = "\"columns\":".to_owned();
        push_json_list(&mut json, &self.columns);
        json.push_str(",\"groups\":[");
        for (index, group) in self.groups.iter().enumerate() {
            json.push_str(if index > 0 { ",[" } else { "[" });
            push_json(&mut json, &shown(&group.title));
            json.push(',');
            push_json_list(&mut json, &group.messages);
            let _ = write!(json, ",{}]", group.count); // writing to a String cannot fail
        }
        json + "]"
    }
}

impl Item {
    /// Returns true if the message is told with the row, because the group has several.
    pub(super) fn tells_message(&self, group: &GroupView<'_>) -> bool {
        group.message.is_none() && !self.message.is_empty()
    }
}
