//! Sizes, guard thresholds and counts, as they are typed and shown.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Number of bytes. Typed as `20MB`; KB, MB and GB are powers of 1024 (spec sections 2.2 and 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ByteSize(pub u64);

// Descending: parsing must try `B` last, because every unit ends with it, and display takes the first that fits.
const UNITS: [(&str, u64); 4] = [("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10), ("B", 1)];

impl FromStr for ByteSize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let upper = text.trim().to_ascii_uppercase();
        let (digits, factor) = UNITS
            .iter()
            .find_map(|(unit, factor)| upper.strip_suffix(unit).map(|digits| (digits.trim_end(), *factor)))
            .unwrap_or((upper.as_str(), 1));
        let number: u64 = digits.parse().map_err(|_| format!("'{text}' is not a size such as 500KB, 20MB or 1GB"))?;
        number.checked_mul(factor).map(Self).ok_or_else(|| format!("'{text}' is more than this machine can count"))
    }
}

impl fmt::Display for ByteSize {
    /// Exact where a unit divides it (`20 MB`), else truncated to one decimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, factor) = UNITS.into_iter().find(|(_, factor)| self.0 >= *factor).unwrap_or(("B", 1));
        if self.0.is_multiple_of(factor) {
            write!(f, "{} {unit}", self.0 / factor)
        } else {
            // In u128: ten times a large u64 overflows.
            let tenths = u128::from(self.0) * 10 / u128::from(factor);
            write!(f, "{}.{} {unit}", tenths / 10, tenths % 10)
        }
    }
}

/// Bound of a guard: a number of rows, or a percentage of all rows (`10` or `5%`, spec section 7). In files a number, or
/// a text such as `"5%"`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ThresholdText", into = "ThresholdText")]
pub enum Threshold {
    /// Number of rows.
    Rows(u64),
    /// Percentage of the data rows, 0 to 100.
    Percent(f64),
}

impl Threshold {
    /// Returns true if `count` of `rows` exceeds the bound.
    pub fn is_exceeded(self, count: u64, rows: u64) -> bool {
        match self {
            Self::Rows(limit) => count > limit,
            #[allow(clippy::cast_precision_loss, reason = "numbers of rows stay far below 2^52")]
            // Multiplied, not divided: zero rows need no special case, and exactly 5% of the rows is not more than 5%.
            Self::Percent(limit) => count as f64 * 100.0 > limit * rows as f64,
        }
    }
}

// A percentage is parsed or a constant, and never NaN.
impl Eq for Threshold {}

/// Form of [`Threshold`] in files.
#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a number, or a part such as \"5%\"")]
enum ThresholdText {
    Rows(u64),
    Text(String),
}

impl TryFrom<ThresholdText> for Threshold {
    type Error = String;

    fn try_from(text: ThresholdText) -> Result<Self, String> {
        match text {
            ThresholdText::Rows(rows) => Ok(Self::Rows(rows)),
            ThresholdText::Text(text) => text.parse(),
        }
    }
}

impl From<Threshold> for ThresholdText {
    fn from(threshold: Threshold) -> Self {
        match threshold {
            Threshold::Rows(rows) => Self::Rows(rows),
            Threshold::Percent(_) => Self::Text(threshold.to_string()),
        }
    }
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let problem = || format!("'{text}' is neither a number of rows (10) nor a part of them (5%)");
        match text.trim().strip_suffix('%') {
            Some(number) => {
                let percent: f64 = number.trim().parse().map_err(|_| problem())?;
                if (0.0..=100.0).contains(&percent) { Ok(Self::Percent(percent)) } else { Err(problem()) }
            }
            None => text.trim().parse().map(Self::Rows).map_err(|_| problem()),
        }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows(rows) => rows.fmt(f),
            Self::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}

/// Formats a number with a comma between its thousands: `199,999`.
pub fn format_thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats a count with its noun: `1 row`, `1,204 rows`. The plural takes an `s`.
pub fn counted(count: u64, noun: &str) -> String {
    format!("{} {}", format_thousands(count), plural(count, noun))
}

/// Formats a part of a count with its noun: `3 of 12 contacts`; `12 contacts` if it is all of them.
pub fn counted_of(part: u64, all: u64, noun: &str) -> String {
    let part = if part == all { String::new() } else { format!("{} of ", format_thousands(part)) };
    format!("{part}{}", counted(all, noun))
}

/// Formats a share of all, rounded: `12 %`, but never 0 or 100 for what is not none or all.
pub fn format_share(count: u64, all: u64) -> String {
    // In u128: hundreds of times a large u64 overflow.
    let (count, all) = (u128::from(count), u128::from(all.max(1)));
    match (count * 200 + all) / (2 * all) {
        0 if count > 0 => "under 1 %".to_owned(),
        100 if count < all => "over 99 %".to_owned(),
        percent => format!("{percent} %"),
    }
}

/// The noun as it stands beside a count: `row`, `rows`. The plural takes an `s`.
pub fn plural(count: u64, noun: &str) -> String {
    if count == 1 { noun.to_owned() } else { format!("{noun}s") }
}

/// Name of a delimiter: the character itself, or `tab`, which cannot be seen.
pub fn delimiter_name(delimiter: char) -> String {
    if delimiter == '\t' { "tab".to_owned() } else { delimiter.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_powers_of_1024() {
        assert_eq!("20MB".parse(), Ok(ByteSize(20 * 1024 * 1024)));
        assert_eq!("500 kb".parse(), Ok(ByteSize(512_000)));
        assert_eq!("17".parse(), Ok(ByteSize(17)));
        assert!("".parse::<ByteSize>().is_err());
        assert!("-1MB".parse::<ByteSize>().is_err());
        assert!("99999999999GB".parse::<ByteSize>().is_err());
        assert_eq!(ByteSize(20 * 1024 * 1024).to_string(), "20 MB");
        assert_eq!(ByteSize(1536).to_string(), "1.5 KB");
        assert_eq!(ByteSize(0).to_string(), "0 B");
    }

    #[test]
    fn a_threshold_allows_what_it_names_and_no_more() {
        let rows: Threshold = "2".parse().unwrap();
        assert!(!rows.is_exceeded(2, 10) && rows.is_exceeded(3, 10));
        let percent: Threshold = "20%".parse().unwrap();
        assert!(!percent.is_exceeded(2, 10) && percent.is_exceeded(3, 10));
        assert!("-1".parse::<Threshold>().is_err());
        assert!("101%".parse::<Threshold>().is_err());
        assert!("NaN%".parse::<Threshold>().is_err());
    }

    #[test]
    fn a_share_says_none_or_all_only_where_it_is() {
        let shares = [(0, 9), (1, 200_000), (199_999, 200_000), (5, 5), (2, 3), (0, 0), (u64::MAX, u64::MAX)];
        let told = shares.map(|(count, all)| format_share(count, all));
        assert_eq!(told, ["0 %", "under 1 %", "over 99 %", "100 %", "67 %", "0 %", "100 %"]);
    }

    #[test]
    fn thousands_are_parted() {
        let written = [0, 7, 999, 1000, 199_999, 1_000_000, u64::MAX].map(format_thousands);
        let expected = ["0", "7", "999", "1,000", "199,999", "1,000,000", "18,446,744,073,709,551,615"];
        assert_eq!(written, expected);
    }
}
