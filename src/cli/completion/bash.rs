//! Completion for Bash, which leaves more to the program than other shells do: it inserts candidates without quoting
//! them, in place of only the end of a word, from its last `=`, `:` or other word break on.
//!
//! ```text
//!   contacts import leads.csv --map Given\ Name=fi▯      the line up to the cursor
//!                                   ╰────┬────╯╰┤
//!                                      kept    replaced by `First\ Name`
//! ```

use std::iter::Peekable;
use std::mem;
use std::str::Chars;

use clap_complete::engine::CompletionCandidate;

use super::line::Line;
use super::offers::value;

/// Environment variable with the line up to the cursor.
const LINE_VAR: &str = "CONTACTS_COMPLETE_LINE";
/// Environment variable with the characters that end a word for Bash's line editor.
const BREAKS_VAR: &str = "CONTACTS_COMPLETE_BREAKS";

/// Script that asks for completions, for version 3.2 and later.
// Version 3.2, which macOS has, knows no `mapfile`, hence the loop, and neither `compopt` nor `nosort`, hence the hidden
// errors.
pub(super) const SCRIPT: &str = r#"_contacts() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <(CONTACTS_COMPLETE=bash CONTACTS_COMPLETE_LINE="${COMP_LINE:0:COMP_POINT}" \
        CONTACTS_COMPLETE_BREAKS="$COMP_WORDBREAKS" contacts -- 2>/dev/null)
    if [[ "${COMPREPLY-}" == *[=/:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _contacts contacts 2>/dev/null || complete -F _contacts contacts
"#;

/// Returns the line as Bash tells it.
pub(super) fn typed_line() -> TypedLine {
    let read = |name: &str| std::env::var(name).unwrap_or_default();
    Lexer::read(&read(LINE_VAR), &read(BREAKS_VAR))
}

/// A line up to the cursor, taken apart as Bash does.
#[derive(Default)]
pub(super) struct TypedLine {
    /// Words without their quotes.
    words: Vec<String>,
    /// The last word as it was typed.
    raw: String,
    /// Characters of the last word without its quotes, each with the place behind it.
    letters: Vec<(char, Position)>,
    /// Where the part of the last word begins that Bash replaces.
    begin: Position,
}

/// Place in a word as it was typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Position {
    offset: usize,
    /// The quote in which what follows stands.
    quote: Option<char>,
}

/// Reader of a line, character by character.
struct Lexer<'a> {
    typed: TypedLine,
    rest: Peekable<Chars<'a>>,
    breaks: &'a str,
    quote: Option<char>,
    /// Place behind the quote that was opened last.
    behind_quote: Position,
    has_word: bool,
}

impl<'a> Lexer<'a> {
    fn read(line: &'a str, breaks: &'a str) -> TypedLine {
        let (typed, rest) = (TypedLine::default(), line.chars().peekable());
        let mut lexer = Self { typed, rest, breaks, quote: None, behind_quote: Position::default(), has_word: false };
        while let Some(c) = lexer.rest.next() {
            lexer.take(c);
        }
        // In an open quote, Bash replaces all that stands behind it; quotes that are closed do not matter to it.
        if lexer.quote.is_some() {
            lexer.typed.begin = lexer.behind_quote;
        }
        lexer.typed.words.push(lexer.typed.word());
        lexer.typed
    }

    fn take(&mut self, c: char) {
        if self.quote.is_none() && c.is_whitespace() {
            return self.end_word();
        }
        self.has_word = true;
        self.typed.raw.push(c);
        match (self.quote, c) {
            (None, '\'' | '"') => {
                self.quote = Some(c);
                self.behind_quote = self.end();
            }
            (Some(open), _) if c == open => self.quote = None,
            (_, '\\') if self.escapes() => self.take_escaped(),
            _ => {
                self.push(c);
                if self.quote.is_none() && self.breaks.contains(c) {
                    self.typed.begin = self.end();
                }
            }
        }
    }

    /// Returns true if a backslash escapes what follows.
    fn escapes(&mut self) -> bool {
        match self.quote {
            None => true,
            Some(open) => open == '"' && self.rest.peek().is_some_and(|next| is_special(*next)),
        }
    }

    fn take_escaped(&mut self) {
        if let Some(escaped) = self.rest.next() {
            self.typed.raw.push(escaped);
            self.push(escaped);
        }
    }

    fn push(&mut self, letter: char) {
        self.typed.letters.push((letter, self.end()));
    }

    fn end(&self) -> Position {
        Position { offset: self.typed.raw.len(), quote: self.quote }
    }

    /// Ends a word, if one has begun.
    fn end_word(&mut self) {
        let mut words = mem::take(&mut self.typed.words);
        if mem::take(&mut self.has_word) {
            words.push(self.typed.word());
        }
        self.typed = TypedLine { words, ..TypedLine::default() };
    }
}

impl TypedLine {
    /// The last word without its quotes.
    fn word(&self) -> String {
        self.letters.iter().map(|(letter, _)| letter).collect()
    }

    pub(super) fn line(&self) -> Line {
        // Assignments before the command are none of its words.
        let is_assignment = |word: &&String| word.contains('=') && !word.starts_with('-');
        let assignments = self.words.iter().take_while(is_assignment).count().min(self.words.len().saturating_sub(1));
        Line::new(self.words.iter().skip(assignments).cloned())
    }

    /// Returns the candidates as Bash inserts them, one a line.
    pub(super) fn answer(&self, offers: &[CompletionCandidate]) -> String {
        offers.iter().filter_map(|offer| self.replacement(&value(offer))).map(|text| text + "\n").collect()
    }

    /// Returns what stands in place of the part that Bash replaces: what was typed of the candidate stays as it was
    /// typed, and the rest is quoted. `None` if the candidate differs before that part.
    fn replacement(&self, candidate: &str) -> Option<String> {
        let common = self.letters.iter().zip(candidate.chars()).take_while(|((typed, _), c)| typed == c).count();
        let fixed = self.letters.iter().take_while(|(_, end)| end.offset <= self.begin.offset).count();
        let end = match common.checked_sub(fixed)? {
            0 => self.begin,
            _ => self.letters.get(common - 1)?.1,
        };
        let kept = self.raw.get(self.begin.offset..end.offset)?;
        let rest: String = candidate.chars().skip(common).collect();
        let added = match end.quote {
            Some(quote) => escaped_within(quote, &rest),
            // At the beginning of a word Bash takes `#3` for a comment, and `~x` for somebody's home.
            None if kept.is_empty() && rest.starts_with(['#', '~']) => format!("\\{}", escaped(&rest)),
            None => escaped(&rest),
        };
        Some(kept.to_owned() + &added)
    }
}

/// Returns true for what a backslash escapes in double quotes.
fn is_special(c: char) -> bool {
    matches!(c, '"' | '\\' | '$' | '`')
}

/// Escapes a word for use without quotes: `Weekly\ leads`.
fn escaped(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_=./,:+@%~#".contains(c) || !c.is_ascii();
    word.chars().fold(String::with_capacity(word.len()), |mut text, c| {
        if !is_plain(c) {
            text.push('\\');
        }
        text.push(c);
        text
    })
}

/// Escapes a word for use after an open quote, which it does not close.
fn escaped_within(quote: char, word: &str) -> String {
    if quote == '\'' {
        // Nothing is special in single quotes, not even a backslash: the quote is closed, escaped and opened again.
        return word.replace('\'', r"'\''");
    }
    word.chars().fold(String::with_capacity(word.len()), |mut text, c| {
        if is_special(c) {
            text.push('\\');
        }
        text.push(c);
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What separates words in Bash, unless the user says otherwise.
    const BREAKS: &str = " \t\n\"'@><=;|&(:";

    fn typed(line: &str) -> TypedLine {
        Lexer::read(line, BREAKS)
    }

    #[test]
    fn words_are_those_that_the_program_would_get() {
        for (line, words) in [
            ("contacts ", "contacts|"),
            ("contacts undo", "contacts|undo"),
            ("contacts  import --map Mobile=", "contacts|import|--map|Mobile="),
            (r"contacts import my\ dir/sp", "contacts|import|my dir/sp"),
            ("contacts --map 'Given Name'=F", "contacts|--map|Given Name=F"),
            (r#"contacts "a \"b\" \n"#, r#"contacts|a "b" \n"#),
            ("contacts list '' x", "contacts|list||x"),
            ("TZ=UTC contacts imp", "contacts|imp"),
            (r"contacts list x\", "contacts|list|x"),
        ] {
            let words_read: Vec<_> =
                typed(line).line().words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
            assert_eq!(words_read.join("|"), words, "{line}");
        }
    }

    #[test]
    fn what_was_typed_stays_and_the_rest_is_quoted_as_it_was() {
        for (line, candidate, replacement) in [
            ("contacts ", "import", "import"),
            ("contacts import leads.csv --use W", "Weekly leads", r"Weekly\ leads"),
            ("contacts import leads.csv --use 'W", "Weekly leads", "Weekly leads"),
            (r"contacts import my\ d", "my dir/", r"my\ dir/"),
            ("contacts import x --skip ", "#3", r"\#3"),
            (r"contacts import my\ dir/", "my dir/spring fair.csv", r"my\ dir/spring\ fair.csv"),
            ("contacts import 'my dir/'s", "my dir/spring fair.csv", r"'my dir/'spring\ fair.csv"),
            ("contacts x --map Mobile=", "Mobile=Phone Number", r"Phone\ Number"),
            ("contacts x --map Mobile=ph", "Mobile=Phone Number", r"Phone\ Number"),
            (r"contacts x --map Given\ Name=F", "Given Name=First Name", r"First\ Name"),
            ("contacts x --map 'Given Name'=F", "Given Name=First Name", r"First\ Name"),
            ("contacts x --map 'Given Name=F", "Given Name=First Name", "Given Name=First Name"),
            ("contacts x --map \"Gi", "Given Name=", "Given Name="),
            ("contacts x --map 'gi", "Given Name=", "Given Name="),
            ("contacts x --map Given' Na", "Given Name=", " Name="),
            ("contacts x --create-field Company:te", "Company:text", "text"),
            ("contacts import x --purpose=a", "--purpose=add", "add"),
        ] {
            assert_eq!(typed(line).replacement(candidate).as_deref(), Some(replacement), "{line}");
        }
        assert_eq!(typed("contacts x --map Mobile=ph").replacement("mobile=Phone Number"), None);
    }

    #[test]
    fn no_word_closes_the_quote_that_it_is_typed_behind() {
        assert_eq!(escaped_within('\'', "Weekly leads"), "Weekly leads");
        assert_eq!(escaped_within('\'', "a'; calc; '"), r"a'\''; calc; '\''");
        assert_eq!(escaped_within('"', r#"a"$(calc)`b`\"#), r#"a\"\$(calc)\`b\`\\"#);
    }

    #[test]
    fn a_word_of_bash_is_one_word() {
        assert_eq!(escaped("crm"), "crm");
        assert_eq!(escaped("--purpose=add"), "--purpose=add");
        assert_eq!(escaped("Weekly leads"), r"Weekly\ leads");
        assert_eq!(escaped("a'b$(c)"), r"a\'b\$\(c\)");
        assert_eq!(escaped("Ärzte 山"), r"Ärzte\ 山");
    }
}
