//! The contacts that rows match, and those that they may match.
//!
//! | file | what |
//! |---|---|
//! | `windows` | parsed rows matched, a window of many batches at a time |
//! | `matcher` | matches by one identifier or by several |
//! | `near_search`, `near_misses_of_row` | near misses, of all rows and of one that is explained |

mod matcher;
mod near_misses_of_row;
mod near_search;
mod windows;

pub(super) use matcher::RowMatcher;
pub(super) use near_misses_of_row::near_misses;
pub(super) use windows::{MAX_WINDOW_BATCHES, MatchedBatch, ParsedBatch, WindowMatcher};
