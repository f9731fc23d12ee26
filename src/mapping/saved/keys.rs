//! The keys of mapping files, and the one that is meant where a key is unknown.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::mapping::typing_errors::typing_errors;

/// A part of the file, and the keys that it may have.
struct Section {
    /// How people name it; empty for the top of the file.
    name: &'static str,
    keys: &'static [&'static str],
}

/// Keys of the top that are none of [`crate::model::Recipe`], or are read apart.
pub(super) const NOT_OF_RECIPE: [&str; 6] = ["format", "name", "output-dir", "columns", "fields", "guards"];

static TOP: Section = Section {
    name: "",
    keys: &[
        "format",
        "name",
        "purpose",
        "identifier",
        "tags",
        "import-tag",
        "do-not-overwrite",
        "keep-edits",
        "source",
        "missing",
        "max-missing",
        "output-dir",
        "columns",
        "constants",
        "fields",
        "guards",
        "reading",
    ],
};

/// Keys of the top that format 1 does not have.
const SINCE_FORMAT_2: [&str; 3] = ["output-dir", "fields", "guards"];

static READING: Section = Section {
    name: "[reading]",
    keys: &[
        "encoding",
        "delimiter",
        "header-line",
        "preset",
        "region",
        "region-from",
        "bare-phones",
        "clear-marker",
        "blank",
        "tag-separator",
        "date-format",
        "decimal",
        "add-options",
    ],
};

static GUARDS: Section = Section {
    name: "[guards]",
    keys: &["max-errors", "max-warnings", "max-new", "max-updates", "max-near", "min-rows"],
};

static COLUMNS: Section = Section { name: "columns", keys: &["header", "position", "field", "split"] };
static CONSTANTS: Section = Section { name: "constants", keys: &["field", "value"] };
static FIELDS: Section = Section { name: "fields", keys: &["name", "type", "options"] };
static IMPORT_TAG: Section = Section { name: "import-tag", keys: &["named"] };

/// Sections whose keys are options of an import, in which a key may have been meant to stand.
static HOMES: [&Section; 3] = [&TOP, &READING, &GUARDS];

/// Largest part of a key that may be wrong, as its divisor: one letter in three.
const LETTERS_PER_SLIP: usize = 3;

/// Checks that all keys are known. The error is the offset of the first that is not, in bytes, and what is wrong with it.
pub(super) fn check(table: &DeTable<'_>, has_job: bool) -> Result<(), (usize, String)> {
    check_section(&TOP, table)?;
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        if !has_job && SINCE_FORMAT_2.contains(&name) {
            return Err((key.span().start, format!("`{name}` needs format = 2")));
        }
        let Some(section) = section_of(name) else { continue };
        match value.get_ref() {
            DeValue::Table(inner) => check_section(section, inner)?,
            DeValue::Array(entries) => {
                let tables = entries.iter().filter_map(|entry| entry.get_ref().as_table());
                tables.into_iter().try_for_each(|entry| check_section(section, entry))?;
            }
            // Of another type than it should be, which reading it tells.
            _ => {}
        }
    }
    Ok(())
}

fn section_of(key: &str) -> Option<&'static Section> {
    Some(match key {
        "reading" => &READING,
        "guards" => &GUARDS,
        "columns" => &COLUMNS,
        "constants" => &CONSTANTS,
        "fields" => &FIELDS,
        "import-tag" => &IMPORT_TAG,
        _ => return None,
    })
}

fn check_section(section: &'static Section, table: &DeTable<'_>) -> Result<(), (usize, String)> {
    let unknown = |key: &&Spanned<DeString<'_>>| !section.keys.contains(&key.get_ref().as_ref());
    // Keys are sorted by name; the first one in the file is the one to tell.
    match table.keys().filter(unknown).min_by_key(|key| key.span().start) {
        None => Ok(()),
        Some(key) => Err((key.span().start, describe(section, key.get_ref()))),
    }
}

/// Describes an unknown key: `unknown key 'regoin' in [reading]; did you mean 'region'?`, with backticks.
fn describe(section: &'static Section, key: &str) -> String {
    let unknown = format!("unknown key `{key}`{}", section.place());
    if let Some(home) = HOMES.iter().copied().find(|home| home.keys.contains(&key)) {
        return format!("{unknown}; it belongs{}", home.place_to_write());
    }
    match nearest(section, key) {
        Some((near, home)) if home.name == section.name => format!("{unknown}; did you mean `{near}`?"),
        Some((near, home)) => format!("{unknown}; did you mean `{near}`{}?", home.place_to_write()),
        None => format!("{unknown}; the keys there are {}", section.keys.join(", ")),
    }
}

impl Section {
    fn place(&self) -> String {
        if self.name.is_empty() { String::new() } else { format!(" in {}", self.name) }
    }

    fn place_to_write(&self) -> String {
        if self.name.is_empty() { " at the top of the file, before all sections".to_owned() } else { self.place() }
    }
}

/// Returns the key that was most likely meant, and its section: of keys that are spelled as much like it, that of this one.
fn nearest(section: &'static Section, key: &str) -> Option<(&'static str, &'static Section)> {
    let near = [section].into_iter().chain(HOMES).filter_map(|home| Some((nearest_of(home, key)?, home)));
    near.min_by_key(|((slips, _), _)| *slips).map(|((_, known), home)| (known, home))
}

/// Returns the key of a section that is spelled most like another, and in how many letters they differ.
fn nearest_of(section: &Section, key: &str) -> Option<(usize, &'static str)> {
    let key = key.to_lowercase();
    let slips = |known: &str| typing_errors(&key, known, known.len().div_ceil(LETTERS_PER_SLIP));
    let near = section.keys.iter().filter_map(|known| Some((slips(known)?, *known)));
    near.min_by_key(|(slips, _)| *slips)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::SavedMapping;

    #[test]
    fn the_key_that_is_meant_is_sought_in_all_sections() {
        let told = describe(&TOP, "regoin");
        assert_eq!(told, "unknown key `regoin`; did you mean `region` in [reading]?");
        assert_eq!(describe(&GUARDS, "min-row"), "unknown key `min-row` in [guards]; did you mean `min-rows`?");
    }

    #[test]
    fn every_known_key_is_one_that_a_file_may_have() {
        // The reader must know each key: of a value of a wrong type it tells the type, and not that the key is unknown.
        for (section, text) in [(&TOP, ""), (&READING, "[reading]\n"), (&GUARDS, "[guards]\n")] {
            for key in section.keys.iter().filter(|key| !["format", "name", "purpose"].contains(key)) {
                let text = format!("format = 2\nname = 'x'\npurpose = 'add'\n{text}{key} = true\n");
                let told = SavedMapping::from_toml(&text).map_or_else(|error| error.to_string(), |_| String::new());
                assert!(!told.contains("unknown"), "{key}: {told}");
            }
        }
    }
}
