use super::MappingError;
use crate::model::{Column, Fields, Target};

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

    /// The column's header as `--map` finds it, or its place where the header does not tell it from others.
    pub(super) fn unique_name(&self, index: usize) -> String {
        let name = &self.columns[index].name;
        let is_found = self.column(name).is_ok_and(|found| found == index);
        if is_found && !name.is_empty() { name.clone() } else { format!("#{}", index + 1) }
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

/// A column as `--map` and `--skip` take it: its header, or its place where the header does not tell it from others.
pub fn column_name(columns: &[Column], fields: &Fields, index: usize) -> String {
    Names { columns, fields }.unique_name(index)
}

/// `#3`.
fn position(name: &str) -> Option<usize> {
    name.strip_prefix('#').and_then(|number| number.parse().ok())
}

/// All ways to take a text apart at a `=`.
fn splits(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices('=').map(|(at, _)| (&text[..at], &text[at + 1..]))
}
