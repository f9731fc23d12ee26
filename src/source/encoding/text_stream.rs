//! The source as a stream of UTF-8 text, with a fingerprint of its bytes.

use super::decode::TextDecoder;
use crate::model::Cancel;
use crate::source::file::{Fingerprint, SourceFile};
use crate::source::{SourceEncoding, SourceError};

/// Mark by which MS-DOS and CP/M end a text file.
const CTRL_Z: u8 = 0x1A;

/// Stream over the file from its first byte, as UTF-8 text, with a fingerprint of the bytes read.
///
/// A UTF-8 file is passed on unchanged, invalid bytes included; the rows find those themselves.
pub(in crate::source) struct TextStream<'f> {
    file: &'f SourceFile,
    /// `None` for UTF-8.
    decoder: Option<TextDecoder>,
    /// Bytes read for the decoder.
    raw: Vec<u8>,
    fingerprint: Fingerprint,
    cancel: Cancel,
    bytes_read: u64,
    smaller_than: u64,
    ended: bool,
}

impl<'f> TextStream<'f> {
    pub(in crate::source) fn start(
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

    /// Limits the bytes that are read: a file that is still written to may outgrow its limit meanwhile.
    pub(in crate::source) fn smaller_than(self, limit: u64) -> Self {
        Self { smaller_than: limit, ..self }
    }

    /// Appends the text of the next `want` bytes.
    pub(in crate::source) fn read_more(&mut self, text: &mut Vec<u8>, want: usize) -> Result<(), SourceError> {
        self.cancel.check()?;
        let read = match self.decoder {
            None => self.copy(text, want)?,
            Some(_) => self.decode(text, want)?,
        };
        self.bytes_read += read as u64;
        // `SourceFile::read` returns fewer bytes than wanted only at the end of the file.
        self.ended = read < want;
        if self.ended {
            // MS-DOS ends a file with Ctrl-Z, which is no part of the last cell.
            text.truncate(text.len() - text.iter().rev().take_while(|byte| **byte == CTRL_Z).count());
        }
        if self.bytes_read < self.smaller_than { Ok(()) } else { Err(self.too_large()) }
    }

    fn copy(&mut self, text: &mut Vec<u8>, want: usize) -> Result<usize, SourceError> {
        // Straight into the caller's buffer: UTF-8 needs no copy.
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

    /// Returns true if all text has been read.
    pub(in crate::source) fn has_ended(&self) -> bool {
        self.ended
    }

    pub(in crate::source) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    pub(in crate::source) fn file(&self) -> &'f SourceFile {
        self.file
    }

    pub(in crate::source) fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    pub(in crate::source) fn into_fingerprint(self) -> Fingerprint {
        self.fingerprint
    }
}
