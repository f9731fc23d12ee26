//! The shells that can be completed.

use std::ffi::OsString;

use clap::{Command, ValueEnum};

use super::line::Line;
use super::offers::{lines_with_help, offers};
use super::{bash, elvish, fish, powershell, zsh};

/// A shell that can be told what to offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Shell {
    /// Bash
    Bash,
    /// Z shell
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    Powershell,
    /// Elvish
    Elvish,
}

impl Shell {
    /// Returns the shell's name.
    pub(in crate::cli) fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Powershell => "powershell",
            Self::Elvish => "elvish",
        }
    }

    /// Returns the shell that a name means.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "pwsh" | "powershell_ise" => Some(Self::Powershell),
            name => Self::value_variants().iter().copied().find(|shell| shell.name() == name),
        }
    }

    /// Returns the script that makes the shell ask for completions.
    pub(in crate::cli) fn script(self) -> &'static str {
        match self {
            Self::Bash => bash::SCRIPT,
            Self::Zsh => zsh::SCRIPT,
            Self::Fish => fish::SCRIPT,
            Self::Powershell => powershell::SCRIPT,
            Self::Elvish => elvish::SCRIPT,
        }
    }

    /// Returns the candidates for the last of the words that the shell hands over, in its form; Bash hands over the line
    /// instead.
    pub(super) fn answer(self, program: &mut Command, words: &[OsString]) -> String {
        match self {
            Self::Bash => {
                let typed = bash::typed_line();
                typed.answer(&offers(program, &typed.line()))
            }
            Self::Zsh => lines_with_help(&offers(program, &Line::new(words))),
            Self::Fish => lines_with_help(&offers(program, &fish_line(words))),
            Self::Powershell => powershell::answer(&offers(program, &powershell::line(words))),
            Self::Elvish => elvish::answer(&offers(program, &Line::new(words))),
        }
    }
}

/// Takes the quotes off the last word, which fish hands over as it was typed.
fn fish_line(words: &[OsString]) -> Line {
    let (last, before) = words
        .split_last()
        .map_or((String::new(), words), |(last, before)| (fish::unquoted(&last.to_string_lossy()), before));
    Line::new(before.iter().cloned().chain([last.into()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_is_known_by_its_name() {
        for shell in Shell::value_variants() {
            assert_eq!(Shell::named(shell.name()), Some(*shell));
        }
        assert_eq!(Shell::named("pwsh"), Some(Shell::Powershell));
        assert_eq!(Shell::named("tcsh"), None);
    }
}
