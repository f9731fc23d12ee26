//! Names of columns and fields in options such as `--map`, and their resolution.

use std::borrow::Cow;
use std::collections::HashMap;

use super::MappingError;
use crate::model::{Column, Fields, NameOrder, Target, excerpt, sanitize, shell_option};

/// Maximum length of a header in a printed option, in characters; a longer one is named by its position.
const MAX_OPTION_CHARS: usize = 60;

/// Columns of a source by header. Each header is folded once: with a hundred options and headers of 64 KiB, folding
/// them for each option would take a minute.
pub struct Headers<'a> {
    columns: &'a [Column],
    by_key: HashMap<String, Vec<usize>>,
}

impl<'a> Headers<'a> {
    /// Indexes all columns.
    pub fn new(columns: &'a [Column]) -> Self {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, column) in columns.iter().enumerate() {
            by_key.entry(Fields::key(&column.name)).or_default().push(index);
        }
        Self { columns, by_key }
    }

    /// Splits `Born=Birthday:date` into the column named before a `=` and the rest. Both may contain a `=`, so the
    /// split is where the column exists.
    ///
    /// # Errors
    /// When no column is named so.
    pub fn before<'t>(&self, text: &'t str) -> Result<(usize, &'t str), MappingError> {
        let known = |(column, rest)| self.find(column).map(|index| (index, rest));
        if let Some(found) = splits(text).find_map(known) {
            return Ok(found);
        }
        let (column, rest) = splits(text).last().ok_or_else(|| MappingError::NotAPair(text.to_owned()))?;
        Ok((self.column(column)?, rest))
    }

    /// Parses `COLUMN[=ORDER]`, the order of names in a column of full names. A header may end like an order.
    pub(super) fn split(&self, text: &str) -> Result<(usize, NameOrder), MappingError> {
        if let Some(column) = self.find(text) {
            return Ok((column, NameOrder::default()));
        }
        match text.rsplit_once('=') {
            Some((column, order)) => match (order.parse(), self.find(column)) {
                (Ok(order), _) => Ok((self.column(column)?, order)),
                (Err(_), Some(_)) => Err(MappingError::UnknownOrder { order: order.to_owned() }),
                (Err(_), None) => Err(self.unknown(text)),
            },
            None => Ok((self.column(text)?, NameOrder::default())),
        }
    }

    /// Returns the column with this header, or at this position: `#3`.
    ///
    /// # Errors
    /// No column has it, or several have.
    pub fn column(&self, name: &str) -> Result<usize, MappingError> {
        self.find(name).ok_or_else(|| match self.of_header(name) {
            [] => self.unknown(name),
            several => MappingError::AmbiguousColumn {
                name: name.to_owned(),
                positions: several.iter().map(|index| format!("#{}", index + 1)).collect(),
            },
        })
    }

    /// Returns the only column with this header, or the one at this position.
    fn find(&self, name: &str) -> Option<usize> {
        match (position(name), self.of_header(name)) {
            (Some(position), _) => position.checked_sub(1).filter(|index| *index < self.columns.len()),
            (None, [index]) => Some(*index),
            (None, _) => None,
        }
    }

    /// Returns the columns with this header. A position is never a header.
    fn of_header(&self, name: &str) -> &[usize] {
        if position(name).is_some() {
            return &[];
        }
        self.by_key.get(&Fields::key(name)).map_or(&[], Vec::as_slice)
    }

    /// Returns a name by which `--map` finds the column: its header, or its position where the header is ambiguous or
    /// too long to read.
    pub(super) fn unique_name(&self, index: usize) -> String {
        let column = &self.columns[index];
        if is_handy(&column.name) && self.find(&column.name) == Some(index) {
            column.name.clone()
        } else {
            format!("#{}", column.position)
        }
    }

    fn unknown(&self, name: &str) -> MappingError {
        let columns = self.columns.iter().map(Column::label).collect();
        MappingError::UnknownColumn { name: name.to_owned(), columns }
    }
}

/// Resolver of names: columns of a source, fields of a workspace.
pub(super) struct NameResolver<'a> {
    pub(super) columns: &'a [Column],
    pub(super) headers: Headers<'a>,
    pub(super) fields: &'a Fields,
}

