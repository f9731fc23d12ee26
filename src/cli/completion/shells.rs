//! The shells that can be completed.

use clap::ValueEnum;
use clap_complete::env::{Elvish, EnvCompleter, Fish, Zsh};

use super::bash::Bash;
use super::powershell::Powershell;

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
        self.completer().name()
    }

    /// Returns the shell that a name means.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::value_variants().iter().copied().find(|shell| shell.completer().is(name))
    }

    /// Returns the writer of the shell's script and candidates.
    pub(super) fn completer(self) -> &'static dyn EnvCompleter {
        match self {
            Self::Bash => &Bash,
            Self::Zsh => &Zsh,
            Self::Fish => &Fish,
            Self::Powershell => &Powershell,
            Self::Elvish => &Elvish,
        }
    }
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
