//! The value of `--date-format`: a format, for all columns or for one.

use std::fmt;
use std::str::FromStr;

use super::{DateFormat, DateFormatError};

/// Choice of a date format: `DD/MM/YYYY` for all columns, `Born=DD/MM/YYYY` for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormatChoice {
    /// The column, by its header or as `#3`; `None` for all columns without a format of their own.
    pub column: Option<String>,
    /// How dates are written there.
    pub format: DateFormat,
}

impl FromStr for DateFormatChoice {
    type Err = DateFormatError;

    fn from_str(text: &str) -> Result<Self, DateFormatError> {
        let of_all = text.parse();
        match (of_all, text.rsplit_once('=')) {
            (Ok(format), _) => Ok(Self { column: None, format }),
            // A header may hold a `=`, a usual format does not: the last one parts them.
            (Err(_), Some((column, format))) if !column.trim().is_empty() => {
                Ok(Self { column: Some(column.trim().to_owned()), format: format.parse()? })
            }
            (Err(error), _) => Err(error),
        }
    }
}

impl fmt::Display for DateFormatChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "{column}={}", self.format),
            None => self.format.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_of_all_columns_or_of_one() {
        for (text, column) in [
            ("DD/MM/YYYY", None),
            ("Born=D.M.YY", Some("Born")),
            ("a=b=DD MMM YYYY", Some("a=b")),
            ("#3=YYYYMMDD", Some("#3")),
        ] {
            let choice: DateFormatChoice = text.parse().unwrap();
            assert_eq!((choice.column.as_deref(), choice.to_string().as_str()), (column, text));
        }
        for text in ["Born", "=DD/MM/YYYY", "Born=day", "Born="] {
            assert!(text.parse::<DateFormatChoice>().is_err(), "{text}");
        }
    }
}
