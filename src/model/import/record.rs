//! Records of an import as the workspace stores them: mapping, created fields, options, digests of its output files.

use serde::{Deserialize, Serialize};

use super::{Mapping, Overwrite, SlotSource, one_or_several};
use crate::model::{BarePhones, DecimalMark, FieldId, HeaderLine, NameOrder, Text};

/// One line of a mapping, as the history stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// The contact field.
    pub field: String,
    /// Label of the column; `None` for a constant.
    pub column: Option<String>,
    /// Position of the column, from 1; `None` for a constant.
    pub position: Option<usize>,
    /// The constant; `None` for a column.
    pub value: Option<String>,
    /// True if the field keeps a value that the contact has already.
    pub do_not_overwrite: bool,
    /// True if a value that a person set last is kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keep_edits: bool,
    /// Order of the names where the field takes one part of a column of full names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<NameOrder>,
}

/// Contact field that an import created, as the history stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedField {
    /// ID in the workspace.
    pub id: FieldId,
    /// Name at its creation.
    pub name: String,
    /// Name of its kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// Options of a list or of choices, in order; empty for other kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Text>,
}

/// Options that an import added to a field, as the history stores them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedOptions {
    /// ID of the field.
    pub id: FieldId,
    /// Name of the field at the time.
    pub field: String,
    /// The options, in order.
    pub options: Vec<Text>,
}

/// Options of an import, as the history stores them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportOptions {
    /// Tags that every contact got.
    pub tags: Vec<String>,
    /// Text that empties a field.
    pub clear_marker: Option<String>,
    /// Texts that counted as blank where a cell was exactly one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blank: Vec<String>,
    /// Country whose national phone numbers were accepted: ISO 3166 alpha-2.
    pub region: Option<String>,
    /// Column with the country or the calling code of each row's phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region_from: Option<String>,
    /// Reading of phone numbers without `+`, `00` or country, as the user or else the column decided it; `None` if
    /// neither did, because no number could begin with a country code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bare_phones: Option<BarePhones>,
    /// The only separator of tags in a cell; `None`: the usual ones.
    pub tag_separator: Option<char>,
    /// Formats of dates, if not `YYYY-MM-DD`: for all columns, or `COLUMN=FORMAT`.
    #[serde(default, with = "one_or_several", skip_serializing_if = "Vec::is_empty")]
    pub date_format: Vec<String>,
    /// Decimal mark of numbers, if the user said it; else each column showed its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// Line of the header, or that there was none, if the user said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_line: Option<HeaderLine>,
    /// True if it was to add the options that lists and choices lacked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub add_options: bool,
    /// ID of the session, if the import was prepared in one.
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
                keep_edits: slot.overwrite == Overwrite::KeepEdits,
                split: slot.split(),
            }
        });
        lines.collect()
    }
}

/// Fingerprint of an output file as this tool wrote it; the workspace stores it to detect later whether the file was
/// edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDigest {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256, in lower-case hexadecimal.
    pub digest: String,
}
