//! Evidence about a column: what the values of its first rows look like.

use super::Labels;
use crate::model::{FieldKind, NameOrder};

/// Minimum share of values of one class that shows the kind of a column, in percent.
pub const LIKELY_KIND_PERCENT: u64 = 80;

/// Minimum percentage of distinct values from which they count as belonging to the contacts themselves.
const UNIQUE_PERCENT: u64 = 90;

/// Class of a value as a quick look shows it: enough to suggest a mapping, not enough to import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueClass {
    /// An e-mail address.
    Email,
    /// A phone number, of any country or without its country code.
    Phone,
    /// A country.
    Country,
    /// A language.
    Language,
    /// A date, in any order of day, month and year.
    Date,
    /// A number, but no phone number and none with leading zeros, which are part of a code.
    Number,
    /// A web address.
    Url,
    /// A time of day.
    Time,
}

impl ValueClass {
    /// All classes, in the order of [`ColumnStats::alike`].
    pub const ALL: [Self; 8] =
        [Self::Email, Self::Phone, Self::Country, Self::Language, Self::Date, Self::Number, Self::Url, Self::Time];

    /// Returns the class of a field's values; `None` where values of the kind have no typical look.
    pub fn of(kind: &FieldKind) -> Option<Self> {
        match kind {
            FieldKind::Phone => Some(Self::Phone),
            FieldKind::Email => Some(Self::Email),
            FieldKind::Country => Some(Self::Country),
            FieldKind::Language => Some(Self::Language),
            FieldKind::Number => Some(Self::Number),
            FieldKind::Url => Some(Self::Url),
            FieldKind::Date => Some(Self::Date),
            FieldKind::Time => Some(Self::Time),
            FieldKind::Text | FieldKind::Tags | FieldKind::List(_) | FieldKind::Choices(_) | FieldKind::Checkbox => {
                None
            }
        }
    }

    /// Returns the plural noun, as in "98 % of the values are e-mail addresses".
    pub fn plural(self) -> &'static str {
        match self {
            Self::Email => "e-mail addresses",
            Self::Phone => "phone numbers",
            Self::Country => "countries",
            Self::Language => "languages",
            Self::Date => "dates",
            Self::Number => "numbers",
            Self::Url => "web addresses",
            Self::Time => "times of day",
        }
    }
}

/// Characters that stand between several values of a cell. A comma is none of them: it stands in many texts.
pub const SEPARATORS: [char; 2] = [';', '|'];

/// Fewest filled cells, and cells for each distinct value, that show that a column has few values.
const MIN_FILLED_OF_LIST: u64 = 8;
const MIN_CELLS_OF_VALUE: u64 = 4;

/// Statistics of one column over the first rows of a source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnStats {
    /// First three distinct non-blank values, each cut to about 60 characters. They are raw: control characters must
    /// not reach a terminal.
    pub samples: Vec<String>,
    /// Number of rows examined.
    pub rows: u64,
    /// Number of them that are not blank in this column.
    pub filled: u64,
    /// Number of distinct values among the filled ones, ignoring case.
    pub distinct: u64,
    /// Number of filled values of each class, in the order of [`ValueClass::ALL`].
    pub alike: [u64; ValueClass::ALL.len()],
    /// Number of phone-like values that are digits and nothing else, as many other numbers are.
    pub bare_digits: u64,
    /// Number of values of digits with leading zeros: codes, such as those of places, of which a number keeps only a part.
    pub codes: u64,
    /// Number of values that hold each of [`SEPARATORS`].
    pub separated: [u64; SEPARATORS.len()],
    /// Number of values that are full names: they split into a first and a last name.
    pub full_names: u64,
    /// Number of them in which capitals show that the last name is first: `LEE Ann`.
    pub last_names_first: u64,
    /// Number of them in which capitals show that the first name is first: `Ann LEE`.
    pub first_names_first: u64,
    /// Labels of the values in all rows, where another column has them.
    pub labels: Labels,
}

impl ColumnStats {
    /// Returns the number of filled values of a class.
    pub fn count(&self, likeness: ValueClass) -> u64 {
        self.alike[likeness as usize]
    }

    /// Returns true if nearly all values are different, as those of the contacts themselves are.
    pub fn is_nearly_unique(&self) -> bool {
        self.distinct * 100 >= self.filled * UNIQUE_PERCENT
    }

    /// Returns true for different values such as `K-1001` and `880`, which may identify contacts; dates and addresses do not.
    pub fn looks_like_codes(&self) -> bool {
        let is_code = |sample: &String| {
            sample.contains(|c: char| c.is_ascii_digit()) && !sample.contains(|c: char| c.is_whitespace() || c == '.')
        };
        let others = [ValueClass::Date, ValueClass::Email, ValueClass::Url];
        self.filled > 0
            && self.is_nearly_unique()
            && self.samples.iter().all(is_code)
            && others.iter().all(|class| self.percent(*class) < LIKELY_KIND_PERCENT)
    }

