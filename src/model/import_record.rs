use serde::{Deserialize, Serialize};

use super::{BarePhones, FieldId, Mapping, Overwrite, SlotSource, Text};

/// One line of a mapping as the history keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// The contact field.
    pub field: String,
    /// The column's label; `None` for a constant.
    pub column: Option<String>,
    /// The column's place, from 1; `None` for a constant.
    pub position: Option<usize>,
    /// The constant; `None` for a column.
    pub value: Option<String>,
    /// Whether the field keeps the value that a contact has.
    pub do_not_overwrite: bool,
}

/// A contact field that an import created, as the history keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedField {
    /// Its number in the workspace.
    pub id: FieldId,
    /// Its name when it was created.
    pub name: String,
    /// The name of its kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// The options of a list, in their order; none for other kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Text>,
}

/// The options of an import as the history keeps them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportOptions {
    /// Tags that every contact got.
    pub tags: Vec<String>,
    /// The text that empties a field.
    pub clear_marker: Option<String>,
    /// The country whose national phone numbers were read: ISO 3166 alpha-2.
    pub region: Option<String>,
    /// How phone numbers were read that had neither `+` nor `00` and no country: as the user or else the list said;
    /// nothing where nothing was said and none could begin with a country code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bare_phones: Option<BarePhones>,
    /// What separated tags in a cell, if neither `,` nor `;`.
    pub tag_separator: Option<char>,
    /// How dates were written, if not as `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_format: Option<String>,
    /// The session that it came of, if it was prepared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

impl From<&Mapping> for Vec<MappedColumn> {
    fn from(mapping: &Mapping) -> Self {
        let lines = mapping.slots.iter().map(|slot| {
            let (position, value) = match &slot.source {
                SlotSource::Column(index) => (Some(index + 1), None),
                SlotSource::Constant(value) => (None, Some(value.to_string())),
            };
            MappedColumn {
                field: slot.field_name.clone(),
                column: slot.column.clone(),
                position,
                value,
                do_not_overwrite: slot.overwrite == Overwrite::FillOnly,
            }
        });
        lines.collect()
    }
}
