//! Options on how the file and its cells are read.

use clap::{Args, ValueEnum};

use crate::cli::completion::candidates;
use crate::cli::error::CliError;
use crate::model::{BarePhones, ParseSettings};
use crate::source::SourceEncoding;
use crate::values::{DateFormat, Region};

/// How the file and its cells are read.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ReadingOptions {
    /// Empty the field of a contact where the cell is exactly TEXT
    #[arg(long, value_name = "TEXT", help_heading = "Values")]
    clear_marker: Option<String>,
    /// Read phone numbers without a country code as numbers of this country, such as MY; in rows with a Country they
    /// are numbers of that one
    #[arg(long, value_name = "COUNTRY", help_heading = "Values")]
    region: Option<Region>,
    /// Take phone numbers without +, 00 and a country as international, or refuse them, whatever the list shows
    #[arg(long, value_name = "HOW", help_heading = "Values")]
    bare_phones: Option<BarePhonesArg>,
    /// What separates the tags of a cell [default: , ; | and line breaks]
    #[arg(long, value_name = "CHARACTER", help_heading = "Values")]
    tag_separator: Option<char>,
    /// The encoding of the file, such as windows-1252, if it is not found by itself
    #[arg(long, value_name = "NAME", help_heading = "Values")]
    encoding: Option<SourceEncoding>,
    /// What separates the cells, if it is not found by itself: one character, or "tab"
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter, help_heading = "Values")]
    delimiter: Option<u8>,
    /// The export that wrote the file, such as google or outlook, if it is not found by itself; or "none"
    #[arg(long, value_name = "NAME", help_heading = "Values", add = candidates::presets())]
    preset: Option<String>,
    /// How dates are written, if not as YYYY-MM-DD: such as DD/MM/YYYY or M/D/YY, whose years are 1930 to 2029
    #[arg(long, value_name = "FORMAT", help_heading = "Values")]
    date_format: Option<DateFormat>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum BarePhonesArg {
    /// They begin with a country code
    International,
    /// Their country code is missing: each is an error
    Refuse,
}

impl From<BarePhonesArg> for BarePhones {
    fn from(how: BarePhonesArg) -> Self {
        match how {
            BarePhonesArg::International => Self::International,
            BarePhonesArg::Refuse => Self::Refuse,
        }
    }
}

impl ReadingOptions {
    /// Applies the typed options over prior ones.
    pub(in crate::cli) fn over(self, before: ParseSettings) -> Result<ParseSettings, CliError> {
        if self.clear_marker.as_deref().is_some_and(crate::values::is_blank) {
            return Err(CliError::usage("--clear-marker needs a text: a blank cell always means \"change nothing\""));
        }
        Ok(ParseSettings {
            encoding: self.encoding.map(|encoding| encoding.to_string()).or(before.encoding),
            delimiter: self.delimiter.map(char::from).or(before.delimiter),
            preset: self.preset.or(before.preset),
            region: self.region.map(|region| region.to_string()).or(before.region),
            bare_phones: self.bare_phones.map(BarePhones::from).or(before.bare_phones),
            clear_marker: self.clear_marker.or(before.clear_marker),
            tag_separator: self.tag_separator.or(before.tag_separator),
            date_format: self.date_format.map(|format| format.to_string()).or(before.date_format),
        })
    }

    /// Returns true if any of them was typed.
    pub(in crate::cli) fn any(&self) -> bool {
        // Taken apart without `..`, so that an option that is added later cannot be forgotten here.
        let Self { clear_marker, region, bare_phones, tag_separator, encoding, delimiter, preset, date_format } = self;
        clear_marker.is_some()
            || region.is_some()
            || bare_phones.is_some()
            || tag_separator.is_some()
            || encoding.is_some()
            || delimiter.is_some()
            || preset.is_some()
            || date_format.is_some()
    }
}

fn delimiter(text: &str) -> Result<u8, String> {
    match (text, text.as_bytes()) {
        ("tab" | "TAB" | "\\t", _) => Ok(b'\t'),
        (_, [byte]) if byte.is_ascii() => Ok(*byte),
        _ => Err("the delimiter is one ASCII character, such as ; or |, or the word tab".into()),
    }
}
