//! The terminal mode in which keys are read one by one.

#[cfg(unix)]
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use super::AskError;

/// Guard for a terminal mode that delivers key by key and echoes none: what is typed early, or pasted, cannot end up
/// between the lines of a question, and Ctrl-C is a key that no question misses. The mode before is restored on drop.
///
/// `console` sets such a mode for each key and then restores the one before, which is this one while the guard lives.
/// On Windows keys do not depend on such a mode, and there is nothing to restore.
pub(super) struct RawMode {
    #[cfg(unix)]
    before: Termios,
}

#[cfg(unix)]
impl RawMode {
    /// Sets the mode.
    pub(super) fn take() -> Result<Self, AskError> {
        let before = tcgetattr(std::io::stdin()).map_err(why)?;
        // rustix and not crossterm sets the mode, because crossterm's raw mode switches output processing off, too.
        let mut held = before.clone();
        held.make_raw();
        held.output_modes = before.output_modes; // a line end still goes back to the first column
        tcsetattr(std::io::stdin(), OptionalActions::Now, &held).map_err(why)?;
        Ok(Self { before })
    }
}

#[cfg(unix)]
impl Drop for RawMode {
    fn drop(&mut self) {
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &self.before); // one that is gone needs no mode
    }
}

#[cfg(unix)]
fn why(error: rustix::io::Errno) -> AskError {
    super::prompt_terminal::classify_error(error.into())
}

#[cfg(not(unix))]
impl RawMode {
    /// Does nothing.
    #[allow(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub(super) fn take() -> Result<Self, AskError> {
        Ok(Self {})
    }
}
