//! Most frequent bad values of a column, counted while its rows are planned (spec section 5a).

use std::collections::{BTreeMap, HashMap};

use crate::model::{Issue, IssueCode, format_thousands};

/// Maximum number of distinct values counted for a code and column.
const MAX_VALUES: usize = 1_000;

/// Maximum number of distinct values counted for one import, over all codes and columns: about 3 MiB.
const MAX_VALUES_IN_ALL: usize = 30_000;

/// Maximum length of a value, in characters; of a longer one only its beginning is counted.
const MAX_CHARS: usize = 40;

/// Maximum number of values shown.
const MAX_SHOWN: usize = 10;

/// Number of digits from which a bad phone number or e-mail address may still be that of a person.
const PERSONAL_DIGITS: usize = 4;

/// Bad values of the columns, by code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BadValues {
    columns: BTreeMap<String, BadColumn>,
    distinct: usize,
}

/// Bad values of one column, by code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct BadColumn {
    codes: BTreeMap<IssueCode, ColumnValues>,
    /// Line of the row that was counted last; a cell with several issues is counted once.
    last_line: u64,
}

/// Bad values of one column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnValues {
    /// Field to which the column is mapped.
    pub field: Option<String>,
    /// Number of bad cells.
    pub count: u64,
    values: HashMap<String, u64>,
}

impl BadValues {
    /// Counts the cell of an issue, if the issue says that its value is none of its field. The issues of a row come together.
    pub fn add(&mut self, issue: &Issue) {
        let (Some(column), Some(value), true) = (&issue.column, &issue.value, issue.code.is_about_bad_value()) else {
            return;
        };
        if !self.columns.contains_key(column) {
            self.columns.insert(column.clone(), BadColumn::default());
        }
        let Some(column) = self.columns.get_mut(column) else { return };
        if std::mem::replace(&mut column.last_line, issue.line) == issue.line {
            return;
        }
        let counted = column.codes.entry(issue.code).or_default();
        counted.count += 1;
        if counted.field.is_none() {
            counted.field.clone_from(&issue.field);
        }
        let value = beginning(value);
        if is_personal(issue.code, value) {
            return;
        }
        if let Some(times) = counted.values.get_mut(value) {
            *times += 1;
        } else if counted.values.len() < MAX_VALUES && self.distinct < MAX_VALUES_IN_ALL {
            // Later values are counted together: the first thousand hold those that occur often.
            counted.values.insert(value.to_owned(), 1);
            self.distinct += 1;
        }
    }

    /// Returns the bad values of each column, all codes together, by the column's label.
    pub fn columns(&self) -> impl Iterator<Item = (&str, ColumnValues)> {
        self.columns.iter().map(|(column, BadColumn { codes, .. })| {
            let whole = codes.values().fold(ColumnValues::default(), ColumnValues::with);
            (column.as_str(), whole)
        })
    }

    /// Returns the columns with bad values of one code, by label.
    pub fn of_code(&self, code: IssueCode) -> impl Iterator<Item = (&str, &ColumnValues)> {
        self.columns.iter().filter_map(move |(label, column)| Some((label.as_str(), column.codes.get(&code)?)))
    }
}

impl ColumnValues {
    /// Returns the ten most frequent values with their counts, `Deutschland 9,042 · Österreich 958`; `None` if no value
    /// was counted twice. Values that occur once are listed only where all values are.
    pub fn most_frequent(&self) -> Option<String> {
        let mut values: Vec<(&str, u64)> = self.values.iter().map(|(value, count)| (value.as_str(), *count)).collect();
        values.sort_unstable_by(|(one, of_one), (other, of_other)| of_other.cmp(of_one).then_with(|| one.cmp(other)));
        values.first().filter(|(_, count)| *count > 1)?;
        if values.len() > MAX_SHOWN {
            values.retain(|(_, count)| *count > 1);
        }
        values.truncate(MAX_SHOWN);
        let others = self.count - values.iter().map(|(_, count)| count).sum::<u64>();
        let mut shown: Vec<String> =
            values.iter().map(|(value, count)| format!("{value} {}", format_thousands(*count))).collect();
        if others > 0 {
            shown.push(format!("{} others", format_thousands(others)));
        }
        Some(shown.join(" · "))
    }

