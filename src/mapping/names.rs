use std::borrow::Cow;
use std::collections::HashMap;

use super::MappingError;
use crate::model::{Column, Fields, Target};

/// A header with more characters is named by its place where an option is printed.
const LONGEST_IN_OPTIONS: usize = 60;

/// What names mean: those of columns in a source, those of fields in a workspace.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) columns: &'a [Column],
    pub(super) fields: &'a Fields,
}

impl Names<'_> {
    /// Reads `COLUMN=FIELD`. Both may hold a `=`, so the split is where both sides are known.
    pub(super) fn pair(&self, pair: &str) -> Result<(usize, Target), MappingError> {
        let mut problem = MappingError::NotAPair(pair.to_owned());
        for (column, field) in splits(pair) {
            match (self.column(column), self.target(field)) {
                (Ok(index), Ok(target)) => return Ok((index, target)),
                (Err(error), _) | (_, Err(error)) => problem = error,
            }
        }
        Err(problem)
    }

    /// Reads `FIELD=VALUE`. A field's name may hold a `=`, so the split is where the field is known.
    pub(super) fn constant<'t>(&self, pair: &'t str) -> Result<(Target, &'t str), MappingError> {
        let mut problem = MappingError::NotAConstant(pair.to_owned());
        for (field, value) in splits(pair) {
            match self.target(field) {
                Ok(_) if value.trim().is_empty() => return Err(MappingError::NotAConstant(pair.to_owned())),
                Ok(target) => return Ok((target, value)),
                Err(error) if matches!(problem, MappingError::NotAConstant(_)) => problem = error,
                Err(_) => {}
            }
        }
        Err(problem)
    }

    /// The column of this header, or at this place: `#3`.
    pub(super) fn column(&self, name: &str) -> Result<usize, MappingError> {
        if let Some(position) = position(name) {
            return match position.checked_sub(1).filter(|index| *index < self.columns.len()) {
                Some(index) => Ok(index),
                None => Err(self.unknown_column(name)),
            };
        }
        let wanted = Fields::key(name);
        let is_wanted = |index: &usize| Fields::key(&self.columns[*index].name) == wanted;
        let found: Vec<usize> = (0..self.columns.len()).filter(is_wanted).collect();
        match found.as_slice() {
            [] => Err(self.unknown_column(name)),
            [index] => Ok(*index),
            _ => Err(MappingError::AmbiguousColumn {
                name: name.to_owned(),
                positions: found.iter().map(|index| format!("#{}", index + 1)).collect(),
            }),
        }
    }

    /// The column's header as `--map` finds it, or its place where the header does not tell it from others or nobody would
    /// read it to its end.
    pub(super) fn unique_name(&self, index: usize) -> String {
        let name = &self.columns[index].name;
        let is_found = || self.column(name).is_ok_and(|found| found == index);
        if is_handy(name) && is_found() { name.clone() } else { format!("#{}", index + 1) }
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

    fn unknown_column(&self, name: &str) -> MappingError {
        let columns = self.columns.iter().map(Column::label).collect();
        MappingError::UnknownColumn { name: name.to_owned(), columns }
    }

    pub(super) fn unknown_field(&self, name: &str) -> MappingError {
        let fields = self.fields.iter().map(|field| field.name.clone()).collect();
        MappingError::UnknownField { name: name.to_owned(), fields }
    }
}

/// The column that a text names before a `=`, and what follows: `Born=Birthday:date`. Both may hold a `=`, so the split is
/// where the column is known.
///
/// # Errors
/// When no column is named.
pub fn column_before<'t>(columns: &[Column], text: &'t str) -> Result<(usize, &'t str), MappingError> {
    let names = Names { columns, fields: &Fields::standard() };
    let mut problem = MappingError::NotAPair(text.to_owned());
    for (column, rest) in splits(text) {
        match names.column(column) {
            Ok(index) => return Ok((index, rest)),
            Err(error) => problem = error,
        }
    }
    Err(problem)
}

/// Every column as `--map` and `--skip` take it: its header, or its place where the header does not tell it from others or
/// nobody would read it to its end.
pub fn option_names(columns: &[Column]) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for column in columns {
        *counts.entry(Fields::key(&column.name)).or_default() += 1;
    }
    let is_unique = |name: &str| counts.get(&Fields::key(name)) == Some(&1);
    let name = |column: &Column| {
        if is_handy(&column.name) && is_unique(&column.name) {
            column.name.clone()
        } else {
            format!("#{}", column.position)
        }
    };
    columns.iter().map(name).collect()
}

/// A header in a sentence: one that is longer than anybody reads is cut.
pub fn shortened(label: &str) -> Cow<'_, str> {
    match label.char_indices().nth(LONGEST_IN_OPTIONS) {
        Some((end, _)) => Cow::Owned(format!("{}…", &label[..end])),
        None => Cow::Borrowed(label),
    }
}

/// Whether a header can stand in an option: it is neither blank nor long, and no place.
fn is_handy(name: &str) -> bool {
    !name.is_empty() && name.chars().nth(LONGEST_IN_OPTIONS).is_none() && position(name).is_none()
}

/// `#3`.
fn position(name: &str) -> Option<usize> {
    name.strip_prefix('#').and_then(|number| number.parse().ok())
}

/// All ways to take a text apart at a `=`.
fn splits(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices('=').map(|(at, _)| (&text[..at], &text[at + 1..]))
}
