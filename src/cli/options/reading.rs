//! Options on how the file and its cells are read.

use clap::{Args, ValueEnum};

use crate::cli::completion::candidates;
use crate::cli::error::CliError;
use crate::model::{BarePhones, DecimalMark, Fields, HeaderLine, ParseSettings};
use crate::source::{SourceEncoding, parse_delimiter};
use crate::values::{DateFormatChoice, Region};

/// How the file and its cells are read.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ReadingOptions {
    /// Empty the field of a contact where the cell is exactly TEXT
    #[arg(long, value_name = "TEXT", help_heading = "Values")]
    clear_marker: Option<String>,
    /// Take a cell that is exactly TEXT, in upper or lower case, as blank (repeatable)
    #[arg(long, value_name = "TEXT", help_heading = "Values")]
    blank: Vec<String>,
    /// Read phone numbers without a country code as numbers of this country, such as MY; in rows with a Country they
    /// are numbers of that one
    #[arg(long, value_name = "COUNTRY", help_heading = "Values", add = candidates::regions())]
    region: Option<Region>,
    /// Read phone numbers without a country code by the country of their row in this column
    ///
    /// Its cells are countries, or calling codes such as 60 or +60.
    #[arg(long, value_name = "COLUMN", help_heading = "Values", add = candidates::columns())]
    region_from: Option<String>,
    /// Take phone numbers without +, 00 and a country as international, or refuse them, whatever the list shows
    #[arg(long, value_name = "HOW", help_heading = "Values")]
    bare_phones: Option<BarePhonesArg>,
    /// What separates the tags of a cell [default: , ; | and line breaks]
    #[arg(long, value_name = "CHARACTER", help_heading = "Values")]
    tag_separator: Option<char>,
    /// The encoding of the file, such as windows-1252, if it is not found by itself
    #[arg(long, value_name = "NAME", help_heading = "Values", add = candidates::encodings())]
    encoding: Option<SourceEncoding>,
    /// What separates the cells, if it is not found by itself: one character, or "tab"
    #[arg(long, value_name = "CHARACTER", value_parser = parse_delimiter, help_heading = "Values")]
    delimiter: Option<u8>,
    /// The line that names the columns, if it is not the first; or "none"
    ///
    /// What stands above it is left out. With none, every line is a row, and columns are named by their position (#1).
    #[arg(long, value_name = "N|none", help_heading = "Values")]
    header_line: Option<HeaderLine>,
    /// The export that wrote the file, such as google or outlook, if it is not found by itself; or "none"
    #[arg(long, value_name = "NAME", help_heading = "Values", add = candidates::presets())]
    preset: Option<String>,
    /// How dates are written, if not as YYYY-MM-DD: such as DD/MM/YYYY, DD MMM YYYY (MMM: the name of a month) or M/D/YY,
    /// whose years are 1930 to 2029; with COLUMN= for one column (repeatable)
    #[arg(long, value_name = "[COLUMN=]FORMAT", help_heading = "Values", add = candidates::columns_before_formats())]
    date_format: Vec<DateFormatChoice>,
    /// The decimal mark of numbers, if their column does not show it
    #[arg(long, value_name = "MARK", help_heading = "Values")]
    decimal: Option<DecimalArg>,
    /// Add the options that lists and choices lack and the file has
    ///
    /// They are added by the import itself, and only those that a row which is imported uses. Words for nothing, such as
    /// N/A, and the errors of a spreadsheet are not added.
    #[arg(long, help_heading = "Values")]
    add_options: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DecimalArg {
    /// 1.234,5
    Comma,
    /// 1,234.5
    Point,
}

impl From<DecimalArg> for DecimalMark {
    fn from(mark: DecimalArg) -> Self {
        match mark {
            DecimalArg::Comma => Self::Comma,
            DecimalArg::Point => Self::Point,
        }
    }
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
        if self.blank.iter().any(|word| crate::values::is_blank(word)) {
            return Err(CliError::usage("--blank needs a text: a blank cell counts as blank anyway"));
        }
        Ok(self.settings().or(before))
    }

    /// Returns true if any of them was typed.
    pub(in crate::cli) fn any(&self) -> bool {
        !self.clone().settings().is_default()
    }

    fn settings(self) -> ParseSettings {
        // Taken apart without `..`, so that an option that is added later cannot be forgotten here.
        let Self {
            clear_marker,
            blank,
            region,
            region_from,
            bare_phones,
            tag_separator,
            encoding,
            delimiter,
            header_line,
            preset,
            date_format,
            decimal,
            add_options,
        } = self;
        ParseSettings {
            encoding: encoding.map(|encoding| encoding.to_string()),
            delimiter: delimiter.map(char::from),
            header_line,
            preset,
            region: region.map(|region| region.to_string()),
            region_from,
            bare_phones: bare_phones.map(BarePhones::from),
            clear_marker,
            blank,
            tag_separator,
            date_format: last_of_each_column(&date_format),
            decimal: decimal.map(DecimalMark::from),
            add_options,
        }
    }
}

/// Returns the formats without those that a later one of the same column replaces, so that one can be appended to a
/// command line.
fn last_of_each_column(choices: &[DateFormatChoice]) -> Vec<String> {
    let key = |choice: &DateFormatChoice| choice.column.as_deref().map(Fields::key);
    let is_last = |at: usize| choices[at + 1..].iter().all(|later| key(later) != key(&choices[at]));
    (0..choices.len()).filter(|at| is_last(*at)).map(|at| choices[at].to_string()).collect()
}
