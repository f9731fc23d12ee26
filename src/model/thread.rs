use std::thread::ScopedJoinHandle;

/// What a thread came to; its panic goes on here.
pub fn join_or_resume_panic<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
