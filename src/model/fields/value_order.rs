//! The order of stored values by what they mean: each has a key, and the keys compare byte by byte as the values do.

use std::borrow::Cow;

use super::{FieldKind, email_key};
use crate::model::folded;

/// Length of the longest number whose size a key tells, in digits before the point.
const MAX_DIGITS: usize = 999_999;

/// The form in which values of a kind are compared and sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueOrder {
    /// As stored: codes, options, E.164 numbers, and days, whose form is in their order.
    Stored,
    /// Texts without regard to case, accents and Unicode form.
    Folded,
    /// Decimal numbers, exact whatever their length.
    Number,
    /// E-mail addresses in the form in which they are matched.
    Email,
    /// Times of day, with or without seconds.
    Time,
}

impl FieldKind {
    /// Returns the order of stored values of this kind.
    pub fn order(&self) -> ValueOrder {
        match self {
            Self::Text | Self::Url => ValueOrder::Folded,
            Self::Number => ValueOrder::Number,
            Self::Email => ValueOrder::Email,
            Self::Time => ValueOrder::Time,
            Self::Phone
            | Self::Country
            | Self::Language
            | Self::Tags
            | Self::List(_)
            | Self::Choices(_)
            | Self::Checkbox
            | Self::Date => ValueOrder::Stored,
        }
    }

    /// Returns true if one value of this kind can be more than another: texts, numbers, days and times.
    pub fn is_ordered(&self) -> bool {
        matches!(self, Self::Text | Self::Number | Self::Date | Self::Time)
    }
}

impl ValueOrder {
    /// Returns the key of a stored value: equal values have equal keys, and lesser values have lesser ones.
    pub fn key(self, value: &str) -> Cow<'_, str> {
        match self {
            Self::Stored => Cow::Borrowed(value),
            Self::Folded => folded(value),
            Self::Number => Cow::Owned(number_key(value)),
            Self::Email => email_key(value),
            Self::Time => time_key(value),
        }
    }
}

/// Returns the key of a number as it is stored, such as `-1234.5`: its sign, the number of its digits, then the digits;
/// of a negative number the nines' complement of them, so that `-2` comes before `-1`.
fn number_key(number: &str) -> String {
    let (is_negative, digits) = match number.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, number),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let length = whole.len().min(MAX_DIGITS);
    if !is_negative {
        return format!("1{length:06}{whole}.{fraction}");
    }
    // `~` is more than any digit: of two negative numbers, the one whose fraction goes on is the lesser.
    format!("0{:06}{}.{}~", MAX_DIGITS - length, complement(whole), complement(fraction))
}

fn complement(digits: &str) -> String {
    digits.bytes().map(|digit| char::from(b'0' + 9_u8.saturating_sub(digit.wrapping_sub(b'0')))).collect()
}

/// Returns a time of day with its seconds.
fn time_key(time: &str) -> Cow<'_, str> {
    const MINUTES_ALONE: usize = "HH:MM".len();
    if time.len() == MINUTES_ALONE { Cow::Owned(format!("{time}:00")) } else { Cow::Borrowed(time) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ascend(order: ValueOrder, values: &[&str]) {
        for pair in values.windows(2) {
            assert!(order.key(pair[0]) < order.key(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn numbers_and_times_ascend() {
        let numbers = ["-1000", "-12.5", "-12", "-9.99", "-1", "-0.25", "-0.2", "0", "0.2", "0.25", "1", "1.5", "9"];
        ascend(ValueOrder::Number, &numbers);
        ascend(ValueOrder::Number, &["9", "10", "12", "12.5", "99999999999999999998", "99999999999999999999"]);
        ascend(ValueOrder::Time, &["08:59:59", "09:00", "09:00:01", "15:05"]);
    }

    #[test]
    fn equal_values_have_equal_keys() {
        let key = |order: ValueOrder, value| order.key(value).into_owned();
        assert_eq!(key(ValueOrder::Time, "09:00"), key(ValueOrder::Time, "09:00:00"));
        assert_eq!(key(ValueOrder::Folded, "JOSÉ"), key(ValueOrder::Folded, "jose"));
        assert_eq!(key(ValueOrder::Email, "Ann@Example.com"), key(ValueOrder::Email, "ann@example.com"));
        assert_ne!(key(ValueOrder::Stored, "MY"), key(ValueOrder::Stored, "my"));
    }

    proptest! {
        #[test]
        fn keys_of_whole_numbers_compare_as_the_numbers_do(one in any::<i64>(), other in any::<i64>()) {
            let (a, b) = (one.to_string(), other.to_string());
            prop_assert_eq!(ValueOrder::Number.key(&a).cmp(&ValueOrder::Number.key(&b)), one.cmp(&other));
        }
    }
}
