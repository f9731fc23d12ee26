//! stdout and stderr, written through one place that makes text safe for terminals.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::model::sanitize_lines;

/// True once this process has written to stdout. The report of a panic uses a terminal of its own, and must not put an
/// error behind half a document.
static STDOUT_HAS_BEGUN: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// stdout or stderr, or a test's replacement.
pub(super) struct Stream {
    writer: Mutex<Box<dyn Write + Send>>,
    /// True if it is a terminal.
    pub(super) is_terminal: bool,
    has_begun: Arc<AtomicBool>,
}

impl Stream {
    /// Returns a stream over a writer.
    pub(super) fn new(writer: Box<dyn Write + Send>, is_terminal: bool) -> Self {
        Self { writer: Mutex::new(writer), is_terminal, has_begun: Arc::default() }
    }

    /// Returns the stdout of this process.
    pub(super) fn stdout() -> Self {
        let stdout = Self::new(stdout(), io::stdout().is_terminal());
        Self { has_begun: Arc::clone(&STDOUT_HAS_BEGUN), ..stdout }
    }

    /// Returns the stderr of this process.
    pub(super) fn stderr() -> Self {
        Self::new(Box::new(io::stderr()), io::stderr().is_terminal())
    }

    /// Returns true if anything was written, or if that was tried.
    pub(super) fn has_begun(&self) -> bool {
        self.has_begun.load(Ordering::Relaxed)
    }

    /// Writes text for a person, sanitised also in a pipe: at its end may be a pager, a log or another terminal.
    pub(super) fn write_text(&self, text: &str) -> io::Result<()> {
        self.write_raw(&sanitize_lines(text))
    }

    /// Writes data that a program reads: unchanged into a pipe, sanitised on a terminal.
    pub(super) fn write_data(&self, text: &str) -> io::Result<()> {
        let shown = if self.is_terminal { sanitize_lines(text) } else { Cow::Borrowed(text) };
        self.write_raw(&shown)
    }

    /// Writes text that is sanitised already, with our own colours.
    pub(super) fn write_raw(&self, text: &str) -> io::Result<()> {
        if text.is_empty() { Ok(()) } else { self.write_bytes(text.as_bytes()) }
    }

    /// Writes bytes that are not text.
    pub(super) fn write_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        // Before the write: one that fails may have written a part.
        self.has_begun.store(true, Ordering::Relaxed);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.write_all(bytes)?;
        // Nothing stays in a buffer: stdout and stderr appear in the order of the writes, and a write that fails, fails
        // here.
        writer.flush()
    }
}

/// Returns a writer that reports a closed stdout (`contacts list >&-`) as an error.
#[cfg(unix)]
fn stdout() -> Box<dyn Write + Send> {
    // Rust's own stdout takes a write to a closed descriptor for a success (EBADF is ignored).
    struct Stdout(io::Stdout);

    impl Write for Stdout {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(rustix::io::write(&self.0, bytes)?)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(()) // Nothing is kept back.
        }
    }

    Box::new(Stdout(io::stdout()))
}

#[cfg(not(unix))]
fn stdout() -> Box<dyn Write + Send> {
    Box::new(io::stdout())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::sync::Arc;

    /// Writer that keeps what was written.
    #[derive(Clone, Default)]
    pub(in crate::ui) struct Recorder(Arc<Mutex<Vec<u8>>>);

    impl Recorder {
        pub(in crate::ui) fn stream(&self, is_terminal: bool) -> Stream {
            Stream::new(Box::new(self.clone()), is_terminal)
        }

        pub(in crate::ui) fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    impl Write for Recorder {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}
