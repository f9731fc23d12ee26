//! Options on how the file and its cells are read.

use clap::{Args, ValueEnum};

use crate::cli::completion::candidates;
use crate::cli::error::CliError;
use crate::model::{BarePhones, DecimalMark, Fields, HeaderLine, ParseSettings};
use crate::source::{SourceEncoding, parse_delimiter};
use crate::values::{DateFormatChoice, Region};

/// Heading over these options.
const READING: &str = "Reading cells";

/// How the file and its cells are read.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ReadingOptions {
    /// Empty the field where a cell is exactly TEXT
    ///
    /// Without it nothing empties a field: a blank cell changes nothing.
    #[arg(long, value_name = "TEXT", help_heading = READING, hide_short_help = true)]
    clear_marker: Option<String>,
    /// Read cells that are exactly TEXT as blank
    ///
    /// Upper and lower case are the same. Repeatable: --blank N/A --blank -
    #[arg(long, value_name = "TEXT", help_heading = READING, hide_short_help = true)]
    blank: Vec<String>,
    /// Country of phone numbers without its code
    ///
    /// Phone numbers without a country code are read as numbers of this country, such as MY. In a row with a Country
    /// they are read as numbers of that one.
    #[arg(long, value_name = "COUNTRY", help_heading = READING, add = candidates::regions())]
    region: Option<Region>,
    /// Read phone numbers without a country code by the country in this column
    ///
    /// Its cells are countries, or calling codes such as 60 or +60.
    #[arg(long, value_name = "COLUMN", help_heading = READING, hide_short_help = true, add = candidates::columns())]
    region_from: Option<String>,
    /// How to read phone numbers without +, 00 and a country
    ///
    /// Without this option they are international if most of the list shows it, else errors.
    #[arg(long, value_name = "HOW", help_heading = READING, hide_short_help = true)]
    bare_phones: Option<BarePhonesArg>,
    /// Character that separates the tags of a cell [default: , ; | and line breaks]
    #[arg(long, value_name = "CHARACTER", help_heading = READING, hide_short_help = true)]
    tag_separator: Option<char>,
    /// Encoding of the file, such as windows-1252 [default: detected]
    #[arg(long, value_name = "NAME", help_heading = READING, hide_short_help = true, add = candidates::encodings())]
    encoding: Option<SourceEncoding>,
    /// Character that separates the cells, or "tab" [default: detected]
    #[arg(long, value_name = "CHARACTER", value_parser = parse_delimiter, help_heading = READING, hide_short_help = true)]
    delimiter: Option<u8>,
    /// Line that names the columns, or "none" [default: 1]
    ///
    /// The lines above it are left out. With none, every line is a row, and columns are named by their position (#1).
    #[arg(long, value_name = "N|none", help_heading = READING, hide_short_help = true)]
    header_line: Option<HeaderLine>,
    /// Program that exported the file, such as google or outlook, or "none" [default: detected]
    ///
    /// A recognised export is read as its program writes it. With none, every cell is read as it is.
    #[arg(long, value_name = "NAME", help_heading = READING, hide_short_help = true, add = candidates::presets())]
    preset: Option<String>,
    /// How dates are written, such as DD/MM/YYYY
    ///
    /// Dates as YYYY-MM-DD need no format. MMM is the name of a month; the years of YY are 1930 to 2029. With COLUMN= it
    /// is the format of one column (repeatable).
    #[arg(long, value_name = "[COLUMN=]FORMAT", help_heading = READING, add = candidates::columns_before_formats())]
    date_format: Vec<DateFormatChoice>,
    /// Decimal mark of numbers [default: what their column shows]
    #[arg(long, value_name = "MARK", help_heading = READING, hide_short_help = true)]
    decimal: Option<DecimalArg>,
    /// Add options that list and choices fields lack
    ///
    /// The import adds those that an imported row uses. Placeholders such as N/A and a spreadsheet's errors are not added.
    #[arg(long, help_heading = READING, hide_short_help = true)]
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

    /// Takes over the encoding and the line of the header that were confirmed when a source was opened.
    pub(in crate::cli) fn take_confirmed(&mut self, encoding: Option<SourceEncoding>, header_line: Option<HeaderLine>) {
        self.encoding = self.encoding.or(encoding);
        self.header_line = self.header_line.or(header_line);
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
