//! Contacts that the list of a source held before and holds no more: what becomes of them, and their numbers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::{Threshold, counted, format_thousands, is_blank, join_tags, split_tags};

/// Bound of `--max-missing` unless another one is said (spec section 7).
pub const MAX_MISSING: Threshold = Threshold::Percent(5.0);

/// Maximum length of the name of a source, in characters.
const MAX_NAME_CHARS: usize = 100;

/// What becomes of contacts that are missing from the list of their source (`--missing`). In files and options:
/// `keep`, `report`, `tag=TAG` or `delete`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum MissingAction {
    /// They stay, and their number is told.
    #[default]
    Keep,
    /// They stay, and are listed.
    Report,
    /// They get this tag.
    Tag(String),
    /// They are deleted, unless another source holds them or a person edited them.
    Delete,
}

impl MissingAction {
    /// Returns true if it changes contacts.
    pub fn changes_contacts(&self) -> bool {
        matches!(self, Self::Tag(_) | Self::Delete)
    }
}

impl FromStr for MissingAction {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "keep" => Ok(Self::Keep),
            "report" => Ok(Self::Report),
            "delete" => Ok(Self::Delete),
            other => match other.strip_prefix("tag=").map(str::trim) {
                Some(tags) => one_tag(tags),
                None => Err(format!("'{other}' is none of keep, report, tag=TAG and delete")),
            },
        }
    }
}

/// Parses the name of one tag, in double quotes where it holds a comma or a semicolon, as `--tag` does.
fn one_tag(typed: &str) -> Result<MissingAction, String> {
    match split_tags(typed, None).as_slice() {
        [tag] => Ok(MissingAction::Tag(tag.clone())),
        [] => Err("tag= needs the name of a tag: tag=left".to_owned()),
        several => Err(format!(
            "tag= takes one tag, and '{typed}' names {}; a name with a comma stands in double quotes: tag={}",
            several.len(),
            join_tags([typed])
        )),
    }
}

impl fmt::Display for MissingAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keep => f.write_str("keep"),
            Self::Report => f.write_str("report"),
            Self::Tag(tag) => write!(f, "tag={}", join_tags([tag.as_str()])),
            Self::Delete => f.write_str("delete"),
        }
    }
}

impl TryFrom<String> for MissingAction {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<MissingAction> for String {
    fn from(action: MissingAction) -> Self {
        action.to_string()
    }
}

/// A source by name, and what becomes of contacts that its list holds no more.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRule {
    /// Name of the source.
    pub name: String,
    /// What becomes of missing contacts.
    pub missing: MissingAction,
    /// Maximum number of missing contacts that are tagged or deleted, or their part of those that the source held.
    pub max_missing: Threshold,
}

/// Validates the name of a source and removes surrounding blanks. Names compare without case.
///
/// # Errors
/// The rule it breaks.
pub fn source_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if is_blank(name) {
        Err("the name of a source must not be blank".to_owned())
    } else if name.chars().count() > MAX_NAME_CHARS {
        Err(format!("the name of a source must have at most {MAX_NAME_CHARS} characters"))
    } else if name.chars().any(char::is_control) {
        Err("the name of a source must not have line ends or other control characters".to_owned())
    } else {
        Ok(name.to_owned())
    }
}

/// Code of the note that a list is only part of what its source holds: the rows of an errors file, corrected.
pub const SOURCE_PART: &str = "source-part";

/// Numbers of an import whose source is remembered, as the history stores them. No personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingCounts {
    /// Name of the source.
    pub source: String,
    /// True if nothing was remembered of the source before: it begins to be.
    pub first: bool,
    /// What becomes of the missing contacts.
    pub action: MissingAction,
    /// What was to become of them.
    pub asked: MissingAction,
    /// Contacts that the source held before and holds no more.
    pub count: u64,
    /// Those among them that its last list still held.
    pub new: u64,
    /// All contacts that the source held before.
    pub of: u64,
    /// Missing contacts that are deleted.
    pub deleted: u64,
    /// Missing contacts that get the tag.
    pub tagged: u64,
    /// Missing contacts that are not deleted, because another source holds them or a person edited them.
    #[serde(rename = "spared_count")]
    pub spared: u64,
    /// Contacts that were missing and are in the list again.
    #[serde(rename = "back_count")]
    pub back: u64,
    /// Rows whose identifier cannot be read, because of which nothing is deleted.
    pub unreadable: u64,
}

impl MissingCounts {
    /// Returns true if deletion became a report, because of rows whose identifier cannot be read.
    pub fn is_held_back(&self) -> bool {
        self.action != self.asked
    }

    /// Returns what happened in numbers; `None` if nobody is missing or back.
    pub fn sentence(&self) -> Option<String> {
        let Self { source, count, of, back, .. } = self;
        let missing = (*count > 0).then(|| {
            let (count, of) = (format_thousands(*count), format_thousands(*of));
            format!("missing from '{source}': {count} of {of} contacts{}", self.fate())
        });
        let held_back = self.is_held_back().then(|| {
            let rows = counted(self.unreadable, "row");
            format!("nothing was deleted, because the identifier of {rows} cannot be read")
        });
        let back = (*back > 0).then(|| format!("back in '{source}': {}", counted(*back, "contact")));
        let parts: Vec<String> = [missing, held_back, back].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// `, 2 deleted, 1 spared`.
    fn fate(&self) -> String {
        let new = if self.new == self.count { 0 } else { self.new };
        let parts = [(new, "new"), (self.deleted, "deleted"), (self.tagged, "tagged"), (self.spared, "spared")];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        parts.map(|(count, what)| format!(", {} {what}", format_thousands(count))).collect::<Vec<_>>().concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_of_missing_contacts_is_read_as_it_is_written() {
        for text in ["keep", "report", "tag=left us", "delete"] {
            assert_eq!(text.parse::<MissingAction>().unwrap().to_string(), text);
        }
        assert_eq!("tag= left ".parse(), Ok(MissingAction::Tag("left".to_owned())));
        for text in ["", "remove", "tag", "tag=", "tag= ", "Delete"] {
            assert!(text.parse::<MissingAction>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_name_of_a_source_is_one_short_line() {
        assert_eq!(source_name(" crm "), Ok("crm".to_owned()));
        for name in ["", " ", "a\nb", &"x".repeat(101)] {
            assert!(source_name(name).is_err(), "{name:?}");
        }
    }
}
