//! Time spans in words.

use std::time::Duration;

/// Formats a time span in at most two units: `0.4 s`, `12 s`, `1 min 12 s`, `2 h 5 min`.
pub fn duration(span: Duration) -> String {
    // Each unit is rounded before the arm is chosen: else 9.96 s would be `10.0 s` and 59.6 s `60 s`.
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
