//! Changes that people make, each a history entry of its own: edits, merges, tags, many contacts at once, forgetting.
//!
//! | file | what |
//! |---|---|
//! | `edits` | contacts added, changed, deleted and merged one at a time |
//! | `selected` | the contacts of a selection, tagged and deleted at once |
//! | `tags` | tags renamed, merged and deleted for all contacts |
//! | `forget` | everything of a person taken out of every table |

mod edits;
mod forget;
mod selected;
mod tags;

pub use forget::{ForgetCounts, KeptText};
pub use tags::TagUse;
