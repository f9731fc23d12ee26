use serde::{Deserialize, Serialize};

use super::{BarePhones, Identifier, Purpose};

/// What a person decides about an import. A session keeps it; a saved mapping is one under a name.
///
/// It is text all through, as it is typed and as it is written to files: the rooms that use a part of it read that part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Recipe {
    /// What the import may do.
    pub purpose: Purpose,
    /// The field that recognises a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier>,
    /// Tags that every contact gets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The import tag.
    #[serde(default)]
    pub import_tag: ImportTag,
    /// Which fields keep the values that contacts have.
    #[serde(default)]
    pub do_not_overwrite: OverwritePolicy,
    /// How the file and its cells are read.
    #[serde(default, skip_serializing_if = "ParseSettings::is_default")]
    pub reading: ParseSettings,
    /// What becomes of each column, in the order of the source; empty until the columns are mapped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnChoice>,
    /// Fields that get the same value in every row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constants: Vec<Constant>,
}

/// How a file and its cells are read, where that does not go without saying.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ParseSettings {
    /// The encoding's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// What separates the cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The export whose ways of writing are understood; `none` for no such ways. Nothing: as the headers say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// The country whose national phone numbers are read: ISO 3166 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// How phone numbers are read that have neither `+` nor `00` and no country. Nothing: as the list shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bare_phones: Option<BarePhones>,
    /// A cell that is exactly this empties its field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear_marker: Option<String>,
    /// What separates tags in a cell, if neither `,` nor `;`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_separator: Option<char>,
    /// How dates are written, if not as `YYYY-MM-DD`: `DD/MM/YYYY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_format: Option<String>,
}

impl ParseSettings {
    /// Whether nothing is said of it.
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What becomes of a column. It is found again by its header where that is the only one of its name, else by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ColumnChoice {
    /// Its header, cleaned (spec section 2.5); empty when it has none.
    pub header: String,
    /// Its place, from 1.
    pub position: usize,
    /// The name of the contact field into which it goes; `None` when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl ColumnChoice {
    /// The header, or `#3` where there is none.
    pub fn label(&self) -> String {
        if self.header.is_empty() { format!("#{}", self.position) } else { self.header.clone() }
    }
}

/// A field that gets the same value in every row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Constant {
    /// The contact field's name.
    pub field: String,
    /// The value, as it would stand in a cell.
    pub value: String,
}

/// The tag made for an import. In files: `"automatic"`, `"none"`, or `{ named = "Spring fair" }`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImportTag {
    /// Named after the import's day and number.
    #[default]
    Automatic,
    /// Named by the user.
    Named(String),
    /// None is made.
    None,
}

/// Which mapped fields keep the values that contacts have (*do not overwrite*). In files: `"none"`, `"all"`, or a list
/// of names such as `["Email", "Country"]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "KeepValuesText", into = "KeepValuesText")]
pub enum OverwritePolicy {
    /// None: a row's value replaces the contact's.
    #[default]
    None,
    /// All of them.
    All,
    /// The fields of these names.
    Of(Vec<String>),
}

/// [`OverwritePolicy`] as files have it.
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
