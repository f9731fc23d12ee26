use super::html;
use crate::model::format_thousands;

/// So many entries are listed; a browser filters and prints them without a wait.
const MAX_ENTRIES: u64 = 1_000;
/// No list gets longer than this by more than one entry.
const MAX_BYTES: usize = 1 << 20;

/// A list of rows or contacts, as a table. All are counted; the first of them are shown.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Its name on the page.
    pub(super) id: &'static str,
    pub(super) heading: String,
    /// What one should know of it.
    pub(super) note: String,
    /// Before the first of these columns, each entry has cells that hold for all its lines.
    columns: Vec<String>,
    body: String,
    shown: u64,
    count: u64,
}

/// A cell of a [`Listing`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Text, as a file or a contact has it.
    Text(&'a str),
    /// A number, which stands to the right.
    Number(u64),
    /// A word of ours where there is no value: `(empty)`.
    Quiet(&'static str),
    /// What is wrong, with the name of its kind.
    Problem {
        /// For people.
        message: &'a str,
        /// The stable name; empty where it is not known.
        code: &'static str,
    },
}

impl Listing {
    /// An empty list. `id` is its name on the page.
    pub fn new(id: &'static str, heading: &str, note: &str, columns: &[&str]) -> Self {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        let (heading, note) = (heading.to_owned(), note.to_owned());
        Self { id, heading, note, columns, body: String::new(), shown: 0, count: 0 }
    }

    /// Whether the next entry will be shown; else it is counted, and need not be put into words.
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

    /// Counts entries that are neither shown nor handed over.
    pub fn count_all(&mut self, entries: u64) {
        self.count = entries;
    }

    /// How many entries there are, shown or not.
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

    /// The list as a section of the page.
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
