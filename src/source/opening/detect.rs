//! Detects the encoding of a file (spec section 2.4).

use crate::model::{Cancel, Note};
use crate::source::cell_text::excerpt;
use crate::source::encoding::{EncodingGuess, TextStream, Utf8Stats, Utf8Verdict};
use crate::source::file::{FingerprintBuilder, SourceFile, signature};
use crate::source::records::Records;
use crate::source::records::dialect::Dialect;
use crate::source::{CHUNK_BYTES, Sample, SourceEncoding, SourceError};

/// Maximum number of rows shown to the user to confirm a guess.
const MAX_SAMPLES: usize = 5;

/// Minimum number of characters beyond ASCII, all valid UTF-8, by which a file is no text of another encoding of single
/// bytes.
// Two letters may read as one character by chance, as in the Ukrainian name Лі or the Polish PÓŁNOC; three pairs do not.
const CERTAIN_CHARACTERS: u64 = 3;

/// Encoding of a file, with a note if the way it was found is out of the ordinary.
#[derive(Debug)]
pub(super) struct Detected {
    pub(super) encoding: SourceEncoding,
    pub(super) has_bom: bool,
    pub(super) note: Option<Note>,
}

impl Detected {
    fn certain(encoding: SourceEncoding) -> Self {
        Self { encoding, has_bom: false, note: None }
    }
}

/// Detects the encoding of a file whose first bytes are `head`, and checks it against the one the user gave.
pub(super) fn detect(
    file: &SourceFile,
    head: &[u8],
    given: Option<SourceEncoding>,
    cancel: &Cancel,
) -> Result<Detected, SourceError> {
    // Nearly every file has no zero byte, and then their places need not be counted.
    let has_nul = memchr::memchr(0, head).is_some();
    // Before the byte order marks: that of UTF-32 in little endian begins with that of UTF-16.
    if has_nul && is_utf32(head) {
        return Err(SourceError::Utf32 { path: file.path().to_owned() });
    }
    if let Some(marked) = from_bom(head).or_else(|| has_nul.then(|| from_nul_pattern(head)).flatten()) {
        return check_mark(file, given, marked);
    }
    match given {
        Some(given) if given.is_utf16() && !has_wide_line_end(head, given) => {
            let actual = if utf8_stats(file, cancel)?.verdict() == Utf8Verdict::Utf8 {
                SourceEncoding::UTF_8
            } else {
                guess(file, cancel)?
            };
            Err(mismatch(file, (given, actual), "it has no line end of two bytes"))
        }
        Some(given) => from_option(file, given, cancel),
        None => from_utf8_stats(file, head, cancel),
    }
}

/// Trusts the encoding that the user or a saved mapping gave, unless the file is UTF-8: then each name would be garbled.
fn from_option(file: &SourceFile, given: SourceEncoding, cancel: &Cancel) -> Result<Detected, SourceError> {
    let mut detected = Detected::certain(given);
    if given.is_utf8() {
        return Ok(detected);
    }
    let characters = utf8_stats(file, cancel)?.characters_of_utf8();
    let enough = if given.is_western() { 1 } else { CERTAIN_CHARACTERS };
    if characters >= enough && given.is_single_byte() {
        return Err(mismatch(file, (given, SourceEncoding::UTF_8), "all of it is valid utf-8"));
    }
    if characters > 0 {
        let message = format!("read as {given}, as you said, though all of it is valid utf-8: check the names");
        detected.note = Some(Note::warning("encoding-perhaps-utf-8", message));
    }
    Ok(detected)
}

fn from_utf8_stats(file: &SourceFile, head: &[u8], cancel: &Cancel) -> Result<Detected, SourceError> {
    match utf8_stats(file, cancel)?.verdict() {
        Utf8Verdict::Utf8 => Ok(Detected::certain(SourceEncoding::UTF_8)),
        Utf8Verdict::DamagedUtf8(places) => {
            let message = format!("read as utf-8, although bytes at {places} place(s) are not; their rows are errors");
            let note = Some(Note::warning("encoding-damaged", message).count(places));
            Ok(Detected { note, ..Detected::certain(SourceEncoding::UTF_8) })
        }
        Utf8Verdict::Other => Err(ambiguous(file, head, cancel)?),
    }
}

fn utf8_stats(file: &SourceFile, cancel: &Cancel) -> Result<Utf8Stats, SourceError> {
    // Over the whole file: its first letter beyond ASCII may be on the last line.
    let mut stats = Utf8Stats::default();
    file.for_each_chunk(cancel, |chunk, last| stats.update(chunk, last))?;
    Ok(stats)
}

