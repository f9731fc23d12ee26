//! Tables, views and functions of the database.
//!
//! | file | what |
//! |---|---|
//! | `migrations` | the schema from its first version to the current one, a file of SQL for each |
//! | `check` | whether the schema of a file is the one that this program creates |
//! | `views` | the views `v1_*` for other programs |
//! | `functions` | functions in SQL: searching for a word, comparing names |
//! | `texts` | whether every text is UTF-8 |

mod check;
pub(super) mod functions;
pub(super) mod migrations;
pub(super) mod texts;
pub(super) mod views;

pub(super) use check::{fault, own_tables};
pub(super) use functions::UNREADABLE;
pub use migrations::SCHEMA_VERSION;
