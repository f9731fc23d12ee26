//! Signals that ask a command to stop, and the one for a file that has reached its size limit.

use std::io;
#[cfg(unix)]
use std::sync::{Arc, atomic::AtomicBool};

use signal_hook::flag;

use crate::model::Cancel;

/// Signals that ask to stop: Ctrl-C, `kill`, and a terminal that was closed.
#[cfg(unix)]
const STOPS: [i32; 3] = [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const STOPS: [i32; 2] = [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM];

/// Registers handlers that set the cancel flag, which is checked at the next safe place. A signal that was ignored when
/// the program started stays ignored: `nohup contacts import …` goes on when its terminal is closed, a background job
/// of a script after Ctrl-C.
///
/// # Errors
/// If the system accepts no handler.
pub(super) fn listen(cancel: &Cancel) -> io::Result<()> {
    let ignored = ignored();
    for signal in STOPS.into_iter().filter(|signal| !ignored.contains(*signal)) {
        flag::register(signal, cancel.flag())?;
    }
    // A write beyond the limit on file sizes (`ulimit -f`) raises SIGXFSZ, which ends a program that does not handle
    // it. Handled, the write fails and is an error in words. Nothing reads the flag.
    #[cfg(unix)]
    flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    Ok(())
}

/// A set of signals as Linux writes it: bit N - 1 is signal N.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Signals(u64);

impl Signals {
    /// Parses the ignored signals from `/proc/self/status` (proc(5), `SigIgn`).
    #[cfg(any(target_os = "linux", test))]
    fn ignored_in(status: &str) -> Self {
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        Self(mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default())
    }

    fn contains(self, signal: i32) -> bool {
        u32::try_from(signal - 1).is_ok_and(|bit| self.0.checked_shr(bit).unwrap_or_default() & 1 == 1)
    }
}

/// Returns the ignored signals, or none if the system does not tell; then all signals are handled.
#[cfg(target_os = "linux")]
fn ignored() -> Signals {
    // sigaction(2) would tell on every Unix, but calling it takes `unsafe`, which this crate forbids.
    Signals::ignored_in(&std::fs::read_to_string("/proc/self/status").unwrap_or_default())
}

#[cfg(not(target_os = "linux"))]
fn ignored() -> Signals {
    Signals::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mask_of_ignored_signals_is_read() {
        let ignored = Signals::ignored_in("Name:\tcontacts\nSigIgn:\t0000000001001001\nSigCgt:\t0\n");
        assert!(ignored.contains(1) && ignored.contains(13) && ignored.contains(25));
        assert!(!ignored.contains(2) && !ignored.contains(15) && !ignored.contains(0) && !ignored.contains(99));
        assert_eq!(Signals::ignored_in("no such line"), Signals::default());
    }
}
