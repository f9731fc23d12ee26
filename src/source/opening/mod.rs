//! The opening: a file is looked at before it is read as a whole.
//!
//! | file | what |
//! |---|---|
//! | `opened` | [`Opening`]: its kind, encoding, dialect and first lines |
//! | `detect` | its encoding, for which the whole file is read if it is not UTF-8 |
//! | `generated` | the header of a file that this tool wrote |

mod detect;
mod generated;
mod opened;

pub use opened::{Opening, OpeningLine};