/// Checks the mark of a file against the encoding given.
fn check_mark(file: &SourceFile, given: Option<SourceEncoding>, marked: Detected) -> Result<Detected, SourceError> {
    match given {
        // Nothing else begins with these three bytes, and an errors file has them whatever the encoding of its list.
        Some(given) if marked.encoding.is_utf8() && !given.is_utf8() => {
            let message = format!("read as utf-8, by its byte order mark, and not as {given}");
            Ok(Detected { note: Some(Note::info("encoding-detected", message)), ..marked })
        }
        // Of the two kinds of UTF-16 the user may name the wrong one: the mark or the zero bytes decide.
        Some(given) if marked.encoding.is_utf16() && !given.is_utf16() => {
            Err(mismatch(file, (given, marked.encoding), "it is utf-16, by its byte order mark or its zero bytes"))
        }
        _ => Ok(marked),
    }
}

fn mismatch(
    file: &SourceFile,
    (given, actual): (SourceEncoding, SourceEncoding),
    problem: &'static str,
) -> SourceError {
    SourceError::EncodingMismatch { path: file.path().to_owned(), given, actual, problem }
}

fn from_bom(head: &[u8]) -> Option<Detected> {
    let (encoding, _) = encoding_rs::Encoding::for_bom(head)?;
    let encoding = SourceEncoding::new(encoding);
    let note = encoding.is_utf16().then(|| utf16_note(encoding, "byte order mark"));
    Some(Detected { encoding, has_bom: true, note })
}

/// Detects UTF-16 without a mark: ASCII characters, which every CSV file has, leave every other byte zero.
fn from_nul_pattern(head: &[u8]) -> Option<Detected> {
    let pairs = || head.chunks_exact(2);
    let little = pairs().filter(|pair| pair[0] != 0 && pair[1] == 0).count();
    let big = pairs().filter(|pair| pair[0] == 0 && pair[1] != 0).count();
    let enough = |zeros: usize, others: usize| zeros * 4 >= pairs().len().max(1) && others * 4 < zeros;
    let encoding = if enough(little, big) {
        SourceEncoding::UTF_16LE
    } else if enough(big, little) {
        SourceEncoding::UTF_16BE
    } else {
        return None;
    };
    let note = Some(utf16_note(encoding, "zero bytes"));
    Some(Detected { encoding, has_bom: false, note })
}

/// Returns true if there is a two-byte line end: UTF-16 of a script far from ASCII has few zero bytes, but has line
/// ends.
fn has_wide_line_end(head: &[u8], encoding: SourceEncoding) -> bool {
    let ends: [[u8; 2]; 2] =
        if encoding == SourceEncoding::UTF_16LE { [[b'\n', 0], [b'\r', 0]] } else { [[0, b'\n'], [0, b'\r']] };
    head.chunks_exact(2).any(|pair| ends.iter().any(|end| pair == end))
}

fn utf16_note(encoding: SourceEncoding, sign: &str) -> Note {
    Note::info("encoding-detected", format!("read as {encoding}, by its {sign}"))
}

/// Returns true for UTF-32: by its mark, or because three of four bytes are zero.
fn is_utf32(head: &[u8]) -> bool {
    let has_mark = head.starts_with(b"\xFF\xFE\0\0") || head.starts_with(b"\0\0\xFE\xFF");
    let quads = || head.chunks_exact(4);
    let little = quads().filter(|quad| quad[0] != 0 && quad[1..] == [0, 0, 0]).count();
    let big = quads().filter(|quad| quad[3] != 0 && quad[..3] == [0, 0, 0]).count();
    has_mark || (quads().len() > 0 && little.max(big) * 4 >= quads().len() * 3)
}

/// Returns the error with the likeliest encoding and sample rows: chardetng errs on short files (4 of 19 in a trial),
/// and a wrong guess would garble every name.
fn ambiguous(file: &SourceFile, head: &[u8], cancel: &Cancel) -> Result<SourceError, SourceError> {
    let path = file.path().to_owned();
    if let Some(kind) = signature::of_garbage(head) {
        return Ok(SourceError::NotCsv { path, kind });
    }
    let guess = guess(file, cancel)?;
    Ok(SourceError::EncodingUnsure { path, guess, samples: samples(file, guess, cancel)? })
}

fn guess(file: &SourceFile, cancel: &Cancel) -> Result<SourceEncoding, SourceError> {
    let mut guess = EncodingGuess::new();
    file.for_each_chunk(cancel, |chunk, last| guess.update(chunk, last))?;
    Ok(guess.finish())
}

/// Decodes the first rows with letters beyond ASCII. A file that breaks off gives as many as come before.
fn samples(file: &SourceFile, guess: SourceEncoding, cancel: &Cancel) -> Result<Vec<Sample>, SourceError> {
    let stream = TextStream::start(file, guess, FingerprintBuilder::default().fast(), cancel)?;
    let mut records = Records::start(stream, Dialect::default(), CHUNK_BYTES)?;
    let mut samples = Vec::new();
    while let (true, Ok(Some(record))) = (samples.len() < MAX_SAMPLES, records.next_record()) {
        if !record.bytes.is_ascii() {
            samples.push(Sample { line: record.line, text: excerpt(record.bytes).replace(['\r', '\n'], " ") });
        }
    }
    // The loop ends at any error, so a cancellation has to be told apart from the end of the samples.
    cancel.check()?;
    Ok(samples)
}