    /// Returns true if at least half of the values are full names.
    pub fn holds_full_names(&self) -> bool {
        self.full_names > 0 && self.full_names * 2 >= self.filled
    }

    /// Returns the order of the names that capitals show in most of the full names.
    pub fn shown_order(&self) -> Option<NameOrder> {
        let orders = [(NameOrder::LastFirst, self.last_names_first), (NameOrder::FirstLast, self.first_names_first)];
        orders.into_iter().find(|(_, count)| *count * 2 > self.full_names).map(|(order, _)| order)
    }

    /// Returns the order of the names as the values show it, else the usual one; `None` for a column of other values.
    pub fn order_of_names(&self) -> Option<NameOrder> {
        self.holds_full_names().then(|| self.shown_order().unwrap_or_default())
    }

    /// Returns the separator of a column whose cells hold several values: that in at least a quarter of them.
    pub fn separator(&self) -> Option<char> {
        let counts = SEPARATORS.into_iter().zip(self.separated);
        let (separator, count) = counts.max_by_key(|(_, count)| *count)?;
        (count > 0 && count * 4 >= self.filled).then_some(separator)
    }

    /// Returns true for a column of a few values that come again and again, as those of a list do.
    pub fn has_few_values(&self) -> bool {
        self.filled >= MIN_FILLED_OF_LIST && self.distinct > 1 && self.distinct * MIN_CELLS_OF_VALUE <= self.filled
    }

    /// Returns the kind of field that nearly all values are of, else text.
    pub fn likely_kind(&self) -> FieldKind {
        let kinds = [FieldKind::Date, FieldKind::Time, FieldKind::Number, FieldKind::Email, FieldKind::Url];
        // Bare digits may be any number; only a country code shows that they are phone numbers.
        let are_international = !self.samples.is_empty() && self.samples.iter().all(|text| text.starts_with('+'));
        let is_likely = |kind: &FieldKind| {
            let is_class = |class| self.percent(class) >= LIKELY_KIND_PERCENT;
            // One code among them shows that the others are codes too.
            ValueClass::of(kind).is_some_and(is_class) && (*kind != FieldKind::Number || self.codes == 0)
        };
        if are_international && self.percent(ValueClass::Phone) >= LIKELY_KIND_PERCENT {
            return FieldKind::Phone;
        }
        kinds.into_iter().find(is_likely).unwrap_or(FieldKind::Text)
    }

    /// Returns the percentage of filled values of a class, rounded down; 0 if none is filled.
    pub fn percent(&self, likeness: ValueClass) -> u64 {
        (self.count(likeness) * 100).checked_div(self.filled).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_what_nearly_all_values_look_like() {
        let kind = |class: ValueClass, count: u64| {
            let mut evidence = ColumnStats { filled: 10, ..ColumnStats::default() };
            evidence.alike[class as usize] = count;
            evidence.likely_kind()
        };
        assert_eq!(kind(ValueClass::Date, 8), FieldKind::Date);
        assert_eq!(kind(ValueClass::Number, 10), FieldKind::Number);
        assert_eq!(kind(ValueClass::Url, 9), FieldKind::Url);
        assert_eq!(kind(ValueClass::Time, 8), FieldKind::Time);
        assert_eq!(kind(ValueClass::Email, 7), FieldKind::Text);
        assert_eq!(kind(ValueClass::Phone, 10), FieldKind::Text);
        assert_eq!(ColumnStats::default().likely_kind(), FieldKind::Text);
    }

    #[test]
    fn one_code_with_leading_zeros_shows_that_a_column_has_no_numbers() {
        let mut evidence = ColumnStats { filled: 10, codes: 1, ..ColumnStats::default() };
        evidence.alike[ValueClass::Number as usize] = 9;
        assert_eq!(evidence.likely_kind(), FieldKind::Text);
    }

    #[test]
    fn few_values_and_several_in_a_cell_show_lists_and_choices() {
        let stats = |filled, distinct, separated| ColumnStats { filled, distinct, separated, ..ColumnStats::default() };
        assert!(stats(12, 3, [0, 0]).has_few_values());
        assert!(!stats(12, 4, [0, 0]).has_few_values() && !stats(6, 1, [0, 0]).has_few_values());
        assert_eq!(stats(12, 9, [3, 1]).separator(), Some(';'));
        assert_eq!(stats(12, 9, [0, 12]).separator(), Some('|'));
        assert_eq!(stats(12, 9, [2, 0]).separator(), None);
        assert_eq!(ColumnStats::default().separator(), None);
    }

    #[test]
    fn counts_stand_in_the_order_of_all() {
        let evidence = ColumnStats { filled: 3, alike: [0, 1, 2, 3, 0, 2, 1, 0], ..ColumnStats::default() };
        let percents = ValueClass::ALL.map(|likeness| evidence.percent(likeness));
        assert_eq!(percents, [0, 33, 66, 100, 0, 66, 33, 0]);
        assert_eq!(ColumnStats::default().percent(ValueClass::Email), 0);
    }
}
