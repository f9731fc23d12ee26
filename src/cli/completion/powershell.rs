//! Completion for PowerShell, which inserts candidates without quoting them. What was typed reaches the program as
//! words and is never run, as the script of clap_complete does with `Invoke-Expression`.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use clap::Command;
use clap_complete::engine;
use clap_complete::env::EnvCompleter;

use super::is_safe;

// An empty word at the end is lost on the way to a program, so the words alone do not tell where the cursor is.
/// Environment variable with the index of the word under the cursor.
const INDEX: &str = "CONTACTS_COMPLETE_INDEX";

/// PowerShell on Windows and other systems.
pub(super) struct Powershell;

impl EnvCompleter for Powershell {
    fn name(&self) -> &'static str {
        "powershell"
    }

    fn is(&self, name: &str) -> bool {
        matches!(name, "powershell" | "powershell_ise" | "pwsh")
    }

    fn write_registration(
        &self,
        variable: &str,
        _name: &str,
        program: &str,
        completer: &str,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        write!(
            out,
            r#"Register-ArgumentCompleter -Native -CommandName {program} -ScriptBlock {{
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object {{ $_.Extent.StartOffset -lt $cursorPosition }} |
        ForEach-Object {{
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) {{ $_.Value }}
            else {{ $_.Extent.Text }}
        }})
    $index = if ($wordToComplete -eq '') {{ $words.Count }} else {{ $words.Count - 1 }}
    $before = $env:{variable}, $env:{INDEX}
    try {{
        $env:{variable}, $env:{INDEX} = 'powershell', $index
        $candidates = & {completer} '--' $words
    }} finally {{
        $env:{variable}, $env:{INDEX} = $before
    }}
    $candidates | ForEach-Object {{
        $word, $help = $_ -split "`t", 2
        if (-not $help) {{ $help = $word }}
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $help)
    }}
}}
"#
        )
    }

    fn write_complete(
        &self,
        command: &mut Command,
        mut words: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let index = std::env::var(INDEX).ok().and_then(|index| index.parse().ok());
        let index = index.unwrap_or(words.len() - 1).min(words.len());
        // The word that was lost on the way.
        if index == words.len() {
            words.push(OsString::new());
        }
        for candidate in engine::complete(command, words, index, folder)? {
            let word = candidate.get_value().to_string_lossy();
            if !is_safe(&word) {
                continue;
            }
            let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
            match help.lines().next() {
                Some(help) => writeln!(out, "{}\t{help}", quoted(&word))?,
                None => writeln!(out, "{}", quoted(&word))?,
            }
        }
        Ok(())
    }
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
