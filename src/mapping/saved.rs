use serde::{Deserialize, Serialize};
use toml::de::{DeTable, Deserializer};
use toml::ser::ValueSerializer;

use crate::model::{ParseSettings, Recipe};

/// The version of the format that this program writes, and the only one that it reads.
const FORMAT: i64 = 1;

/// A longer name would break every list in which it stands.
const MAX_NAME_CHARS: usize = 100;

const FILE_HEADER: &str = "# A mapping of contacts: what becomes of each column. One without a field is left out.\n";

/// A recipe under a name (`--save`, `--use`), as a TOML text that people read and keep in git.
///
/// ```toml
/// # A mapping of contacts: what becomes of each column. One without a field is left out.
/// format = 1
/// name = "Weekly leads"
/// purpose = "add-update"
/// identifier = "phone"
/// tags = ["Leads"]
/// import-tag = "none"
/// do-not-overwrite = ["Email"]
///
/// columns = [
///   { header = "Name", position = 1, field = "First Name" },
///   { header = "Shoe size", position = 2 },
/// ]
///
/// [reading]
/// region = "MY"
/// ```
///
/// The keys are those of [`Recipe`]. Only `format`, `name` and `purpose` must be there. A key that is not known is an
/// error, so that nothing is lost where a newer version of this tool wrote the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedMapping {
    /// Its name, as [`mapping_name`] lets it pass.
    pub name: String,
    /// What was decided.
    pub recipe: Recipe,
}

/// Why a text is no saved mapping, or a name no name for one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SavedMappingError {
    /// The text says something else, or says it wrongly.
    #[error("{}{problem}", at_line(*.line))]
    Invalid {
        /// The line, from 1, where it is known.
        line: Option<usize>,
        /// What is wrong there.
        problem: String,
    },
    /// A newer version of this tool wrote it.
    #[error("the mapping has format {format}; this program knows format {FORMAT}")]
    Newer {
        /// Its format.
        format: i64,
    },
    /// The name cannot be given.
    #[error("the name of a mapping {problem}")]
    Name {
        /// What it must be.
        problem: &'static str,
    },
    /// Something of the mapping cannot be said in TOML.
    #[error("the mapping cannot be written as TOML: {problem}")]
    Unwritable {
        /// What.
        problem: String,
    },
}

impl SavedMappingError {
    /// A stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "mapping-file-invalid",
            Self::Newer { .. } => "mapping-file-newer",
            Self::Name { .. } => "mapping-name-invalid",
            Self::Unwritable { .. } => "mapping-unwritable",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Invalid { .. } => Some("to see how one is written: contacts mappings export NAME".into()),
            Self::Newer { .. } => Some("install the newer version of contacts that wrote it".into()),
            Self::Name { .. } | Self::Unwritable { .. } => None,
        }
    }
}

impl SavedMapping {
    /// Reads a text.
    ///
    /// # Errors
    /// Says what is wrong, and in which line.
    pub fn from_toml(text: &str) -> Result<Self, SavedMappingError> {
        let invalid = |error: toml::de::Error| invalid(text, &error);
        let mut table = DeTable::parse(text).map_err(invalid)?;
        let FormatHeader { format } = FormatHeader::deserialize(Deserializer::from(table.clone())).map_err(invalid)?;
        check_format(format)?;
        let NameHeader { name } = NameHeader::deserialize(Deserializer::from(table.clone())).map_err(invalid)?;
        table.get_mut().remove("format");
        table.get_mut().remove("name");
        let recipe = Recipe::deserialize(Deserializer::from(table)).map_err(invalid)?;
        check_positions(&recipe)?;
        Ok(Self { name: mapping_name(&name)?, recipe })
    }

