//! Columns of a list by the names that options take, without reading the list as a whole.

use std::collections::HashMap;
use std::path::Path;

use super::ExpectedHeaders;
use crate::model::{Cancel, Fields, HeaderLine, Identifier};
use crate::source::{Opening, OpeningLine, SourceError, SourceOptions};

/// Returns the names of the columns: their headers, and positions such as `#3` where a header is blank or stands twice. The
/// header is the line that the options name, else the one that reads as the header.
///
/// # Errors
/// [`SourceError`] if the list cannot be read, or its encoding is unsure.
pub fn column_names(path: &Path, options: &SourceOptions, fields: &Fields) -> Result<Vec<String>, SourceError> {
    let opening = Opening::of(path, options, &Cancel::default())?;
    let lines = opening.lines();
    let line_at = |number: u64| lines.iter().find(|line| line.line == number);
    let header = match options.header_line {
        Some(HeaderLine::At(number)) => line_at(number.get()),
        Some(HeaderLine::None) => return Ok(positions(lines)),
        None => {
            let below = ExpectedHeaders::of_saved(fields, None).below_first(&opening);
            below.and_then(|below| line_at(below.line)).or(lines.first())
        }
    };
    Ok(header.map(names).unwrap_or_default())
}

/// Returns the first of the standard identifiers that has a column of its field's name in a list; `None` where none has, or the
/// list cannot be read.
pub fn named_identifier(path: &Path) -> Option<Identifier> {
    let fields = Fields::standard();
    let names = column_names(path, &SourceOptions::default(), &fields).ok()?;
    let has_column = |identifier: &Identifier| {
        let target = identifier.target(&fields);
        names.iter().any(|name| target.is_some() && fields.target(name) == target)
    };
    [Identifier::Phone, Identifier::Email].into_iter().find(has_column)
}

/// Positions of a list without a header: as many as its widest line has cells.
fn positions(lines: &[OpeningLine]) -> Vec<String> {
    let widest = lines.iter().map(|line| line.cells.len()).max().unwrap_or_default();
    (1..=widest).map(position).collect()
}

fn position(number: usize) -> String {
    format!("#{number}")
}

fn names(header: &OpeningLine) -> Vec<String> {
    let keys: Vec<String> = header.cells.iter().map(|cell| Fields::key(cell)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for key in &keys {
        *counts.entry(key).or_default() += 1;
    }
    let is_unique = |key: &String| counts.get(key.as_str()) == Some(&1);
    let named = header.cells.iter().zip(&keys).zip(1..);
    named
        .map(|((cell, key), number)| if !cell.is_empty() && is_unique(key) { cell.clone() } else { position(number) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[allow(clippy::disallowed_methods, reason = "a list of another program")]
    fn names_of(list: &str, header_line: Option<HeaderLine>) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        std::fs::write(&path, list).unwrap();
        let options = SourceOptions { header_line, ..SourceOptions::default() };
        column_names(&path, &options, &Fields::standard()).unwrap()
    }

    #[test]
    fn columns_are_named_by_their_headers_and_by_position_where_these_do_not_tell() {
        assert_eq!(names_of("Given Name;Mobile\nAnn;1\n", None), ["Given Name", "Mobile"]);
        assert_eq!(names_of("Name,Tag,,tag\nAnn,a,b,c\n", None), ["Name", "#2", "#3", "#4"]);
    }

    #[test]
    fn the_header_is_the_line_that_reads_as_one_or_that_was_named() {
        let report = "Report of May\n\nFirst Name,Email\nAnn,ann@example.com\n";
        assert_eq!(names_of(report, None), ["First Name", "Email"]);
        assert_eq!(names_of(report, "4".parse().ok()), ["Ann", "ann@example.com"]);
        assert_eq!(names_of("Ann,ann@example.com\n", Some(HeaderLine::None)), ["#1", "#2"]);
        assert!(names_of(report, "40".parse().ok()).is_empty());
    }
}
