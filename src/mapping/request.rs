//! The request for a mapping: choices about columns and fields, and what was decided earlier.

use super::names::NameResolver;
use super::{MappingError, PresetChoice};
use crate::model::{
    ColumnChoice, Constant, Field, FieldId, Fields, Identifier, Identifiers, NameOrder, OverwritePolicy, Purpose,
    Target,
};

/// Choices of the user about the mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingRequest {
    /// Purpose of the import.
    pub purpose: Purpose,
    /// Targets that recognise a contact, the strongest first.
    pub identifiers: Vec<Target>,
    /// Columns with the fields that they go to.
    pub map: Vec<MapChoice>,
    /// Columns to leave out: headers or `#N`.
    pub skip: Vec<String>,
    /// `FIELD=VALUE`: the same value for every row.
    pub set: Vec<String>,
    /// Earlier decision about the columns, from a session or a saved mapping. If there is one, no column is mapped by
    /// its name; `map`, `skip` and `set` take precedence over it.
    pub saved: Option<SavedChoices>,
    /// Choice of the preset.
    pub preset: PresetChoice,
    /// Fields that keep the values that contacts have.
    pub keep: OverwritePolicy,
    /// Fields that keep the values that a person set last.
    pub keep_edits: OverwritePolicy,
}

/// Choice of a column and the field that it goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapChoice {
    /// `COLUMN=FIELD` as typed, where COLUMN is a header or `#N`. Both names may hold a `=`, so what it means is known
    /// once the headers and the fields are.
    Typed(String),
    /// Names of a column, or `#N`, and of a field.
    Named {
        /// Header of the column, or its position.
        column: String,
        /// Name of the field.
        field: String,
    },
    /// `COLUMN[=ORDER]` as typed: a column of full names, which are split into First and Last Name.
    Split(String),
    /// Column and field themselves.
    Found(ColumnAnswer),
}

/// Decision about one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnAnswer {
    /// Index of the column, from 0.
    pub column: usize,
    /// Where its values go; `None` leaves the column out.
    pub target: Option<Target>,
    /// Order of the names where the column holds full names: First Name and Last Name take a part each, and `target` is
    /// First Name.
    pub split: Option<NameOrder>,
}

/// Mapping that was decided earlier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SavedChoices {
    /// Choice for each column of the source it was decided for.
    pub columns: Vec<ColumnChoice>,
    /// Fields that get the same value in every row.
    pub constants: Vec<Constant>,
}

impl MappingRequest {
    /// Returns a request that chooses nothing: columns are mapped by their names.
    pub fn new(purpose: Purpose, identifiers: Vec<Target>) -> Self {
        Self {
            purpose,
            identifiers,
            map: Vec::new(),
            skip: Vec::new(),
            set: Vec::new(),
            saved: None,
            preset: PresetChoice::default(),
            keep: OverwritePolicy::None,
            keep_edits: OverwritePolicy::None,
        }
    }
}

/// Returns the targets of identifiers, in their order.
///
/// # Errors
/// [`MappingError::UnknownIdentifier`] and [`MappingError::NotAnIdentifier`].
pub fn identifier_targets(identifiers: &Identifiers, fields: &Fields) -> Result<Vec<Target>, MappingError> {
    identifiers.iter().map(|identifier| identifier_target(identifier, fields)).collect()
}

fn identifier_target(identifier: &Identifier, fields: &Fields) -> Result<Target, MappingError> {
    let can_be = |field: &&Field| field.id.is_custom() && field.kind.is_identifier();
    let unknown = || MappingError::UnknownIdentifier {
        name: identifier.to_string(),
        fields: fields.iter().filter(can_be).map(|field| field.name.clone()).collect(),
        column: None,
    };
    let target = identifier.target(fields).ok_or_else(unknown)?;
    match target {
        Target::Field(id) if matches!(identifier, Identifier::Custom(_)) => match fields.get(id) {
            Some(field) if can_be(&field) => Ok(target),
            Some(field) => Err(MappingError::NotAnIdentifier { field: field.name.clone() }),
            None => Err(unknown()),
        },
        _ => Ok(target),
    }
}

impl ColumnAnswer {
    /// Returns the decision that a column goes to this target.
    pub fn into_target(column: usize, target: Target) -> Self {
        Self { column, target: Some(target), split: None }
    }

    /// Returns the decision that a column of full names is split.
    pub fn split(column: usize, order: NameOrder) -> Self {
        Self { split: Some(order), ..Self::into_target(column, Target::Field(FieldId::FIRST_NAME)) }
    }
}

impl MapChoice {
    /// Returns the name of the column as it was typed; `None` if the column is known by its index.
    pub fn typed_column(&self) -> Option<&str> {
        match self {
            Self::Typed(text) | Self::Split(text) => Some(text.rsplit_once('=').map_or(text, |(column, _)| column)),
            Self::Named { column, .. } => Some(column),
            Self::Found(_) => None,
        }
    }

    /// Returns column and target.
    pub(super) fn resolve(&self, names: &NameResolver<'_>) -> Result<ColumnAnswer, MappingError> {
        let (column, target) = match self {
            Self::Typed(pair) => names.pair(pair)?,
            Self::Named { column, field } => (names.headers.column(column)?, names.target(field)?),
            Self::Split(text) => {
                let (column, order) = names.headers.split(text)?;
                return Ok(ColumnAnswer::split(column, order));
            }
            Self::Found(answer) => return Ok(*answer),
        };
        Ok(ColumnAnswer::into_target(column, target))
    }
}

impl From<&str> for MapChoice {
    fn from(pair: &str) -> Self {
        Self::Typed(pair.to_owned())
    }
}
