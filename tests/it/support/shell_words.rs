//! Command lines of tests, split into words.

/// The words of a command line as a shell would read them: `'…'` and `"…"` hold a word together, nothing else is
/// special. So a test reads like what a user types.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ' | '\n') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    assert!(quote.is_none(), "a quote is never closed in: {line}");
    words.extend(word);
    words
}

#[test]
fn quotes_hold_a_word_together() {
    assert_eq!(words("a 'b c'  d=\"e f\" ''"), ["a", "b c", "d=e f", ""]);
}
