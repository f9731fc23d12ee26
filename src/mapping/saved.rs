//! Saved mappings and job files as TOML.

mod columns;
mod keys;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, Deserializer};
use toml::ser::ValueSerializer;

use crate::model::{JobSettings, Recipe};

/// Version of the format that this program writes. It reads all versions up to this one.
// A new key needs no new format: older programs refuse keys that they do not know.
const FORMAT: i64 = 2;

/// First version with the keys of [`JobSettings`]: before, a mapping said only what becomes of columns and cells.
const JOB_FORMAT: i64 = 2;

/// Maximum length of a name, in characters; a longer one would break every table in which it stands.
const MAX_NAME_CHARS: usize = 100;

const FILE_HEADER: &str = "# A mapping of contacts: what becomes of each column. One without a field is left out.\n";

/// Named recipe with the settings of its job (`--save`, `--use`), as TOML that people read and keep in git.
///
/// ```toml
/// # A mapping of contacts: what becomes of each column. One without a field is left out.
/// format = 2
/// name = "Weekly leads"
/// purpose = "add-update"
/// identifier = "CRM ID,phone"
/// tags = ["Leads"]
/// import-tag = "none"
/// do-not-overwrite = ["Email"]
/// output-dir = "results"
///
/// columns = [
///   { header = "Name", position = 1, field = "First Name" },
///   { header = "Shoe size", position = 2 },
/// ]
///
/// fields = [
///   { name = "CRM ID", type = "text" },
/// ]
///
/// [guards]
/// max-errors = "5%"
///
/// [reading]
/// region = "MY"
/// ```
///
/// The keys are those of [`Recipe`] and [`JobSettings`]. Only `format` and `purpose` are required, and in a workspace
/// `name`. An unknown key is an error, so that nothing is lost where a newer version of this tool wrote the text.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedMapping {
    /// Name, as [`mapping_name`] accepts it.
    pub name: String,
    /// The decisions.
    pub recipe: Recipe,
    /// What else belongs to the job.
    pub job: JobSettings,
}

/// Error of a text that is not a valid saved mapping, or of an invalid name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SavedMappingError {
    /// The text is something else, or malformed.
    #[error("{}{problem}", at_line(*.line))]
    Invalid {
        /// Line, from 1, where it is known.
        line: Option<usize>,
        /// The problem there.
        problem: String,
    },
    /// It has a key that no mapping has, or that this format does not have.
    #[error("line {line}: {problem}")]
    UnknownKey {
        /// Line, from 1.
        line: usize,
        /// The key, and the one that is meant.
        problem: String,
    },
    /// A newer version of this tool wrote the text.
    #[error("the mapping has format {format}; this program knows format {FORMAT}")]
    Newer {
        /// Its format.
        format: i64,
    },
    /// The name is invalid.
    #[error("the name of a mapping {problem}")]
    Name {
        /// The rule it breaks.
        problem: &'static str,
    },
    /// A part of the mapping has no TOML form.
    #[error("the mapping cannot be written as TOML: {problem}")]
    Unwritable {
        /// The problem.
        problem: String,
    },
}

impl SavedMappingError {
    /// Returns a stable name for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } | Self::UnknownKey { .. } => "mapping-file-invalid",
            Self::Newer { .. } => "mapping-file-newer",
            Self::Name { .. } => "mapping-name-invalid",
            Self::Unwritable { .. } => "mapping-unwritable",
        }
    }
}

impl SavedMapping {
    /// Parses the text of a mapping, which names itself.
    ///
    /// # Errors
    /// The problem, and its line.
    pub fn from_toml(text: &str) -> Result<Self, SavedMappingError> {
        Self::from_job_file(text, None)
    }

    /// Parses the text of a job file, which has this name, if there is one, unless it names itself.
    ///
    /// # Errors
    /// The problem, and its line.
    pub fn from_job_file(text: &str, default_name: Option<&str>) -> Result<Self, SavedMappingError> {
        let invalid = |error: toml::de::Error| invalid(text, &error);
        let mut table = DeTable::parse(text).map_err(invalid)?;
        // The format first: a newer one may have other keys, and its error must say "newer", not "unknown key".
        let FormatHeader { format } = read(&table).map_err(invalid)?;
        check_format(format)?;
        keys::check(table.get_ref(), format >= JOB_FORMAT)
            .map_err(|(at, problem)| SavedMappingError::UnknownKey { line: line_of(text, at), problem })?;
        let NameHeader { name } = read(&table).map_err(invalid)?;
        let name = name.as_deref().or(default_name).ok_or_else(|| no_name(text))?;
        let job: JobSettings = read(&table).map_err(invalid)?;
        let columns = columns::read(&table).map_err(invalid)?;
        let columns = columns::check(columns)
            .map_err(|(at, problem)| SavedMappingError::Invalid { line: Some(line_of(text, at)), problem })?;
        // `Recipe` rejects unknown keys, so those that are not its own go first.
        for key in keys::NOT_OF_RECIPE {
            table.get_mut().remove(key);
        }
        let recipe = Recipe { columns, ..Recipe::deserialize(Deserializer::from(table)).map_err(invalid)? };
        Ok(Self { name: mapping_name(name)?, recipe, job })
    }

