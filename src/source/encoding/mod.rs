//! The encoding: bytes of the file to UTF-8.
//!
//! | file | what |
//! |---|---|
//! | `names` | [`SourceEncoding`]: encodings by name |
//! | `decode` | bytes decoded |
//! | `text_stream` | the file as a stream of text, with a fingerprint of its bytes |
//! | `guess`, `utf8_stats` | which encoding the bytes of the whole file show |

mod decode;
mod guess;
mod names;
mod text_stream;
mod utf8_stats;

pub(super) use decode::{bom_length, decode_head};
pub(super) use guess::EncodingGuess;
pub use names::SourceEncoding;
pub(super) use text_stream::TextStream;
pub(super) use utf8_stats::{Utf8Stats, Utf8Verdict};