    /// Returns the values that were counted, in no order.
    pub fn distinct(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    /// Adds the values that another code counted.
    fn with(mut self, other: &Self) -> Self {
        self.field = self.field.or_else(|| other.field.clone());
        self.count += other.count;
        for (value, count) in &other.values {
            *self.values.entry(value.clone()).or_default() += count;
        }
        self
    }
}

/// Returns the beginning of a value, without surrounding blanks.
fn beginning(value: &str) -> &str {
    let value = value.trim();
    value.char_indices().nth(MAX_CHARS).map_or(value, |(end, _)| value[..end].trim_end())
}

/// Returns true for a bad phone number or e-mail address that may be a person's. Outcomes end up in logs and mails, so
/// only words such as `N/A` are told from such columns.
fn is_personal(code: IssueCode, value: &str) -> bool {
    code.is_about_personal_value()
        && (value.contains('@') || value.chars().filter(|c| c.is_numeric()).count() >= PERSONAL_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns an issue of the cell on a line.
    fn issue(code: IssueCode, line: u64, column: &str, value: &str) -> Issue {
        Issue {
            column: Some(column.to_owned()),
            field: Some("Country".to_owned()),
            value: Some(value.to_owned()),
            ..Issue::of_row(line, code, "x")
        }
    }

    fn counted(code: IssueCode, values: &[(&str, usize)]) -> BadValues {
        let mut bad = BadValues::default();
        let cells = values.iter().flat_map(|(value, times)| std::iter::repeat_n(value, *times));
        (2..).zip(cells).for_each(|(line, value)| bad.add(&issue(code, line, "Land", value)));
        bad
    }

    fn shown(bad: &BadValues) -> Option<String> {
        bad.columns().next().and_then(|(_, values)| values.most_frequent())
    }

    #[test]
    fn values_are_shown_with_their_counts_the_most_frequent_first() {
        let bad = counted(IssueCode::CountryUnknown, &[("Österreich", 958), (" Deutschland", 9_042), ("?", 1)]);
        assert_eq!(shown(&bad).as_deref(), Some("Deutschland 9,042 · Österreich 958 · ? 1"));
        let (column, values) = bad.of_code(IssueCode::CountryUnknown).next().unwrap();
        assert_eq!((column, values.count, values.field.as_deref()), ("Land", 10_001, Some("Country")));
        assert!(bad.of_code(IssueCode::DateInvalid).next().is_none());
    }

    #[test]
    fn values_that_occur_once_are_counted_together_where_there_are_many() {
        let singles: Vec<String> = (0..20).map(|n| format!("x{n}")).collect();
        let mut values = vec![("N/A", 4)];
        values.extend(singles.iter().map(|value| (value.as_str(), 1)));
        assert_eq!(shown(&counted(IssueCode::CountryUnknown, &values)).as_deref(), Some("N/A 4 · 20 others"));
        assert_eq!(shown(&counted(IssueCode::CountryUnknown, &values[1..])), None);
    }

    #[test]
    fn a_cell_with_several_issues_is_counted_once() {
        let mut bad = BadValues::default();
        for (line, code) in
            [(2, IssueCode::OptionUnknown), (2, IssueCode::OptionUnknown), (3, IssueCode::OptionUnknown)]
        {
            bad.add(&issue(code, line, "Topics", "a;b"));
        }
        assert_eq!(bad.columns().map(|(_, column)| column.count).sum::<u64>(), 2);
        assert_eq!(shown(&bad).as_deref(), Some("a;b 2"));
    }

    #[test]
    fn numbers_and_addresses_of_people_are_not_told() {
        let values = [("018 998 8776", 3), ("N/A", 2), ("ann@example", 2)];
        assert_eq!(shown(&counted(IssueCode::PhoneInvalid, &values)).as_deref(), Some("N/A 2 · 5 others"));
        assert_eq!(shown(&counted(IssueCode::EmailInvalid, &values)).as_deref(), Some("N/A 2 · 5 others"));
        assert!(shown(&counted(IssueCode::DateInvalid, &values)).unwrap().starts_with("018 998 8776 3 · "));
    }

    #[test]
    fn only_a_bounded_number_of_values_is_kept_and_all_are_counted() {
        let mut bad = BadValues::default();
        for n in 0..40_000 {
            let value = format!("{}{n}", "v".repeat(100));
            bad.add(&issue(IssueCode::OptionUnknown, n + 2, &format!("c{}", n % 100), &format!("{n} {value}")));
            bad.add(&issue(IssueCode::DuplicateInFile, n + 2, "Land", &value));
        }
        let kept: usize = bad.columns().map(|(_, column)| column.values.len()).sum();
        assert_eq!(kept, MAX_VALUES_IN_ALL);
        assert_eq!(bad.columns().map(|(_, column)| column.count).sum::<u64>(), 40_000);
        assert!(bad.columns().all(|(_, column)| column.values.keys().all(|value| value.chars().count() <= MAX_CHARS)));
    }
}
