//! Completion for fish, which quotes what it inserts, but hands over the word as it was typed.

/// Script that asks for completions.
// The words before the cursor come without their quotes: by one option up to fish 3, by another from fish 4 on.
pub(super) const SCRIPT: &str = r#"function __contacts_complete
    set --local words (commandline --current-process --tokens-expanded --cut-at-cursor 2>/dev/null)
    or set words (commandline --current-process --tokenize --cut-at-cursor)
    set --local word (commandline --current-token --cut-at-cursor)
    CONTACTS_COMPLETE=fish contacts -- $words "$word" 2>/dev/null
end
complete --keep-order --exclusive --command contacts --arguments '(__contacts_complete)'
"#;

/// Takes the quotes off a word as fish does; a quote may still be open.
pub(super) fn unquoted(word: &str) -> String {
    let (mut text, mut quote, mut chars) = (String::new(), None, word.chars().peekable());
    while let Some(c) = chars.next() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            // In quotes a backslash escapes only what would end or expand there.
            (_, '\\') if quote.is_none_or(|open| chars.peek().is_some_and(|next| is_escapable(open, *next))) => {
                text.extend(chars.next());
            }
            _ => text.push(c),
        }
    }
    text
}

fn is_escapable(quote: char, c: char) -> bool {
    c == '\\' || c == quote || (quote == '"' && c == '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_taken_off_as_fish_does() {
        for (typed, word) in [
            ("", ""),
            ("leads.csv", "leads.csv"),
            (r"spring\ f", "spring f"),
            ("'spring f", "spring f"),
            ("\"spring f", "spring f"),
            ("'Given Name'=F", "Given Name=F"),
            (r"'it\'s \n", r"it's \n"),
            (r#""a\"\$b"#, r#"a"$b"#),
            (r"a\", "a"),
        ] {
            assert_eq!(unquoted(typed), word, "{typed}");
        }
    }
}
