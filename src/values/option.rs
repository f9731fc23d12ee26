//! Values of list fields.

use super::{ParseResult, Value};
use crate::model::{Diagnostic, IssueCode, ListOptions, Text};

/// Maximum number of options that an error names.
const MAX_NAMED_OPTIONS: usize = 10;

/// Parses a trimmed cell as one of the options.
pub(super) fn read(text: &str, options: &ListOptions) -> ParseResult {
    match options.find(text) {
        Some(option) => Ok(Value::plain(option.clone())),
        None => Err(vec![Diagnostic::new(IssueCode::OptionUnknown, reason(options))]),
    }
}

fn reason(options: &ListOptions) -> String {
    let names: Vec<&str> = options.names().iter().take(MAX_NAMED_OPTIONS).map(Text::as_str).collect();
    // A list may have hundreds of options, and each row in error repeats the message.
    match options.names().len().saturating_sub(MAX_NAMED_OPTIONS) {
        0 => format!("not an option of the list: it takes {}", names.join(", ")),
        more => format!("not an option of the list: it takes {} and {more} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_kept_in_its_own_spelling() {
        let options = ListOptions::new(["Gold", "Très bien", "ΣΊΣΥΦΟΣ"]);
        for (text, expected) in [("gold", "Gold"), ("TRÈS BIEN", "Très bien"), ("ΣΊΣΥΦΟΣ", "ΣΊΣΥΦΟΣ")] {
            assert_eq!(read(text, &options), Ok(Value::plain(expected)));
        }
    }

    #[test]
    fn an_error_names_the_options_up_to_ten() {
        let few = read("Bronze", &ListOptions::new(["Gold", "Silver"])).unwrap_err();
        assert_eq!(few[0].code, IssueCode::OptionUnknown);
        assert_eq!(few[0].message, "not an option of the list: it takes Gold, Silver");
        let many = ListOptions::new((1..=12).map(|n| format!("o{n}")));
        let told = read("Bronze", &many).unwrap_err();
        assert!(told[0].message.ends_with("o9, o10 and 2 more"), "{}", told[0].message);
    }
}
