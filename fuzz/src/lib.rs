//! What the targets share. Each target states what holds for any bytes, and panics when it does not.

use std::io;

/// A fuzz target for `cargo fuzz`; without it a program that replays the files it is given.
#[macro_export]
macro_rules! target {
    ($check:path) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $check(data));

        #[cfg(not(fuzzing))]
        fn main() -> std::io::Result<()> {
            $crate::replay($check)
        }
    };
}

/// Runs a check on every file of the command line, to see a finding again.
pub fn replay(check: fn(&[u8])) -> io::Result<()> {
    for path in std::env::args_os().skip(1) {
        check(&std::fs::read(path)?);
    }
    Ok(())
}
