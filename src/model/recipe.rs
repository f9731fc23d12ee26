//! The recipe of an import: all decisions that a session or a saved mapping stores.

use serde::{Deserialize, Serialize};

use super::{BarePhones, Identifier, NameOrder, Purpose};

/// Decisions about an import. A session stores a recipe; a saved mapping is a recipe with a name.
///
/// All parts are text, as typed and as written to files: the module that uses a part parses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
// Unknown keys are errors (`deny_unknown_fields`), so that a decision written by a newer version is never dropped
// silently.
pub struct Recipe {
    /// Purpose of the import.
    pub purpose: Purpose,
    /// Field that recognises a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier>,
    /// Tags that every contact gets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Import tag.
    #[serde(default)]
    pub import_tag: ImportTag,
    /// Fields that keep the values that contacts have.
    #[serde(default)]
    pub do_not_overwrite: OverwritePolicy,
    /// How the file and its cells are read.
    #[serde(default, skip_serializing_if = "ParseSettings::is_default")]
    pub reading: ParseSettings,
    /// Choice for each column, in the order of the source; empty until the columns are mapped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnChoice>,
    /// Fields that get the same value in every row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constants: Vec<Constant>,
}

/// How a file and its cells are read, where that differs from the default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ParseSettings {
    /// Name of the encoding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Delimiter between cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Preset of the export whose cell formats are understood; `none` for no preset. `None`: as the headers show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// Country whose national phone numbers are accepted: ISO 3166 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Reading of phone numbers that have neither `+` nor `00` and no country. `None`: as the column shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bare_phones: Option<BarePhones>,
    /// Text that empties a field where a cell is exactly this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear_marker: Option<String>,
    /// Separator of tags in a cell, if neither `,` nor `;`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_separator: Option<char>,
    /// Format of dates, if not `YYYY-MM-DD`: `DD/MM/YYYY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_format: Option<String>,
}

impl ParseSettings {
    /// Returns true if nothing differs from the default.
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Choice for a column. The column is found again by its header if no other column has the same, else by its position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ColumnChoice {
    /// Cleaned header (spec section 2.5); empty if there is none.
    pub header: String,
    /// Position, from 1.
    pub position: usize,
    /// Name of the contact field to which the column goes; `None` if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Order of the names where the column holds full names, which are split into First and Last Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<NameOrder>,
}

impl ColumnChoice {
    /// Returns the header, or `#3` where there is none.
    pub fn label(&self) -> String {
        if self.header.is_empty() { format!("#{}", self.position) } else { self.header.clone() }
    }
}

/// Field that gets the same value in every row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Constant {
    /// Name of the contact field.
    pub field: String,
    /// Value, as it would stand in a cell.
    pub value: String,
}

/// Import tag. In files: `"automatic"`, `"none"`, or `{ named = "Spring fair" }`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportTag {
    /// Named after the import's day and ID.
    #[default]
    Automatic,
    /// Named by the user.
    Named(String),
    /// No import tag.
    None,
}

/// Mapped fields that keep the values that contacts have (*do not overwrite*). In files: `"none"`, `"all"`, or a list
/// of names such as `["Email", "Country"]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "KeepValuesText", into = "KeepValuesText")]
pub enum OverwritePolicy {
    /// None: a row's value replaces the contact's.
    #[default]
    None,
    /// All fields.
    All,
    /// The fields of these names.
    Of(Vec<String>),
}

/// Form of [`OverwritePolicy`] in files.
#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected \"none\", \"all\" or a list of contact fields")]
enum KeepValuesText {
    Word(KeepValuesWord),
    Fields(Vec<String>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KeepValuesWord {
    None,
    All,
}

impl From<KeepValuesText> for OverwritePolicy {
    fn from(text: KeepValuesText) -> Self {
        match text {
            KeepValuesText::Word(KeepValuesWord::None) => Self::None,
            KeepValuesText::Word(KeepValuesWord::All) => Self::All,
            KeepValuesText::Fields(names) => Self::Of(names),
        }
    }
}

impl From<OverwritePolicy> for KeepValuesText {
    fn from(keep: OverwritePolicy) -> Self {
        match keep {
            OverwritePolicy::None => Self::Word(KeepValuesWord::None),
            OverwritePolicy::All => Self::Word(KeepValuesWord::All),
            OverwritePolicy::Of(names) => Self::Fields(names),
        }
    }
}
