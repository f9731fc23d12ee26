//! Joining of threads.

use std::thread::ScopedJoinHandle;

/// Returns the result of a thread; a panic of the thread continues in the caller.
pub fn join_or_resume_panic<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
