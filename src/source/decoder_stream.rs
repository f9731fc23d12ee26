use super::decode::TextDecoder;
use super::file::SourceFile;
use super::fingerprint::Fingerprint;
use super::{SourceEncoding, SourceError};
use crate::model::Cancel;

/// The file from its first byte on, as UTF-8 text, with a fingerprint that grows with the bytes.
///
/// A UTF-8 file is passed on as it is, damaged places included; the rows find these themselves.
pub(super) struct TextStream<'f> {
    file: &'f SourceFile,
    /// `None` for UTF-8.
    decoder: Option<TextDecoder>,
    /// Bytes on their way to the decoder.
    raw: Vec<u8>,
    fingerprint: Fingerprint,
    cancel: Cancel,
    bytes_read: u64,
    smaller_than: u64,
    ended: bool,
}

impl<'f> TextStream<'f> {
    pub(super) fn start(
        file: &'f SourceFile,
        encoding: SourceEncoding,
        fingerprint: Fingerprint,
        cancel: &Cancel,
    ) -> Result<Self, SourceError> {
        file.rewind()?;
        Ok(Self {
            file,
            decoder: TextDecoder::new(encoding),
            raw: Vec::new(),
            fingerprint,
            cancel: cancel.clone(),
            bytes_read: 0,
            smaller_than: u64::MAX,
            ended: false,
        })
    }

    /// A file that somebody still writes to may grow past its limit while it is read.
    pub(super) fn smaller_than(self, limit: u64) -> Self {
        Self { smaller_than: limit, ..self }
    }

    /// Appends the text of the next `want` bytes.
    pub(super) fn read_more(&mut self, text: &mut Vec<u8>, want: usize) -> Result<(), SourceError> {
        self.cancel.check()?;
        let read = match self.decoder {
            None => self.copy(text, want)?,
            Some(_) => self.decode(text, want)?,
        };
        self.bytes_read += read as u64;
        self.ended = read < want;
        if self.bytes_read < self.smaller_than { Ok(()) } else { Err(self.too_large()) }
    }

    fn copy(&mut self, text: &mut Vec<u8>, want: usize) -> Result<usize, SourceError> {
        let before = text.len();
        let read = self.file.read(text, want)?;
        self.fingerprint.update(&text[before..]);
        Ok(read)
    }

    fn decode(&mut self, text: &mut Vec<u8>, want: usize) -> Result<usize, SourceError> {
        self.raw.clear();
        let read = self.file.read(&mut self.raw, want)?;
        self.fingerprint.update(&self.raw);
        if let Some(decoder) = &mut self.decoder {
            decoder.decode(&self.raw, read < want, text);
        }
        Ok(read)
    }

    fn too_large(&self) -> SourceError {
        SourceError::TooLarge {
            path: self.file.path().to_owned(),
            size: self.bytes_read.max(self.file.size()),
            limit: self.smaller_than,
        }
    }

    /// Whether the text so far is all there is.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    pub(super) fn file(&self) -> &'f SourceFile {
        self.file
    }

    pub(super) fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    pub(super) fn into_fingerprint(self) -> Fingerprint {
        self.fingerprint
    }
}
