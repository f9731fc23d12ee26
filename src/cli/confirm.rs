//! The confirmation that a command needs before it changes something.

use super::command_line::CommandLine;
use super::context::Context;
use super::error::CliError;

impl Context {
    /// Prints what a question is about, and prints it with `--quiet` too if the question will be asked: nobody can confirm
    /// what they do not see.
    pub(super) fn tell_before_question(&self, text: &str, yes: bool) {
        if !yes && self.terminal.can_ask() {
            self.terminal.print_always(text);
        } else {
            self.terminal.note(text);
        }
    }

    /// Asks for confirmation unless `--yes` was given. Without a terminal to ask in, the command is refused (spec
    /// section 9).
    pub(super) fn confirm(&self, question: &str, yes: bool) -> Result<(), CliError> {
        if yes {
            return Ok(());
        }
        if !self.terminal.can_ask() {
            return Err(CliError::refused("confirmation-needed", "this has to be confirmed, and nobody can be asked")
                .with_hint(format!("confirm it with: {}", CommandLine::repeated(self, &["--yes"]))));
        }
        // Enter alone means no: what is confirmed here changes or removes data.
        if self.terminal.confirm(question, false)? {
            return Ok(());
        }
        Err(CliError::declined("Nothing changed."))
    }
}