    /// Writes the text, which [`SavedMapping::from_toml`] reads as the same.
    ///
    /// # Errors
    /// [`SavedMappingError::Unwritable`], which no mapping is known to cause.
    pub fn to_toml(&self) -> Result<String, SavedMappingError> {
        let Recipe { purpose, identifier, tags, import_tag, do_not_overwrite, reading, columns, constants } =
            &self.recipe;
        let mut text = FILE_HEADER.to_owned();
        text += &line("format", &FORMAT)?;
        text += &line("name", &self.name)?;
        text += &line("purpose", purpose)?;
        if let Some(identifier) = identifier {
            text += &line("identifier", identifier)?;
        }
        if !tags.is_empty() {
            text += &line("tags", tags)?;
        }
        text += &line("import-tag", import_tag)?;
        text += &line("do-not-overwrite", do_not_overwrite)?;
        text += &rows("columns", columns)?;
        text += &rows("constants", constants)?;
        text += &section(reading)?;
        Ok(text)
    }
}

/// The name of a mapping without surrounding blanks. Names are compared without regard to case.
///
/// # Errors
/// [`SavedMappingError::Name`]: it is blank, longer than 100 characters, or has control characters in it.
pub fn mapping_name(text: &str) -> Result<String, SavedMappingError> {
    let name = text.trim();
    if name.is_empty() {
        Err(SavedMappingError::Name { problem: "must not be blank" })
    } else if name.chars().count() > MAX_NAME_CHARS {
        Err(SavedMappingError::Name { problem: "must have at most 100 characters" })
    } else if name.chars().any(char::is_control) {
        Err(SavedMappingError::Name { problem: "must not have line ends or other control characters" })
    } else {
        Ok(name.to_owned())
    }
}

/// What is read first: a newer format may have other keys.
#[derive(Deserialize)]
struct FormatHeader {
    format: i64,
}

#[derive(Deserialize)]
struct NameHeader {
    name: String,
}

fn check_format(format: i64) -> Result<(), SavedMappingError> {
    match format {
        FORMAT => Ok(()),
        newer if newer > FORMAT => Err(SavedMappingError::Newer { format }),
        _ => Err(SavedMappingError::Invalid { line: None, problem: format!("there is no format {format}") }),
    }
}

fn check_positions(recipe: &Recipe) -> Result<(), SavedMappingError> {
    match recipe.columns.iter().find(|column| column.position == 0) {
        Some(column) => {
            let problem = format!("the column '{}' has position 0; positions count from 1", column.header);
            Err(SavedMappingError::Invalid { line: None, problem })
        }
        None => Ok(()),
    }
}

fn invalid(text: &str, error: &toml::de::Error) -> SavedMappingError {
    let before = |at: usize| text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count();
    let line = error.span().map(|span| before(span.start) + 1);
    SavedMappingError::Invalid { line, problem: error.message().to_owned() }
}

fn at_line(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!("line {line}: "))
}

/// `key = value`
fn line(key: &str, value: &impl Serialize) -> Result<String, SavedMappingError> {
    Ok(format!("{key} = {}\n", inline(value)?))
}

/// A list with one line for each entry, so that a change of one is a change of one line in git.
fn rows(key: &str, entries: &[impl Serialize]) -> Result<String, SavedMappingError> {
    if entries.is_empty() {
        return Ok(String::new());
    }
    let entries = entries.iter().map(|entry| Ok(format!("  {},\n", inline(entry)?)));
    Ok(format!("\n{key} = [\n{}]\n", entries.collect::<Result<String, _>>()?))
}

/// `[reading]`, where there is something to be said of it.
fn section(reading: &ParseSettings) -> Result<String, SavedMappingError> {
    if *reading == ParseSettings::default() {
        return Ok(String::new());
    }
    Ok(format!("\n[reading]\n{}", toml::to_string(reading).map_err(|error| unwritable(&error))?))
}

fn inline(value: &impl Serialize) -> Result<String, SavedMappingError> {
    let mut text = String::new();
    value.serialize(ValueSerializer::new(&mut text)).map_err(|error| unwritable(&error))?;
    Ok(text)
}

fn unwritable(error: &toml::ser::Error) -> SavedMappingError {
    SavedMappingError::Unwritable { problem: error.to_string() }
}

#[cfg(test)]
mod tests;
