//! IDs of entries of the history, as typed.

/// Reads the ID of an entry, as `contacts history` shows it.
///
/// # Errors
/// A sentence that follows clap's words: `invalid value 'x' for '<ID>': …`.
pub(in crate::cli) fn entry_id(text: &str) -> Result<i64, String> {
    let is_id = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let id = if is_id { text.parse().ok() } else { None };
    id.ok_or_else(|| "it is the number of an entry, as contacts history shows it".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_number_and_nothing_else() {
        assert_eq!((entry_id("7"), entry_id("0")), (Ok(7), Ok(0)));
        for wrong in ["", "x", "-1", "+1", "1.0", "99999999999999999999"] {
            assert!(entry_id(wrong).is_err(), "{wrong}");
        }
    }
}
