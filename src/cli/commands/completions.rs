//! `contacts completions`: writes the completion script for a shell.

use clap::Args;
use serde_json::json;

use crate::cli::completion::Shell;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::exit::Exit;

/// Write a script for the Tab key of your shell
///
/// With it the Tab key offers commands, lists, purposes and identifiers, the columns of the list that is named, countries,
/// settings and their values; from the workspace the names of saved mappings, tags and fields, and the numbers of the
/// history; and options behind a hyphen. In PowerShell, add to the file that
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
        let script = self.shell.script();
        if context.json {
            context.out_json(&json!({ "shell": self.shell.name(), "script": script }))?;
        } else {
            context.terminal.out_data(script)?;
        }
        Ok(Exit::Done)
    }
}
