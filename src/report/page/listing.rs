//! Bounded tables of rows or contacts on a page.

use super::html;
use crate::model::format_thousands;

/// Maximum number of entries of a list; a browser filters and prints as many without a delay.
const MAX_ENTRIES: u64 = 1_000;
/// Size from which a list takes no more entries, in bytes of HTML; it is exceeded by one entry at most.
const MAX_BYTES: usize = 1 << 20;

/// List of rows or contacts, as a table. All entries are counted; the first of them are shown.
#[derive(Debug, Clone)]
pub struct Listing {
    /// ID on the page.
    pub(super) id: &'static str,
    pub(super) heading: String,
    /// Explanation under the heading.
    pub(super) note: String,
    /// Headers of the columns; those of the head cells, which hold for all lines of an entry, come first.
    columns: Vec<String>,
    body: String,
    shown: u64,
    count: u64,
}

/// Cell of a [`Listing`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Text from a file or a contact.
    Text(&'a str),
    /// A number, aligned to the right.
    Number(u64),
    /// A word of the program in place of a value: `(empty)`.
    Quiet(&'static str),
    /// A problem, with its code.
    Problem {
        /// Message for people.
        message: &'a str,
        /// Stable code; empty where it is not known.
        code: &'static str,
    },
}

impl Listing {
    /// Creates an empty list. `id` is its ID on the page.
    pub fn new(id: &'static str, heading: &str, note: &str, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        let (heading, note) = (heading.to_owned(), note.to_owned());
        Self { id, heading, note, columns, body: String::new(), shown: 0, count: 0 }
    }

    /// Returns true if the next entry will be shown; otherwise it is only counted, and need not be rendered.
    pub fn has_room(&self) -> bool {
        self.shown < MAX_ENTRIES && self.body.len() < MAX_BYTES
    }

    /// Counts an entry that is not shown.
    pub fn count(&mut self) {
        self.count += 1;
    }

    /// Adds an entry: cells that hold for all of it, and its lines.
    pub fn entry(&mut self, head: &[Cell<'_>], lines: &[Vec<Cell<'_>>]) {
        self.count += 1;
        if !self.has_room() {
            return;
        }
        self.shown += 1;
        let span = lines.len().max(1);
        // A `tbody` for each entry, so that the script hides and shows its lines together.
        self.body.push_str("<tbody><tr>");
        for (index, cell) in head.iter().enumerate() {
            self.push_head(index == 0, span, *cell);
        }
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.body.push_str("</tr>\n<tr>");
            }
            for cell in line {
                self.push("td", "", *cell);
            }
        }
        self.body.push_str("</tr></tbody>\n");
    }

    /// Sets the number of all entries, including those that were never passed in.
    pub fn count_all(&mut self, entries: u64) {
        self.count = entries;
    }

    /// Returns the number of entries, shown or not.
    pub fn entries(&self) -> u64 {
        self.count
    }

    fn push_head(&mut self, is_name: bool, span: usize, cell: Cell<'_>) {
        let rows = if span > 1 { format!(" rowspan=\"{span}\"") } else { String::new() };
        match (is_name, span) {
            (true, 1) => self.push("th", " scope=\"row\"", cell),
            (true, _) => self.push("th", &format!(" scope=\"rowgroup\"{rows}"), cell),
            (false, _) => self.push("td", &rows, cell),
        }
    }

    fn push(&mut self, tag: &str, attributes: &str, cell: Cell<'_>) {
        let (class, inside) = match cell {
            Cell::Text(value) => (" dir=\"auto\"", html::value(value)),
            Cell::Number(number) => (" class=\"number\"", number.to_string()),
            Cell::Quiet(word) => (" class=\"quiet\"", html::text(word)),
            Cell::Problem { message, code: "" } => ("", html::value(message)),
            Cell::Problem { message, code } => ("", format!("{} <code>{code}</code>", html::value(message))),
        };
        self.body.push_str(&format!("<{tag}{attributes}{class}>{inside}</{tag}>"));
    }

    /// Renders the list as a section of the page.
    pub(super) fn section(&self) -> String {
        let Self { id, body, .. } = self;
        let (heading, note) = (html::text(&self.heading), html::text(&self.note));
        let count = format_thousands(self.count);
        let columns = self.columns.iter().map(|column| format!("<th scope=\"col\">{}</th>", html::value(column)));
        let columns = columns.collect::<Vec<_>>().concat();
        let shown = self.shown_text();
        format!(
            "<section class=\"list\" id=\"{id}\" aria-labelledby=\"{id}-heading\">\n\
             <h2 id=\"{id}-heading\">{heading}: {count}</h2>\n<p>{note}</p>\n\
             <div class=\"wide\" role=\"group\" tabindex=\"0\" aria-labelledby=\"{id}-heading\">\n\
             <table>\n<caption>{shown}</caption>\n<thead><tr>{columns}</tr></thead>\n{body}</table>\n</div>\n\
             <p class=\"none\" hidden>Nothing of this list matches.</p>\n</section>\n"
        )
    }

    fn shown_text(&self) -> String {
        let (shown, count) = (format_thousands(self.shown), format_thousands(self.count));
        if self.shown == self.count {
            return if self.count == 1 {
                "It is shown here.".to_owned()
            } else {
                format!("All {count} are shown here.")
            };
        }
        format!("Only the first {shown} of {count} are listed on this page; the counts above are of all.")
    }
}
