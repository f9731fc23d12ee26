use super::context::Context;
use super::error::CliError;

impl Context {
    /// Makes sure that somebody means it: `--yes` says so, and a terminal is asked. Elsewhere nobody could answer, so
    /// it is refused (spec section 9).
    pub(super) fn confirm(&self, question: &str, yes: bool) -> Result<(), CliError> {
        if yes {
            return Ok(());
        }
        if !self.terminal.can_ask() {
            return Err(CliError::refused("confirmation-needed", "this has to be confirmed, and nobody can be asked")
                .with_hint("confirm it with --yes"));
        }
        if self.terminal.confirm(question, false)? {
            return Ok(());
        }
        Err(CliError::refused("not-confirmed", "nothing changed"))
    }
}
