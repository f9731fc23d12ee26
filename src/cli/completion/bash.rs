//! Completion for Bash, which leaves more to the program than other shells do: it inserts candidates without quoting
//! them, and splits words at each `=`.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use clap::Command;
use clap_complete::engine;
use clap_complete::env::EnvCompleter;

use super::is_safe;

/// Environment variable with the index of the word under the cursor.
const COMP_CWORD_VAR: &str = "CONTACTS_COMPLETE_INDEX";
/// Environment variable with that word as it is on the line, before Bash takes its quotes off.
const COMP_WORD_VAR: &str = "CONTACTS_COMPLETE_TYPED";

/// Bash, version 3.2 or later.
pub(super) struct Bash;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == self.name()
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        program: &str,
        completer: &str,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        // clap_complete's completer for Bash would not do: Bash splits words at `=` and quotes no candidate, so words
        // are joined and candidates quoted here. Bash 3.2, which macOS has, knows no `mapfile`, hence the loop, and
        // neither `compopt` nor `nosort`, hence the hidden errors.
        write!(
            out,
            r#"_{name}() {{
    local candidate words=("${{COMP_WORDS[@]}}")
    words[COMP_CWORD]="$2"
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <({variable}=bash {COMP_CWORD_VAR}="$COMP_CWORD" {COMP_WORD_VAR}="${{COMP_WORDS[COMP_CWORD]}}" {completer} -- "${{words[@]}}")
    if [[ "${{COMPREPLY-}}" == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}}
complete -o nosort -o bashdefault -F _{name} {program} 2>/dev/null || complete -o bashdefault -F _{name} {program}
"#
        )
    }

    fn write_complete(
        &self,
        command: &mut Command,
        words: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let read = |name: &str| std::env::var(name).unwrap_or_default();
        let quote = read(COMP_WORD_VAR).chars().next().filter(|c| matches!(c, '\'' | '"'));
        let mut line = Line::joined(words, read(COMP_CWORD_VAR).parse().unwrap_or_default());
        // Outside of quotes the word still has its backslashes.
        if let Some(word) = line.words.get_mut(line.index).filter(|_| quote.is_none()) {
            *word = word.to_string_lossy().replace('\\', "").into();
        }
        for candidate in engine::complete(command, line.words, line.index, folder)? {
            let word = candidate.get_value().to_string_lossy();
            // Bash takes what is before the last `=` for another word, and would insert it twice.
            let word = word.strip_prefix(&line.before).unwrap_or(&word);
            if is_safe(word) {
                writeln!(out, "{}", quote.map_or_else(|| escaped(word), |quote| escaped_within(quote, word)))?;
            }
        }
        Ok(())
    }
}

/// The command line as it was typed.
struct Line {
    words: Vec<OsString>,
    /// Index of the word with the cursor.
    index: usize,
    /// Part of that word up to its last `=`.
    before: String,
}

impl Line {
    /// Joins what Bash took apart: `Mobile`, `=`, `Ph` is one word.
    fn joined(pieces: Vec<OsString>, index: usize) -> Self {
        let mut line = Self { words: Vec::new(), index: 0, before: String::new() };
        let mut goes_on = false;
        for (place, piece) in pieces.into_iter().enumerate() {
            let is_sign = piece == "=" && place > 1;
            match line.words.last_mut() {
                Some(word) if goes_on || is_sign => {
                    if place == index {
                        line.before = word.to_string_lossy().into_owned();
                    }
                    word.push(piece);
                }
                _ => line.words.push(piece),
            }
            if place == index {
                line.index = line.words.len() - 1;
            }
            goes_on = is_sign;
        }
        line
    }
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
        if matches!(c, '"' | '\\' | '$' | '`') {
            text.push('\\');
        }
        text.push(c);
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn what_bash_took_apart_is_put_together() {
        let joined = |pieces: &[&str], index| {
            let line = Line::joined(pieces.iter().map(OsString::from).collect(), index);
            let words: Vec<_> = line.words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
            (words.join("|"), line.index, line.before)
        };
        let plain = ["contacts", "undo", ""];
        assert_eq!(joined(&plain, 2), ("contacts|undo|".into(), 2, String::new()));
        let pair = ["contacts", "import", "--map", "Mobile", "=", "Ph"];
        assert_eq!(joined(&pair, 5), ("contacts|import|--map|Mobile=Ph".into(), 3, "Mobile=".into()));
        let earlier = ["contacts", "import", "--id", "=", "phone", "--purp"];
        assert_eq!(joined(&earlier, 5), ("contacts|import|--id=phone|--purp".into(), 3, String::new()));
    }
}
