//! Suppressions: people who want to be left alone.
//!
//! | file | what |
//! |---|---|
//! | `stored` | their values, added and removed by entries of the history |
//! | `key` | the keyed hash of values that must not be kept |
//! | `set` | all suppressions in memory, for the values of many rows |
//! | `contacts` | the contacts that are suppressed |

mod contacts;
mod key;
mod set;
mod stored;

pub use key::SuppressionHasher;
pub use set::SuppressionSet;
pub use stored::{NewSuppression, SUPPRESSIONS_SETTING, StoredSuppression, SuppressionForm, SuppressionRevert};
