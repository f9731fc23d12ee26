//! `contacts completions`: writes the completion script for a shell.

use clap::Args;
use serde_json::json;

use crate::cli::completion::{self, Shell};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;

/// Write a script for the Tab key of your shell
///
/// With it the Tab key offers commands, options, files, purposes and identifiers, and from the workspace the names of
/// saved mappings, tags, fields and settings, and the numbers of the history. In PowerShell, add to the file that
/// $PROFILE names: contacts completions powershell | Out-String | Invoke-Expression
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  contacts completions bash >~/.local/share/bash-completion/completions/contacts
  contacts completions zsh > ~/.zfunc/_contacts
  contacts completions fish > ~/.config/fish/completions/contacts.fish")]
pub(in crate::cli) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

impl CompletionsArgs {
    pub(in crate::cli) fn run(self, context: &Context) -> Result<Exit, CliError> {
        let script = completion::script(self.shell)?;
        if context.json {
            context.out_json(&json!({ "shell": self.shell.name(), "script": script }))?;
        } else {
            context.terminal.out_data(&script)?;
        }
        Ok(Exit::Done)
    }
}
