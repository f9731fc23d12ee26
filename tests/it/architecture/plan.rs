//! The table of rooms and floors in `src/lib.rs`, as data.

use std::collections::{BTreeMap, BTreeSet};

/// What `src/lib.rs` says of the house.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The floor of each room in the table of the module's documentation.
    pub(crate) floors: BTreeMap<String, u32>,
    /// The rooms that are declared: `pub mod model;`, `mod cli;`.
    pub(crate) declared: BTreeSet<String>,
}

impl Plan {
    /// Reads the table and the `pub mod` lines.
    pub(crate) fn read(lib: &str) -> Self {
        Self {
            floors: lib.lines().filter_map(table_line).collect(),
            declared: lib.lines().filter_map(declaration).map(str::to_owned).collect(),
        }
    }
}

/// ``//! | 5 | [`cli`] | what is done there |``
fn table_line(line: &str) -> Option<(String, u32)> {
    let mut cells = line.strip_prefix("//! |")?.split('|').map(str::trim);
    let floor = cells.next()?.parse().ok()?;
    let room = cells.next()?.trim_matches(['[', ']', '`']);
    Some((room.to_owned(), floor))
}

/// `pub mod model;`, or `mod cli;` for a room that is no part of the library.
fn declaration(line: &str) -> Option<&str> {
    line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")?.strip_suffix(';')
}
