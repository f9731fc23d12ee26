//! Bounded tables of rows or contacts on a page.

use askama::Template;

use super::filters;

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
    pub(super) columns: Vec<String>,
    /// The entries that are shown, as HTML.
    pub(super) body: String,
    pub(super) shown: u64,
    pub(super) count: u64,
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
        // Rendered at once: as HTML an entry is bounded, while its values may be of any length.
        let _ = Entry { head, lines }.render_into(&mut self.body); // writing to a String cannot fail
    }

    /// Sets the number of all entries, including those that were never passed in.
    pub fn count_all(&mut self, entries: u64) {
        self.count = entries;
    }

    /// Returns the number of entries, shown or not.
    pub fn entries(&self) -> u64 {
        self.count
    }
}

/// Entry of a [`Listing`]: cells that hold for all of it, and its lines.
#[derive(Template)]
#[template(path = "entry.html")]
struct Entry<'a> {
    head: &'a [Cell<'a>],
    lines: &'a [Vec<Cell<'a>>],
}
