//! Splitting of a command line into words.

/// Splits a command at blanks, except within `'…'` or `"…"`. Nothing else is special, because no shell reads it.
///
/// # Errors
/// The problem: a quote that is never closed, or no program.
// Not by the crate shlex: it also reads backslashes and `#`, and a setting that holds one would change its meaning.
pub fn split_command(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut open = None;
    for c in text.chars() {
        match (open, c) {
            (Some(quote), _) if c == quote => open = None,
            (None, '\'' | '"') => {
                open = Some(c);
                word.get_or_insert_default();
            }
            (None, _) if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    match words.first() {
        _ if open.is_some() => Err("a quote is never closed".to_owned()),
        None => Err("it names no program".to_owned()),
        Some(program) if program.is_empty() => Err("it names no program".to_owned()),
        _ if text.contains('\0') => Err("it contains a NUL".to_owned()),
        Some(_) => Ok(words),
    }
}
