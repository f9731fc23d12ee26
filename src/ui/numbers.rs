use std::time::Duration;

/// A number with a comma between its thousands: `199,999`.
pub fn thousands(number: u64) -> String {
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

/// A time span as people say it, in two parts at most: `0.4 s`, `12 s`, `1 min 12 s`, `2 h 5 min`.
pub fn duration(span: Duration) -> String {
    let tenths = (span.as_millis() + 50) / 100;
    let seconds = (span.as_millis() + 500) / 1000;
    let minutes = (span.as_secs() + 30) / 60;
    match seconds {
        _ if tenths < 100 => format!("{}.{} s", tenths / 10, tenths % 10),
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        let written = [0, 7, 999, 1000, 199_999, 1_000_000, u64::MAX].map(thousands);
        let expected = ["0", "7", "999", "1,000", "199,999", "1,000,000", "18,446,744,073,709,551,615"];
        assert_eq!(written, expected);
    }

    #[test]
    fn time_spans_round_without_reaching_the_next_unit() {
        let written = [0, 49, 400, 9_949, 9_950, 59_499, 59_500, 72_000, 3_599_400, 3_599_500, 7_500_000]
            .map(|milliseconds| duration(Duration::from_millis(milliseconds)));
        let expected = [
            "0.0 s",
            "0.0 s",
            "0.4 s",
            "9.9 s",
            "10 s",
            "59 s",
            "1 min 0 s",
            "1 min 12 s",
            "59 min 59 s",
            "1 h 0 min",
            "2 h 5 min",
        ];
        assert_eq!(written, expected);
    }
}
