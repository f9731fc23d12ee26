//! A check that the system gives random numbers: without them Rust's hash maps, which every command uses, end the program.

use std::io;

/// Checks that there are random numbers, so that their lack is an error in words. A sandbox may forbid the call for them,
/// and then `/dev/urandom` has to be there.
///
/// # Errors
/// The error of the system, if it gives none.
#[cfg(target_os = "linux")]
pub fn check_randomness() -> io::Result<()> {
    use rustix::rand::{GetRandomFlags, getrandom};

    match getrandom(&mut [0_u8; 1], GetRandomFlags::NONBLOCK) {
        // Those of a machine that has just started: Rust waits for them.
        Ok(_) | Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => Ok(()),
        Err(error) => std::fs::File::open("/dev/urandom").map(drop).map_err(|_| error.into()),
    }
}

/// Checks that there are random numbers; other systems always have them.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn check_randomness() -> io::Result<()> {
    Ok(())
}
