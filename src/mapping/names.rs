use std::borrow::Cow;
use std::collections::HashMap;

use super::MappingError;
use crate::model::{Column, Fields, Target, sanitize};

/// A header with more characters is named by its place where an option is printed.
const MAX_OPTION_CHARS: usize = 60;

/// The columns of a source by their headers. Each header is folded once: with a hundred options and headers of 64 KiB it would
/// take a minute to fold them for each option.
pub struct Headers<'a> {
    columns: &'a [Column],
    by_key: HashMap<String, Vec<usize>>,
}

impl<'a> Headers<'a> {
    /// Looks at all columns.
    pub fn new(columns: &'a [Column]) -> Self {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, column) in columns.iter().enumerate() {
            by_key.entry(Fields::key(&column.name)).or_default().push(index);
        }
        Self { columns, by_key }
    }

    /// The column that a text names before a `=`, and what follows: `Born=Birthday:date`. Both may hold a `=`, so the split is
    /// where the column is known.
    ///
    /// # Errors
    /// When no column is named.
    pub fn before<'t>(&self, text: &'t str) -> Result<(usize, &'t str), MappingError> {
        let known = |(column, rest)| self.find(column).map(|index| (index, rest));
        if let Some(found) = splits(text).find_map(known) {
            return Ok(found);
        }
        let (column, rest) = splits(text).last().ok_or_else(|| MappingError::NotAPair(text.to_owned()))?;
        Ok((self.column(column)?, rest))
    }

    /// The column of this header, or at this place: `#3`.
    pub(super) fn column(&self, name: &str) -> Result<usize, MappingError> {
        self.find(name).ok_or_else(|| match self.of_header(name) {
            [] => self.unknown(name),
            several => MappingError::AmbiguousColumn {
                name: name.to_owned(),
                positions: several.iter().map(|index| format!("#{}", index + 1)).collect(),
            },
        })
    }

    /// The one column of this header, or at this place.
    fn find(&self, name: &str) -> Option<usize> {
        match (position(name), self.of_header(name)) {
            (Some(position), _) => position.checked_sub(1).filter(|index| *index < self.columns.len()),
            (None, [index]) => Some(*index),
            (None, _) => None,
        }
    }

    /// The columns of this header. A place is never one.
    fn of_header(&self, name: &str) -> &[usize] {
        if position(name).is_some() {
            return &[];
        }
        self.by_key.get(&Fields::key(name)).map_or(&[], Vec::as_slice)
    }

    /// The column's header as `--map` finds it, or its place where the header does not tell it from others or nobody would
    /// read it to its end.
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

/// What names mean: those of columns in a source, those of fields in a workspace.
pub(super) struct NameResolver<'a> {
    pub(super) columns: &'a [Column],
    pub(super) headers: Headers<'a>,
    pub(super) fields: &'a Fields,
}

impl<'a> NameResolver<'a> {
    pub(super) fn new(columns: &'a [Column], fields: &'a Fields) -> Self {
        Self { columns, headers: Headers::new(columns), fields }
    }

    /// Reads `COLUMN=FIELD`. Both may hold a `=`, so the split is where both sides are known.
    pub(super) fn pair(&self, pair: &str) -> Result<(usize, Target), MappingError> {
        let known = |(column, field)| Some((self.headers.find(column)?, self.target_of_header(field)?));
        if let Some(found) = splits(pair).find_map(known) {
            return Ok(found);
        }
        let (column, field) = splits(pair).last().ok_or_else(|| MappingError::NotAPair(pair.to_owned()))?;
        Ok((self.headers.column(column)?, self.target(field)?))
    }

    /// Reads `FIELD=VALUE`. A field's name may hold a `=`, so the split is where the field is known.
    pub(super) fn constant<'t>(&self, pair: &'t str) -> Result<(Target, &'t str), MappingError> {
        let malformed = || MappingError::NotAConstant(pair.to_owned());
        let known = |(field, value)| self.target_of_header(field).map(|target| (target, value));
        match splits(pair).find_map(known) {
            Some((_, value)) if value.trim().is_empty() => Err(malformed()),
            Some(found) => Ok(found),
            None => Err(splits(pair).next().map_or_else(malformed, |(field, _)| self.unknown_field(field))),
        }
    }

    pub(super) fn target(&self, name: &str) -> Result<Target, MappingError> {
        self.target_of_header(name).ok_or_else(|| self.unknown_field(name))
    }

    /// The target whose name a header is, case and surrounding blanks aside (spec section 5).
    pub(super) fn target_of_header(&self, name: &str) -> Option<Target> {
        self.fields.target(name)
    }

    pub(super) fn target_name(&self, target: Target) -> String {
        self.fields.target_name(target).to_owned()
    }

    pub(super) fn unknown_field(&self, name: &str) -> MappingError {
        let fields = self.fields.iter().map(|field| field.name.clone()).collect();
        MappingError::UnknownField { name: name.to_owned(), fields }
    }
}

/// Every column as `--map` and `--skip` take it: its header, or its place where the header does not tell it from others or
/// nobody would read it to its end.
pub fn option_names(columns: &[Column]) -> Vec<String> {
    let headers = Headers::new(columns);
    (0..columns.len()).map(|index| headers.unique_name(index)).collect()
}

/// A header in a sentence: one that is longer than anybody reads is cut.
pub fn shortened(label: &str) -> Cow<'_, str> {
    match label.char_indices().nth(MAX_OPTION_CHARS) {
        Some((end, _)) => Cow::Owned(format!("{}…", &label[..end])),
        None => Cow::Borrowed(label),
    }
}

/// Whether a header can stand in an option: it is neither blank nor long, holds nothing that is escaped where it is shown, and
/// is no place.
fn is_handy(name: &str) -> bool {
    let is_short = name.chars().nth(MAX_OPTION_CHARS).is_none();
    is_short && !name.is_empty() && sanitize(name) == name && position(name).is_none()
}

/// `#3`.
fn position(name: &str) -> Option<usize> {
    name.strip_prefix('#').and_then(|number| number.parse().ok())
}

/// All ways to take a text apart at a `=`.
fn splits(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices('=').map(|(at, _)| (&text[..at], &text[at + 1..]))
}
