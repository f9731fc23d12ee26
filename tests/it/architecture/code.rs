//! A file of Rust as words: comments and texts are left out, so that only code is judged.

/// A word or sign of the code and the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) line: usize,
    /// A name, `::`, or one sign.
    pub(crate) text: String,
}

/// The words of a file.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut reader = Reader { rest: text, line: 1, words: Vec::new() };
    while let Some(next) = reader.rest.chars().next() {
        reader.read(next);
    }
    reader.words
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    words: Vec<Word>,
}

impl Reader<'_> {
    fn read(&mut self, next: char) {
        match next {
            '/' if self.rest.starts_with("//") => self.skip(self.rest.find('\n').unwrap_or(self.rest.len())),
            '/' if self.rest.starts_with("/*") => self.skip(self.rest.find("*/").map_or(self.rest.len(), |at| at + 2)),
            '"' => self.skip(text_length(self.rest)),
            'r' if raw_text_length(self.rest).is_some() => self.skip(raw_text_length(self.rest).unwrap_or(1)),
            '\'' => self.skip(character_length(self.rest)),
            ':' if self.rest.starts_with("::") => self.take(2),
            _ if is_of_name(next) => self.take(self.rest.find(|c| !is_of_name(c)).unwrap_or(self.rest.len())),
            _ if next.is_whitespace() => self.skip(next.len_utf8()),
            _ => self.take(next.len_utf8()),
        }
    }

    fn take(&mut self, length: usize) {
        self.words.push(Word { line: self.line, text: self.rest[..length].to_owned() });
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        self.line += self.rest[..length].matches('\n').count();
        self.rest = &self.rest[length..];
    }
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of `"…"`, in which a backslash keeps the character after it.
fn text_length(text: &str) -> usize {
    let mut kept = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if kept => kept = false,
            '\\' => kept = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `r"…"` or `r#"…"#`, if one begins here.
fn raw_text_length(text: &str) -> Option<usize> {
    let hashes = text[1..].chars().take_while(|c| *c == '#').count();
    let inside = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
    Some(text.len() - inside.len() + length)
}

/// The length of `'x'` or `'\n'`; of a lifetime, that of its `'`.
fn character_length(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => text[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 3),
        Some(_) => characters.next().filter(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 1),
        None => 1,
    }
}

#[test]
fn comments_and_texts_are_no_code() {
    let text = r##"
        // use crate::a;
        let x = "crate::b \" crate::c"; /* crate::d */
        let y = r#"crate::e " crate::f"#; let q = '"'; let z = '\''; let u = '\u{e9}';
        fn f<'a>(x: &'a str) -> crate::g::H {}
    "##;
    let words: Vec<_> = words(text).into_iter().filter(|word| word.text == "crate" || word.text == "g").collect();
    let word = |text: &str| Word { line: 5, text: text.into() };
    assert_eq!(words, [word("crate"), word("g")]);
}
