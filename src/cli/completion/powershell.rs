//! Completion for PowerShell, which inserts candidates without quoting them. What was typed reaches the program as
//! words and is never run, as the script of clap_complete does with `Invoke-Expression`.

use std::ffi::OsString;

use clap_complete::engine::CompletionCandidate;

use super::line::Line;
use super::offers::{value, with_help};

// An empty word at the end is lost on the way to a program, so the words alone do not tell where the cursor is.
/// Environment variable with the index of the word under the cursor.
const INDEX_VAR: &str = "CONTACTS_COMPLETE_INDEX";

/// Script that asks for completions.
pub(super) const SCRIPT: &str = r#"Register-ArgumentCompleter -Native -CommandName contacts -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text }
        })
    $index = if ($wordToComplete -eq '') { $words.Count } else { $words.Count - 1 }
    $before = $env:CONTACTS_COMPLETE, $env:CONTACTS_COMPLETE_INDEX
    try {
        $env:CONTACTS_COMPLETE, $env:CONTACTS_COMPLETE_INDEX = 'powershell', $index
        $candidates = & contacts '--' $words
    } finally {
        $env:CONTACTS_COMPLETE, $env:CONTACTS_COMPLETE_INDEX = $before
    }
    $candidates | ForEach-Object {
        $word, $help = $_ -split "`t", 2
        if (-not $help) { $help = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $help)
    }
}
"#;

/// Returns the line up to the cursor, with the empty word that was lost on the way.
pub(super) fn line(words: &[OsString]) -> Line {
    let index = std::env::var(INDEX_VAR).ok().and_then(|index| index.parse().ok());
    let index: usize = index.unwrap_or_else(|| words.len().saturating_sub(1));
    let typed = words.iter().cloned().chain(std::iter::repeat(OsString::new()));
    Line::new(typed.take(index.min(words.len()) + 1))
}

/// Returns the candidates, one a line, quoted and with their help.
pub(super) fn answer(offers: &[CompletionCandidate]) -> String {
    offers.iter().map(|offer| with_help(offer, &quoted(&value(offer)))).collect()
}

/// Quotes a word unless it is plain: in single quotes nothing is special but the quote itself.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_=./:+%~\\".contains(c);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", with_doubled_quotes(word)) }
}

/// Doubles the quotes, the typographic ones too, because PowerShell takes them for plain ones.
fn with_doubled_quotes(word: &str) -> String {
    word.chars().fold(String::with_capacity(word.len()), |mut text, c| {
        if matches!(c, '\'' | '\u{2018}'..='\u{201B}') {
            text.push(c);
        }
        text.push(c);
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_powershell_is_one_word() {
        assert_eq!(quoted("--purpose=add"), "--purpose=add");
        assert_eq!(quoted("Weekly leads"), "'Weekly leads'");
        assert_eq!(quoted("it's $(calc); `x"), "'it''s $(calc); `x'");
        assert_eq!(quoted("a\u{2019};calc"), "'a\u{2019}\u{2019};calc'");
        assert_eq!(quoted("@x"), "'@x'");
        assert_eq!(quoted("a,b"), "'a,b'");
    }
}
