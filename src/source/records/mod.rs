//! Records: where each of them ends in a text, and its cells.
//!
//! | file | what |
//! |---|---|
//! | `scanner` | the end of a record, and odd quotes on the way to it |
//! | `split` | a record split into its cells |
//! | `batch` | [`Batch`]: the cells of many rows |
//! | `head` | the first records of a file, read leniently |
//! | `dialect` | the delimiter, found in the first records |
//! | `reader` | one record after another, with their physical lines |

mod batch;
pub(super) mod dialect;
mod head;
mod reader;
mod scanner;
mod split;

pub use batch::{Batch, Row};
pub(super) use head::HeadRecords;
pub(super) use reader::Records;
pub(super) use scanner::{QuoteAnomalies, Scan, scan};
pub(super) use split::{Record, Splitter};