    /// Returns the decisions as an import follows them: the name of the mapping is that of the source, unless it says
    /// another one ([`Recipe::name_source`]).
    pub fn into_recipe(self) -> Recipe {
        let Self { name, mut recipe, .. } = self;
        recipe.name_source(Some(name));
        recipe
    }

    /// Formats the text, which [`SavedMapping::from_toml`] parses to the same value.
    ///
    /// # Errors
    /// [`SavedMappingError::Unwritable`], which no mapping is known to cause.
    pub fn to_toml(&self) -> Result<String, SavedMappingError> {
        // Taken apart by name, so that a new field of `Recipe` cannot be forgotten here.
        let Recipe {
            purpose,
            identifiers,
            tags,
            import_tag,
            do_not_overwrite,
            keep_edits,
            source,
            missing,
            max_missing,
            reading,
            columns,
            constants,
        } = &self.recipe;
        let mut text = FILE_HEADER.to_owned();
        text += &line("format", &FORMAT)?;
        text += &line("name", &self.name)?;
        text += &line("purpose", purpose)?;
        if !identifiers.is_empty() {
            text += &line("identifier", identifiers)?;
        }
        if !tags.is_empty() {
            text += &line("tags", tags)?;
        }
        text += &line("import-tag", import_tag)?;
        text += &line("do-not-overwrite", do_not_overwrite)?;
        if !keep_edits.is_none() {
            text += &line("keep-edits", keep_edits)?;
        }
        text += &optional_line("source", source.as_ref())?;
        text += &optional_line("missing", missing.as_ref())?;
        text += &optional_line("max-missing", max_missing.as_ref())?;
        let JobSettings { output_dir, fields, guards } = &self.job;
        text += &optional_line("output-dir", output_dir.as_ref())?;
        text += &rows("columns", columns)?;
        text += &rows("constants", constants)?;
        text += &rows("fields", fields)?;
        text += &section("guards", guards)?;
        text += &section("reading", reading)?;
        Ok(text)
    }
}

/// Validates the name of a mapping and removes surrounding blanks. Names compare ignoring case.
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

/// Part that is parsed first: a newer format may have other keys.
#[derive(Deserialize)]
struct FormatHeader {
    format: i64,
}

#[derive(Deserialize)]
struct NameHeader {
    name: Option<String>,
}

/// Reads the keys that a type knows, and passes over the others.
fn read<'t, T: Deserialize<'t>>(table: &Spanned<DeTable<'t>>) -> Result<T, toml::de::Error> {
    T::deserialize(Deserializer::from(table.clone()))
}

fn no_name(text: &str) -> SavedMappingError {
    let problem = "it has no name: add a line such as name = \"crm\"".to_owned();
    SavedMappingError::Invalid { line: Some(line_of(text, 0)), problem }
}

fn check_format(format: i64) -> Result<(), SavedMappingError> {
    match format {
        1..=FORMAT => Ok(()),
        newer if newer > FORMAT => Err(SavedMappingError::Newer { format }),
        _ => Err(SavedMappingError::Invalid { line: None, problem: format!("there is no format {format}") }),
    }
}

fn invalid(text: &str, error: &toml::de::Error) -> SavedMappingError {
    let line = error.span().map(|span| line_of(text, span.start));
    SavedMappingError::Invalid { line, problem: error.message().to_owned() }
}

/// Returns the line, from 1, of the byte at this offset.
fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

fn at_line(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!("line {line}: "))
}

/// Formats `key = value`.
fn line(key: &str, value: &impl Serialize) -> Result<String, SavedMappingError> {
    Ok(format!("{key} = {}\n", inline(value)?))
}

/// Formats `key = value` if there is a value.
fn optional_line(key: &str, value: Option<&impl Serialize>) -> Result<String, SavedMappingError> {
    value.map_or_else(|| Ok(String::new()), |value| line(key, value))
}

/// Formats a list with one line for each entry, so that the change of one entry is the change of one line in git.
fn rows(key: &str, entries: &[impl Serialize]) -> Result<String, SavedMappingError> {
    if entries.is_empty() {
        return Ok(String::new());
    }
    let entries = entries.iter().map(|entry| Ok(format!("  {},\n", inline(entry)?)));
    Ok(format!("\n{key} = [\n{}]\n", entries.collect::<Result<String, _>>()?))
}

/// Formats a section of this name, unless it is empty.
fn section<T: Serialize + Default + PartialEq>(name: &str, content: &T) -> Result<String, SavedMappingError> {
    if *content == T::default() {
        return Ok(String::new());
    }
    Ok(format!("\n[{name}]\n{}", toml::to_string(content).map_err(|error| unwritable(&error))?))
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
