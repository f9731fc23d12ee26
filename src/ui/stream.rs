use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

use crate::model::sanitize_lines;

/// stdout or stderr, or what a test puts in their place.
pub(super) struct Stream {
    writer: Mutex<Box<dyn Write + Send>>,
    /// Whether a person looks at it.
    pub(super) is_terminal: bool,
}

impl Stream {
    pub(super) fn new(writer: Box<dyn Write + Send>, is_terminal: bool) -> Self {
        Self { writer: Mutex::new(writer), is_terminal }
    }

    /// Writes text that must stay as it is for whoever reads the pipe; on a terminal it can do no harm.
    pub(super) fn write_text(&self, text: &str) -> io::Result<()> {
        let shown = if self.is_terminal { sanitize_lines(text) } else { Cow::Borrowed(text) };
        self.write_raw(&shown)
    }

    /// Writes text that was cleaned, with colours of ours.
    pub(super) fn write_raw(&self, text: &str) -> io::Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.write_all(text.as_bytes())?;
        writer.flush()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::sync::Arc;

    /// Keeps what was written.
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
