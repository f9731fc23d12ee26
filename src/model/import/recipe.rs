//! The recipe of an import: all decisions that a session or a saved mapping stores.

use serde::{Deserialize, Serialize};

use super::{MAX_MISSING, MissingAction, Purpose, SourceRule, one_or_several};
use crate::model::{
    BarePhones, DecimalMark, Fields, HeaderLine, Identifiers, NameOrder, Threshold, delimiter_name, name_key,
};

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
    /// Fields that recognise a contact, as `--id` takes them.
    #[serde(default, skip_serializing_if = "Identifiers::is_empty", rename = "identifier")]
    pub identifiers: Identifiers,
    /// Tags that every contact gets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Import tag.
    #[serde(default)]
    pub import_tag: ImportTag,
    /// Fields that keep the values that contacts have.
    #[serde(default)]
    pub do_not_overwrite: OverwritePolicy,
    /// Fields that keep the values that a person set last.
    #[serde(default, skip_serializing_if = "OverwritePolicy::is_none")]
    pub keep_edits: OverwritePolicy,
    /// Name of the source whose contacts are remembered, if one is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What becomes of contacts that the source held before and holds no more. `None`: they are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<MissingAction>,
    /// Maximum number or part of missing contacts that are tagged or deleted. `None`: [`MAX_MISSING`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_missing: Option<Threshold>,
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

impl Recipe {
    /// Returns the source whose contacts are remembered, and what becomes of missing ones; `None` if no source is said.
    pub fn source_rule(&self) -> Option<SourceRule> {
        let name = self.source.clone()?;
        let missing = self.missing.clone().unwrap_or_default();
        Some(SourceRule { name, missing, max_missing: self.max_missing.unwrap_or(MAX_MISSING) })
    }

    /// Names the source, unless it has a name. With `add-all`, which matches no row to a contact, there is none.
    pub fn name_source(&mut self, name: Option<String>) {
        if self.source.is_none() && self.purpose.matches() {
            self.source = name;
        }
    }

    /// Drops the source and what becomes of its missing contacts.
    pub fn forget_source(&mut self) {
        (self.source, self.missing, self.max_missing) = (None, None, None);
    }
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
    /// Line of the header, or that there is none. `None`: the first line that is not empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_line: Option<HeaderLine>,
    /// Preset of the export whose cell formats are understood; `none` for no preset. `None`: as the headers show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// Country whose national phone numbers are accepted: ISO 3166 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Column with the country or the calling code of each row's phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region_from: Option<String>,
    /// Reading of phone numbers that have neither `+` nor `00` and no country. `None`: as the column shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bare_phones: Option<BarePhones>,
    /// Text that empties a field where a cell is exactly this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear_marker: Option<String>,
    /// Texts that count as blank where a cell is exactly one of them, upper and lower case aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blank: Vec<String>,
    /// The only separator of tags in a cell; `None`: the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_separator: Option<char>,
    /// Formats of dates, if not `YYYY-MM-DD`: `DD/MM/YYYY` for all columns, `Born=DD/MM/YYYY` for one.
    #[serde(default, with = "one_or_several", skip_serializing_if = "Vec::is_empty")]
    pub date_format: Vec<String>,
    /// Decimal mark of numbers. `None`: as each column shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalMark>,
    /// True to add the options that lists and choices lack and the list has.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub add_options: bool,
}

impl ParseSettings {
    /// Returns these settings, and where they say nothing, the other ones.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        // Taken apart without `..`, so that a setting that is added later cannot be forgotten here.
        let Self {
            encoding,
            delimiter,
            header_line,
            preset,
            region,
            region_from,
            bare_phones,
            clear_marker,
            blank,
            tag_separator,
            date_format,
            decimal,
            add_options,
        } = self;
        Self {
            encoding: encoding.or(other.encoding),
            delimiter: delimiter.or(other.delimiter),
            header_line: header_line.or(other.header_line),
            preset: preset.or(other.preset),
            region: region.or(other.region),
            region_from: region_from.or(other.region_from),
            bare_phones: bare_phones.or(other.bare_phones),
            clear_marker: clear_marker.or(other.clear_marker),
            blank: words_with(blank, other.blank),
            tag_separator: tag_separator.or(other.tag_separator),
            date_format: formats_over(date_format, other.date_format),
            decimal: decimal.or(other.decimal),
            add_options: add_options || other.add_options,
        }
    }

    /// Returns the settings that differ from the default: the names of their options, without `--`, and their values;
    /// `None` where an option has no value.
    pub fn entries(&self) -> Vec<(&'static str, Option<String>)> {
        let Self {
            encoding,
            delimiter,
            header_line,
            preset,
            region,
            region_from,
            bare_phones,
            clear_marker,
            blank,
            tag_separator,
            date_format,
            decimal,
            add_options,
        } = self;
        let formats = date_format.iter().map(|format| ("date-format", Some(format.clone())));
        let words = blank.iter().map(|word| ("blank", Some(word.clone())));
        let flags = add_options.then_some(("add-options", None));
        let entries = [
            ("clear-marker", clear_marker.clone()),
            ("region", region.clone()),
            ("region-from", region_from.clone()),
            ("bare-phones", bare_phones.map(|how| how.to_string())),
            ("tag-separator", tag_separator.map(String::from)),
            ("decimal", decimal.map(|mark| mark.to_string())),
            ("encoding", encoding.clone()),
            ("delimiter", delimiter.map(delimiter_name)),
            ("header-line", header_line.map(|header| header.to_string())),
            ("preset", preset.clone()),
        ];
        let entries = entries.into_iter().filter(|(_, value)| value.is_some());
        words.chain(formats).chain(entries).chain(flags).collect()
    }

    /// Returns true if nothing differs from the default.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Returns words for blank cells behind prior ones, each once, upper and lower case aside.
fn words_with(words: Vec<String>, before: Vec<String>) -> Vec<String> {
    let mut all = before;
    for word in words {
        if !all.iter().any(|known| name_key(known) == name_key(&word)) {
            all.push(word);
        }
    }
    all
}

/// Returns date formats over prior ones: one for all columns replaces them all, one for a column replaces that column's.
fn formats_over(formats: Vec<String>, before: Vec<String>) -> Vec<String> {
    let column = |format: &String| format.rsplit_once('=').map(|(column, _)| Fields::key(column));
    let columns: Vec<Option<String>> = formats.iter().map(column).collect();
    if columns.contains(&None) {
        return formats;
    }
    let kept = before.into_iter().filter(|format| !columns.contains(&column(format)));
    kept.chain(formats.clone()).collect()
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

impl OverwritePolicy {
    /// Returns the fields that it names; none if it means all of them.
    pub fn names(&self) -> &[String] {
        if let Self::Of(names) = self { names } else { &[] }
    }

    /// Returns true if it names no field.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }
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
