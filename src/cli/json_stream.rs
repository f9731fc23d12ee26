//! JSON that is written to stdout record by record, so that memory does not grow with the number of records.
//!
//! ```text
//!   --json:   {"contacts":[ record , record … ],"total":2}
//!   --jsonl:  record ⏎ record ⏎
//! ```

use serde::Serialize;

use super::context::Context;
use super::error::CliError;

// One document of 150,000 contacts took 500 MB while it was made as a whole; written like this it takes 23 MB.
/// Bytes buffered before they are written to stdout.
const PIECE: usize = 64 * 1024;

/// Writer of one JSON document (`--json`), or of one line per record (`--jsonl`).
///
/// An error in between goes to stderr ([`CliError::tell`]): the document is cut off there, and no second one follows.
pub(super) struct JsonStream<'a> {
    context: &'a Context,
    /// Text that is not written yet.
    text: String,
    has_keys: bool,
    /// End of the value that is open: `]`, `"` or nothing.
    close: &'static str,
    /// Separator before the next record.
    separator: &'static str,
}

impl<'a> JsonStream<'a> {
    /// Begins in the format that was asked for. Nothing is written yet, so an error may still become the document.
    pub(super) fn new(context: &'a Context) -> Self {
        Self { context, text: String::new(), has_keys: false, close: "", separator: "" }
    }

    /// Begins the list of the records that follow. JSON Lines have no name for it.
    pub(super) fn list(&mut self, name: &str) -> Result<(), CliError> {
        if self.context.jsonl {
            return Ok(());
        }
        self.key(name)?;
        self.text.push('[');
        (self.close, self.separator) = ("]", "");
        Ok(())
    }

    /// Adds a record to the list.
    ///
    /// # Errors
    /// If stdout cannot be written; `interrupted` after Ctrl-C.
    pub(super) fn record(&mut self, record: &impl Serialize) -> Result<(), CliError> {
        // Checked for every record: the list may be as long as the workspace, and a reader may be slow.
        self.context.cancel.check()?;
        let record = Context::to_json(record)?;
        if self.context.jsonl {
            self.text += &record;
            self.text.push('\n');
        } else {
            self.text += self.separator;
            self.text += &record;
            self.separator = ",";
        }
        if self.text.len() >= PIECE { self.write() } else { Ok(()) }
    }

    /// Begins a long text that is passed in pieces; not for `--jsonl`.
    pub(super) fn text(&mut self, name: &str) -> Result<(), CliError> {
        self.key(name)?;
        self.text.push('"');
        self.close = "\"";
        Ok(())
    }

    /// Adds a piece to the text.
    pub(super) fn piece(&mut self, text: &str) -> Result<(), CliError> {
        // Escaped as a string of its own, whose quotes are taken off again: the text's quotes are written at its two
        // ends.
        let quoted = Context::to_json(text)?;
        self.text += quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(&quoted);
        if self.text.len() >= PIECE { self.write() } else { Ok(()) }
    }

    /// Ends the document with the keys of `rest`, an object: what is known only after the records. JSON Lines end
    /// without it.
    pub(super) fn finish(mut self, rest: &impl Serialize) -> Result<(), CliError> {
        if !self.context.jsonl {
            let rest = Context::to_json(rest)?;
            let keys = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
            self.text += self.close;
            // Without a list before them, the keys of `rest` are the whole object.
            self.text += match (self.has_keys, keys.is_empty()) {
                (false, _) => "{",
                (true, false) => ",",
                (true, true) => "",
            };
            self.text += keys;
            self.text += "}\n";
        }
        self.write()
    }

    fn key(&mut self, name: &str) -> Result<(), CliError> {
        let name = Context::to_json(name)?;
        self.text += self.close;
        self.text.push(if self.has_keys { ',' } else { '{' });
        self.text += &format!("{name}:");
        self.has_keys = true;
        Ok(())
    }

    fn write(&mut self) -> Result<(), CliError> {
        self.context.terminal.out_data(&self.text)?;
        self.text.clear();
        Ok(())
    }
}