impl<'a> NameResolver<'a> {
    pub(super) fn new(columns: &'a [Column], fields: &'a Fields) -> Self {
        Self { columns, headers: Headers::new(columns), fields }
    }

    /// Parses `COLUMN=FIELD`. Both may contain a `=`, so the split is where both sides exist.
    pub(super) fn pair(&self, pair: &str) -> Result<(usize, Target), MappingError> {
        let known = |(column, field)| Some((self.headers.find(column)?, self.target_of_header(field)?));
        if let Some(found) = splits(pair).find_map(known) {
            return Ok(found);
        }
        // No split fits: the error names the sides of the last one, which is right unless the field's name holds a `=`.
        let (column, field) = splits(pair).last().ok_or_else(|| MappingError::NotAPair(pair.to_owned()))?;
        let index = self.headers.column(column)?;
        let unknown = || self.unknown_field(field, Some(self.headers.unique_name(index)));
        Ok((index, self.target_of_header(field).ok_or_else(unknown)?))
    }

    /// Parses `FIELD=VALUE`. A field's name may contain a `=`, so the split is where the field exists.
    pub(super) fn constant<'t>(&self, pair: &'t str) -> Result<(Target, &'t str), MappingError> {
        let malformed = || MappingError::NotAConstant(pair.to_owned());
        let known = |(field, value)| self.target_of_header(field).map(|target| (target, value));
        match splits(pair).find_map(known) {
            Some((_, value)) if value.trim().is_empty() => Err(malformed()),
            Some(found) => Ok(found),
            None => Err(splits(pair).next().map_or_else(malformed, |(field, _)| self.unknown_field(field, None))),
        }
    }

    pub(super) fn target(&self, name: &str) -> Result<Target, MappingError> {
        self.target_of_header(name).ok_or_else(|| self.unknown_field(name, None))
    }

    /// Returns the target that a header names, ignoring case and surrounding blanks (spec section 5).
    pub(super) fn target_of_header(&self, name: &str) -> Option<Target> {
        self.fields.target(name)
    }

    pub(super) fn target_name(&self, target: Target) -> String {
        self.fields.target_name(target).to_owned()
    }

    /// Returns the error for a field that does not exist; `column` is the one that was to go to it.
    pub(super) fn unknown_field(&self, name: &str, column: Option<String>) -> MappingError {
        let fields = self.fields.iter().map(|field| field.name.clone()).collect();
        MappingError::UnknownField { name: name.to_owned(), fields, column }
    }
}

/// Returns a name for every column as `--map` and `--skip` take it: its header, or its position where the header is
/// ambiguous or too long to read.
pub fn option_names(columns: &[Column]) -> Vec<String> {
    let headers = Headers::new(columns);
    (0..columns.len()).map(|index| headers.unique_name(index)).collect()
}

/// Formats the option that maps a column to a field, or splits a column of full names: `--map 'Mobile=Phone Number'`,
/// `--split Name`. `column` is its name as the option takes it.
pub fn column_option(column: &str, field: &str, split: Option<NameOrder>) -> String {
    match split {
        Some(order) => shell_option("--split", &split_argument(column, order)),
        None => shell_option("--map", &format!("{column}={field}")),
    }
}

/// Returns the argument of `--split` for a column of full names; the usual order needs no word.
pub fn split_argument(column: &str, order: NameOrder) -> String {
    match order {
        NameOrder::FirstLast => column.to_owned(),
        NameOrder::LastFirst => format!("{column}={order}"),
    }
}

/// Truncates a header for use in a sentence.
pub fn shortened(label: &str) -> Cow<'_, str> {
    excerpt(label, MAX_OPTION_CHARS)
}

/// Returns true if a header can stand in an option: it is neither blank nor long, holds nothing that is escaped on
/// screen, and does not look like a position.
fn is_handy(name: &str) -> bool {
    // `nth` and not `count`: a header may have 64 KiB.
    let is_short = name.chars().nth(MAX_OPTION_CHARS).is_none();
    is_short && !name.is_empty() && sanitize(name) == name && position(name).is_none()
}

/// Parses a position: `#3`.
fn position(name: &str) -> Option<usize> {
    name.strip_prefix('#').and_then(|number| number.parse().ok())
}

/// Returns all ways to split a text at a `=`.
fn splits(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices('=').map(|(at, _)| (&text[..at], &text[at + 1..]))
}
