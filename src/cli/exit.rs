//! Exit codes (spec section 9).

use std::process::ExitCode;

/// Outcome of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: failed, nothing changed.
    Failed,
    /// 2: wrong usage.
    Usage,
    /// 3: done, some rows have errors.
    DoneWithErrors,
    /// 4: refused, nothing changed: a guard, an expired session, a changed source, a confirmation that is needed.
    Refused,
    /// 75: another import is running, try later (`EX_TEMPFAIL` of sysexits.h).
    Busy,
    /// 130: interrupted, nothing changed (128 + SIGINT).
    Interrupted,
}

impl Exit {
    /// Returns the number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::DoneWithErrors => 3,
            Self::Refused => 4,
            Self::Busy => 75,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
